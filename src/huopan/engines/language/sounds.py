"""How Chinese sounds: pinyin, its initials, and how typed pinyin falls into syllables.

pypinyin takes some 60 MB, so it is loaded by the first who asks.
"""

from __future__ import annotations

from functools import cache, lru_cache

LONGEST = 60
NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("l", "n"))


def syllables(text: str) -> tuple[str, ...]:
    """A syllable without tone for each Chinese character; other signs stand for themselves: T恤 → t, xu."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    return tuple(lazy_pinyin(text[:LONGEST], errors=list, v_to_u=False))  # type: ignore[arg-type]


@lru_cache(maxsize=50_000)
def sound(character: str) -> str:
    """One character's commonest syllable, itself if it has none."""
    return syllables(character)[0]


@lru_cache(maxsize=20_000)
def blurred(syllable: str) -> str:
    """What accents of the south make of a syllable: zh and z, ang and an, l and n are one."""
    for full, short in NEAR:
        if full in {"ang", "eng", "ing"}:
            syllable = syllable[:-1] if syllable.endswith(full) else syllable
        elif syllable.startswith(full):
            syllable = short + syllable[len(full) :]
    return syllable


def initials(spoken: tuple[str, ...]) -> str:
    """bao wen bei → bwb."""
    return "".join(syllable[:1] for syllable in spoken)


@lru_cache(maxsize=5_000)
def parted(typed: str) -> tuple[str, ...]:
    """Typed pinyin as syllables, longest first: baowenbei → bao, wen, bei; none when it is no pinyin."""
    if not (typed.isascii() and typed.isalpha() and len(typed) <= LONGEST):
        return ()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(typed)
    for end in range(1, len(typed) + 1):
        for start in range(max(0, end - 6), end):
            before = best[start]
            if before is not None and typed[start:end] in _known() and _is_shorter(before, best[end]):
                best[end] = (*before, typed[start:end])
    return best[-1] or ()


def _is_shorter(before: tuple[str, ...], found: tuple[str, ...] | None) -> bool:
    return found is None or len(before) + 1 < len(found)


@cache
def _known() -> frozenset[str]:
    """Every syllable that a character of the basic plane has."""
    return frozenset(each for each in map(sound, map(chr, range(0x4E00, 0x9FA6))) if each.isascii())
