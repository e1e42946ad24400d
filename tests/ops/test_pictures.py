"""The media folder of offers: complete, and without files nobody shows."""

from __future__ import annotations

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog.models import OfferImage
from huopan.domains.orders.models import OrderLine
from huopan.infra.clock import now
from huopan.infra.files.pictures import safe_picture
from huopan.infra.files.renditions import renditions_of
from huopan.infra.jobs.running import run_next
from huopan.ops.pictures import tidy_pictures
from tests.factories.catalog import EPOCH, a_seller, a_seller_actor, an_offer
from tests.factories.orders import an_order

pytestmark = pytest.mark.django_db


def a_hung_picture() -> OfferImage:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(out, "PNG")
    seller = a_seller()
    picture = safe_picture(out.getvalue())
    return catalog.attach_picture(offer_id=an_offer(seller).pk, picture=picture, by=a_seller_actor(seller), at=EPOCH)


def a_file(name: str, *, days_old: float) -> str:
    stored = default_storage.save(f"offers/{name}", ContentFile(b"x"))
    written = (now() - timedelta(days=days_old)).timestamp()
    os.utime(default_storage.path(stored), (written, written))
    return stored


def left() -> set[str]:
    return {Path(name).name for name in default_storage.listdir("offers")[1]}


def test_the_job_of_an_upload_makes_its_copies():
    image = a_hung_picture()
    assert renditions_of(image.file.name) == ()
    while run_next(worker="here", at=now(), clock=now):
        pass
    assert len(renditions_of(image.file.name)) == 4


def test_a_picture_without_copies_gets_them():
    image = a_hung_picture()
    assert tidy_pictures(at=now()).made == 1
    assert len(renditions_of(image.file.name)) == 4
    assert tidy_pictures(at=now()).made == 0


def test_files_nobody_shows_go_once_they_are_a_day_old():
    a_file("lost.jpg", days_old=2)
    a_file("lost.w160.webp", days_old=2)
    a_file("fresh.jpg", days_old=0.5)
    assert tidy_pictures(at=now()).removed == 2
    assert left() == {"fresh.jpg"}


def test_what_an_offer_or_an_order_shows_stays():
    image = a_hung_picture()
    tidy_pictures(at=now())
    ordered = a_file("ordered.jpg", days_old=9)
    a_file("ordered.w320.webp", days_old=9)
    order = an_order()
    OrderLine.objects.filter(order=order).update(image=ordered)
    before = left()
    assert tidy_pictures(at=now() + timedelta(days=3)).removed == 0
    assert left() == before >= {"ordered.jpg", "ordered.w320.webp", Path(image.file.name).name}
