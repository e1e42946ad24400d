"""A child process that decodes one strange picture and writes a plain one: run as a script, never imported.

It bounds its own memory and time before it reads, knows no secrets, and speaks over its pipes: the picture goes in; out
comes one line of JSON, then the new picture. `pictures.py` is the other end.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import xml.etree.ElementTree as ET
from typing import Any

PIXEL_CAP = 40_000_000
LONGEST_SIDE = 2_000
MEMORY_CAP = 640 * 1024 * 1024
CPU_SECONDS = 15
SVG_CAP = 1_000_000
STEEPEST = 10  # an SVG's longer side to its shorter
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP")
ORIENTATION_TAG = 0x0112


class Refused(Exception):  # noqa: N818 - told to the parent by name
    """`args`: the refusal's name and what fills its sentence."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_CAP, MEMORY_CAP))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    raw = sys.stdin.buffer.read()
    try:
        header, content = _decoded(raw)
    except Refused as refusal:
        header, content = {"refused": refusal.args[0], "params": refusal.args[1]}, b""
    except MemoryError:
        header, content = {"refused": "demanding", "params": {}}, b""
    except Exception as error:  # noqa: BLE001 - decoders raise anything at all
        header, content = {"refused": "broken", "params": {}, "because": repr(error)[:200]}, b""
    header["peak_mb"] = _peak_mb()
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + content)


def _peak_mb() -> int:
    """The most memory this process held. Not ru_maxrss, which begins at what the parent held."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return 0


def _decoded(raw: bytes) -> tuple[dict[str, Any], bytes]:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # our own cap is below, from the header, before anything is decoded
    if _looks_like_svg(raw):
        raw = _rasterised(raw)
    image = Image.open(io.BytesIO(raw), formats=FORMATS)
    width, height = image.size
    if width * height > PIXEL_CAP:
        raise Refused("pixels", {"width": width, "height": height, "limit_megapixels": PIXEL_CAP // 1_000_000})
    return _written(_upright(_shrunk(image), _orientation(image)))


def _orientation(image: Any) -> int:
    return int(image.getexif().get(ORIENTATION_TAG, 1))


def _shrunk(image: Any) -> Any:
    """The first frame in plain colours, no side above LONGEST_SIDE."""
    if image.format == "JPEG":
        image.draft("RGB" if image.mode != "L" else "L", (LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    factor = max(max(image.size) // LONGEST_SIDE, 1)
    small = _plain(image) if factor == 1 else _reduced(image, factor)
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return small


def _reduced(image: Any, factor: int) -> Any:
    """Every `factor` × `factor` pixels as one. By strips: reducing all at once would copy the whole picture twice."""
    from PIL import Image

    width, height = -(-image.width // factor), -(-image.height // factor)
    whole: Any = None
    rows = factor * max(256 // factor, 1)
    for top in range(0, image.height, rows):
        strip = _plain(image.crop((0, top, image.width, min(top + rows, image.height)))).reduce(factor)
        whole = whole or Image.new(strip.mode, (width, height))
        whole.paste(strip, (0, top // factor))
    return whole


def _plain(image: Any) -> Any:
    """8 bits a channel, RGB or RGBA, whatever it was: CMYK, palette, 16-bit grey, floats."""
    if image.mode.startswith("I") or image.mode == "F":
        brightest = max(image.getextrema()[1], 255)
        image = image.point(lambda value: value * (255 / brightest)).convert("L")
    is_clear = image.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in image.info
    return image.convert("RGBA" if is_clear else "RGB")


def _upright(image: Any, orientation: int) -> Any:
    """Turned as the camera meant it, since the tag that says so is dropped."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(turns[orientation]) if orientation in turns else image


def _written(image: Any) -> tuple[dict[str, Any], bytes]:
    """New bytes from the pixels alone: no EXIF, no place, no profile, nothing appended."""
    image.info = {}
    is_opaque = image.mode == "RGB" or image.getchannel("A").getextrema()[0] == 255  # noqa: PLR2004 - fully opaque
    out = io.BytesIO()
    if is_opaque:
        image.convert("RGB").save(out, "JPEG", quality=88, optimize=True, progressive=True)
    else:
        image.save(out, "PNG", optimize=True)
    header = {"width": image.width, "height": image.height, "suffix": "jpg" if is_opaque else "png"}
    return header, out.getvalue()


def _looks_like_svg(raw: bytes) -> bool:
    return b"<svg" in raw[:4096].lower()


def _rasterised(raw: bytes) -> bytes:
    import resvg_py

    text = _svg_text(raw)
    root = ET.fromstring(text)  # noqa: S314 - declarations are refused above, so there are no entities to expand
    _refuse_outside(root)
    width, height = _svg_size(root)
    scale = min(LONGEST_SIDE / max(width, height), 8)
    return bytes(resvg_py.svg_to_bytes(svg_string=text, width=round(width * scale), height=round(height * scale)))


def _svg_text(raw: bytes) -> str:
    if len(raw) > SVG_CAP:
        raise Refused("bytes", {"limit_mb": 1})
    text = raw.decode("utf-8-sig")
    if re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise Refused("svg", {})
    return text


def _refuse_outside(root: ET.Element) -> None:
    """Nothing may be fetched, run or linked: only references into the drawing itself."""
    for element in root.iter():
        tag = str(element.tag).rsplit("}", 1)[-1].lower()
        if tag in {"script", "foreignobject", "iframe", "audio", "video"}:
            raise Refused("svg", {})
        texts = [value for name, value in element.attrib.items() if not name.startswith("xmlns")]
        if tag == "style":
            texts.append(element.text or "")
        for name, value in element.attrib.items():
            if name.rsplit("}", 1)[-1].lower() == "href" and not value.strip().startswith("#"):
                raise Refused("svg", {})
        if any(re.search(r"@import|url\(\s*['\"]?\s*[^#\s'\")]", text, re.IGNORECASE) for text in texts):
            raise Refused("svg", {})


def _svg_size(root: ET.Element) -> tuple[float, float]:
    box = [float(part) for part in re.split(r"[\s,]+", root.get("viewBox", "").strip()) if part]
    if len(box) == 4:  # noqa: PLR2004 - left, top, width, height
        width, height = box[2], box[3]
    else:
        width, height = (float(re.sub(r"[^\d.]", "", root.get(side, "")) or 100) for side in ("width", "height"))
    if not (0 < width <= STEEPEST * height and 0 < height <= STEEPEST * width):
        raise Refused("svg", {})
    return width, height


if __name__ == "__main__":
    main()
