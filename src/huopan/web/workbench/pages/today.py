from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render

from huopan.domains.catalog.models import Offer
from huopan.domains.orders import queries
from huopan.domains.orders.models import SupplierOrder
from huopan.web.acting import ActingRequest, for_party

WAITING = ("awaiting_acceptance", "awaiting_shipment", "awaiting_collection", "in_transit")


@for_party("offers.read")
def today(request: ActingRequest) -> HttpResponse:
    """What waits for the supplier now."""
    orders = queries.orders_sold(request.actor)
    counts = orders.order_by().aggregate(**{state: Count("pk", filter=Q(state=state)) for state in WAITING})
    offers = Offer.objects.visible_to(request.actor).filter(supplier_id=request.actor.party_id)
    return render(
        request,
        "workbench/today.html",
        {
            "counts": [(state, SupplierOrder.State(state).label, counts[state]) for state in WAITING],
            "offers": offers.aggregate(
                published=Count("pk", filter=Q(state="published")), drafts=Count("pk", filter=Q(state="draft"))
            ),
            "waiting": orders.filter(state="awaiting_acceptance").order_by("due_at")[:5],
        },
    )
