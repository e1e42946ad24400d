"""Who may change what belongs to an organisation."""

from huopan.kernel.actor import Actor
from huopan.kernel.refusal import ForbiddenError, RefusedError, said


class SignInFirstError(RefusedError):
    kind = "forbidden"
    sentence = said("Sign in first; then an organisation can be registered in your name.")


class NoOrganisationError(RefusedError):
    kind = "forbidden"
    sentence = said("You act for no organisation yet; register one or accept an invitation.")


def must_be_signed_in(by: Actor) -> None:
    if not by.person_id:
        raise SignInFirstError


def must_in_own_party(by: Actor, scope: str) -> int:
    """The id of the party `by` acts for. Raises unless there is one and the role includes `scope`."""
    if not by.party_id:
        raise NoOrganisationError
    by.must(scope)
    return by.party_id


def must_keep_addresses(by: Actor) -> int:
    """Whoever buys, sells or runs the organisation keeps its addresses."""
    if not by.party_id:
        raise NoOrganisationError
    if not any(by.may(scope) for scope in ("buy", "sell", "party.manage")):
        raise ForbiddenError(scope="buy")
    return by.party_id


def must_keep_invoice_titles(by: Actor) -> int:
    """Whoever buys, pays or runs the organisation keeps its invoice titles."""
    if not by.party_id:
        raise NoOrganisationError
    if not any(by.may(scope) for scope in ("buy", "money.pay", "party.manage")):
        raise ForbiddenError(scope="buy")
    return by.party_id
