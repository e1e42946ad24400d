"""Factories as a search index keeps them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from huopan.domains.parties.models import Party

AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class FactoryListing:
    """What is public of a factory that may trade."""

    factory_id: int
    name_zh: str
    name_en: str
    about_zh: str
    about_en: str
    division_code: str
    belt_code: str
    belt_names: str


def factory_listings(party_ids: Collection[int]) -> list[FactoryListing]:
    """The active factories among them. One statement."""
    return _listings(_active().filter(pk__in=party_ids))


def every_factory_listing() -> Iterator[list[FactoryListing]]:
    """In portions, by rising id."""
    last = 0
    while portion := _listings(_active().filter(pk__gt=last).order_by("pk")[:AT_A_TIME]):
        yield portion
        last = portion[-1].factory_id


def factory_count() -> int:
    return _active().count()


def _active() -> QuerySet[Party]:
    return Party.objects.filter(kind=Party.Kind.FACTORY, state=Party.State.ACTIVE)


def _listings(parties: QuerySet[Party]) -> list[FactoryListing]:
    columns = (
        "pk", "name_zh", "name_en", "about_zh", "about_en", "division_id",
        "belt__code", "belt__name_zh", "belt__name_en", "belt__cluster",
    )  # fmt: skip
    return [
        FactoryListing(
            pk, name_zh, name_en, about_zh, about_en, division or "", belt or "", " ".join(filter(None, names))
        )
        for pk, name_zh, name_en, about_zh, about_en, division, belt, *names in parties.values_list(*columns)
    ]
