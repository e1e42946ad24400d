"""What may be done to the catalogue."""

from huopan.domains.catalog.actions.categories import load_categories
from huopan.domains.catalog.actions.counting import (
    CountBelowReservedError,
    OutsidePiecesError,
    count_stock,
    receive_stock,
)
from huopan.domains.catalog.actions.hanging import hang_pictures
from huopan.domains.catalog.actions.importing import (
    ImportTakenError,
    run_import,
    run_waiting_imports,
    start_import,
)
from huopan.domains.catalog.actions.offering import (
    CodeIsKeptError,
    CodeTakenError,
    NotASellerError,
    UnknownCategoryError,
    change_offer,
    create_offer,
    create_offers,
)
from huopan.domains.catalog.actions.picturing import (
    PictureOrderError,
    TooManyPicturesError,
    arrange_pictures,
    attach_picture,
    remove_picture,
)
from huopan.domains.catalog.actions.publishing import (
    NotADraftError,
    NotPublishedError,
    NotSuspendedError,
    publish_offer,
    publish_offers,
    suspend_offer,
    unsuspend_offer,
    withdraw_offer,
)
from huopan.domains.catalog.actions.reserving import (
    NotEnoughStockError,
    NothingReservedError,
    SkuShortError,
    SoldOutError,
    Take,
    consume_stock,
    release_purchase,
    release_stock,
    reserve_stock,
    return_stock,
)
from huopan.domains.catalog.actions.terms import PrivateStep, set_mix_batch_rule, set_private_prices

__all__ = [
    "CodeIsKeptError",
    "CodeTakenError",
    "CountBelowReservedError",
    "ImportTakenError",
    "NotADraftError",
    "NotASellerError",
    "NotEnoughStockError",
    "NotPublishedError",
    "NotSuspendedError",
    "NothingReservedError",
    "OutsidePiecesError",
    "PictureOrderError",
    "PrivateStep",
    "SkuShortError",
    "SoldOutError",
    "Take",
    "TooManyPicturesError",
    "UnknownCategoryError",
    "arrange_pictures",
    "attach_picture",
    "change_offer",
    "consume_stock",
    "count_stock",
    "create_offer",
    "create_offers",
    "hang_pictures",
    "load_categories",
    "publish_offer",
    "publish_offers",
    "receive_stock",
    "release_purchase",
    "release_stock",
    "remove_picture",
    "reserve_stock",
    "return_stock",
    "run_import",
    "run_waiting_imports",
    "set_mix_batch_rule",
    "set_private_prices",
    "start_import",
    "suspend_offer",
    "unsuspend_offer",
    "withdraw_offer",
]
