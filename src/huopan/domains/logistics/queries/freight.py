"""What carrying costs, for several suppliers at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import FilteredRelation, Q, QuerySet

from huopan.domains.logistics.models import FreightTemplate
from huopan.domains.logistics.rules import FreightTerms, NoFreightTemplateError, NotServedError, Zone, freight
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError

Line = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class FreightAsk:
    """Goods of one supplier for one place. `lines`: (offer id, whole weight in grams, amount in fen)."""

    supplier_id: int
    division_code: str
    lines: Sequence[Line]


@dataclass(slots=True)
class _Load:
    """What travels by one template."""

    offer_ids: list[int] = field(default_factory=list)
    weight_grams: int = 0
    amount_fen: int = 0

    def add(self, line: Line) -> None:
        offer_id, weight_grams, amount_fen = line
        self.offer_ids.append(offer_id)
        self.weight_grams += weight_grams
        self.amount_fen += amount_fen


@dataclass(frozen=True, slots=True)
class _Tariffs:
    terms: Mapping[int, FreightTerms]
    default_of: Mapping[int, int]
    own_of: Mapping[int, int]

    def template_of(self, supplier_id: int, offer_id: int) -> int | None:
        return self.own_of.get(offer_id, self.default_of.get(supplier_id))


def freight_quotes(asks: Sequence[FreightAsk]) -> dict[int, Money | RefusedError]:
    """Freight by supplier: an amount, or why there is none (NotServedError, NoFreightTemplateError). One statement.

    Lines that travel by one template are weighed together; templates of one supplier add up.
    """
    tariffs = _tariffs(asks)
    return {ask.supplier_id: _quote(ask, tariffs) for ask in asks}


def freight_templates(by: Actor) -> QuerySet[FreightTemplate]:
    """The asker's own templates, the default first."""
    return FreightTemplate.objects.filter(supplier_id=by.party_id).order_by("-is_default", "id")


def _quote(ask: FreightAsk, tariffs: _Tariffs) -> Money | RefusedError:
    loads: dict[int, _Load] = defaultdict(_Load)
    for line in ask.lines:
        template_id = tariffs.template_of(ask.supplier_id, line[0])
        if template_id is None:
            return NoFreightTemplateError()
        loads[template_id].add(line)
    total = Money(0)
    for template_id, load in loads.items():
        fee = freight(
            tariffs.terms[template_id],
            division_code=ask.division_code,
            weight_grams=load.weight_grams,
            amount_fen=load.amount_fen,
        )
        if fee is None:
            return NotServedError(offer_ids=load.offer_ids)
        total += fee
    return total


def _tariffs(asks: Iterable[FreightAsk]) -> _Tariffs:
    suppliers = {ask.supplier_id for ask in asks}
    offers = {offer_id for ask in asks for offer_id, _, _ in ask.lines}
    rows = (
        FreightTemplate.objects.filter(supplier__in=suppliers)
        .annotate(own=FilteredRelation("offers", condition=Q(offers__offer__in=offers)))
        .filter(Q(is_default=True) | Q(own__isnull=False))
        .values_list("pk", "supplier_id", "is_default", "zones", "free_from_fen", "own__offer_id")
    )
    terms, default_of, own_of = {}, {}, {}
    for pk, supplier_id, is_default, zones, free_from_fen, offer_id in rows:
        terms[pk] = FreightTerms(tuple(map(Zone.stored, zones)), free_from_fen)
        if is_default:
            default_of[supplier_id] = pk
        if offer_id is not None:
            own_of[offer_id] = pk
    return _Tariffs(terms, default_of, own_of)
