"""What the till asks beside where to: the invoice's title, and approval for what goes beyond somebody's limit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.parties import queries as parties
from huopan.web.acting import ActingRequest

LONGEST_WHY = 200
NO_INVOICE = "none"


def till_context(request: ActingRequest, cart: queries.Cart, at: datetime) -> dict[str, Any]:
    """For the till's template: `titles`, `title_id` chosen, and `over`, why the purchase needs approval. Two
    statements for who may approve, three for who is limited."""
    titles = list(parties.invoice_titles(request.actor))
    allowance = queries.allowance(request.actor, at)
    return {
        "titles": titles,
        "title_id": _chosen(request, [title.pk for title in titles if title.is_default]),
        "allowance": allowance,
        "over": allowance.refusal(cart.total) if allowance and cart.groups else None,
        "why": request.POST.get("why", request.GET.get("why", "")),
    }


def title_asked(request: ActingRequest) -> int | None:
    """The id of the title in the form; None for no invoice."""
    text = request.POST.get("invoice_title", "")
    return int(text) if text.isdecimal() else None


def ask_for_approval(
    request: ActingRequest,
    *,
    address: int,
    notes: dict[int, str],
    sku_ids: list[int] | None,
    expected_total_fen: int,
    at: datetime,
) -> str:
    """Ask, and return the address of the request."""
    asked = orders.ask_for_approval(
        address=address,
        notes=notes,
        sku_ids=sku_ids,
        expected_total_fen=expected_total_fen,
        invoice_title=title_asked(request),
        why=request.POST.get("why", "")[:LONGEST_WHY],
        by=request.actor,
        at=at,
    )
    return reverse("market:purchase_request", args=[asked.number])


def _chosen(request: ActingRequest, defaults: list[int]) -> int | None:
    typed = request.POST.get("invoice_title", request.GET.get("invoice_title"))
    if typed is None:
        return defaults[0] if defaults else None
    return int(typed) if typed.isdecimal() else None
