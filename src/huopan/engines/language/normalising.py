"""One spelling for many: width, case, accents, apostrophes, traditional characters, and numbers with their units."""

from __future__ import annotations

import re
import unicodedata

from huopan.engines.language.measures import measured
from huopan.engines.language.traditional import simplified

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_POSSESSIVE = re.compile(r"(?<=[a-z])['\u2019](?:s\b)?")


def normalised(text: str) -> str:
    """`text` in half width, lower case, simplified characters, without accents, each number joined to its unit.

    ５００ 毫升 and 0.5L are both 500ml, 馬克杯 is 马克杯, women's is women. Twice is the same as once.
    """
    plain = unicodedata.normalize("NFKC", text.encode("utf-8", "ignore").decode("utf-8")).lower()
    plain = simplified(_without_accents(plain))
    return measured(_POSSESSIVE.sub("", _THOUSANDS.sub("", plain)))


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(part for part in parts if not "\u0300" <= part <= "\u036f"))
