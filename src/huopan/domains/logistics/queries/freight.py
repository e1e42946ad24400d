"""What carrying costs, for several suppliers at once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Exists, QuerySet

from huopan.domains.logistics.models import FreightTemplate, OfferFreight
from huopan.domains.logistics.rules import FreightTerms, NoFreightTemplateError, NotServedError, Zone, freight
from huopan.kernel.actor import Actor
from huopan.kernel.money import Money
from huopan.kernel.refusal import RefusedError

Line = tuple[int, int, int]

# Written out: every purchase asks it, and composing it took the ORM three times as long as all the rest of a quote.
_TARIFFS = """
SELECT template.id, template.supplier_id, template.is_default, template.zones, template.free_from_fen, own.offer_id
FROM logistics_freighttemplate template
LEFT JOIN logistics_offerfreight own ON own.template_id = template.id AND own.offer_id IN ({offers})
WHERE template.supplier_id IN ({suppliers}) AND (template.is_default OR own.offer_id IS NOT NULL)
"""


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


def has_template(by: Actor) -> Exists:
    """Whether the asker has any template, to be answered within another statement."""
    return Exists(FreightTemplate.objects.filter(supplier_id=by.party_id))


def own_templates_of(offer_ids: Collection[int], *, by: Actor) -> dict[int, int]:
    """The template of each of the actor's own offers that has its own, by offer id."""
    own = OfferFreight.objects.filter(offer_id__in=offer_ids, offer__supplier_id=by.party_id)
    return dict(own.values_list("offer_id", "template_id"))


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
    suppliers = [*{ask.supplier_id for ask in asks}]
    offers = [*{offer_id for ask in asks for offer_id, _, _ in ask.lines}]
    statement = _TARIFFS.format(suppliers=_places(suppliers), offers=_places(offers))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*offers, *suppliers])
        rows = cursor.fetchall()
    terms, default_of, own_of = {}, {}, {}
    for pk, supplier_id, is_default, zones, free_from_fen, offer_id in rows:
        terms[pk] = FreightTerms(tuple(map(Zone.stored, json.loads(zones))), free_from_fen)
        if is_default:
            default_of[supplier_id] = pk
        if offer_id is not None:
            own_of[offer_id] = pk
    return _Tariffs(terms, default_of, own_of)


def _places(ids: Sequence[int]) -> str:
    return ", ".join(["%s"] * len(ids)) or "NULL"
