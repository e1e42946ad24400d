"""Events become notices: one for each person whom a kind concerns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from huopan.domains.catalog import queries as catalog
from huopan.domains.notifications.models import Notice
from huopan.domains.notifications.queries.habits import Wishes, wishes_of
from huopan.domains.notifications.rules import (
    OPERATOR,
    TOLD_EVENTS,
    Kind,
    facts_of,
    hearing_parties,
    kinds_of,
    mail_due_at,
)
from huopan.domains.parties import queries as parties
from huopan.domains.parties.queries import Hearer
from huopan.infra.outbox.rebuilding import payload_of
from huopan.infra.outbox.receiving import Heard


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing to tell of, before anybody knows to whom. `parties`: whose people hear; none: the operator's."""

    kind: Kind
    key: str
    at: datetime
    parties: frozenset[int]
    facts: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def make_notices(heard: Sequence[Heard]) -> int:
    """A notice for everybody who hears of these events; hearing them again makes nothing. Returns how many are meant.

    No statement where nothing is told of them; three, and two more for names of goods and parties, however many."""
    causes = [cause for each in heard if each.entry.name in TOLD_EVENTS for cause in _causes(each)]
    return tell(_completed(causes)) if causes else 0


def tell(causes: Iterable[Cause]) -> int:
    """Make the notices of these causes, each person's as they wish to hear. Three statements however many."""
    known = list(causes)
    hearers = parties.hearers({party for cause in known for party in cause.parties})
    meant = [(cause, hearer) for cause in known for hearer in hearers if _hears(hearer, cause)]
    if not meant:
        return 0
    wishes = wishes_of({hearer.person_id for _, hearer in meant})
    rows = [row for cause, hearer in meant if (row := _notice(cause, hearer, wishes))]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _causes(heard: Heard) -> Iterable[Cause]:
    payload, entry = payload_of(heard.event), heard.entry
    for kind in kinds_of(entry.name):
        if not kind.is_told_of(payload):
            continue
        sides = frozenset(hearing_parties(kind, payload, entry.concerns, entry.party_id))
        if sides or kind.hears == OPERATOR:
            facts = {**facts_of(payload), "sku_ids": list(payload.get("sku_ids", ()))}
            yield Cause(kind, str(entry.pk), entry.at, sides, facts)


def _completed(causes: Sequence[Cause]) -> list[Cause]:
    """Names of goods and parties are added; stock that is not gone is nobody's news."""
    offers = {cause.facts["offer_id"] for cause in causes if "offer_id" in cause.facts}
    asking = {cause.facts["party_id"] for cause in causes if cause.kind.hears == OPERATOR and "party_id" in cause.facts}
    titles = catalog.offer_titles(offers) if offers else {}
    names = parties.party_names(asking) if asking else {}
    gone = catalog.sold_out({sku for cause in causes for sku in cause.facts["sku_ids"]})
    return [cause for cause in causes if _complete(cause.facts, titles, names, gone)]


def _complete(
    facts: dict[str, Any], titles: Mapping[int, tuple[str, str]], names: Mapping[int, tuple[str, str]], gone: set[int]
) -> bool:
    sku_ids = facts.pop("sku_ids")
    if sku_ids:
        facts["skus"] = len(gone.intersection(sku_ids))
    if "offer_id" in facts:
        facts["title_zh"], facts["title_en"] = titles.get(facts["offer_id"], ("", ""))
    if facts.get("party_id") in names:
        facts["party_zh"], facts["party_en"] = names[facts["party_id"]]
    return facts.get("skus") != 0


def _hears(hearer: Hearer, cause: Cause) -> bool:
    concerned = hearer.is_operator if cause.kind.hears == OPERATOR else hearer.party_id in cause.parties
    return concerned and cause.kind.scope in hearer.scopes


def _notice(cause: Cause, hearer: Hearer, wishes: Wishes) -> Notice | None:
    """None where the person wants to hear of this neither here nor there."""
    is_shown, mail = wishes.of(hearer.person_id, cause.kind)
    due = mail_due_at(
        mail, is_urgent=cause.kind.is_urgent, habits=wishes.habits(hearer.person_id), local=localtime(cause.at)
    )
    if not is_shown and due is None:
        return None
    return Notice(
        person_id=hearer.person_id,
        party_id=hearer.party_id,
        kind=cause.kind.name,
        key=cause.key,
        facts=cause.facts,
        is_shown=is_shown,
        at=cause.at,
        mail_due_at=due,
    )
