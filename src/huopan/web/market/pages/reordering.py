"""Buying again from an order or a purchase."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from huopan.domains.orders import actions as orders
from huopan.infra.clock import now
from huopan.infra.languages import own_language, spec_words
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.refusing import refused
from huopan.web.submitting import submitted

MOST_NAMED = 5


@require_POST
@for_party("buy")
def buy_again(request: ActingRequest, number: str) -> HttpResponse:
    """All lines into the cart, saying there what changed in price and what is gone."""

    def work() -> str:
        _tell(request, orders.buy_again(number=number, by=request.actor, at=now()))
        return reverse("market:cart")

    def in_place(refusal: RefusedError) -> HttpResponse:
        return refused(request, refusal)

    return submitted(request, work=work, in_place=in_place)


def _tell(request: ActingRequest, lines: Sequence[orders.Again]) -> None:
    put = [line for line in lines if not line.is_gone]
    if put:
        said = ngettext(
            "%(n)s kind of goods is in the cart again.", "%(n)s kinds of goods are in the cart again.", len(put)
        )
        messages.success(request, said % {"n": len(put)})
    for line in [line for line in lines if line.is_gone][:MOST_NAMED]:
        messages.warning(request, _("%(item)s cannot be had any more.") % {"item": _item(line)})
    for line in [line for line in lines if line.has_changed][:MOST_NAMED]:
        changed = _("%(item)s costs %(now)s now, %(then)s then.")
        messages.info(request, changed % {"item": _item(line), "now": line.price, "then": line.price_then})


def _item(line: orders.Again) -> str:
    return " ".join([own_language(line.title_zh, line.title_en), spec_words(line.spec.values())]).strip()
