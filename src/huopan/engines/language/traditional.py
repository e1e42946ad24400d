"""Traditional characters and their simplified ones, character by character.

A table of characters is enough here: index and query are rewritten alike, so that the few words in which a character
should stay (乾隆, 瞭望) still meet.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

BLOCKS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))  # the basic plane's


def simplified(text: str) -> str:
    """`text` with every traditional character replaced by its simplified one; as long as before."""
    return text if text.isascii() else text.translate(_table())


@cache
def _table() -> Mapping[int, str]:
    """Asked of OpenCC once, some 20 ms: its own conversion looks for phrases, which would part words differently."""
    from opencc import OpenCC  # noqa: PLC0415

    characters = [chr(code) for first, end in BLOCKS for code in range(first, end)]
    told = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, told, strict=True)
    return {ord(character): simple for character, simple in pairs if character != simple and len(simple) == 1}
