"""Which pictures hang on which of the demo's offers: colours as its SKUs, a few hundred drawings for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog.models import Offer
from huopan.infra.files.pictures import Picture
from huopan.kernel.actor import Actor
from huopan.ops.demo.items import Item, item
from huopan.ops.demo.people import Cast
from huopan.ops.demo.pictures import PRINTS, SCENES, Look, View, drawn_lot
from huopan.ops.demo.sizes import Size
from huopan.ops.demo.words import MAKERS

AT_A_TIME = 12


def looks_of(item: Item) -> tuple[Look, ...]:
    """The first stands for the offer in lists; another side follows, then the colours together."""
    prints, scenes, number = list(PRINTS), list(SCENES), item.colour_set
    if item.is_common:
        return (Look(item.kind, ("米白",)),)
    colour, shift = item.colours[0], sum(map(ord, item.kind))
    pattern = prints[(shift + number) % len(prints)] if number % 2 else "plain"
    first = Look(item.kind, (colour,), pattern, scenes[(shift + number) % len(scenes)])
    pair = Look(item.kind, item.colours[:2], pattern, scenes[(shift + number + 2) % len(scenes)], "pair")
    views: tuple[View, ...] = ("pair", "detail", "turned")
    other = Look(item.kind, (colour,), pattern, "studio", views[number % 3])
    family = Look(item.kind, item.colours, pattern, "studio", "family")
    return (first, pair, family) if number % 3 == 0 else (first, other)


class Studio:
    """Draws beside the market's building, in a process of its own; what it drew before it finds in `kept_in`."""

    def __init__(self, size: Size, *, kept_in: Path | None = None) -> None:
        self._items = {maker.key: [item(maker, place) for place in range(size.offers_each)] for maker in MAKERS}
        self._looks = list(dict.fromkeys(look for each in self._all() for look in looks_of(each)))
        self._pixels = size.pixels
        self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        lots = [self._looks[start : start + AT_A_TIME] for start in range(0, len(self._looks), AT_A_TIME)]
        self._drawing = [(lot, self._pool.submit(drawn_lot, lot, size.pixels, kept_in)) for lot in lots]

    def __len__(self) -> int:
        return len(self._looks)

    def hang(self, cast: Cast, *, at: datetime, tick: Callable[[int], None]) -> None:
        """Hang every picture up once, by the first supplier who shows it, and again wherever else it belongs."""
        drawn_looks = dict(self._drawn(tick))
        for maker in MAKERS:
            by = cast.makers[maker.key]
            ids = dict(Offer.objects.visible_to(by).filter(supplier_id=by.party_id).values_list("code", "pk"))
            _hang(self._items[maker.key], ids, drawn_looks, self._pixels, by=by, at=at)
        self._pool.shutdown()

    def _all(self) -> Iterator[Item]:
        return chain.from_iterable(self._items.values())

    def _drawn(self, tick: Callable[[int], None]) -> Iterator[tuple[Look, bytes]]:
        for lot, drawing in self._drawing:
            yield from zip(lot, drawing.result(), strict=True)
            tick(len(lot))


def _hang(
    items: list[Item], ids: Mapping[str, int], contents: Mapping[Look, bytes], pixels: int, *, by: Actor, at: datetime
) -> None:
    pictures = {
        look: Picture(f"{look.name}.webp", contents[look], pixels, pixels, peak_mb=0)
        for look in {look for each in items for look in looks_of(each)}
    }
    catalog.hang_pictures(
        galleries={ids[each.code]: [pictures[look] for look in looks_of(each)] for each in items}, by=by, at=at
    )
