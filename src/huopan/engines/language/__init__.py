"""Chinese and English text: what two spellings of the same thing have in common.

One analysis for index and query: `terms` (see segmenting) makes the terms of both.
"""

from huopan.engines.language.segmenting import terms

__all__ = ["terms"]
