"""The supplier's inbox: talks below orders and about offers, answered with quick replies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.paging import page_of
from huopan.web.refusing import status_of
from huopan.web.submitting import submitted


@for_party("sell")
def inbox(request: ActingRequest) -> HttpResponse:
    is_unread = bool(request.GET.get("unread"))
    page = page_of(request, queries.talks(request.actor, is_unread=is_unread))
    shown = {"page": page, "talks": queries.shown_talks(page, request.actor), "is_unread": is_unread}
    return render(request, "workbench/messages.html", shown)


@for_party("sell")
def thread(request: ActingRequest, number: str) -> HttpResponse:
    """The talk below an order. What the buyer wrote counts as read once it is shown."""
    order = queries.order(number, request.actor)
    return _talk(
        request,
        {"subject": order, "kind": "order", "buyer": order.buyer, "number": number},
        said=lambda: list(queries.messages(number, request.actor)),
        read=lambda: orders.read_messages(number=number, by=request.actor, at=now()),
        send=lambda text: orders.send_message(number=number, text=text, by=request.actor, at=now()),
        here=reverse("workbench:thread", args=[number]),
    )


@for_party("sell")
def asked(request: ActingRequest, thread_id: int) -> HttpResponse:
    """The talk about an offer."""
    found = queries.thread(thread_id, request.actor)
    return _talk(
        request,
        {"subject": found, "kind": "offer", "buyer": found.buyer, "number": ""},
        said=lambda: list(queries.thread_messages(thread_id, request.actor)),
        read=lambda: orders.read_thread(thread_id=thread_id, by=request.actor, at=now()),
        send=lambda text: orders.answer_buyer(thread_id=thread_id, text=text, by=request.actor, at=now()),
        here=reverse("workbench:asked", args=[thread_id]),
    )


def _talk(
    request: ActingRequest,
    about: dict[str, Any],
    *,
    said: Callable[[], list[Any]],
    read: Callable[[], object],
    send: Callable[[str], object],
    here: str,
) -> HttpResponse:
    def shown(refusal: RefusedError | None = None) -> HttpResponse:
        talk = said()
        if any(each.read_at is None and each.party_id != request.actor.party_id for each in talk):
            read()
        context = {
            **about,
            "talk": talk,
            "here": here,
            "phrases": [(each, _filled(each.text, about)) for each in queries.phrases(request.actor)],
            "text": request.POST.get("text", ""),
            "refusal": refusal,
        }
        status = status_of(refusal) if refusal else 200
        return render(request, "workbench/thread.html", context, status=status)

    def work() -> str:
        send(request.POST.get("text", ""))
        return here

    if request.method != "POST":
        return shown()
    return submitted(request, work=work, in_place=shown, told=_("Sent."))


def _filled(text: str, about: dict[str, Any]) -> str:
    """A quick reply for this talk."""
    return text.replace("{buyer}", str(about["buyer"])).replace("{order}", about["number"])
