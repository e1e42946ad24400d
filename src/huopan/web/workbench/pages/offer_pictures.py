"""The pictures in the offers editor: several at once, put in order, taken down."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.infra.clock import now
from huopan.infra.files.pictures import Picture, PictureFormatError, safe_picture
from huopan.kernel.refusal import RefusedError
from huopan.web.acting import ActingRequest, for_party
from huopan.web.refusing import refused, status_of
from huopan.web.submitting import prepared, submitted

MOST_AT_ONCE = 20


@require_POST
@for_party("offers.write")
def add_picture(request: ActingRequest, offer_id: int) -> HttpResponse:
    """Decoded before the transaction; either all are hung up, or none."""

    def prepare() -> Callable[[], str]:
        queries.sellers_own(offer_id, by=request.actor)
        sent = request.FILES.getlist("picture")[:MOST_AT_ONCE]
        pictures = [safe_picture(each) for each in sent]
        if not pictures:
            raise PictureFormatError
        return lambda: attach(pictures)

    def attach(pictures: list[Picture]) -> str:
        for picture in pictures:
            catalog.attach_picture(offer_id=offer_id, picture=picture, by=request.actor, at=now())
        return f"{reverse('workbench:offer', args=[offer_id])}#pictures"

    return prepared(request, prepare=prepare, in_place=lambda refusal: refused(request, refusal), told=_("Added."))


@require_POST
@for_party("offers.write")
def arrange_pictures(request: ActingRequest, offer_id: int) -> HttpResponse:
    """`order`: the ids in their new order, split by commas. Safe to repeat."""
    try:
        ids = [int(each) for each in request.POST.get("order", "").split(",") if each.isdecimal()]
        catalog.arrange_pictures(offer_id=offer_id, image_ids=ids, by=request.actor, at=now())
    except RefusedError as refusal:
        return HttpResponse(status=status_of(refusal))
    return HttpResponse(status=204)


@require_POST
@for_party("offers.write")
def remove_picture(request: ActingRequest, offer_id: int, image_id: int) -> HttpResponse:
    def work() -> str:
        catalog.remove_picture(offer_id=offer_id, image_id=image_id, by=request.actor, at=now())
        return f"{reverse('workbench:offer', args=[offer_id])}#pictures"

    return submitted(request, work=work, in_place=lambda refusal: refused(request, refusal), told=_("Removed."))
