"""Finding factories."""

from __future__ import annotations

from typing import cast

from ninja import Query

from huopan.api.base import Asking, CredentialKind, PlanCode
from huopan.api.paging import cursor, position
from huopan.api.search.routing import router
from huopan.api.search.shapes import FoundFactoriesOut, FoundFactory, WantedFactory, shown_why
from huopan.api.writing import reads
from huopan.domains.search import queries as search


@router.get("/search/factories", response=FoundFactoriesOut)
@reads(public=True)
def search_factories(request: Asking, wanted: Query[WantedFactory]) -> FoundFactoriesOut:
    """Factories that match, best first, with what was measured of them and how many have each value."""
    found = search.find_factories(
        wanted.q,
        wanted.filters(),
        by=request.actor,
        sort=wanted.sort,
        offset=position(wanted.cursor) if wanted.cursor else 0,
        limit=wanted.limit,
        at=request.at,
    )
    return FoundFactoriesOut(
        items=[_shown(card, with_why=wanted.why) for card in found.cards],
        next=None if found.next_offset is None else cursor(found.next_offset),
        total=found.total,
        facets={name: dict(counts) for name, counts in found.counts.items()},
        is_ready=found.is_ready,
        missing_shards=found.missing,
    )


def _shown(card: search.FactoryCard, *, with_why: bool) -> FoundFactory:
    conduct = card.conduct
    return FoundFactory(
        factory_id=card.factory_id,
        name_zh=card.name_zh,
        name_en=card.name_en,
        division_code=card.division_code,
        belt_code=card.belt_code,
        machines=dict(card.machines),
        free_hours=card.free_hours,
        orders_due=conduct.orders_due,
        collected_in_time=conduct.collected_in_time,
        pickup_pct=conduct.pickup_pct,
        orders_closed=conduct.orders_closed,
        orders_kept=conduct.orders_kept,
        kept_pct=conduct.kept_pct,
        offers=card.offers,
        least_moq=card.least_moq,
        credentials=[cast("CredentialKind", proof.kind) for proof in card.proofs],
        membership=cast("PlanCode", card.membership.plan_code) if card.membership else None,
        steps_apart=card.steps_apart,
        why=list(shown_why(search.why_lines(card.why, conduct=conduct))) if with_why and card.why else None,
    )
