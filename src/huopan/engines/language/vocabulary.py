"""The terms an index knows, asked for what somebody may have meant who typed otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from itertools import islice, pairwise
from typing import Any, TypeVar

from huopan.engines.language.sounds import blurred, sound
from huopan.engines.language.spelling import stem

T = TypeVar("T")
MOST, REMEMBERED = 200_000, 5_000
SHORTEST_CORRECTED, TWO_SLIPS = 4, 8
SHORTEST_SPLIT = 6
MOST_COMPARED = 400  # of the terms that share their letters with an unknown word
LETTERS = 26


class Vocabulary:
    """`counts`: terms of the index and in how many offers each stands; the commonest will do where there are many, with
    `exact` to ask for any other term's count. Built in about 1 s per million terms.

    What is asked of it takes milliseconds at most and changes nothing that can be seen; share one among threads.
    """

    def __init__(
        self, counts: Mapping[str, int] | Iterable[tuple[str, int]] = (), exact: Callable[[str], int] | None = None
    ) -> None:
        self._counts = dict(counts)
        self._exact = exact
        self._elsewhere: Callable[[str], int] | None = None
        self._near: dict[str, tuple[tuple[str, int], ...]] = {}
        self._lazy: dict[str, Any] = {}

    def __len__(self) -> int:
        return len(self._counts)

    def counted_by(self, exact: Callable[[str], int], elsewhere: Callable[[str], int] | None = None) -> Vocabulary:
        """The same vocabulary with another source of exact counts; what was looked up once stays shared.

        `elsewhere`: how often the term stands where offers are told about, besides what is counted here.
        """
        other = copy(self)
        other._exact, other._elsewhere = exact, elsewhere
        return other

    def count(self, term: str) -> int:
        """In how many offers the term stands."""
        known = self._counts.get(term)
        return known if known is not None else self._exact(term) if self._exact else 0

    def read_for(self, term: str) -> int:
        """How many entries an engine reads that looks for the term everywhere."""
        return self.count(term) + (self._elsewhere(term) if self._elsewhere else 0)

    def near(self, word: str, most: int = 3) -> tuple[tuple[str, int], ...]:
        """The nearest known English terms and how many slips away: one for words of four letters, two from eight.

        The first letter is taken to be right. Nearest first, then commonest.
        """
        if len(word) < SHORTEST_CORRECTED or not (word.isascii() and word.isalpha()):
            return ()
        if word not in self._near:
            if len(self._near) > REMEMBERED:
                self._near.clear()
            self._near[word] = self._nearest(word)
        return self._near[word][:most]

    def parts(self, word: str) -> tuple[tuple[str, str], ...]:
        """Two known terms each that `word` is written together from, commonest first: keyring → key, ring."""
        if len(word) < SHORTEST_SPLIT or not (word.isascii() and word.isalpha()):
            return ()
        cuts = ((stem(word[:place]), stem(word[place:])) for place in range(2, len(word) - 1))
        known = [pair for pair in cuts if min(map(self.count, pair)) > 1]
        return tuple(sorted(known, key=lambda pair: -min(map(self.count, pair)))[:2])

    def same_sound(self, pair: str, most: int = 3) -> tuple[str, ...]:
        """Known pairs of characters that sound like this one, commonest first: 保文 → 保温."""
        spoken = tuple(blurred(sound(each)) for each in pair)
        return tuple(known for known in self._by_sound.get(spoken, ()) if known != pair)[:most]

    def spoken(self, syllables: tuple[str, ...], most: int = 2) -> tuple[tuple[str, ...], ...]:
        """For each two neighbouring syllables of typed pinyin, the known pairs of characters that sound so."""
        pairs = pairwise(syllables)
        return tuple(
            tuple(
                known
                for known in self._by_sound.get((blurred(one), blurred(two)), ())
                if (sound(known[0]), sound(known[1])) == (one, two)
            )[:most]
            for one, two in pairs
        )

    def _nearest(self, word: str) -> tuple[tuple[str, int], ...]:
        slips = 2 if len(word) >= TWO_SLIPS else 1
        alike = islice(self._alike(word, slips), MOST_COMPARED)
        found = ((slips_between(word, known, slips), -self._counts[known], known) for known in alike)
        return tuple((known, distance) for distance, _, known in sorted(found)[:8] if distance <= slips)

    def _alike(self, word: str, slips: int) -> Iterator[str]:
        """Terms of about the same letters, those of the same length first, the commonest of a length first."""
        mask = mask_of(word)
        for length in sorted(range(len(word) - slips, len(word) + slips + 1), key=lambda each: abs(each - len(word))):
            for known, its_mask in self._by_shape.get((word[0], length), ()):
                if (mask ^ its_mask).bit_count() <= 2 * slips:
                    yield known

    @property
    def _by_shape(self) -> dict[tuple[str, int], list[tuple[str, int]]]:
        return self._once("shape", self._shapes)

    @property
    def _by_sound(self) -> dict[tuple[str, ...], list[str]]:
        return self._once("sound", self._sounds)

    def _once(self, name: str, make: Callable[[], T]) -> T:
        """Made by the first who asks, for all copies; two at once make the same."""
        if name not in self._lazy:
            self._lazy[name] = make()
        found: T = self._lazy[name]
        return found

    def _shapes(self) -> dict[tuple[str, int], list[tuple[str, int]]]:
        shapes: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
        for word in self._commonest():
            if word.isascii() and word.isalpha():
                shapes[word[0], len(word)].append((word, mask_of(word)))
        return dict(shapes)

    def _sounds(self) -> dict[tuple[str, ...], list[str]]:
        sounds: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for pair in self._commonest():
            if len(pair) == 2 and not pair.isascii():  # noqa: PLR2004
                sounds[tuple(blurred(sound(each)) for each in pair)].append(pair)
        return dict(sounds)

    def _commonest(self) -> list[str]:
        return sorted(self._counts, key=lambda term: (-self._counts[term], term))[:MOST]


NOTHING = Vocabulary()


def mask_of(word: str) -> int:
    """Which letters occur, as bits: two words of which more than 2 × n bits differ are more than n slips apart."""
    mask = 0
    for letter in word:
        mask |= 1 << ((ord(letter) - 97) % LETTERS)
    return mask


def slips_between(one: str, two: str, most: int) -> int:
    """Letters left out, added, changed or swapped with a neighbour between two words; `most` + 1 when more.

    Work: 2 × `most` + 1 comparisons a letter.
    """
    far, width = most + 1, len(two) + 1
    if abs(len(one) - len(two)) > most:
        return far
    before, row = [far] * width, [min(place, far) for place in range(width)]
    for i, left in enumerate(one, 1):
        before_last, last, row = before, row, [far] * width
        row[0] = min(i, far)
        for j in range(max(1, i - most), min(len(two), i + most) + 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (left != two[j - 1]), far)
            if i > 1 and j > 1 and left == two[j - 2] and one[i - 2] == two[j - 1]:
                cost = min(cost, before_last[j - 2] + 1)
            row[j] = cost
        before = last
        if min(row) > most:
            return far
    return row[-1]
