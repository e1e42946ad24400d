"""Which offers are one and the same goods, and are folded into one result.

The rule: two offers fold when their titles consist of the same words (in any order) and they show the same first
picture. Where there is no picture, they fold only within one supplier. Of those that fold, the best result stands for
all; the others are named under it and never lost. Folding looks at the first hundred results.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def fold_key(*, title_terms: Iterable[str], picture: str, supplier_id: int) -> int:
    """63 bits, equal for offers that fold. `picture`: a fingerprint of the first picture, or ""."""
    shown = f"picture {picture}" if picture else f"supplier {supplier_id}"
    said = " ".join(sorted(set(title_terms)))
    return int.from_bytes(hashlib.sha256(f"{said}\n{shown}".encode()).digest()[:8]) >> 1
