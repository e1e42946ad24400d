"""Product pictures drawn as flat SVG: eighteen shapes, any hue, four patterns. No file of anybody else's is needed."""

from __future__ import annotations

from colorsys import hls_to_rgb

SIZE = 800

# Each shape is drawn with {body} (its fill), {dark} (edges and shade) and {light} (gleams) on an 800 × 800 ground.
SHAPES: dict[str, str] = {
    "tote": """<path d="M290 290c0-150 220-150 220 0" fill="none" stroke="{dark}" stroke-width="26"/>
<path d="M200 280h400l40 380q4 40-36 40H196q-40 0-36-40z" fill="{body}"/><path d="M200 280h400l4 40H196z" fill="{dark}" opacity=".35"/>""",
    "bottle": """<rect x="340" y="130" width="120" height="90" rx="20" fill="{dark}"/>
<path d="M310 230h180q40 30 40 90v330q0 60-60 60H330q-60 0-60-60V320q0-60 40-90z" fill="{body}"/>
<rect x="300" y="330" width="26" height="300" rx="13" fill="{light}" opacity=".5"/>""",
    "keyring": """<circle cx="400" cy="220" r="90" fill="none" stroke="{dark}" stroke-width="22"/>
<rect x="386" y="300" width="28" height="80" rx="10" fill="{dark}"/>
<path d="M400 690C220 560 230 390 330 385c45-2 65 35 70 55 5-20 25-57 70-55 100 5 110 175-70 305z" fill="{body}"/>""",
    "notebook": """<rect x="210" y="150" width="390" height="520" rx="22" fill="{dark}"/><rect x="230" y="140" width="390" height="520" rx="18" fill="{body}"/>
<rect x="230" y="140" width="60" height="520" fill="{dark}" opacity=".3"/><rect x="350" y="250" width="200" height="90" rx="8" fill="{light}" opacity=".85"/>""",
    "umbrella": """<path d="M120 400a280 260 0 0 1 560 0q-50-46-93 0-47-46-94 0-46-46-93 0-47-46-93 0-47-46-94 0-43-46-93 0z" fill="{body}"/>
<path d="M400 140v-40" stroke="{dark}" stroke-width="18"/><path d="M400 400v230q0 60-50 60t-50-50" fill="none" stroke="{dark}" stroke-width="20"/>""",
    "stickers": """<rect x="180" y="180" width="440" height="460" rx="20" fill="{light}"/><circle cx="290" cy="300" r="70" fill="{body}"/>
<path d="M510 230l25 55 60 6-45 40 13 60-53-32-53 32 13-60-45-40 60-6z" fill="{dark}"/><rect x="230" y="430" width="130" height="130" rx="30" fill="{dark}"/>
<path d="M500 560c-80-60-70-130-28-130 20 0 28 18 28 26 0-8 8-26 28-26 42 0 52 70-28 130z" fill="{body}"/>""",
    "tshirt": """<path d="M290 170l-170 90 60 130 80-36v326q0 20 20 20h240q20 0 20-20V354l80 36 60-130-170-90q-110 90-220 0z" fill="{body}"/>
<path d="M290 170q110 90 220 0l-20-8q-90 66-180 0z" fill="{dark}"/>""",
    "dress": """<path d="M310 130h40q50 60 100 0h40l10 170 120 370q-220 80-440 0l120-370z" fill="{body}"/>
<path d="M300 300h200l8 30H292z" fill="{dark}"/>""",
    "hoodie": """<path d="M290 200l-150 90v330h90V420l30-20v280h280V400l30 20v200h90V290l-150-90z" fill="{body}"/>
<path d="M290 200q-10-90 110-100 120 10 110 100-110 130-220 0z" fill="{dark}"/><rect x="310" y="500" width="180" height="100" rx="26" fill="{dark}" opacity=".35"/>""",
    "socks": """<path d="M250 140h120v300l130 120q30 60-40 90-40 14-80-10L240 520q-20-20-10-60z" fill="{body}"/><rect x="245" y="140" width="130" height="50" fill="{dark}"/>
<path d="M470 160h110v230l90 90q30 50-30 80l-40 4-110-100z" fill="{body}" opacity=".8"/><rect x="466" y="160" width="118" height="46" fill="{dark}" opacity=".8"/>""",
    "cap": """<path d="M180 470q-10-250 220-260 230 10 220 260z" fill="{body}"/><path d="M170 460h470q120 40 60 90-300 10-530-60z" fill="{dark}"/>
<circle cx="400" cy="208" r="18" fill="{dark}"/>""",
    "scarf": """<path d="M250 180q150 90 300 0l40 110q-190 120-380 0z" fill="{body}"/><path d="M280 320l90 30-30 330h-130z" fill="{body}"/>
<path d="M420 350l100-30 60 300h-130z" fill="{dark}" opacity=".75"/>""",
    "mug": """<path d="M540 330q140-10 130 110t-150 120" fill="none" stroke="{dark}" stroke-width="40"/>
<path d="M180 240h380v330q0 100-100 100H280q-100 0-100-100z" fill="{body}"/><ellipse cx="370" cy="240" rx="190" ry="40" fill="{dark}"/>""",
    "plate": """<ellipse cx="400" cy="430" rx="310" ry="230" fill="{body}"/><ellipse cx="400" cy="420" rx="200" ry="140" fill="{light}" opacity=".55"/>
<ellipse cx="400" cy="420" rx="200" ry="140" fill="none" stroke="{dark}" stroke-width="8"/>""",
    "bowl": """<path d="M130 360h540q0 240-180 290l20 40H290l20-40q-180-50-180-290z" fill="{body}"/><ellipse cx="400" cy="360" rx="270" ry="60" fill="{dark}"/>
<ellipse cx="400" cy="366" rx="236" ry="44" fill="{light}" opacity=".6"/>""",
    "vase": """<path d="M330 140h140l-10 120q150 120 100 310-30 110-90 120H330q-60-10-90-120-50-190 100-310z" fill="{body}"/>
<ellipse cx="400" cy="142" rx="72" ry="20" fill="{dark}"/><rect x="300" y="330" width="22" height="220" rx="11" fill="{light}" opacity=".5"/>""",
    "teapot": """<path d="M560 380q130-120 140 0-10 130-150 120" fill="none" stroke="{dark}" stroke-width="34"/>
<path d="M240 400L110 330l-20 40 150 150z" fill="{dark}"/><path d="M230 340h350q60 300-90 330H320q-150-30-90-330z" fill="{body}"/>
<ellipse cx="405" cy="336" rx="150" ry="36" fill="{dark}"/><circle cx="405" cy="286" r="28" fill="{dark}"/>""",
    "candle": """<rect x="250" y="330" width="300" height="340" rx="40" fill="{body}"/><rect x="250" y="330" width="300" height="70" rx="35" fill="{light}" opacity=".7"/>
<path d="M400 330v-40" stroke="{dark}" stroke-width="10"/><path d="M400 290c-50-40-20-90 0-130 20 40 50 90 0 130z" fill="#f4a63a"/>""",
}
PATTERNS: dict[str, str] = {
    "plain": "",
    "stripes": '<path d="M0 20h60" stroke="{light}" stroke-width="14" opacity=".45"/>',
    "dots": '<circle cx="30" cy="30" r="9" fill="{light}" opacity=".6"/>',
    "checks": '<path d="M0 0h30v30H0zM30 30h30v30H30z" fill="{dark}" opacity=".22"/>',
}


def _colour(hue: int, light: float, strong: float) -> str:
    red, green, blue = hls_to_rgb(hue / 360, light, strong)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def product_svg(*, shape: str, hue: int, pattern: str) -> str:
    """One picture: `shape` of SHAPES in `hue` (0–359), with a `pattern` of PATTERNS over it, on a pale ground."""
    colours = {
        "body": _colour(hue, 0.55, 0.45),
        "dark": _colour(hue, 0.32, 0.40),
        "light": _colour(hue, 0.90, 0.60),
    }
    drawn = SHAPES[shape].format(**colours)
    over = SHAPES[shape].format(body="url(#pattern)", dark="none", light="none") if pattern != "plain" else ""
    ground = _colour((hue + 30) % 360, 0.955, 0.35)
    floor = _colour((hue + 30) % 360, 0.90, 0.30)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}">'
        f'<defs><pattern id="pattern" width="60" height="60" patternUnits="userSpaceOnUse" patternTransform="rotate(20)">'
        f"{PATTERNS[pattern].format(**colours)}</pattern></defs>"
        f'<rect width="{SIZE}" height="{SIZE}" fill="{ground}"/><rect y="600" width="{SIZE}" height="200" fill="{floor}"/>'
        f'<ellipse cx="400" cy="706" rx="270" ry="26" fill="{colours["dark"]}" opacity=".16"/>{drawn}{over}</svg>'
    )
