"""What a buyer would miss in an offer, each with the place in the editor that mends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huopan.domains.catalog.rules import COUNTED_PER_SKU, OfferDraft, Step, margins
from huopan.kernel.money import UnitPrice


@dataclass(frozen=True, slots=True)
class Missing:
    """`anchor`: the id of the field or card it is about. What `is_must` names stops buyers from ordering at all."""

    anchor: str
    sentence: str
    is_must: bool = False


def missing_in(
    draft: OfferDraft, *, pictures: int, has_freight: bool, unit_cost: UnitPrice | None, least_margin_pct: int
) -> list[Missing]:
    """Nothing of it is refused: a draft that could not be stored is not here yet."""
    return [
        *_for_ordering(draft, has_freight=has_freight),
        *_for_choosing(draft, pictures=pictures),
        *_for_earning(draft, unit_cost, least_margin_pct),
    ]


def _for_ordering(draft: OfferDraft, *, has_freight: bool) -> Iterator[Missing]:
    if not has_freight:
        yield Missing("freight", _("No freight template: nobody can order, the freight is unknown."), is_must=True)
    if not any(sku.on_hand for sku in draft.skus if sku.is_active):
        yield Missing("variants", _("Nothing on hand: buyers see it as sold out."), is_must=True)
    if not draft.weight_grams and not all(sku.weight_grams for sku in draft.skus):
        yield Missing("id_weight_grams", _("No weight: freight is reckoned as for 0 g."))


def _for_choosing(draft: OfferDraft, *, pictures: int) -> Iterator[Missing]:
    if not pictures:
        yield Missing("pictures", _("No picture: hardly anybody opens such an offer."))
    if not draft.title_en:
        yield Missing("id_title_en", _("No English title: cross-border buyers do not find it."))
    if not draft.description_zh:
        yield Missing("id_description_zh", _("No description."))


def _for_earning(draft: OfferDraft, unit_cost: UnitPrice | None, least_pct: int) -> Iterator[Missing]:
    if unit_cost is None:
        return
    poor = [margin for step in _steps(draft) for margin in margins([step], unit_cost) if margin.is_under(least_pct)]
    if poor:
        worst = min(poor, key=lambda margin: margin.left_hao)
        anchor = "variants" if draft.price_kind in COUNTED_PER_SKU else "prices"
        yield Missing(
            anchor,
            _("From %(quantity)s on, a piece leaves %(left)s.")
            % {"quantity": worst.step.from_quantity, "left": UnitPrice(worst.left_hao)},
        )


def _steps(draft: OfferDraft) -> list[Step]:
    return [*draft.ladder, *(step for sku in draft.skus for step in sku.ladder)]
