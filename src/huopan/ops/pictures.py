"""Offers' pictures on the disk: every one with its smaller copies, and none that nobody shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from huopan.domains.catalog.models import OfferImage
from huopan.domains.orders.models import OrderLine
from huopan.infra.files.renditions import make_missing, original_stem
from huopan.kernel.actor import SYSTEM

FOLDER = "offers"
SETTLED = timedelta(days=1)  # a younger file may belong to a transaction that has not ended


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many pictures got their copies, and how many files nobody shows were removed."""

    made: int
    removed: int


def tidy_pictures(*, at: datetime) -> Tidied:
    """Make the copies that are missing and remove files that neither an offer nor an order shows. Safe to repeat."""
    return Tidied(make_missing(_hung()), remove_orphans(at=at))


def remove_orphans(*, at: datetime) -> int:
    """Files are listed before the rows are read: one hung up in between is too young to go."""
    old = list(_files_before(at - SETTLED))
    shown = {original_stem(name) for name in (*_hung(), *_ordered())}
    orphans = [name for name in old if original_stem(name) not in shown]
    for name in orphans:
        default_storage.delete(name)
    return len(orphans)


def _hung() -> Iterator[str]:
    return OfferImage.objects.visible_to(SYSTEM).order_by("pk").values_list("file", flat=True).iterator()


def _ordered() -> Iterator[str]:
    """Orders keep the pictures they were placed with."""
    lines = OrderLine.objects.visible_to(SYSTEM).exclude(image="")
    return lines.order_by().values_list("image", flat=True).distinct().iterator()


def _files_before(moment: datetime) -> Iterator[str]:
    if not default_storage.exists(FOLDER):
        return
    for file in default_storage.listdir(FOLDER)[1]:
        name = f"{FOLDER}/{file}"
        if default_storage.get_modified_time(name) < moment:
            yield name
