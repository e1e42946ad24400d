"""An organisation's life: registered, approved, described, suspended, back again."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from huopan.domains.parties.events import (
    PartyApproved,
    PartyDescribed,
    PartyReactivated,
    PartyReappliedFor,
    PartyRefused,
    PartyRegistered,
    PartySuspended,
    RoleGranted,
)
from huopan.domains.parties.models import IndustrialBelt, Party, RoleGrant
from huopan.domains.parties.policies import must_be_signed_in, must_in_own_party
from huopan.domains.parties.queries.places import known_division
from huopan.domains.parties.queries.team import locked_party
from huopan.domains.parties.rules import credit_code as read_credit_code
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import ForbiddenError, RefusedError, UnknownError, said

MOST_OWNED = 20
LONGEST_REASON = 300
SELLERS = (Party.Kind.FACTORY, Party.Kind.TRADER)
DESCRIBED = frozenset({"name_zh", "name_en", "about_zh", "about_en", "division_code", "belt_code"})


class CreditCodeTakenError(RefusedError):
    sentence = said("{code} is registered already; ask its owner to invite you instead of registering it again.")


class CreditCodeMissingError(RefusedError):
    kind = "invalid"
    sentence = said("Who sells here needs a unified social credit code; copy it from the business licence.")


class TooManyOrganisationsError(RefusedError):
    sentence = said("You own {limit} organisations already; ask the operator to register another one.")


class NameMissingError(RefusedError):
    kind = "invalid"
    sentence = said("An organisation needs a name; write it as on the business licence.")


class NoSuchBeltError(RefusedError):
    kind = "invalid"
    sentence = said("There is no industrial belt “{code}”; choose one from the list of belts.")


class WhyMissingError(RefusedError):
    kind = "invalid"
    sentence = said("Say in up to 300 characters why; the organisation's people read it.")


class PartyStateError(RefusedError):
    sentence = said("{party} is {state} now, so this cannot be done to it; reload the page to see what can.")


@transaction.atomic
def register_party(
    *,
    name_zh: str,
    kind: str,
    by: Actor,
    at: datetime,
    credit_code: str = "",
    name_en: str = "",
    division_code: str = "",
    belt_code: str = "",
    about_zh: str = "",
    about_en: str = "",
    owner_id: int | None = None,
) -> Party:
    """Register an organisation and make `by`'s person its owner. Buyers may trade at once; sellers wait for approval.

    The platform itself (SYSTEM) may name another owner, leave a seller's credit code out, and register operators.
    Raises SignInFirstError, ForbiddenError, CreditCodeError, CreditCodeMissingError, CreditCodeTakenError,
    NameMissingError, NoSuchDivisionError, NoSuchBeltError, TooManyOrganisationsError."""
    owner = _owner(by, owner_id, kind)
    party = Party(
        kind=Party.Kind(kind),
        credit_code=_checked_code(credit_code, kind, by),
        state=Party.State.PENDING if kind in SELLERS else Party.State.ACTIVE,
        registered_at=at,
    )
    _describe(
        party,
        name_zh=name_zh,
        name_en=name_en,
        division_code=division_code,
        belt_code=belt_code,
        about_zh=about_zh,
        about_en=about_en,
    )
    _insert(party)
    RoleGrant.objects.create(person_id=owner, party=party, role=RoleGrant.Role.OWNER, granted_at=at)
    announce(
        PartyRegistered(party_id=party.pk, kind=party.kind, state=party.state, concerns=(party.pk,), at=at),
        RoleGranted(party_id=party.pk, person_id=owner, role=RoleGrant.Role.OWNER.value, concerns=(party.pk,), at=at),
        by=by,
    )
    return party


@transaction.atomic
def approve_party(*, party_id: int, by: Actor, at: datetime) -> None:
    """Pending → active. Raises ForbiddenError without "operate", PartyStateError unless it is pending."""
    _move(party_id, Party.State.PENDING, Party.State.ACTIVE, by)
    announce(PartyApproved(party_id=party_id, concerns=(party_id,), at=at), by=by)


@transaction.atomic
def refuse_party(*, party_id: int, because: str, by: Actor, at: datetime) -> None:
    """Pending → refused. `because` is told to its people; once they mend what they say of it, it waits again.

    Raises ForbiddenError without "operate", WhyMissingError, PartyStateError unless it is pending."""
    _move(party_id, Party.State.PENDING, Party.State.REFUSED, by, because=_reason(because))
    announce(PartyRefused(party_id=party_id, because=because.strip(), concerns=(party_id,), at=at), by=by)


@transaction.atomic
def suspend_party(*, party_id: int, because: str, by: Actor, at: datetime) -> None:
    """Active → suspended: it finishes what it owes and starts nothing new. `because` is told to its people.

    Raises ForbiddenError without "operate", PartyStateError unless it is active; operators cannot be suspended."""
    _move(party_id, Party.State.ACTIVE, Party.State.SUSPENDED, by, because=because.strip()[:LONGEST_REASON])
    announce(PartySuspended(party_id=party_id, because=because, concerns=(party_id,), at=at), by=by)


@transaction.atomic
def reactivate_party(*, party_id: int, by: Actor, at: datetime) -> None:
    """Suspended → active. Raises ForbiddenError without "operate", PartyStateError unless it is suspended."""
    _move(party_id, Party.State.SUSPENDED, Party.State.ACTIVE, by)
    announce(PartyReactivated(party_id=party_id, concerns=(party_id,), at=at), by=by)


@transaction.atomic
def describe_party(*, changes: dict[str, str], by: Actor, at: datetime) -> Party:
    """Change what one's own organisation says of itself. `changes`: any of name_zh, name_en, about_zh, about_en,
    division_code, belt_code. Kind, state and credit code are the operator's.

    A refused organisation thereby waits for approval again.
    Raises ForbiddenError without "party.manage", NameMissingError, NoSuchDivisionError, NoSuchBeltError."""
    if unknown := changes.keys() - DESCRIBED:
        raise TypeError(f"not described here: {sorted(unknown)}")
    party = locked_party(must_in_own_party(by, "party.manage"))
    _describe(party, **changes)
    party.save(update_fields=["name_zh", "name_en", "about_zh", "about_en", "division", "belt"])
    announce(
        PartyDescribed(party_id=party.pk, changed=tuple(sorted(changes)), concerns=(party.pk,), at=at),
        by=by,
    )
    _ask_again(party, by=by, at=at)
    return party


def _owner(by: Actor, owner_id: int | None, kind: str) -> int:
    is_platform = by.may("operate") and not by.party_id
    if not is_platform and (owner_id not in (None, by.person_id) or kind == Party.Kind.OPERATOR):
        raise ForbiddenError(scope="operate")
    if owner_id is None:
        must_be_signed_in(by)
    if not is_platform and RoleGrant.objects.filter(_owned_by(by.person_id)).count() >= MOST_OWNED:
        raise TooManyOrganisationsError(limit=MOST_OWNED)
    return owner_id or by.person_id


def _owned_by(person_id: int) -> Q:
    return Q(person_id=person_id, role=RoleGrant.Role.OWNER, revoked_at__isnull=True)


def _checked_code(text: str, kind: str, by: Actor) -> str | None:
    if text.strip():
        return read_credit_code(text)
    if kind in SELLERS and not by.may("operate"):
        raise CreditCodeMissingError
    return None


def _describe(party: Party, *, division_code: str | None = None, belt_code: str | None = None, **texts: str) -> None:
    for field, text in texts.items():
        setattr(party, field, text.strip())
    if not party.name_zh:
        raise NameMissingError
    if division_code is not None:
        party.division = known_division(division_code) if division_code else None
    if belt_code is not None:
        party.belt = _belt(belt_code) if belt_code else None


def _belt(code: str) -> IndustrialBelt:
    belt = IndustrialBelt.objects.filter(code=code).first()
    if belt is None:
        raise NoSuchBeltError(code=code)
    return belt


def _insert(party: Party) -> None:
    try:
        with transaction.atomic():
            party.save(force_insert=True)
    except IntegrityError:
        raise CreditCodeTakenError(code=party.credit_code) from None


def _ask_again(party: Party, *, by: Actor, at: datetime) -> None:
    refused = Party.objects.filter(pk=party.pk, state=Party.State.REFUSED)
    if refused.update(state=Party.State.PENDING):
        party.state = Party.State.PENDING
        announce(PartyReappliedFor(party_id=party.pk, state=party.state, concerns=(party.pk,), at=at), by=by)


def _reason(because: str) -> str:
    if not 0 < len(because.strip()) <= LONGEST_REASON:
        raise WhyMissingError
    return because.strip()


def _move(party_id: int, start: str, end: str, by: Actor, *, because: str = "") -> None:
    by.must("operate")
    movable = Party.objects.exclude(kind=Party.Kind.OPERATOR).filter(pk=party_id)
    if movable.filter(state=start).update(state=end, judged_because=because):
        return
    party = Party.objects.filter(pk=party_id).first()
    if party is None:
        raise UnknownError(what=str(Party._meta.verbose_name))
    raise PartyStateError(party=str(party), state=party.get_state_display())
