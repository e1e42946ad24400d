"""The supplier's offers: the list, the editor, pictures, on and off the market."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.domains.catalog.models import Offer
from huopan.domains.catalog.rules import OfferDraft
from huopan.infra.clock import now
from huopan.infra.files.pictures import Picture, PictureFormatError
from huopan.infra.languages import own_language
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.components.asking import told_at
from huopan.web.components.paging import page_of
from huopan.web.components.pictures import picture_sent
from huopan.web.refusing import status_of
from huopan.web.submitting import prepared, submitted
from huopan.web.workbench.forms.offer import OfferForm, SkuFormSet, shown, sku_rows


@for_party("offers.read")
def offers(request: ActingRequest, refusal: RefusedError | None = None) -> HttpResponse:
    """All of them, by state and words."""
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    rows = queries.listed_offers(
        request.actor, supplier_id=request.actor.party_id, state=state if state in Offer.State.values else ""
    )
    if words:
        rows = rows.filter(Q(title_zh__icontains=words) | Q(title_en__icontains=words) | Q(code__icontains=words))
    context = {
        "page": page_of(request, rows.order_by("-pk")),
        "states": Offer.State.choices,
        "state": state,
        "words": words,
        "refusal": refusal,
    }
    return render(request, "workbench/offers.html", context, status=status_of(refusal) if refusal else 200)


@for_party("offers.write")
def new_offer(request: ActingRequest) -> HttpResponse:
    return _editor(request, None, None, lambda draft: catalog.create_offer(draft=draft, by=request.actor, at=now()))


@for_party("offers.write")
def offer(request: ActingRequest, offer_id: int) -> HttpResponse:
    """The editor at what is stored."""
    known = queries.sellers_own(offer_id, by=request.actor)
    stored = queries.stored_drafts([known])[offer_id]
    return _editor(
        request,
        known,
        stored,
        lambda draft: catalog.change_offer(offer_id=offer_id, draft=draft, by=request.actor, at=now()),
    )


@require_POST
@for_party("offers.write")
def publish(request: ActingRequest, offer_id: int) -> HttpResponse:
    return _done(
        request,
        lambda: catalog.publish_offer(offer_id=offer_id, by=request.actor, at=now()),
        _("On the market now."),
    )


@require_POST
@for_party("offers.write")
def withdraw(request: ActingRequest, offer_id: int) -> HttpResponse:
    return _done(
        request,
        lambda: catalog.withdraw_offer(offer_id=offer_id, by=request.actor, at=now()),
        _("Taken back to draft."),
    )


@require_POST
@for_party("offers.write")
def add_picture(request: ActingRequest, offer_id: int) -> HttpResponse:
    def prepare() -> Callable[[], str]:
        queries.sellers_own(offer_id, by=request.actor)
        picture = picture_sent(request)
        return lambda: attach(picture)

    def attach(picture: Picture | None) -> str:
        if picture is None:
            raise PictureFormatError
        catalog.attach_picture(offer_id=offer_id, picture=picture, by=request.actor, at=now())
        return reverse("workbench:offer", args=[offer_id])

    return prepared(request, prepare=prepare, in_place=lambda refusal: offers(request, refusal), told=_("Added."))


@require_POST
@for_party("offers.write")
def remove_picture(request: ActingRequest, offer_id: int, image_id: int) -> HttpResponse:
    def work() -> str:
        catalog.remove_picture(offer_id=offer_id, image_id=image_id, by=request.actor, at=now())
        return reverse("workbench:offer", args=[offer_id])

    return submitted(request, work=work, in_place=lambda refusal: offers(request, refusal), told=_("Removed."))


def _editor(
    request: ActingRequest, known: Offer | None, stored: OfferDraft | None, save: Callable[[OfferDraft], Offer]
) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form = OfferForm(
        typed,
        initial=shown(stored) if stored else None,
        categories=_categories(),
        attributes=stored.attributes if stored else {},
    )
    rows = SkuFormSet(typed, initial=sku_rows(stored) if stored else None, prefix="sku")
    if typed is None:
        return _shown(request, known, form, rows, 200)
    if not (form.is_valid() and rows.is_valid()):
        return _shown(request, known, form, rows, 422)

    def work() -> str:
        skus = [row.draft() for row in rows if row.cleaned_data.get("code")]
        return reverse("workbench:offer", args=[save(form.draft(skus)).pk])

    def refused(refusal: RefusedError) -> HttpResponse:
        told_at(form, refusal)
        return _shown(request, known, form, rows, status_of(refusal))

    return submitted(request, work=work, in_place=refused, told=_("Saved."))


def _shown(
    request: ActingRequest, known: Offer | None, form: OfferForm, rows: BaseFormSet[Any], status: int
) -> HttpResponse:
    context = {"offer": known, "form": form, "rows": rows, "images": known.images.all() if known else ()}
    return render(request, "workbench/offer.html", context, status=status)


def _categories() -> list[tuple[str, str]]:
    """The tree, deeper ones indented."""
    return [
        (node.code, "　" * (node.depth - 1) + own_language(node.name_zh, node.name_en))
        for node in queries.category_tree()
    ]


def _done(request: ActingRequest, act: Callable[[], object], told: str) -> HttpResponse:
    def work() -> str:
        act()
        return reverse("workbench:offers")

    return submitted(request, work=work, in_place=lambda refusal: offers(request, refusal), told=told)
