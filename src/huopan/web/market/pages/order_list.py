"""The buyer's orders: by tab, words and period, each with what to do next; and the same as an Excel file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.models import SupplierOrder
from huopan.domains.orders.rules.tabs import AFTER_SALE
from huopan.infra.clock import now
from huopan.infra.files.sending import file_answer
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.next_steps import shown_step
from huopan.web.components.paging import page_of
from huopan.web.market.forms.orders import OrdersForm

TABS: dict[str, str | Promise] = {
    "": _("All"),
    "to_pay": _("To be paid"),
    "to_accept": _("To be accepted"),
    "to_ship": _("To be shipped"),
    "on_the_way": _("On the way"),
    "to_confirm": _("To confirm"),
    "completed": _("completed"),
    "stopped": _("Closed"),
    AFTER_SALE: _("After-sale open"),
}


@for_party()
def orders_list(request: ActingRequest) -> HttpResponse:
    form = OrdersForm(request.GET)
    wanted = form.wanted(request.GET.get("state", ""))
    counts = queries.order_counts(request.actor, wanted)
    tab = wanted.tab if wanted.tab in (*TABS, *SupplierOrder.State.values) else ""
    rows = queries.orders_wanted(request.actor, wanted)
    page = page_of(request, rows, size=10, known=counts.get(tab, 0))
    return render(
        request,
        "market/orders.html",
        {
            "page": page,
            "rows": with_next_steps(request, page),
            "tabs": [(name, label, counts.get(name, 0)) for name, label in TABS.items()],
            "state": tab,
            "form": form,
            "is_searched": bool(wanted.text or wanted.since or wanted.until),
        },
    )


@for_party("buy")
def export(request: ActingRequest) -> HttpResponse:
    """The orders that the list shows, one row per line, in the reader's language."""
    at = now()
    wanted = OrdersForm(request.GET).wanted(request.GET.get("state", ""))
    sheet = orders.export_orders(side="buyer", wanted=wanted, by=request.actor, at=at)
    return file_answer(sheet, f"orders-{at:%Y%m%d}.xlsx")


def with_next_steps(request: ActingRequest, orders: object) -> list[tuple[SupplierOrder, object]]:
    """Each order of a page with what comes next on it."""
    shown: list[SupplierOrder] = list(orders)  # type: ignore[call-overload]
    at = now()
    steps = queries.next_steps(shown, request.actor, at)
    return [(order, shown_step(steps[order.pk], at)) for order in shown]
