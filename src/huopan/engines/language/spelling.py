"""English words to their stems; British and American spellings and irregular plurals to one."""

from __future__ import annotations

from functools import lru_cache

from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

SAME = {
    "colour": "color", "colours": "color", "coloured": "color", "jewellery": "jewelry", "grey": "gray",
    "fibre": "fiber", "aluminium": "aluminum", "centre": "center", "metre": "meter", "litre": "liter",
    "flavour": "flavor", "moulded": "molded", "mould": "mold", "moulds": "mold", "tyre": "tire", "tyres": "tire",
    "pyjamas": "pajama", "pyjama": "pajama", "pajamas": "pajama", "doughnut": "donut", "doughnuts": "donut",
    "women": "woman", "womens": "woman", "men": "man", "mens": "man", "children": "child", "childrens": "child",
    "ladies": "lady", "babies": "baby", "knives": "knife", "shelves": "shelf", "leaves": "leaf", "scarves": "scarf",
    "halves": "half", "wolves": "wolf", "feet": "foot", "teeth": "tooth", "geese": "goose", "mice": "mouse",
    "people": "person", "calves": "calf", "loaves": "loaf", "thieves": "thief", "lives": "life", "wives": "wife",
}  # fmt: skip

_STEMMER = TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer("english")).build()


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A lower-case English word without its ending; letters of other scripts come back as they are."""
    if not word.isascii():
        return word
    return str(_STEMMER.analyze(SAME.get(word, word))[0])
