"""What may be done to the catalogue."""

from huopan.domains.catalog.actions.counting import (
    CountBelowReservedError,
    OutsidePiecesError,
    count_stock,
    receive_stock,
)
from huopan.domains.catalog.actions.reserving import (
    NotEnoughStockError,
    NothingReservedError,
    SkuShortError,
    SoldOutError,
    Take,
    consume_stock,
    release_stock,
    reserve_stock,
    return_stock,
)

__all__ = [
    "CountBelowReservedError",
    "NotEnoughStockError",
    "NothingReservedError",
    "OutsidePiecesError",
    "SkuShortError",
    "SoldOutError",
    "Take",
    "consume_stock",
    "count_stock",
    "receive_stock",
    "release_stock",
    "reserve_stock",
    "return_stock",
]
