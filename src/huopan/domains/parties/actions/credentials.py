"""A credential's life: handed in, verified or refused by somebody else, withdrawn, lapsed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from huopan.domains.parties.actions.organisations import LONGEST_REASON
from huopan.domains.parties.events import (
    CredentialLapsed,
    CredentialRefused,
    CredentialSubmitted,
    CredentialVerified,
    CredentialWithdrawn,
)
from huopan.domains.parties.models import Credential, Party, RoleGrant
from huopan.domains.parties.policies import must_be_signed_in, must_in_own_party
from huopan.domains.parties.queries.team import locked_party
from huopan.domains.parties.rules import credit_code
from huopan.domains.parties.rules.credentials import CREDENTIAL_MOVES, LIVE_CREDENTIALS, has_lapsed, needs_an_end
from huopan.infra.files.pictures import Picture
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.refusal import ForbiddenError, RefusedError, UnknownError, said

MOST_LIVE = 40
LAPSED_AT_ONCE = 500


class OnlySellersProveError(RefusedError):
    sentence = said("Only who sells here shows credentials; a buyer needs none.")


class CredentialIncompleteError(RefusedError):
    kind = "invalid"
    sentence = said("Write the credential's number and who issued it, as on the document.")


class CredentialEndMissingError(RefusedError):
    kind = "invalid"
    sentence = said("Say until when it is valid: credentials of this kind end.")


class CredentialOverError(RefusedError):
    kind = "invalid"
    sentence = said("It was valid until {valid_until} only; hand in the renewed one.")


class LicenceOfAnotherError(RefusedError):
    kind = "invalid"
    sentence = said("The licence's number is not the credit code you registered with, {code}.")


class CredentialKnownError(RefusedError):
    sentence = said("“{number}” is handed in already; withdraw that one first.")


class TooManyCredentialsError(RefusedError):
    sentence = said("{limit} credentials stand here already; withdraw one that is no longer needed.")


class OwnCredentialError(RefusedError):
    kind = "forbidden"
    sentence = said("You handed it in, or act for the organisation that did: somebody else must check it.")


class CredentialStateError(RefusedError):
    sentence = said("This credential is {state} now, so this cannot be done to it; reload the page to see what can.")


class CredentialReasonMissingError(RefusedError):
    kind = "invalid"
    sentence = said("Say in up to 300 characters what is wrong with it; the organisation's people read it.")


@transaction.atomic
def submit_credential(
    *,
    kind: str,
    number: str,
    issuer: str,
    valid_until: date | None,
    document: Picture,
    by: Actor,
    at: datetime,
) -> Credential:
    """Hand in a photo or scan of what `by`'s organisation can prove; an operator looks at it.

    Raises ForbiddenError without "party.manage", OnlySellersProveError, CredentialIncompleteError,
    CredentialEndMissingError, CredentialOverError, CreditCodeError, LicenceOfAnotherError, CredentialKnownError,
    TooManyCredentialsError."""
    must_be_signed_in(by)
    party = locked_party(must_in_own_party(by, "party.manage"))
    row = Credential(
        party=party,
        kind=Credential.Kind(kind),
        number=_number(kind, number, party),
        issuer=issuer.strip(),
        valid_until=valid_until,
        submitted_by_id=by.person_id,
        submitted_at=at,
    )
    _must_be_acceptable(row, at)
    row.document.save(document.name, document.as_file(), save=False)
    _insert(row)
    _announce(CredentialSubmitted, row, by, at)
    return row


@transaction.atomic
def withdraw_credential(*, credential_id: int, by: Actor, at: datetime) -> None:
    """Its owner shows it no more. Raises ForbiddenError, UnknownError, CredentialStateError."""
    party_id = must_in_own_party(by, "party.manage")
    row = _locked(credential_id, party_id=party_id)
    _move(row, Credential.State.WITHDRAWN)
    row.save(update_fields=["state"])
    _announce(CredentialWithdrawn, row, by, at)


@transaction.atomic
def verify_credential(*, credential_id: int, by: Actor, at: datetime) -> None:
    """Submitted → verified: buyers see it from now on.

    Raises ForbiddenError without "operate", UnknownError, OwnCredentialError, CredentialOverError,
    CredentialStateError."""
    row = _judged(credential_id, by, at)
    _must_still_hold(row.valid_until, at)
    _move(row, Credential.State.VERIFIED)
    row.save(update_fields=["state", "judged_by", "judged_at"])
    _announce(CredentialVerified, row, by, at)


@transaction.atomic
def refuse_credential(*, credential_id: int, because: str, by: Actor, at: datetime) -> None:
    """Submitted or verified → refused; its people are told `because`.

    Raises ForbiddenError without "operate", UnknownError, CredentialReasonMissingError, OwnCredentialError,
    CredentialStateError."""
    row = _judged(credential_id, by, at)
    row.refused_because = because.strip()
    if not 0 < len(row.refused_because) <= LONGEST_REASON:
        raise CredentialReasonMissingError
    _move(row, Credential.State.REFUSED)
    row.save(update_fields=["state", "judged_by", "judged_at", "refused_because"])
    announce(
        CredentialRefused(
            party_id=row.party_id,
            credential_id=row.pk,
            credential_kind=row.kind,
            because=row.refused_because,
            concerns=(row.party_id,),
            at=at,
        ),
        by=by,
    )


@transaction.atomic
def lapse_credentials(*, at: datetime) -> int:
    """Verified ones whose last day is over are shown no more. Returns how many; safe to repeat."""
    over = Credential.objects.select_for_update(skip_locked=True).filter(
        state=Credential.State.VERIFIED, valid_until__lt=localdate(at)
    )
    rows = list(over.order_by("pk")[:LAPSED_AT_ONCE])
    for row in rows:
        _move(row, Credential.State.LAPSED)
        _announce(CredentialLapsed, row, SYSTEM, at)
    Credential.objects.bulk_update(rows, ["state"])
    return len(rows)


def _number(kind: str, number: str, party: Party) -> str:
    """As on the document; a licence's is the organisation's own credit code."""
    if kind != Credential.Kind.LICENCE or not number.strip():
        return number.strip()
    code = credit_code(number)
    if party.credit_code and code != party.credit_code:
        raise LicenceOfAnotherError(code=party.credit_code)
    return code


def _must_be_acceptable(row: Credential, at: datetime) -> None:
    if not row.party.is_seller:
        raise OnlySellersProveError
    if not (row.number and row.issuer):
        raise CredentialIncompleteError
    if row.valid_until is None and needs_an_end(row.kind):
        raise CredentialEndMissingError
    _must_still_hold(row.valid_until, at)
    if Credential.objects.filter(party=row.party, state__in=LIVE_CREDENTIALS).count() >= MOST_LIVE:
        raise TooManyCredentialsError(limit=MOST_LIVE)


def _must_still_hold(valid_until: date | None, at: datetime) -> None:
    if has_lapsed(valid_until, on=localdate(at)):
        raise CredentialOverError(valid_until=valid_until)


def _insert(row: Credential) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise CredentialKnownError(number=row.number) from None


def _judged(credential_id: int, by: Actor, at: datetime) -> Credential:
    """The credential with who looks at it written in: a person, and nobody of its own organisation."""
    by.must("operate")
    if not by.person_id:
        raise ForbiddenError(scope="operate")
    row = _locked(credential_id)
    own = RoleGrant.objects.filter(person_id=by.person_id, party_id=row.party_id, revoked_at__isnull=True)
    if row.submitted_by_id == by.person_id or own.exists():
        raise OwnCredentialError
    row.judged_by_id, row.judged_at = by.person_id, at
    return row


def _locked(credential_id: int, **owned: int) -> Credential:
    row: Credential | None = Credential.objects.select_for_update().filter(pk=credential_id, **owned).first()
    if row is None:
        raise UnknownError(what=str(Credential._meta.verbose_name))
    return row


def _move(row: Credential, to: Credential.State) -> None:
    if to not in CREDENTIAL_MOVES[row.state]:
        raise CredentialStateError(state=row.get_state_display())
    row.state = to


Told = type[CredentialSubmitted] | type[CredentialVerified] | type[CredentialWithdrawn] | type[CredentialLapsed]


def _announce(event: Told, row: Credential, by: Actor, at: datetime) -> None:
    announce(
        event(
            party_id=row.party_id,
            credential_id=row.pk,
            credential_kind=row.kind,
            concerns=(row.party_id,),
            at=at,
        ),
        by=by,
    )
