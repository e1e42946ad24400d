"""Terms and names in the characters that every configuration of searchd takes as they are."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable

from huopan.engines.language.understanding import least

LONGEST_BYTES = 18


def token(term: str) -> str:
    """A term as letters and digits only: nothing of a query can be syntax, and no character set decides."""
    raw = term.encode()
    return f"h{hashlib.sha256(raw).hexdigest()[:32]}" if len(raw) > LONGEST_BYTES else f"t{raw.hex()}"


def tokens(terms: Iterable[str]) -> str:
    return " ".join(token(term) for term in terms)


def matching(terms: tuple[str, ...], *, is_loose: bool = False) -> str:
    """The MATCH of a question: the usual share of the terms, or, loosely, any of them."""
    fewest = 1 if is_loose else least(len(terms))
    return tokens(terms) if fewest == len(terms) else f'"{tokens(terms)}"/{fewest}'


def number(name: str) -> int:
    """A name as a column holds it, 0 for none; the table `words` says which it was.

    Columns of text would be grouped in a pass of their own each, columns of numbers share one.
    """
    return zlib.crc32(name.encode())
