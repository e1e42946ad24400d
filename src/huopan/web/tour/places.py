"""Where the demo market has what a step shows: an address as the step's person would find it, empty without one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from huopan.domains.catalog.models import ImportRun, Offer, PrivatePrice
from huopan.domains.orders.models import AfterSale, PurchaseGroup, PurchaseRequest, SpendingLimit, SupplierOrder
from huopan.domains.parties.models import Party
from huopan.domains.production.models import Demand, ProductionPool, WorkOrder
from huopan.domains.search import queries as search
from huopan.kernel.actor import Actor

Place = Callable[[Actor], str]
SOME = 3
COMPARED = "马克杯"


def page(name: str, **query: str) -> Place:
    """A page without anybody's thing in its address."""
    return lambda _by: reverse(name) + (f"?{urlencode(query)}" if query else "")


def offer_with_a_ladder(by: Actor) -> str:
    return _address("market:offer", _on_sale(by, price_kind="ladder").order_by("pk").first(), "pk")


def offer_with_a_matrix(by: Actor) -> str:
    """The offer with the most SKUs."""
    most = _on_sale(by).annotate(kinds=Count("skus")).order_by("-kinds", "pk")
    return _address("market:offer", most.first(), "pk")


def three_beside_each_other(by: Actor) -> str:
    """Three mugs, of different suppliers as far as there are."""
    alike = search.find_offers(COMPARED, by=by).cards
    of_each = list({card.supplier_id: card for card in reversed(alike)}.values())
    chosen = [*of_each, *(card for card in alike if card not in of_each)][:SOME]
    ids = ".".join(str(card.offer_id) for card in chosen)
    return reverse("market:compare") + f"?offers={ids}" if chosen else ""


def supplier_page(by: Actor) -> str:
    return _address("market:supplier", Party.objects.visible_to(by).filter(kind="factory").order_by("pk").first(), "pk")


def purchase_to_pay(by: Actor) -> str:
    unpaid = PurchaseGroup.objects.visible_to(by).filter(
        buyer_id=by.party_id, orders__state=SupplierOrder.State.AWAITING_PAYMENT
    )
    return _address("market:pay", unpaid.order_by("-pk").first(), "number")


def bought(state: SupplierOrder.State) -> Place:
    """The buyer's latest order in this state."""
    return lambda by: _address("market:order", _latest(SupplierOrder, by, buyer_id=by.party_id, state=state), "number")


def sold(state: SupplierOrder.State) -> Place:
    """The supplier's latest order in this state."""
    return lambda by: _address(
        "workbench:order", _latest(SupplierOrder, by, supplier_id=by.party_id, state=state), "number"
    )


def claim(desk: str, state: AfterSale.State) -> Place:
    """An after-sale in this state, on the pages of `desk`."""
    return lambda by: _address(desk, _latest(AfterSale, by, state=state), "number")


def own_offer(by: Actor) -> str:
    own = Offer.objects.visible_to(by).filter(supplier_id=by.party_id).annotate(kinds=Count("skus"))
    return _address("workbench:offer", own.order_by("-kinds", "pk").first(), "pk")


def own_import(by: Actor) -> str:
    return _address("workbench:import", _latest(ImportRun, by), "pk") or reverse("workbench:imports")


def own_private_prices(by: Actor) -> str:
    """The prices of the buyer who has most of them."""
    most = PrivatePrice.objects.visible_to(by).values("buyer").annotate(prices=Count("pk")).order_by("-prices", "buyer")
    buyer = most.first()
    return reverse("workbench:private_prices") + (f"?buyer={buyer['buyer']}" if buyer else "")


def colleague(by: Actor) -> str:
    """Somebody of the team whom a limit binds; the whole team where nobody is bound."""
    limit = SpendingLimit.objects.visible_to(by).order_by("pk").first()
    return _address("market:member", limit, "person_id") or reverse("market:team")


def request_to_approve(by: Actor) -> str:
    waiting = _latest(PurchaseRequest, by, state=PurchaseRequest.State.WAITING)
    return _address("market:purchase_request", waiting, "number") or reverse("market:purchase_requests")


def demand_to_answer(by: Actor) -> str:
    return _address("workbench:demand", _latest(Demand, by, state=Demand.State.OPEN), "pk")


def shared_run(by: Actor) -> str:
    return _address("workbench:pool", _latest(ProductionPool, by), "pk") or reverse("workbench:pools")


def work_order(desk: str) -> Place:
    """A work order that has begun, on the pages of `desk`; any other where none has."""

    def place(by: Actor) -> str:
        begun = _latest(WorkOrder, by, state=WorkOrder.State.IN_PROGRESS)
        return _address(desk, begun or _latest(WorkOrder, by), "number")

    return place


def _on_sale(by: Actor, **narrowed: object) -> Any:
    return Offer.objects.visible_to(by).filter(state=Offer.State.PUBLISHED, **narrowed)


def _latest(model: Any, by: Actor, **narrowed: object) -> Any:
    return model.objects.visible_to(by).filter(**narrowed).order_by("-pk").first()


def _address(name: str, row: Any, by_field: str) -> str:
    return reverse(name, args=[getattr(row, by_field)]) if row else ""
