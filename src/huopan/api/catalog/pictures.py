"""The pictures of an offer: sent, put in order, taken down."""

from __future__ import annotations

from collections.abc import Callable

from ninja import File
from ninja.files import UploadedFile
from pydantic import Field

from huopan.api.base import Asking, Id, Schema
from huopan.api.catalog.offers import PictureOut, picture_out
from huopan.api.catalog.routing import router
from huopan.api.writing import writes
from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog import queries
from huopan.infra.files.pictures import safe_picture


class OrderIn(Schema):
    image_ids: list[Id] = Field(min_length=1, max_length=20, description="Every picture of the offer, once")


class PicturesOut(Schema):
    items: list[PictureOut]


@router.post("/offers/{offer_id}/pictures", response={201: PicturesOut})
@writes("offers.write", prepared=True)
def attach_picture(request: Asking, offer_id: Id, file: File[UploadedFile]) -> Callable[[], PicturesOut]:
    """Add a picture, as the last: JPEG, PNG, WebP, GIF, TIFF, BMP or SVG up to 20 MB. What is kept is made anew."""
    queries.sellers_own(offer_id, by=request.actor)
    picture = safe_picture(file)

    def attach() -> PicturesOut:
        catalog.attach_picture(offer_id=offer_id, picture=picture, by=request.actor, at=request.at)
        return _pictures(request, offer_id)

    return attach


@router.put("/offers/{offer_id}/pictures", response=PicturesOut)
@writes("offers.write")
def arrange_pictures(request: Asking, offer_id: Id, body: OrderIn) -> PicturesOut:
    """Show the pictures in this order; the first stands for the offer in lists."""
    catalog.arrange_pictures(offer_id=offer_id, image_ids=body.image_ids, by=request.actor, at=request.at)
    return _pictures(request, offer_id)


@router.delete("/offers/{offer_id}/pictures/{image_id}", response=PicturesOut)
@writes("offers.write")
def remove_picture(request: Asking, offer_id: Id, image_id: Id) -> PicturesOut:
    """Take a picture down. Orders placed with it keep it."""
    catalog.remove_picture(offer_id=offer_id, image_id=image_id, by=request.actor, at=request.at)
    return _pictures(request, offer_id)


def _pictures(request: Asking, offer_id: int) -> PicturesOut:
    view = queries.offer_view(offer_id, by=request.actor, at=request.at)
    return PicturesOut(items=[picture_out(picture) for picture in view.pictures])
