"""Codes that phones and hand-held scanners read."""

from __future__ import annotations

from io import BytesIO

import segno


def qr_drawing(text: str) -> str:
    """A QR code as SVG that survives a smudge (15% of it), with the quiet zone a reader needs."""
    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", border=4, xmldecl=False, omitsize=True)
    return drawn.getvalue().decode()


# Widths of bars and spaces of Code 128 (ISO/IEC 15417), by value; 104 starts set B, 106 stops.
_WIDTHS = [
    "212222",
    "222122",
    "222221",
    "121223",
    "121322",
    "131222",
    "122213",
    "122312",
    "132212",
    "221213",
    "221312",
    "231212",
    "112232",
    "122132",
    "122231",
    "113222",
    "123122",
    "123221",
    "223211",
    "221132",
    "221231",
    "213212",
    "223112",
    "312131",
    "311222",
    "321122",
    "321221",
    "312212",
    "322112",
    "322211",
    "212123",
    "212321",
    "232121",
    "111323",
    "131123",
    "131321",
    "112313",
    "132113",
    "132311",
    "211313",
    "231113",
    "231311",
    "112133",
    "112331",
    "132131",
    "113123",
    "113321",
    "133121",
    "313121",
    "211331",
    "231131",
    "213113",
    "213311",
    "213131",
    "311123",
    "311321",
    "331121",
    "312113",
    "312311",
    "332111",
    "314111",
    "221411",
    "431111",
    "111224",
    "111422",
    "121124",
    "121421",
    "141122",
    "141221",
    "112214",
    "112412",
    "122114",
    "122411",
    "142112",
    "142211",
    "241211",
    "221114",
    "413111",
    "241112",
    "134111",
    "111242",
    "121142",
    "121241",
    "114212",
    "124112",
    "124211",
    "411212",
    "421112",
    "421211",
    "212141",
    "214121",
    "412121",
    "111143",
    "111341",
    "131141",
    "114113",
    "114311",
    "411113",
    "411311",
    "113141",
    "114131",
    "311141",
    "411131",
    "211412",
    "211214",
    "211232",
    "2331112",
]
_START, _STOP, _MODULUS, _FIRST, _LAST, _QUIET = 104, 106, 103, " ", "~", 10


def bars_drawing(text: str) -> str:
    """`text` as Code 128, SVG with its quiet zones; signs outside of printable ASCII are left out."""
    values = [ord(sign) - ord(_FIRST) for sign in text if _FIRST <= sign <= _LAST]
    check = (_START + sum(place * value for place, value in enumerate(values, start=1))) % _MODULUS
    at, drawn = _QUIET, []
    for widths in (_WIDTHS[value] for value in (_START, *values, check, _STOP)):
        for place, width in enumerate(map(int, widths)):
            if place % 2 == 0:
                drawn.append(f"M{at} 0h{width}v1h-{width}z")
            at += width
    box = f"0 0 {at + _QUIET} 1"
    path = "".join(drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" preserveAspectRatio="none"><path d="{path}"/></svg>'
    )
