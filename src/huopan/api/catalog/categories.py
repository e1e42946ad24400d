"""The category tree with its typed attributes."""

from __future__ import annotations

from huopan.api.base import Asking, Schema
from huopan.api.catalog.routing import router
from huopan.api.writing import reads
from huopan.domains.catalog import queries
from huopan.domains.catalog.rules import AttributeType


class ChoiceOut(Schema):
    code: str
    zh: str
    en: str


class AttributeOut(Schema):
    code: str
    name_zh: str
    name_en: str
    type: str
    unit: str
    choices: list[ChoiceOut]
    is_required: bool


class CategoryOut(Schema):
    code: str
    name_zh: str
    name_en: str
    parent_code: str | None
    attributes: list[AttributeOut]


class CategoriesOut(Schema):
    items: list[CategoryOut]


@router.get("/categories", response=CategoriesOut)
@reads(public=True)
def categories(request: Asking) -> CategoriesOut:  # noqa: ARG001 - every operation takes its request
    """Every category, parents before children, each with the attributes it inherits."""
    nodes = queries.category_tree()
    code_at = {node.path: node.code for node in nodes}
    return CategoriesOut(
        items=[
            CategoryOut(
                code=node.code,
                name_zh=node.name_zh,
                name_en=node.name_en,
                parent_code=code_at.get(node.parent_path),
                attributes=[_attribute(each) for each in node.attributes],
            )
            for node in nodes
        ]
    )


def _attribute(wanted: AttributeType) -> AttributeOut:
    return AttributeOut(
        code=wanted.code,
        name_zh=wanted.name_zh,
        name_en=wanted.name_en,
        type=wanted.type,
        unit=wanted.unit,
        choices=[ChoiceOut(code=choice.code, zh=choice.zh, en=choice.en) for choice in wanted.choices],
        is_required=wanted.is_required,
    )
