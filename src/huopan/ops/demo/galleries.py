"""Which pictures hang on which of the demo's offers: colours as its SKUs, a few hundred drawings for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

from huopan.domains.catalog import actions as catalog
from huopan.domains.catalog.models import Offer
from huopan.infra.files.pictures import Picture
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
    """Draws beside the market's building, in a process of its own; what it drew before it finds in `kept_in`.

    What offers show first is drawn first, because orders keep that picture; the rest is drawn while orders are told."""

    def __init__(self, size: Size, *, kept_in: Path | None = None) -> None:
        items = {maker.key: [item(maker, place) for place in range(size.offers_each)] for maker in MAKERS}
        self._first = _Lot({key: {each.code: looks_of(each)[:1] for each in own} for key, own in items.items()})
        self._rest = _Lot({key: {each.code: looks_of(each)[1:] for each in own} for key, own in items.items()})
        self._pixels = size.pixels
        self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        for lot in (self._first, self._rest):
            lot.draw(self._pool, size.pixels, kept_in)

    def __len__(self) -> int:
        return len(self._first.looks) + len(self._rest.looks)

    def hang_first(self, cast: Cast, *, at: datetime, tick: Callable[[int], None]) -> None:
        """Give every offer the picture that stands for it."""
        self._first.hang(cast, self._pixels, at=at, tick=tick)

    def hang_rest(self, cast: Cast, *, at: datetime, tick: Callable[[int], None]) -> None:
        """Add what else each offer shows; the studio closes."""
        self._rest.hang(cast, self._pixels, at=at, tick=tick)
        self._pool.shutdown()


class _Lot:
    """Looks by supplier and offer code, each drawn once however many offers show it."""

    def __init__(self, wanted: Mapping[str, Mapping[str, Sequence[Look]]]) -> None:
        self._wanted = wanted
        self.looks = list(dict.fromkeys(look for own in wanted.values() for looks in own.values() for look in looks))
        self._drawing: list[tuple[list[Look], Future[list[bytes]]]] = []

    def draw(self, pool: ProcessPoolExecutor, pixels: int, kept_in: Path | None) -> None:
        lots = [self.looks[start : start + AT_A_TIME] for start in range(0, len(self.looks), AT_A_TIME)]
        self._drawing = [(lot, pool.submit(drawn_lot, lot, pixels, kept_in)) for lot in lots]

    def hang(self, cast: Cast, pixels: int, *, at: datetime, tick: Callable[[int], None]) -> None:
        pictures = {
            look: Picture(f"{look.name}.webp", content, pixels, pixels, peak_mb=0)
            for look, content in self._drawn(tick)
        }
        for key, own in self._wanted.items():
            by = cast.makers[key]
            ids = dict(Offer.objects.visible_to(by).filter(supplier_id=by.party_id).values_list("code", "pk"))
            galleries = {ids[code]: [pictures[look] for look in looks] for code, looks in own.items() if looks}
            catalog.hang_pictures(galleries=galleries, by=by, at=at)

    def _drawn(self, tick: Callable[[int], None]) -> Iterator[tuple[Look, bytes]]:
        for lot, drawing in self._drawing:
            yield from zip(lot, drawing.result(), strict=True)
            tick(len(lot))
