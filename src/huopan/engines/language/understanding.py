"""What a buyer's words ask of the index: weighed terms, what would do as well, and how much of it must be there.

The weights were chosen on texts without judgments (a sentence taken out of a news item or a review must find the
rest of it; a title with words dropped, bent or misspelt must find itself), and checked on the judged halves that
were held out: see docs/decisions/0018.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from huopan.engines.language.normalising import normalised
from huopan.engines.language.segmenting import Piece, pieces, terms
from huopan.engines.language.sounds import parted
from huopan.engines.language.trade import LITTLE, LITTLE_HAN, other_names
from huopan.engines.language.vocabulary import NOTHING, Vocabulary
from huopan.engines.language.words import words

LONGEST_QUERY, MOST_WANTED = 200, 64
CHARACTER, PAIR, PAIR_ACROSS_WORDS = 0.6, 1.0, 0.5
LITTLE_WORD, CODE_PART, JOINED, OTHER_NAME, SOUND = 0.3, 0.5, 0.8, 0.35, 0.4
SLIPS = {0: 0.9, 1: 0.8, 2: 0.6}
NEIGHBOURS, MOST_WITH_NEIGHBOURS = 0.2, 8
RARE_NEIGHBOUR = 10_000  # offers that have the rarer of two: beyond, comparing places costs more than the whole search
ALL_OF, MOST_OF = 2, 10
MOST_READ = 750_000  # entries that the terms stand in, summed up: about 15 ms of the engine
MOST_CORRECTED = 4  # looking for what is like an unknown word takes milliseconds


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing asked for: the best of `terms` (with weights) and of `together` (two terms as neighbours) counts."""

    terms: tuple[tuple[str, float], ...]
    together: tuple[tuple[str, str], ...] = ()
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class Understood:
    """`least`: how many of the needed must be there in a strict search; a loose one takes any one of them.

    `neighbours`: pairs of terms that count NEIGHBOURS more where they stand together in a title.
    """

    wanted: tuple[Wanted, ...] = ()
    neighbours: tuple[tuple[str, str], ...] = ()
    least: int = 0

    @property
    def terms(self) -> tuple[str, ...]:
        """The bare terms that weigh something, for an engine that cannot weigh."""
        firsts = (each.terms[0] for each in self.wanted)
        return tuple(term for term, weight in firsts if weight >= PAIR_ACROSS_WORDS)


def understood(text: str, vocabulary: Vocabulary = NOTHING) -> Understood:
    """Any text; what is longer than 200 signs loses its tail. Without a vocabulary nothing is corrected or parted."""
    plain = normalised(text[:LONGEST_QUERY])[:LONGEST_QUERY]
    found = list(pieces(plain))
    unknown = [piece for piece in found if piece.kind == "word" and not _is_known(piece.terms[0], vocabulary)]
    uncorrected = set(unknown[MOST_CORRECTED:])
    wanted: dict[str, Wanted] = {}
    for each in (
        *(each for piece in found for each in _of_piece(piece, NOTHING if piece in uncorrected else vocabulary)),
        *_joined(found, vocabulary),
        *_otherwise(plain),
    ):
        wanted.setdefault(each.terms[0][0], each)
    kept = _affordable(_telling(tuple(wanted.values()))[:MOST_WANTED], vocabulary)
    return Understood(kept, _neighbours(found, vocabulary), least(sum(each.is_needed for each in kept)))


def _affordable(wanted: tuple[Wanted, ...], vocabulary: Vocabulary) -> tuple[Wanted, ...]:
    """What would make the engine read more than MOST_READ goes, the commonest first, for it tells the least."""
    costs = [sum(vocabulary.read_for(term) for term, _ in each.terms) for each in wanted]
    if sum(costs) <= MOST_READ:
        return wanted
    rarest = sorted(range(len(wanted)), key=costs.__getitem__)
    spent = accumulate(costs[place] for place in rarest)
    kept = {place for place, so_far in zip(rarest, spent, strict=True) if so_far <= MOST_READ} or {rarest[0]}
    return tuple(each for place, each in enumerate(wanted) if place in kept)


def least(needed: int) -> int:
    """How many of the things asked for must be there: all of up to two, then two thirds; of a sentence any one."""
    if needed <= ALL_OF:
        return needed
    return -(-needed * 2 // 3) if needed <= MOST_OF else 1


def _telling(wanted: tuple[Wanted, ...]) -> tuple[Wanted, ...]:
    """A query of nothing but little words means them."""
    if any(each.is_needed for each in wanted):
        return tuple(each for each in wanted if each.terms[0][1])
    return tuple(Wanted(((each.terms[0][0], 1.0),)) for each in wanted)


def _of_piece(piece: Piece, vocabulary: Vocabulary) -> Iterator[Wanted]:
    if piece.kind == "han":
        yield from _of_han(piece.text, vocabulary)
    elif piece.kind == "word":
        yield from _of_word(piece, vocabulary)
    elif piece.kind == "bridge":
        yield Wanted(((piece.terms[0], JOINED),), is_needed=False)
    else:
        yield Wanted(((piece.terms[0], 1.0),), is_needed=_is_known(piece.terms[0], vocabulary))
        yield from (Wanted(((part, CODE_PART),), is_needed=False) for part in piece.terms[1:])


def _is_known(term: str, vocabulary: Vocabulary) -> bool:
    return not len(vocabulary) or vocabulary.count(term) > 0


def _of_han(text: str, vocabulary: Vocabulary) -> Iterator[Wanted]:
    """Characters, pairs within words, and, for less, pairs across words; single-character words count in full."""
    cut = words(text)
    whole = {word for word in cut if len(word) == 1}
    within = {word[place : place + 2] for word in cut for place in range(len(word) - 1)}
    for sign in text:
        is_little = sign in LITTLE_HAN
        yield Wanted(((sign, 0.0 if is_little else PAIR if sign in whole else CHARACTER),), is_needed=not is_little)
    for pair in (text[place : place + 2] for place in range(len(text) - 1)):
        weight = PAIR if pair in within else PAIR_ACROSS_WORDS
        meant = (
            () if _is_known(pair, vocabulary) or not _may_be_slip(pair, within, whole) else vocabulary.same_sound(pair)
        )
        yield Wanted(((pair, weight), *((each, SOUND) for each in meant)), is_needed=False)


def _may_be_slip(pair: str, within: set[str], whole: set[str]) -> bool:
    """An unknown pair of two words' ends is no slip."""
    return pair in within or (pair[0] in whole or pair[1] in whole)


def _of_word(piece: Piece, vocabulary: Vocabulary) -> Iterator[Wanted]:
    term = piece.terms[0]
    if piece.text in LITTLE:
        yield Wanted(((term, LITTLE_WORD),), is_needed=False)
    elif _is_known(term, vocabulary):
        yield Wanted(((term, 1.0),))
    elif len(syllables := parted(piece.text)) > 1 and all(pairs := vocabulary.spoken(syllables)):
        yield from (Wanted(tuple((pair, PAIR) for pair in same)) for same in pairs)
    else:
        bare = piece.text.rstrip("es")  # of a misspelt word the stem keeps what the right word loses
        meant = vocabulary.near(term) or vocabulary.near(bare)
        near = tuple((known, SLIPS[slips]) for known, slips in meant)
        yield Wanted(((term, 1.0), *near), vocabulary.parts(piece.text))


def _joined(found: list[Piece], vocabulary: Vocabulary) -> Iterator[Wanted]:
    """Two neighbouring words that the index knows as one: key ring → keyring, iphone 15 → iphone15."""
    for one, two in _side_by_side(found):
        joined = terms(one.text + two.text)
        if vocabulary.count(joined[0]):
            yield Wanted(((joined[0], JOINED),), is_needed=False)


def _otherwise(plain: str) -> Iterator[Wanted]:
    for name in other_names(plain):
        for term in terms(name):
            if len(term) > 1:
                yield Wanted(((term, OTHER_NAME),), is_needed=False)


def _neighbours(found: list[Piece], vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    pairs = [(one.terms[0], two.terms[0]) for one, two in _side_by_side(found)]
    if len(pairs) >= MOST_WITH_NEIGHBOURS:
        return ()
    rare = (pair for pair in pairs if min(map(vocabulary.count, pair)) <= RARE_NEIGHBOUR)
    return tuple(dict.fromkeys(pair for pair in rare if pair[0] != pair[1]))


def _side_by_side(found: list[Piece]) -> Iterator[tuple[Piece, Piece]]:
    """Neighbouring pieces that are not Chinese and not little words."""
    telling = [piece for piece in found if piece.kind not in {"han", "bridge"} and piece.text not in LITTLE]
    return pairwise(telling)
