"""Suggestions as somebody types, in Chinese, pinyin, initials or English, and what they may have meant."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import accumulate, islice
from typing import Literal

from huopan.engines.language.normalising import normalised
from huopan.engines.language.sounds import blurred, initials, parted, syllables
from huopan.engines.language.vocabulary import mask_of, slips_between
from huopan.engines.language.words import words

Kind = Literal["history", "search", "category", "belt", "supplier", "goods"]
MOST, SHORT, KEPT, WIDEST = 10, 3, 24, 4_000
MOST_COMPARED = 400
LONGEST_PHRASE, LONGEST_TYPED = 40, 60
PINYIN, INITIALS, WITHIN = 0.8, 0.6, 0.5
LEAST_CORRECTED, TWO_SLIPS = 4, 8
MOST_WITHIN, SHORTEST_WITHIN, LONG_HAN = 4, 2, 4


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something worth asking. `weight` > 0: how often it is asked, or an equal of that; `code` of a category or belt.

    `spoken`: its syllables, where somebody has looked them up; else they are looked up.
    """

    text: str
    kind: Kind
    weight: float = 1.0
    code: str = ""
    spoken: tuple[str, ...] = ()


class Suggester:
    """Phrases by how they, or their later words, begin. Never changed once it is built, which takes about 0.1 s for
    1,000; asked in well under a millisecond."""

    def __init__(self, phrases: Iterable[Phrase] = ()) -> None:
        self._phrases = _best_of_each(phrases)
        self._texts = [squeezed(phrase.text) for phrase in self._phrases]
        self._by_text = dict(zip(self._texts, self._phrases, strict=True))
        self._by_shape: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
        for place, text in enumerate(self._texts):
            self._by_shape[_first(text), len(text)].append((place, mask_of(text)))
        self._by_sound: dict[tuple[str, ...], list[Phrase]] = defaultdict(list)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        entries = sorted(self._entries())
        self._keys = [key for key, _, _ in entries]
        self._ranked = [(-worth, place) for _, worth, place in entries]
        self._short = self._best_of_short()

    def __len__(self) -> int:
        return len(self._phrases)

    def suggest(self, typed: str, *, history: Iterable[str] = (), most: int = MOST) -> list[Phrase]:
        """The weightiest phrases that begin with what is typed, own history first. Any text; no text, only history."""
        begun = _typed(typed)
        own = [Phrase(text, "history") for text in dict.fromkeys(history) if squeezed(text).startswith(begun)]
        said = {squeezed(phrase.text) for phrase in own}
        found = self._places(begun) if begun else ()
        return [*own, *(self._phrases[place] for place in found if self._texts[place] not in said)][:most]

    def knows(self, typed: str) -> bool:
        return _typed(typed) in self._by_text

    def meant(self, typed: str) -> Phrase | None:
        """What somebody meant whose words nobody asks for: a phrase that sounds the same, or is a slip or two away."""
        wanted = _typed(typed)
        if not wanted or wanted in self._by_text:
            return None
        alike = self._sounding(wanted) or list(self._near(wanted))
        return max(alike, key=lambda phrase: phrase.weight, default=None)

    def like(self, typed: str, most: int = 6) -> list[Phrase]:
        """Phrases that share a word of two signs or more with what is typed, the weightiest first."""
        words = {word for word in _words(normalised(typed[:LONGEST_TYPED])) if len(word) > 1}
        places = sorted({place for word in words for place in self._by_word.get(word, ())})
        same = _typed(typed)
        return list(islice((self._phrases[place] for place in places if self._texts[place] != same), most))

    def _sounding(self, wanted: str) -> list[Phrase]:
        spoken = parted(wanted) if wanted.isascii() else syllables(wanted)
        return self._by_sound.get(tuple(map(blurred, spoken)), []) if spoken else []

    def _near(self, wanted: str) -> Iterator[Phrase]:
        """The first sign is taken to be right in English; in Chinese one character of three or more may be wrong."""
        if len(wanted) >= (LEAST_CORRECTED if wanted.isascii() else SHORT):
            slips = 2 if len(wanted) >= TWO_SLIPS else 1
            for place in islice(self._alike(wanted, slips), MOST_COMPARED):
                if slips_between(wanted, self._texts[place], slips) <= slips:
                    yield self._phrases[place]

    def _alike(self, wanted: str, slips: int) -> Iterator[int]:
        """Phrases of about the same signs, the weightiest of each length first."""
        mask = mask_of(wanted)
        for length in range(len(wanted) - slips, len(wanted) + slips + 1):
            for place, its_mask in self._by_shape.get((_first(wanted), length), ()):
                if (mask ^ its_mask).bit_count() <= 2 * slips:
                    yield place

    def _places(self, begun: str) -> list[int]:
        if len(begun) <= SHORT:
            return list(self._short.get(begun, ()))
        start = bisect_left(self._keys, begun)
        end = bisect_left(self._keys, begun + "\U0010ffff", lo=start)
        ranked = nsmallest(KEPT, self._ranked[start : min(end, start + WIDEST)])
        return list(dict.fromkeys(place for _, place in ranked))

    def _best_of_short(self) -> dict[str, tuple[int, ...]]:
        best: dict[str, list[tuple[float, int]]] = defaultdict(list)
        for key, ranked in zip(self._keys, self._ranked, strict=True):
            for length in range(1, min(SHORT, len(key)) + 1):
                best[key[:length]].append(ranked)
        return {begun: tuple(dict.fromkeys(p for _, p in nsmallest(KEPT, all_))) for begun, all_ in best.items()}

    def _entries(self) -> Iterator[tuple[str, float, int]]:
        for place, phrase in enumerate(self._phrases):
            text, cut = self._texts[place], _words(normalised(phrase.text))
            for word in cut:
                if len(self._by_word[word]) < WIDEST:
                    self._by_word[word].append(place)
            later = [(start, phrase.weight * WITHIN) for start in _starts(cut)]
            yield from ((text[start:], worth, place) for start, worth in [(0, phrase.weight), *later])
            if not text.isascii():
                spoken = phrase.spoken or syllables(text)
                self._by_sound[tuple(map(blurred, spoken))].append(phrase)
                heard = later if len(spoken) == len(text) else []
                for start, worth in [(0, phrase.weight), *heard]:
                    yield "".join(spoken[start:]), worth * PINYIN, place
                    yield initials(spoken[start:]), worth * INITIALS, place


def squeezed(text: str) -> str:
    """Normalised and without blanks: what two ways of typing the same have in common."""
    return "".join(normalised(text).split())


def _typed(text: str) -> str:
    """One sign can become eighteen when it is normalised: the length is bounded before and after."""
    return squeezed(text[:LONGEST_TYPED])[:LONGEST_TYPED]


def _best_of_each(phrases: Iterable[Phrase]) -> list[Phrase]:
    best: dict[str, Phrase] = {}
    for phrase in phrases:
        key = squeezed(phrase.text)
        if key and len(phrase.text) <= LONGEST_PHRASE and (key not in best or best[key].weight < phrase.weight):
            best[key] = phrase
    return sorted(best.values(), key=lambda phrase: (-phrase.weight, phrase.text))


def _first(text: str) -> str:
    return text[0] if text.isascii() else ""


def _starts(cut: list[str]) -> list[int]:
    """Where the words after the first begin, as far as somebody may begin to type there; 设计方案 is two words."""
    ends = list(accumulate(len(part) for word in cut for part in _halves(word)))
    return [start for start in ends[:-1] if ends[-1] - start >= SHORTEST_WITHIN][:MOST_WITHIN]


def _halves(word: str) -> tuple[str, ...]:
    return (word[:2], word[2:]) if len(word) >= LONG_HAN and not word.isascii() else (word,)


def _words(plain: str) -> list[str]:
    return [word for word in words(plain) if word.strip()]
