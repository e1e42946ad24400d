"""The category tree, with attributes as a category inherits them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huopan.domains.catalog.models import Category, CategoryAttribute
from huopan.domains.catalog.rules import AttributeType, Choice
from huopan.kernel.refusal import UnknownError


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
    """Every category, parents before children. Two statements."""
    own: dict[int, list[AttributeType]] = {}
    for attribute in CategoryAttribute.objects.order_by("category_id", "pk"):
        own.setdefault(attribute.category_id, []).append(_attribute_type(attribute))
    nodes: dict[str, CategoryNode] = {}
    for category in Category.objects.order_by("path"):
        parent = nodes.get(category.path[: -Category.steplen])
        merged = {each.code: each for each in parent.attributes} if parent else {}
        merged |= {each.code: each for each in own.get(category.pk, [])}
        nodes[category.path] = CategoryNode(
            category.pk,
            category.code,
            category.name_zh,
            category.name_en,
            category.path,
            category.depth,
            tuple(merged.values()),
        )
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


def _attribute_type(row: CategoryAttribute) -> AttributeType:
    choices = tuple(Choice(**choice) for choice in row.choices)
    return AttributeType(row.code, row.name_zh, row.name_en, row.type, row.unit, choices, row.is_required)
