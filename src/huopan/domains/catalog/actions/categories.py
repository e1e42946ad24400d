"""The starter tree of categories, and any larger one of the same shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from huopan.domains.catalog.models import Category, CategoryAttribute

STARTER_TREE = Path(__file__).resolve().parent.parent / "data" / "categories.json"


@transaction.atomic
def load_categories(file: Path = STARTER_TREE) -> int:
    """Bring the tree in `file` in: new categories and attributes are added, known ones renamed, none removed.

    `file`: JSON, a list of {code, zh, en, attributes?, children?}. Returns how many it names; safe to repeat.
    """
    return sum(_load(node, None) for node in json.loads(file.read_text(encoding="utf-8")))


def _load(node: dict[str, Any], parent: Category | None) -> int:
    names = {"name_zh": node["zh"], "name_en": node["en"]}
    category = Category.objects.filter(code=node["code"]).first()
    if category is None:
        created = {"code": node["code"], **names}
        # A node counts its children in memory, so the parent is read afresh.
        category = (
            Category.objects.add_child(Category.objects.get(pk=parent.pk), created)
            if parent
            else Category.objects.add_root(created)
        )
    else:
        Category.objects.filter(pk=category.pk).update(**names)
    _load_attributes(category, node.get("attributes", []))
    return 1 + sum(_load(child, category) for child in node.get("children", []))


def _load_attributes(category: Category, attributes: list[dict[str, Any]]) -> None:
    CategoryAttribute.objects.bulk_create(
        [
            CategoryAttribute(
                category=category,
                code=each["code"],
                name_zh=each["zh"],
                name_en=each["en"],
                type=each["type"],
                unit=each.get("unit", ""),
                choices=each.get("choices", []),
                is_required=each.get("required", False),
            )
            for each in attributes
        ],
        update_conflicts=True,
        unique_fields=["category", "code"],
        update_fields=["name_zh", "name_en", "type", "unit", "choices", "is_required"],
    )
