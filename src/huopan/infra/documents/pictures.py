"""Pictures no larger than print needs."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, UnidentifiedImageError

LONGEST_SIDE = 700


def picture_for_print(content: bytes) -> bytes:
    """A stored picture, re-encoded by us before, as a small JPEG on white; empty when it cannot be read."""
    try:
        with Image.open(BytesIO(content)) as picture:
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            layer = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError):
        return b""
    paper = Image.new("RGB", layer.size, "white")
    paper.paste(layer, mask=layer.getchannel("A"))
    printed = BytesIO()
    paper.save(printed, "JPEG", quality=85)
    return printed.getvalue()
