"""What each role may do, and what an organisation's state leaves of it."""

TRADE_SCOPES = frozenset(
    {
        "party.manage",
        "team.manage",
        "keys.manage",
        "webhooks.manage",
        "offers.read",
        "offers.write",
        "stock.write",
        "buy",
        "sell",
        "money.read",
        "money.pay",
        "money.payout",
        "plan",
        "floor",
    }
)
OPERATOR_SCOPES = frozenset({"operate", "arbitrate", "treasury"})

ROLE_SCOPES: dict[str, frozenset[str]] = {
    "owner": TRADE_SCOPES,
    "sales": frozenset({"offers.read", "offers.write", "stock.write", "sell"}),
    "planner": frozenset({"offers.read", "stock.write", "plan", "floor"}),
    "floor": frozenset({"offers.read", "floor"}),
    "buyer": frozenset({"offers.read", "buy", "money.pay"}),
    "finance": frozenset({"offers.read", "money.read", "money.pay", "money.payout"}),
    "operator": frozenset({"offers.read", "money.read", "operate"}),
    "arbiter": frozenset({"offers.read", "arbitrate"}),
    "treasurer": frozenset({"money.read", "treasury"}),
}
EVERY_ROLE = frozenset(ROLE_SCOPES)
OPERATOR_ROLES = frozenset({"operator", "arbiter", "treasurer"})

# An operator sees every organisation's rows, so trading scopes in its hands would reach them all.
_OPERATOR_OWNER = OPERATOR_SCOPES | {"party.manage", "team.manage", "keys.manage", "offers.read", "money.read"}
_LEFT_IN_STATE = {
    "pending": frozenset({"party.manage", "team.manage", "offers.read"}),
    "refused": frozenset({"party.manage", "team.manage", "offers.read"}),
    "suspended": frozenset({"party.manage", "team.manage", "offers.read", "sell", "money.read"}),
}


def scopes_of(role: str, *, kind: str, state: str) -> frozenset[str]:
    """What `role` may do in a party of this kind and state. Before approval a party prepares; suspended it finishes
    what it owes and starts nothing new."""
    scopes = _OPERATOR_OWNER if (role, kind) == ("owner", "operator") else ROLE_SCOPES[role]
    return scopes & _LEFT_IN_STATE.get(state, scopes)


def role_fits(role: str, *, kind: str) -> bool:
    """Whether a party of this kind has such a role: the operator's desks exist at the operator only."""
    if kind == "operator":
        return role == "owner" or role in OPERATOR_ROLES
    return role in EVERY_ROLE - OPERATOR_ROLES
