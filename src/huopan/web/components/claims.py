"""An after-sale as both sides see it: the claim, the evidence, and what this side may do now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.rules.disputes import DISPUTABLE, Side
from huopan.domains.orders.rules.next_steps import next_step_of_claim
from huopan.domains.orders.rules.states import AFTER_SALE_MOVES, final_states
from huopan.infra.clock import now
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.claim_progress import claim_steps, claimed_pieces
from huopan.web.components.next_steps import shown_step
from huopan.web.components.pictures import pictures_sent
from huopan.web.refusing import status_of
from huopan.web.submitting import prepared

# Reads the form, makes ready what is slow, and returns what is to be done in the transaction.
Deed = Callable[[ActingRequest, str], Callable[[], object]]


def claim_page(
    request: ActingRequest, number: str, *, template: str, side: Side, refusal: RefusedError | None = None
) -> HttpResponse:
    """The page at its present state. Raises UnknownError to strangers."""
    claim, at = queries.after_sale(number, request.actor), now()
    desk = "workbench" if side == "supplier" else "market"
    return render(
        request,
        template,
        {
            "claim": claim,
            "side": side,
            "steps": claim_steps(claim, queries.history_of_claim(claim, request.actor)),
            "next": shown_step(next_step_of_claim(claim.state, claim.due_at), at, side=side),
            "pieces": claimed_pieces(claim),
            "is_open": claim.state not in final_states(AFTER_SALE_MOVES),
            "may_dispute": claim.state in DISPUTABLE[side],
            "order_url": reverse(
                "workbench:order" if side == "supplier" else "market:order", args=[claim.order.number]
            ),
            "act": f"{desk}:after_sale_act",
            "refusal": refusal,
        },
        status=status_of(refusal) if refusal else 200,
    )


def done(request: ActingRequest, number: str, verb: str, *, deeds: Mapping[str, Deed], page: str) -> HttpResponse:
    """Do the deed named in the address; a refusal stands on the claim's own page, named by `page`."""
    if verb not in deeds:
        raise Http404

    def prepare() -> Callable[[], str]:
        act = deeds[verb](request, number)

        def work() -> str:
            act()
            return reverse(page, args=[number])

        return work

    desk = page.split(":", maxsplit=1)[0]
    side: Side = "supplier" if desk == "workbench" else "buyer"
    return prepared(
        request,
        prepare=prepare,
        in_place=lambda refusal: claim_page(
            request, number, template=f"{desk}/after_sale.html", side=side, refusal=refusal
        ),
        told=str(TOLD[verb]),
    )


def dispute(request: ActingRequest, number: str) -> Callable[[], object]:
    because = request.POST.get("because", "")
    return partial(orders.dispute_after_sale, number=number, because=because, by=request.actor, at=now())


def show_evidence(request: ActingRequest, number: str) -> Callable[[], object]:
    """A text, and as many pictures as were dropped, in one go or not at all."""
    queries.after_sale(number, request.actor)
    pictures, text = pictures_sent(request), request.POST.get("text", "")

    def show() -> None:
        show_one = partial(orders.add_evidence, number=number, by=request.actor, at=now())
        if text.strip() or not pictures:
            show_one(text=text)
        for picture in pictures:
            show_one(picture=picture)

    return show


@for_party()
def evidence(request: ActingRequest, evidence_id: int) -> HttpResponse:
    """A picture shown as evidence, to the two sides and the platform only."""
    shown = queries.evidence(evidence_id, request.actor)
    if not shown.file:
        raise Http404
    with shown.file.open() as picture:
        content = picture.read()
    response = HttpResponse(content, content_type="image/png" if str(shown.file.name).endswith("png") else "image/jpeg")
    response.headers["Cache-Control"] = "private, max-age=600"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


TOLD: dict[str, str | Promise] = {
    "withdraw": _("Withdrawn; the order goes on."),
    "send-back": _("Noted. The supplier looks out for the parcel."),
    "dispute": _("The platform takes it up now."),
    "evidence": _("Added."),
    "agree": _("Agreed."),
    "refuse": _("Refused; the buyer may bring it before the platform."),
    "receive-back": _("Received; the money goes back to the buyer."),
}
