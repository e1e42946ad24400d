"""Terms and names in the characters that every configuration of searchd takes as they are."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable

from huopan.domains.search.rules import least_matches

LONGEST_BYTES = 18


def token(term: str) -> str:
    """A term as letters and digits only: nothing of a query can be syntax, and no character set decides."""
    raw = term.encode()
    return f"h{hashlib.sha256(raw).hexdigest()[:32]}" if len(raw) > LONGEST_BYTES else f"t{raw.hex()}"


def tokens(terms: Iterable[str]) -> str:
    return " ".join(token(term) for term in terms)


def matching(terms: tuple[str, ...]) -> str:
    """The MATCH of a question: all of up to two terms, about two thirds of more."""
    least = least_matches(len(terms))
    return tokens(terms) if least == len(terms) else f'"{tokens(terms)}"/{least}'


def number(name: str) -> int:
    """A name in a multi-valued attribute, which holds numbers; the table `words` says which it was."""
    return zlib.crc32(name.encode())
