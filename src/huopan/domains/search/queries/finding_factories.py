"""Finding factories: by what they can do, where they are and what was measured of them. Proof, not adjectives."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.timezone import localdate

from huopan.domains.catalog import queries as catalog
from huopan.domains.membership import queries as membership
from huopan.domains.parties import queries as parties
from huopan.domains.parties.models import Party
from huopan.domains.production import queries as production
from huopan.domains.search import ports
from huopan.domains.search.ports import FactoryAsked, FactoryFacet, FactoryHit, FactoryHits, FactorySort
from huopan.domains.search.queries.asking import factory_question
from huopan.domains.search.queries.standings import NO_RECORD, records
from huopan.domains.search.rules import FARTHEST, FactoryFilters, steps_apart
from huopan.domains.search.rules.conduct import Conduct
from huopan.engines.ranking import Arithmetic, arithmetic
from huopan.kernel.actor import Actor

log = logging.getLogger(__name__)
EVERY_FACTORY = FactoryFilters()
NO_MACHINES = production.Equipment()
THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class FactoryCard:
    """A factory at a glance, each figure counted: machines in service by process, hours they are free this week (None
    where no plan is kept), orders measured, offers on the market. `steps_apart` from the place asked near: 0 the same
    county, 1 city, 2 province, 3 elsewhere; None when nobody asked."""

    factory_id: int
    name_zh: str
    name_en: str
    place_zh: str
    place_en: str
    division_code: str
    belt_code: str
    belt_zh: str
    belt_en: str
    machines: Mapping[str, int]
    free_hours: int | None
    conduct: Conduct
    offers: int
    least_moq: int
    steps_apart: int | None = None
    why: Arithmetic | None = None
    proofs: tuple[parties.Proof, ...] = ()
    membership: membership.Membership | None = None


@dataclass(frozen=True, slots=True)
class FoundFactories:
    """A page of factories; empty with `is_ready` False while the index is being built."""

    cards: list[FactoryCard]
    total: int = 0
    next_offset: int | None = None
    counts: Mapping[FactoryFacet, Mapping[str, int]] = field(default_factory=dict)
    missing: int = 0
    is_ready: bool = True


def find_factories(
    words: str = "",
    filters: FactoryFilters = EVERY_FACTORY,
    *,
    by: Actor,
    sort: FactorySort = "relevance",
    offset: int = 0,
    limit: int = 20,
    at: datetime | None = None,
) -> FoundFactories:
    """Active factories that match, best first, with facets. Four statements however many they are.

    `at`: now, for what each has proven and its membership to be told; two statements more."""
    asked = factory_question(words, filters, sort=sort, offset=offset, limit=limit)
    if asked.limit < 1:
        return FoundFactories([])
    try:
        found = ports.index().find_factories(asked)
    except ports.IndexUnavailableError:
        log.info("no search index: no factories can be found")
        return FoundFactories([], is_ready=False)
    following = offset + asked.limit
    return FoundFactories(
        cards=_cards(found, asked, by, at),
        total=found.total,
        next_offset=following if found.total > following and following < FARTHEST else None,
        counts=found.counts,
        missing=found.missing,
    )


def _cards(found: FactoryHits, asked: FactoryAsked, by: Actor, at: datetime | None) -> list[FactoryCard]:
    ids = [hit.factory_id for hit in found.hits]
    active = Party.objects.visible_to(by).filter(pk__in=ids, state=Party.State.ACTIVE, kind=Party.Kind.FACTORY)
    known = {party.pk: party for party in active.select_related("division", "belt")} if ids else {}
    facts = _Facts(list(known), at) if known else None
    return [facts.card(known[hit.factory_id], hit, asked) for hit in found.hits if facts and hit.factory_id in known]


class _Facts:
    """What is known of several factories. Three statements, and two for what they have proven and their plans."""

    def __init__(self, ids: list[int], at: datetime | None) -> None:
        self._proofs = parties.proofs(ids, on=localdate(at)) if at else {}
        self._members = membership.memberships(ids, on=localdate(at)) if at else {}
        self._measured = records(ids, on=None)
        self._equipment = production.equipment_of(ids)
        self._market = catalog.market_counts(ids)

    def card(self, party: Party, hit: FactoryHit, asked: FactoryAsked) -> FactoryCard:
        record = self._measured.get(party.pk, NO_RECORD)
        offers, least_moq = self._market.get(party.pk, (0, 0))
        return FactoryCard(
            factory_id=party.pk,
            name_zh=party.name_zh,
            name_en=party.name_en,
            place_zh=party.division.name_zh if party.division else "",
            place_en=party.division.name_en if party.division else "",
            division_code=party.division_id or "",
            belt_code=party.belt.code if party.belt else "",
            belt_zh=party.belt.name_zh if party.belt else "",
            belt_en=party.belt.name_en if party.belt else "",
            machines=self._equipment.get(party.pk, NO_MACHINES).machines,
            free_hours=record.free_hours,
            conduct=record.conduct,
            offers=offers,
            least_moq=least_moq,
            steps_apart=steps_apart(asked.near, party.division_id or "") if asked.near else None,
            proofs=tuple(self._proofs.get(party.pk, ())),
            membership=self._members.get(party.pk),
            why=_why(hit) if asked.sort == "relevance" and asked.terms else None,
        )


def _why(hit: FactoryHit) -> Arithmetic:
    return arithmetic(hit.relevance, {name: value / THOUSAND for name, value in hit.signals.items()})
