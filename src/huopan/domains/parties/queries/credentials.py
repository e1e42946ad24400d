"""Credentials: one's own, those to be checked, and what of them anybody may see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from huopan.domains.parties.models import Credential
from huopan.domains.parties.rules.credentials import CREDENTIAL_KINDS, LAPSES_SOON
from huopan.kernel.actor import Actor

_KINDS_IN_FORCE = """SELECT {listed} FROM parties_credential proven WHERE proven.party_id = {party}
  AND proven.state = 'verified' AND (proven.valid_until IS NULL OR proven.valid_until >= %s)"""
_LISTED = {"sqlite": "GROUP_CONCAT(proven.kind)", "postgresql": "STRING_AGG(proven.kind, ',')"}


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proven, by whose word, until when (None: it does not end), and when the operator checked it."""

    kind: str
    issuer: str
    valid_until: date | None
    verified_at: datetime

    @property
    def label(self) -> str:
        return credential_name(self.kind)


def credential_name(kind: str) -> str:
    """What a kind is called in the reader's language; one that is not known here keeps its code."""
    try:
        return str(Credential.Kind(kind).label)
    except ValueError:
        return kind


def own_credentials(by: Actor) -> QuerySet[Credential]:
    """All that `by`'s organisation ever handed in, the newest first."""
    return Credential.objects.filter(party_id=by.party_id).order_by("-submitted_at", "-pk")


def credential(credential_id: int, by: Actor) -> Credential:
    """One's own, or anybody's for the operator. Raises UnknownError."""
    visible = Credential.objects.visible_to(by).select_related("party__division", "submitted_by", "judged_by")
    found: Credential = visible.seen(by, pk=credential_id)
    return found


def credentials_to_check(by: Actor) -> QuerySet[Credential]:
    """What waits for the operator, longest first; one's own for others."""
    waiting = Credential.objects.visible_to(by).filter(state=Credential.State.SUBMITTED)
    return waiting.select_related("party").order_by("submitted_at", "pk")


def proofs(party_ids: Collection[int], *, on: date) -> dict[int, list[Proof]]:
    """What is public: verified and not over on this day, of each kind the one that holds longest. One statement."""
    rows = _verified().filter(Q(valid_until__isnull=True) | Q(valid_until__gte=on), party_id__in=party_ids)
    longest: dict[int, dict[str, Proof]] = {}
    for party_id, kind, issuer, valid_until, judged_at in rows:
        longest.setdefault(party_id, {})[kind] = Proof(kind, issuer, valid_until, judged_at)
    return {
        party_id: [by_kind[kind] for kind in CREDENTIAL_KINDS if kind in by_kind]
        for party_id, by_kind in longest.items()
    }


@cache
def _verified() -> QuerySet[Any, tuple[Any, ...]]:
    """Composed once; never evaluated itself."""
    rows = Credential.objects.filter(state=Credential.State.VERIFIED)
    rows = rows.order_by(F("valid_until").asc(nulls_last=True), "pk")
    return rows.values_list("party_id", "kind", "issuer", "valid_until", "judged_at")


def kinds_in_force(party: str, *, on: date) -> tuple[str, list[Any]]:
    """The kinds of `proofs` as a part of another statement, whose column `party` names the organisation, for
    `kinds_listed` to read."""
    statement = _KINDS_IN_FORCE.format(listed=_LISTED[connection.vendor], party=party)
    return statement, [connection.ops.adapt_datefield_value(on)]


def kinds_listed(told: str | None) -> tuple[str, ...]:
    """What a statement says of `kinds_in_force`, in the trade's order."""
    kinds = set(told.split(",")) if told else set[str]()
    return tuple(kind for kind in CREDENTIAL_KINDS if kind in kinds)


def proven_kinds(party_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """By organisation the kinds that are verified, for an index that follows the news of them. One statement."""
    rows = Credential.objects.filter(party_id__in=party_ids, state=Credential.State.VERIFIED)
    found: dict[int, set[str]] = {}
    for party_id, kind in rows.values_list("party_id", "kind"):
        found.setdefault(party_id, set()).add(kind)
    return {pk: tuple(kind for kind in CREDENTIAL_KINDS if kind in kinds) for pk, kinds in found.items()}


def credentials_lapsing(at: datetime) -> QuerySet[Credential]:
    """Verified ones whose last day is near, and that nothing of the same kind follows."""
    today = localdate(at)
    verified = Credential.objects.filter(state=Credential.State.VERIFIED)
    longer = verified.filter(
        party_id=OuterRef("party_id"), kind=OuterRef("kind"), valid_until__gt=OuterRef("valid_until")
    )
    ending = verified.filter(~Exists(longer), valid_until__gte=today, valid_until__lte=today + LAPSES_SOON)
    return ending.order_by("valid_until", "pk")
