"""Pictures for many offers at once, each stored once however many offers show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from huopan.domains.catalog.actions.picturing import MOST_PICTURES, TooManyPicturesError
from huopan.domains.catalog.events import OfferChanged
from huopan.domains.catalog.models import Offer, OfferImage
from huopan.infra.files.pictures import Picture
from huopan.infra.files.renditions import make_renditions
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import UnknownError

ROWS_AT_ONCE = 500


@transaction.atomic
def hang_pictures(*, galleries: Mapping[int, Sequence[Picture]], by: Actor, at: datetime) -> int:
    """Add pictures (made safe by infra.files.pictures) to the actor's own offers by their ids, after those they have;
    how many were hung. Pictures of the same bytes share one file, which may then be shown by several offers;
    jobs make the smaller copies.

    Raises UnknownError unless every offer is the actor's, TooManyPicturesError."""
    by.must("offers.write")
    offers = _own(list(galleries), by)
    hung = Counter(OfferImage.objects.filter(offer__in=offers).values_list("offer_id", flat=True))
    if any(hung[offer] + len(pictures) > MOST_PICTURES for offer, pictures in galleries.items()):
        raise TooManyPicturesError(most=MOST_PICTURES)
    stored: dict[str, str] = {}
    rows = [
        _image(offer, hung[offer] + place, picture, stored)
        for offer, pictures in galleries.items()
        for place, picture in enumerate(pictures)
    ]
    OfferImage.objects.bulk_create(rows, ROWS_AT_ONCE)
    for name in stored.values():
        make_renditions.enqueue(name=name)
    Offer.objects.filter(pk__in=offers).update(changed_at=at)
    announce(
        *(OfferChanged(offer_id=offer, supplier_id=by.party_id, at=at, concerns=(by.party_id,)) for offer in offers),
        by=by,
    )
    return len(rows)


def _own(ids: list[int], by: Actor) -> list[int]:
    own = Offer.objects.filter(supplier_id=by.party_id, pk__in=ids).select_for_update(of=("self",))
    found = list(own.order_by("pk").values_list("pk", flat=True))
    if len(found) != len(set(ids)):
        raise UnknownError(what=str(Offer._meta.verbose_name))
    return found


def _image(offer_id: int, position: int, picture: Picture, stored: dict[str, str]) -> OfferImage:
    """A row, its file written unless the same bytes were written before."""
    known = stored.get(picture.fingerprint)
    image = OfferImage(
        offer_id=offer_id,
        position=position,
        fingerprint=picture.fingerprint,
        file=known or "",  # named from the start: assigned later, the field would open the file to measure it
        width=picture.width,
        height=picture.height,
    )
    if known is None:
        image.file.save(picture.name, picture.as_file(), save=False)
        stored[picture.fingerprint] = str(image.file.name)
        image.width, image.height = picture.width, picture.height
    return image
