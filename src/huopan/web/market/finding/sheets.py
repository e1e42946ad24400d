"""Results of a search as a sheet, to calculate with and to send on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from django.utils.translation import gettext, gettext_lazy

from huopan.domains.search.queries import Found, Result
from huopan.infra.files.workbooks import Cell, workbook
from huopan.infra.languages import own_language
from huopan.kernel.money import UnitPrice

MOST_ROWS = 500
HEADINGS = (
    gettext_lazy("Goods"),
    gettext_lazy("Unit price, yuan"),
    gettext_lazy("MOQ"),
    gettext_lazy("Unit"),
    gettext_lazy("Ships within, days"),
    gettext_lazy("In stock now"),
    gettext_lazy("Seller"),
    gettext_lazy("Sent from"),
    gettext_lazy("Picked up within 48 hours, %"),
    gettext_lazy("Kept without refund, %"),
    gettext_lazy("Same goods of others"),
    gettext_lazy("Web address"),
)


def results_sheet(found: Found, address: Callable[[int], str]) -> bytes:
    """An .xlsx, one row per result in its order, in the reader's language; what was not measured stays empty.

    Prices are those at the quantity asked for, else the lowest. `address`: of an offer's page, by its id.
    """
    return workbook(gettext("Results"), [str(heading) for heading in HEADINGS], _rows(found, address))


def _rows(found: Found, address: Callable[[int], str]) -> Iterator[list[Cell]]:
    for result in found.results:
        card, conduct = result.card, result.conduct
        yield [
            own_language(card.title_zh, card.title_en),
            _price(result),
            card.moq,
            card.unit,
            card.lead_time_days,
            gettext("yes") if card.is_in_stock else gettext("no"),
            own_language(card.supplier_name_zh, card.supplier_name_en),
            own_language(card.place_zh, card.place_en),
            _known(conduct.pickup_pct),
            _known(conduct.kept_pct),
            len(result.also),
            address(card.offer_id),
        ]


def _price(result: Result) -> Cell:
    hao = result.price_hao or result.card.from_price_hao
    return Decimal(UnitPrice(hao).yuan()) if hao else ""


def _known(figure: int | None) -> Cell:
    return "" if figure is None else figure
