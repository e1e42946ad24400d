"""The cart as API clients see it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from huopan.api.base import Id, QuerySchema, Schema
from huopan.domains.orders.actions import MOST_PIECES
from huopan.domains.orders.queries import Cart
from huopan.domains.orders.rules.carts import Saving
from huopan.domains.orders.rules.checks import CheckedGroup, CheckedLine
from huopan.infra.sentences import filled, in_words
from huopan.kernel.refusal import RefusedError

Pieces = Annotated[int, Field(ge=1, le=MOST_PIECES)]


class WantedLine(Schema):
    sku_id: Id
    quantity: Pieces


class WantedLines(Schema):
    lines: list[WantedLine] = Field(min_length=1, max_length=500)

    def pairs(self) -> list[tuple[int, int]]:
        return [(line.sku_id, line.quantity) for line in self.lines]


class Destination(QuerySchema):
    division: str = Field("", max_length=6, description="Where to, as a division code, to see the freight")


class RefusalOut(Schema):
    code: str
    detail: str = Field(description="What is in the way and what would make it pass")

    @classmethod
    def of(cls, refusal: RefusedError) -> RefusalOut:
        return cls(code=refusal.code, detail=in_words(refusal))


class SavingOut(Schema):
    more: int = Field(description="So many more pieces …")
    unit_price_hao: int = Field(description="… and each costs this")
    saves_fen: int = Field(description="What the larger quantity costs less than at the present price")
    detail: str

    @classmethod
    def of(cls, saving: Saving) -> SavingOut:
        words = filled(saving.sentence, saving.params)
        return cls(more=saving.more, unit_price_hao=saving.unit_price.hao, saves_fen=saving.saves.fen, detail=words)


class CartLineOut(Schema):
    sku_id: int
    offer_id: int
    title_zh: str
    title_en: str
    spec: dict[str, str]
    unit: str
    quantity: int
    unit_price_hao: int
    amount_fen: int
    moq: int
    order_multiple: int
    available: int
    refusals: list[RefusalOut]
    saving: SavingOut | None

    @classmethod
    def of(cls, line: CheckedLine) -> CartLineOut:
        terms, priced = line.terms, line.priced
        return cls(
            sku_id=terms.sku_id,
            offer_id=terms.offer_id,
            title_zh=terms.title_zh,
            title_en=terms.title_en,
            spec=terms.spec,
            unit=terms.unit,
            quantity=priced.quantity,
            unit_price_hao=priced.unit_price.hao,
            amount_fen=priced.amount.fen,
            moq=terms.moq,
            order_multiple=terms.order_multiple,
            available=terms.available,
            refusals=[RefusalOut.of(refusal) for refusal in line.refusals],
            saving=SavingOut.of(line.saving) if line.saving else None,
        )


class CartGroupOut(Schema):
    supplier_id: int
    supplier_name_zh: str
    supplier_name_en: str
    lines: list[CartLineOut]
    goods_fen: int
    freight_fen: int | None = Field(description="Null until a division is given, and where it is not served")
    total_fen: int
    refusals: list[RefusalOut] = Field(description="What concerns the supplier's goods together")

    @classmethod
    def of(cls, group: CheckedGroup) -> CartGroupOut:
        return cls(
            supplier_id=group.supplier_id,
            supplier_name_zh=group.supplier_name_zh,
            supplier_name_en=group.supplier_name_en,
            lines=[CartLineOut.of(line) for line in group.lines],
            goods_fen=group.goods.fen,
            freight_fen=None if group.freight is None else group.freight.fen,
            total_fen=group.total.fen,
            refusals=[RefusalOut.of(refusal) for refusal in group.own_refusals],
        )


class CartOut(Schema):
    groups: list[CartGroupOut]
    goods_fen: int
    freight_fen: int
    total_fen: int
    is_orderable: bool

    @classmethod
    def of(cls, cart: Cart) -> CartOut:
        return cls(
            groups=[CartGroupOut.of(group) for group in cart.groups],
            goods_fen=cart.goods.fen,
            freight_fen=cart.freight.fen,
            total_fen=cart.total.fen,
            is_orderable=cart.is_orderable,
        )
