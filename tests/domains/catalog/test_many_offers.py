"""Many offers and their pictures at once: all or none, each picture stored once, nobody else's touched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog.models import Offer, OfferImage
from huopan.infra.files.pictures import Picture
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import ForbiddenError, RefusalsError, UnknownError
from tests.factories.catalog import EPOCH, a_category, a_draft, a_seller, a_seller_actor, an_offer

pytestmark = pytest.mark.django_db
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf50000003860181da8d2a2d0000000049454e44ae426082"
)


@pytest.fixture
def by() -> Actor:
    a_category(code="mugs")
    return a_seller_actor(a_seller())


def a_picture(name: str = "a.png", tail: bytes = b"") -> Picture:
    return Picture(name, DOT + tail, 1, 1, peak_mb=0)


def test_many_drafts_are_written_in_order(by: Actor) -> None:
    drafts = [a_draft(), a_draft(), a_draft()]
    ids = catalog.create_offers(drafts=drafts, by=by, at=EPOCH)
    codes = dict(Offer.objects.values_list("pk", "code"))
    assert [codes[pk] for pk in ids] == [draft.code for draft in drafts]
    assert TrailEntry.objects.filter(name="catalog.OfferDrafted").count() == 3


def test_one_bad_draft_keeps_all_out(by: Actor) -> None:
    with pytest.raises(RefusalsError):
        catalog.create_offers(drafts=[a_draft(), a_draft(title_zh="")], by=by, at=EPOCH)
    assert not Offer.objects.exists()


def test_a_code_is_taken_once(by: Actor) -> None:
    known = a_draft()
    with pytest.raises(catalog.CodeTakenError):
        catalog.create_offers(drafts=[known, replace(a_draft(), code=known.code)], by=by, at=EPOCH)
    catalog.create_offers(drafts=[known], by=by, at=EPOCH)
    with pytest.raises(catalog.CodeTakenError):
        catalog.create_offers(drafts=[known], by=by, at=EPOCH)


def test_who_does_not_sell_writes_nothing(by: Actor) -> None:
    with pytest.raises(ForbiddenError):
        catalog.create_offers(drafts=[a_draft()], by=a_seller_actor(a_seller(), "buy"), at=EPOCH)


def test_the_same_picture_is_stored_once(by: Actor) -> None:
    one, other = catalog.create_offers(drafts=[a_draft(), a_draft()], by=by, at=EPOCH)
    galleries = {one: [a_picture(), a_picture("b.png", b"b")], other: [a_picture("again.png")]}
    assert catalog.hang_pictures(galleries=galleries, by=by, at=EPOCH) == 3
    shown = list(OfferImage.objects.order_by("offer_id", "position").values_list("offer_id", "position", "width"))
    assert shown == [(one, 0, 1), (one, 1, 1), (other, 0, 1)]
    files = OfferImage.objects.order_by("offer_id", "position").values_list("file", flat=True)
    assert files[0] == files[2] != files[1]


def test_pictures_come_after_those_there_are(by: Actor) -> None:
    [offer] = catalog.create_offers(drafts=[a_draft()], by=by, at=EPOCH)
    catalog.hang_pictures(galleries={offer: [a_picture()]}, by=by, at=EPOCH)
    catalog.hang_pictures(galleries={offer: [a_picture("b.png", b"b")]}, by=by, at=EPOCH)
    assert list(OfferImage.objects.order_by("pk").values_list("position", flat=True)) == [0, 1]
    with pytest.raises(catalog.TooManyPicturesError):
        catalog.hang_pictures(galleries={offer: [a_picture()] * 19}, by=by, at=EPOCH)


def test_nothing_is_hung_on_what_belongs_to_others(by: Actor) -> None:
    [own] = catalog.create_offers(drafts=[a_draft()], by=by, at=EPOCH)
    foreign = an_offer(a_seller()).pk
    with pytest.raises(UnknownError):
        catalog.hang_pictures(galleries={own: [a_picture()], foreign: [a_picture()]}, by=by, at=EPOCH)
    assert not OfferImage.objects.exists()
