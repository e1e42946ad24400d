"""The category tree, with attributes as a category inherits them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from huopan.domains.catalog.models import Category
from huopan.domains.catalog.rules import AttributeType, Choice
from huopan.kernel.refusal import UnknownError

PLAIN = ("pk", "code", "name_zh", "name_en", "path", "depth")
ASKED = ("code", "name_zh", "name_en", "type", "unit", "choices", "is_required")


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """A category with every attribute an offer of it may state, its ancestors' first."""

    category_id: int
    code: str
    name_zh: str
    name_en: str
    path: str
    depth: int
    attributes: tuple[AttributeType, ...]

    @property
    def parent_path(self) -> str:
        return self.path[: -Category.steplen]


def category_tree() -> list[CategoryNode]:
    """Every category, parents before children. One statement."""
    nodes: dict[str, CategoryNode] = {}
    for plain, rows in groupby(_rows(), key=lambda row: row[: len(PLAIN)]):
        pk, code, name_zh, name_en, path, depth = plain
        parent = nodes.get(path[: -Category.steplen])
        merged = {each.code: each for each in parent.attributes} if parent else {}
        merged |= {row[len(PLAIN)]: _attribute_type(row[len(PLAIN) :]) for row in rows if row[len(PLAIN)]}
        nodes[path] = CategoryNode(pk, code, name_zh, name_en, path, depth, tuple(merged.values()))
    return list(nodes.values())


def category_named(code: str) -> Category | None:
    found: Category | None = Category.objects.filter(code=code).first()
    return found


def categories_by_code(nodes: Iterable[CategoryNode] | None = None) -> dict[str, CategoryNode]:
    return {node.code: node for node in (category_tree() if nodes is None else nodes)}


def path_of_code(code: str) -> str:
    """Where in the tree a category stands: the paths of those below it begin so. Raises UnknownError."""
    path: str | None = Category.objects.filter(code=code).values_list("path", flat=True).first()
    if path is None:
        raise UnknownError(what=str(Category._meta.verbose_name))
    return path


def _rows() -> QuerySet[Any, Any]:
    """A row for each attribute of a category, and one for a category without any."""
    rows = Category.objects.order_by("path", "attributes__pk")
    listed: QuerySet[Any, Any] = rows.values_list(*PLAIN, *(f"attributes__{column}" for column in ASKED))
    return listed


def _attribute_type(asked: tuple[Any, ...]) -> AttributeType:
    code, name_zh, name_en, type_, unit, choices, is_required = asked
    return AttributeType(
        code, name_zh, name_en, type_, unit, tuple(Choice(**choice) for choice in choices), is_required
    )
