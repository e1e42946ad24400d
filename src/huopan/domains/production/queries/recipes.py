"""Recipes: what a SKU takes to make."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q

from huopan.domains.production.models import Recipe


def recipes_by_id(factory_id: int, recipe_ids: Collection[int]) -> dict[int, Recipe]:
    """The factory's own recipes in use (1 statement)."""
    rows = Recipe.objects.filter(factory_id=factory_id, pk__in=recipe_ids, is_active=True)
    return {row.pk: row for row in rows.select_related("routing")}


def recipes_for(factory_id: int, items: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The recipe's id for each SKU that is made to order; `items`: (SKU id, offer id). A SKU's own recipe goes before
    its offer's (1 statement)."""
    asked = list(items)
    skus, offers = {sku for sku, _ in asked}, {offer for _, offer in asked}
    rows = Recipe.objects.filter(Q(sku__in=skus) | Q(offer__in=offers), factory_id=factory_id, is_active=True)
    by_sku: dict[int | None, int] = {}
    by_offer: dict[int | None, int] = {}
    for pk, sku_id, offer_id in rows.values_list("pk", "sku_id", "offer_id"):
        by_sku[sku_id], by_offer[offer_id] = pk, pk
    found = {sku: by_sku.get(sku) or by_offer.get(offer) for sku, offer in asked}
    return {sku: recipe for sku, recipe in found.items() if recipe}


def who_make_to_order(factory_ids: Collection[int]) -> set[int]:
    """Those that have a recipe in use (1 statement)."""
    rows = Recipe.objects.filter(factory_id__in=factory_ids, is_active=True)
    return set(rows.values_list("factory_id", flat=True).distinct())


def makes_to_order(factory_id: int) -> bool:
    """Whether the factory has any recipe in use (1 statement)."""
    return Recipe.objects.filter(factory_id=factory_id, is_active=True).exists()
