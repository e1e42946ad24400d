"""Buyers' claims as the supplier answers them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.infra.clock import now
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components import claims
from huopan.web.components.paging import page_of


@for_party("sell")
def after_sales(request: ActingRequest) -> HttpResponse:
    page = page_of(request, queries.after_sales_received(request.actor))
    return render(request, "workbench/after_sales.html", {"page": page})


@for_party("sell")
def after_sale(request: ActingRequest, number: str) -> HttpResponse:
    return claims.claim_page(request, number, template="workbench/after_sale.html", side="supplier")


@require_POST
@for_party("sell")
def act(request: ActingRequest, number: str, verb: str) -> HttpResponse:
    return claims.done(request, number, verb, deeds=DEEDS, page="workbench:after_sale")


def _agree(request: ActingRequest, number: str) -> Callable[[], object]:
    answer = request.POST.get("answer", "")
    return partial(orders.agree_after_sale, number=number, answer=answer, by=request.actor, at=now())


def _refuse(request: ActingRequest, number: str) -> Callable[[], object]:
    answer = request.POST.get("answer", "")
    return partial(orders.refuse_after_sale, number=number, answer=answer, by=request.actor, at=now())


def _receive_back(request: ActingRequest, number: str) -> Callable[[], object]:
    is_sellable = "is_sellable" in request.POST
    return partial(orders.receive_goods_back, number=number, is_sellable=is_sellable, by=request.actor, at=now())


DEEDS: dict[str, claims.Deed] = {
    "agree": _agree,
    "refuse": _refuse,
    "receive-back": _receive_back,
    "dispute": claims.dispute,
    "evidence": claims.show_evidence,
}
