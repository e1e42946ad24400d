"""The pictures of an offer: hung up, taken down, put in order. The first one stands for the offer in lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from huopan.domains.catalog.actions.offering import own_offer
from huopan.domains.catalog.events import OfferChanged
from huopan.domains.catalog.models import Offer, OfferImage
from huopan.infra.files.pictures import Picture
from huopan.infra.files.renditions import make_renditions
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, UnknownError, counted, said

MOST_PICTURES = 20


class TooManyPicturesError(RefusedError):
    sentence = counted(
        "An offer shows at most {most} picture; take one down first.",
        "An offer shows at most {most} pictures; take one down first.",
        "most",
    )


class PictureOrderError(RefusedError):
    kind = "invalid"
    sentence = said("The new order must name every picture of the offer once; reload the page and sort again.")


@transaction.atomic
def attach_picture(*, offer_id: int, picture: Picture, by: Actor, at: datetime) -> OfferImage:
    """Add a picture that infra.files.pictures made safe, the last; a job makes its smaller copies.

    Raises UnknownError, TooManyPicturesError."""
    offer = own_offer(offer_id, by)
    hung = OfferImage.objects.filter(offer=offer)
    if hung.count() >= MOST_PICTURES:
        raise TooManyPicturesError(most=MOST_PICTURES)
    last = hung.aggregate(last=Max("position"))["last"]
    image = OfferImage(offer=offer, position=0 if last is None else last + 1, fingerprint=picture.fingerprint)
    image.file.save(picture.name, picture.as_file(), save=False)
    image.save()
    make_renditions.enqueue(name=str(image.file.name))
    _tell(offer, by=by, at=at)
    return image


@transaction.atomic
def remove_picture(*, offer_id: int, image_id: int, by: Actor, at: datetime) -> None:
    """Take a picture down; orders that show it keep the file. Raises UnknownError."""
    offer = own_offer(offer_id, by)
    gone, _ = OfferImage.objects.filter(offer=offer, pk=image_id).delete()
    if not gone:
        raise UnknownError(what=str(OfferImage._meta.verbose_name))
    _tell(offer, by=by, at=at)


@transaction.atomic
def arrange_pictures(*, offer_id: int, image_ids: Sequence[int], by: Actor, at: datetime) -> None:
    """Show the offer's pictures in this order. Raises PictureOrderError unless each is named exactly once."""
    offer = own_offer(offer_id, by)
    images = {image.pk: image for image in OfferImage.objects.filter(offer=offer)}
    if sorted(image_ids) != sorted(images):
        raise PictureOrderError
    for position, image_id in enumerate(image_ids):
        images[image_id].position = position
    OfferImage.objects.bulk_update(images.values(), ["position"])
    _tell(offer, by=by, at=at)


def _tell(offer: Offer, *, by: Actor, at: datetime) -> None:
    Offer.objects.filter(pk=offer.pk).update(changed_at=at)
    announce(
        OfferChanged(offer_id=offer.pk, supplier_id=offer.supplier_id, at=at, concerns=(offer.supplier_id,)), by=by
    )
