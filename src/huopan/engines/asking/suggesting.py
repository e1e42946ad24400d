"""Suggestions as somebody types, in Chinese, pinyin, initials or English, and what they may have meant."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice
from typing import Literal

from huopan.engines.language.normalising import normalised
from huopan.engines.language.sounds import blurred, initials, parted, syllables
from huopan.engines.language.vocabulary import slips_between
from huopan.engines.language.words import words

Kind = Literal["history", "search", "category", "belt", "supplier", "goods"]
MOST, SHORT, KEPT, WIDEST = 10, 3, 24, 4_000
LONGEST_PHRASE, LONGEST_TYPED = 40, 60
PINYIN, INITIALS, WITHIN = 0.8, 0.6, 0.5
LEAST_CORRECTED, TWO_SLIPS = 4, 8


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
    """Phrases by how they begin. Built in about 0.1 s for 1,000; asked in well under a millisecond; never changed."""

    def __init__(self, phrases: Iterable[Phrase] = ()) -> None:
        self._phrases = _best_of_each(phrases)
        self._by_text = {squeezed(phrase.text): phrase for phrase in self._phrases}
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
        begun = squeezed(typed[:LONGEST_TYPED])
        own = [Phrase(text, "history") for text in dict.fromkeys(history) if squeezed(text).startswith(begun)]
        said = {squeezed(phrase.text) for phrase in own}
        found = (self._phrases[place] for place in self._places(begun)) if begun else ()
        return [*own, *(phrase for phrase in found if squeezed(phrase.text) not in said)][:most]

    def knows(self, typed: str) -> bool:
        return squeezed(typed) in self._by_text

    def meant(self, typed: str) -> Phrase | None:
        """What somebody meant whose words nobody asks for: a phrase that sounds the same, or is a slip or two away."""
        wanted = squeezed(typed[:LONGEST_TYPED])
        if not wanted or wanted in self._by_text:
            return None
        alike = self._sounding(wanted) or list(self._near(wanted))
        return max(alike, key=lambda phrase: phrase.weight, default=None)

    def like(self, typed: str, most: int = 6) -> list[Phrase]:
        """Phrases that share a word of two signs or more with what is typed, the weightiest first."""
        words = {word for word in _words(normalised(typed)) if len(word) > 1}
        places = sorted({place for word in words for place in self._by_word.get(word, ())})
        other = (self._phrases[place] for place in places if squeezed(self._phrases[place].text) != squeezed(typed))
        return list(islice(other, most))

    def _sounding(self, wanted: str) -> list[Phrase]:
        spoken = parted(wanted) if wanted.isascii() else syllables(wanted)
        return self._by_sound.get(tuple(map(blurred, spoken)), []) if spoken else []

    def _near(self, wanted: str) -> Iterator[Phrase]:
        """The first sign is taken to be right in English; in Chinese one character of three or more may be wrong."""
        slips = 2 if len(wanted) >= TWO_SLIPS else 1
        for key, phrase in self._by_text.items():
            if wanted.isascii() != key.isascii() or abs(len(key) - len(wanted)) > slips:
                continue
            least = LEAST_CORRECTED if wanted.isascii() else SHORT
            is_begun_alike = key[0] == wanted[0] or not wanted.isascii()
            if len(wanted) >= least and is_begun_alike and slips_between(wanted, key, slips) <= slips:
                yield phrase

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
            text, plain = squeezed(phrase.text), normalised(phrase.text)
            yield text, phrase.weight, place
            words = _words(plain)
            for later, word in enumerate(words):
                if len(self._by_word[word]) < WIDEST:
                    self._by_word[word].append(place)
                if later:
                    yield "".join(words[later:]), phrase.weight * WITHIN, place
            if not text.isascii():
                spoken = phrase.spoken or syllables(text)
                self._by_sound[tuple(map(blurred, spoken))].append(phrase)
                yield "".join(spoken), phrase.weight * PINYIN, place
                yield initials(spoken), phrase.weight * INITIALS, place


def squeezed(text: str) -> str:
    """Normalised and without blanks: what two ways of typing the same have in common."""
    return "".join(normalised(text).split())


def _best_of_each(phrases: Iterable[Phrase]) -> list[Phrase]:
    best: dict[str, Phrase] = {}
    for phrase in phrases:
        key = squeezed(phrase.text)
        if key and len(phrase.text) <= LONGEST_PHRASE and (key not in best or best[key].weight < phrase.weight):
            best[key] = phrase
    return sorted(best.values(), key=lambda phrase: (-phrase.weight, phrase.text))


def _words(plain: str) -> list[str]:
    return [word for word in words(plain) if word.strip()]
