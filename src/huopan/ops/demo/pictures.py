"""Product pictures drawn by rule: thirty products, ten colours, prints, scenes and views; the same for the same `Look`."""

from __future__ import annotations

import hashlib
import io
import os
import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import resvg_py
from PIL import Image

from huopan.ops.demo.shapes import SHAPES

SIZE = 800
QUALITY = 80
DRAWN_AS = "1"  # change it with the drawings: kept pictures are known by it
View = Literal["single", "turned", "pair", "family", "detail"]

PALETTE = {
    "米白": "#ece3d2",
    "黑色": "#3a3a40",
    "雾蓝": "#86a5c2",
    "豆绿": "#93b18f",
    "焦糖": "#b5743a",
    "樱粉": "#e3a3ad",
    "藏青": "#3c517c",
    "姜黄": "#dba63f",
    "香芋紫": "#a493c7",
    "砖红": "#b8503a",
}
PRINTS: dict[str, str] = {
    "plain": "",
    "stripes": '<rect width="60" height="26" fill="{light}" opacity=".5"/>',
    "dots": '<circle cx="18" cy="18" r="9" fill="{light}" opacity=".75"/><circle cx="48" cy="48" r="9" fill="{light}" opacity=".75"/>',
    "check": '<rect width="60" height="22" fill="{line}" opacity=".16"/><rect width="22" height="60" fill="{light}" opacity=".4"/>',
    "floral": '<g fill="{light}" opacity=".85"><circle cx="30" cy="16" r="9"/><circle cx="44" cy="30" r="9"/><circle cx="30" cy="44" r="9"/><circle cx="16" cy="30" r="9"/></g><circle cx="30" cy="30" r="7" fill="{line}" opacity=".5"/>',
    "speckle": '<g fill="{line}" opacity=".4"><circle cx="9" cy="12" r="2.4"/><circle cx="34" cy="7" r="1.7"/><circle cx="52" cy="30" r="2.6"/><circle cx="22" cy="40" r="1.9"/><circle cx="42" cy="52" r="2.2"/><circle cx="7" cy="54" r="1.6"/></g>',
}
SCENES: dict[str, str] = {
    "studio": """<rect width="800" height="800" fill="url(#wall)"/><rect y="560" width="800" height="240" fill="url(#floor)"/>""",
    "circle": """<rect width="800" height="800" fill="{wall}"/><circle cx="400" cy="380" r="310" fill="#fff" opacity=".55"/><rect y="600" width="800" height="200" fill="{ground}" opacity=".55"/>""",
    "podium": """<rect width="800" height="800" fill="url(#wall)"/><path d="M60 800V330q0-210 210-210h260q210 0 210 210v470z" fill="#fff" opacity=".32"/><path d="M70 676v124h660V676z" fill="{ground}"/><ellipse cx="400" cy="676" rx="330" ry="62" fill="#fff" opacity=".72"/>""",
    "table": """<rect width="800" height="800" fill="{wall}"/><path d="M520 0h130v360H520zM560 0v360M610 0v360" fill="#fff" opacity=".28"/><rect y="570" width="800" height="230" fill="#d9b991"/><rect y="570" width="800" height="12" fill="#b8936a" opacity=".6"/><path d="M0 626q220-16 420 0t380-6M0 690q180 16 380 2t420 8M0 752q260-18 800-4" stroke="#b8936a" stroke-width="3" opacity=".35" fill="none"/>""",
    "stone": """<rect width="800" height="800" fill="#f3f1ee"/><path d="M0 540h800v260H0z" fill="#e4e0da"/><path d="M40 800q90-140 210-160t240-100M520 800q40-90 150-120t130-90M0 640q90-10 150-60" stroke="#cbc5bc" stroke-width="4" fill="none" opacity=".7"/>""",
}


@dataclass(frozen=True, slots=True)
class Look:
    """What one picture shows: a product of SHAPES in colours of PALETTE, a print of PRINTS, in a scene, seen so."""

    kind: str
    colours: tuple[str, ...]
    pattern: str = "plain"
    scene: str = "studio"
    view: View = "single"

    @property
    def name(self) -> str:
        """Short, and different for every look."""
        said = "/".join((DRAWN_AS, self.kind, *self.colours, self.pattern, self.scene, self.view))
        return f"demo-{self.kind}-{hashlib.sha256(said.encode()).hexdigest()[:12]}"


def drawn(look: Look, pixels: int) -> bytes:
    """A WebP of `pixels` a side."""
    png = bytes(
        resvg_py.svg_to_bytes(svg_string=picture_svg(look), width=pixels, height=pixels, skip_system_fonts=True)
    )
    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").save(out, "WEBP", quality=QUALITY, method=3)
    return out.getvalue()


def drawn_lot(looks: list[Look], pixels: int, kept_in: Path | None = None) -> list[bytes]:
    """Each look once for ever: what was drawn before lies in `kept_in`."""
    return [_kept(look, pixels, kept_in) if kept_in else drawn(look, pixels) for look in looks]


def _kept(look: Look, pixels: int, folder: Path) -> bytes:
    path = folder / f"{look.name}-{pixels}.webp"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(f".{os.getpid()}")
        half.write_bytes(drawn(look, pixels))
        half.replace(path)
    return path.read_bytes()


def picture_svg(look: Look) -> str:
    first = PALETTE[look.colours[0]]
    ground = {"wall": _mixed(first, 0.92, 0.28), "ground": _mixed(first, 0.82, 0.24), "deep": _mixed(first, 0.87, 0.3)}
    scene = SCENES[look.scene].format(**ground)
    defs = "".join(_paints(place, colour, look.pattern) for place, colour in enumerate(look.colours))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}"><defs>'
        f'<linearGradient id="wall" x1="0" y1="0" x2="0" y2="1"><stop stop-color="#fff"/><stop offset="1" stop-color="{ground["deep"]}"/></linearGradient>'
        f'<linearGradient id="floor" x1="0" y1="0" x2="0" y2="1"><stop stop-color="{ground["ground"]}" stop-opacity="0"/><stop offset="1" stop-color="{ground["ground"]}"/></linearGradient>'
        '<radialGradient id="shade"><stop stop-color="#1a1612" stop-opacity=".42"/><stop offset=".55" stop-color="#1a1612" stop-opacity=".16"/><stop offset="1" stop-color="#1a1612" stop-opacity="0"/></radialGradient>'
        f"{defs}</defs>{scene}{_arranged(look)}</svg>"
    )


def _arranged(look: Look) -> str:
    one = [_product(look, place) for place in range(len(look.colours))]
    match look.view:
        case "turned":
            return f'<g transform="translate(400 420) rotate(-7) scale(-.82 .82) translate(-400 -420)">{one[0]}</g>'
        case "pair":
            back = f'<g transform="translate(300 20) scale(.62)">{one[1 % len(one)]}</g>'
            return f'{back}<g transform="translate(20 150) scale(.76)">{one[0]}</g>'
        case "family":
            return _row(one)
        case "detail":
            return f'<g transform="translate(-470 -560) scale(2.1)">{one[0]}</g>'
        case _:
            return f'<g transform="translate(44 44) scale(.89)">{one[0]}</g>'


def _row(products: list[str]) -> str:
    """Up to five beside each other, two deep."""
    places = ((20, 70, 0.46), (410, 70, 0.46), (-20, 350, 0.5), (230, 380, 0.5), (460, 350, 0.5))
    order = places[: len(products)]
    return "".join(
        f'<g transform="translate({x} {y}) scale({scale})">{product}</g>'
        for product, (x, y, scale) in zip(products, order, strict=False)
    )


def _product(look: Look, place: int) -> str:
    shape = SHAPES[look.kind]
    shadow = '<ellipse cx="400" cy="694" rx="300" ry="40" fill="url(#shade)"/>'
    colour = PALETTE[look.colours[place]]
    paints = {"dark": _shade(colour, 0.68), "light": _mixed(colour, 0.93, 0.5), "line": _shade(colour, 0.32)}
    body = shape.format(body=f"url(#body{place})", **paints)
    return shadow + (body if look.pattern == "plain" else _printed(body, place))


def _printed(shape: str, place: int) -> str:
    """The print goes right over what has the colour, below labels, seams and gleams."""
    return "".join(
        part + part.replace(f"url(#body{place})", f"url(#print{place})") if "url(#body" in part else part
        for part in re.findall(r"[^>]*>", shape)
    )


def _paints(place: int, name: str, pattern: str) -> str:
    colour = PALETTE[name]
    shades = ((0, 1.1), (0.22, 1.16), (0.6, 1.0), (1, 0.78))
    stops = "".join(f'<stop offset="{at}" stop-color="{_shade(colour, by)}"/>' for at, by in shades)
    paints = {"light": _mixed(colour, 0.93, 0.5), "line": _shade(colour, 0.4)}
    return (
        f'<linearGradient id="body{place}" x1="0" y1="0" x2="1" y2=".28">{stops}</linearGradient>'
        f'<pattern id="print{place}" width="60" height="60" patternUnits="userSpaceOnUse" patternTransform="rotate(18)">'
        f"{PRINTS[pattern].format(**paints)}</pattern>"
    )


def _shade(colour: str, by: float) -> str:
    """Lighter above 1, darker below."""
    hue, light, strong = rgb_to_hls(*_parts(colour))
    return _hex(hue, min(0.97, light * by), strong)


def _mixed(colour: str, light: float, strong: float) -> str:
    """The same hue at another lightness."""
    hue, _light, own = rgb_to_hls(*_parts(colour))
    return _hex(hue, light, min(strong, own + 0.1))


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _hex(hue: float, light: float, strong: float) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in hls_to_rgb(hue, light, strong))
