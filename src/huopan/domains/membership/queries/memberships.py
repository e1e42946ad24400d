"""What is public of a membership, and what an index keeps of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from huopan.domains.membership.models import Subscription
from huopan.domains.membership.rules import ADMISSION_PROOF, DAY
from huopan.domains.parties import queries as parties
from huopan.domains.parties.models import Party
from huopan.infra.languages import own_language

Row = tuple[str, str, str, date, date]


@dataclass(frozen=True, slots=True)
class Membership:
    """A plan in force. `since`: the first day of an unbroken run of the same plan; `until_day` counts."""

    plan_code: str
    name_zh: str
    name_en: str
    since: date
    until_day: date

    @property
    def label(self) -> str:
        return own_language(self.name_zh, self.name_en)


def memberships(party_ids: Collection[int], *, on: date) -> dict[int, Membership]:
    """By organisation the membership that covers this day. One statement."""
    rows = Subscription.objects.filter(party_id__in=party_ids, from_day__lte=on, until_day__gte=F("from_day"))
    columns = ("party_id", "plan__code", "plan__name_zh", "plan__name_en", "from_day", "until_day")
    by_party: dict[int, list[Row]] = {}
    for party_id, *row in rows.order_by("-from_day").values_list(*columns):
        by_party.setdefault(party_id, []).append(tuple(row))
    return {pk: _of(newest) for pk, newest in by_party.items() if newest[0][-1] >= on}


def plans_in_force(party_ids: Collection[int]) -> dict[int, str]:
    """By organisation the code of the plan in force, for an index that follows the news of it. One statement."""
    running = Subscription.objects.filter(party_id__in=party_ids).running()
    return dict(running.values_list("party_id", "plan__code"))


def is_admitted(party: Party, *, on: date) -> bool:
    """Whether it is a factory whose inspection the operator has verified, and that holds on this day."""
    proven = parties.proofs([party.pk], on=on).get(party.pk, [])
    return party.kind == Party.Kind.FACTORY and any(proof.kind == ADMISSION_PROOF for proof in proven)


def _of(newest: Iterable[Row]) -> Membership:
    """The first of the rows, going back as long as each follows the next without a gap and is of the same plan."""
    (code, name_zh, name_en, since, until_day), *earlier = newest
    for other, _zh, _en, from_day, last_day in earlier:
        if other != code or last_day + DAY != since:
            break
        since = from_day
    return Membership(code, name_zh, name_en, since, until_day)
