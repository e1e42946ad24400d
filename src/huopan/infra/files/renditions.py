"""Smaller copies of stored pictures, for pages: webp in a few widths beside the original, made by a job.

`offers/ab12.jpg` is copied to `offers/ab12.w1280.webp`, `…w640.webp`, `…w320.webp` and `…w160.webp`; until then pages
show the original. A copy is never wider than its original: the name says the most it may be.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps, UnidentifiedImageError

from huopan.infra.jobs.queueing import job

log = structlog.get_logger(__name__)
WIDTHS = (160, 320, 640, 1280)
PIXEL_CAP = 40_000_000  # read from the header, before anything is decoded
QUALITY = 78
MOST_KNOWN = 50_000
_COPY = re.compile(r"\.w\d+(_\w+)?\.webp$")  # the storage adds a tail when two jobs write at once
_known: set[str] = set()


class NotOursError(ValueError):
    """The file is not one that `pictures.py` could have written: an operator put it there by hand."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """`name` in the media storage; `width`: at most so many pixels."""

    name: str
    width: int


def rendition_name(name: str, width: int) -> str:
    """offers/ab12.jpg, 320 → offers/ab12.w320.webp."""
    return str(PurePosixPath(name).with_suffix(f".w{width}.webp"))


def is_rendition(name: str) -> bool:
    return _COPY.search(name) is not None


def original_stem(name: str) -> str:
    """What a picture and all its copies have in common: offers/ab12."""
    return _COPY.sub("", name) if is_rendition(name) else str(PurePosixPath(name).with_suffix(""))


def renditions_of(name: str) -> tuple[Rendition, ...]:
    """The copies of a stored picture from narrow to wide; none before the job has made them all. No statement."""
    return tuple(Rendition(rendition_name(name, width), width) for width in WIDTHS) if name and is_made(name) else ()


def is_made(name: str) -> bool:
    """Whether every copy is there: the narrowest is written last. What was there once is not asked for again."""
    if name in _known:
        return True
    if not default_storage.exists(rendition_name(name, WIDTHS[0])):
        return False
    if len(_known) >= MOST_KNOWN:
        _known.clear()
    _known.add(name)
    return True


@job(attempts=4)
def make_renditions(name: str) -> None:
    """Write the copies of `name` that are not there yet. Safe to run twice; a picture gone meanwhile needs none."""
    missing = [width for width in WIDTHS if not default_storage.exists(rendition_name(name, width))]
    if not missing or not default_storage.exists(name):
        return
    with default_storage.open(name) as file:
        picture = _upright(file)
    for width in sorted(missing, reverse=True):
        default_storage.save(rendition_name(name, width), ContentFile(_webp(picture, width)))


def make_missing(names: Iterable[str]) -> int:
    """Make the copies of every picture that lacks some, now. Returns how many pictures were missing any."""
    missing = [name for name in names if not is_made(name)]
    for name in missing:
        try:
            make_renditions.func(name)
        except (NotOursError, OSError) as error:
            log.warning("renditions_not_made", name=name, because=repr(error))
    return len(missing)


def _upright(file: Any) -> Image.Image:
    """Decoded, turned as its camera meant it, plain colours."""
    try:
        image = Image.open(file, formats=("JPEG", "PNG", "WEBP"))
    except UnidentifiedImageError:
        raise NotOursError("no picture") from None
    if image.width * image.height > PIXEL_CAP:
        raise NotOursError(f"{image.width} × {image.height} pixels")
    turned = ImageOps.exif_transpose(image)
    return turned.convert("RGBA" if turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info else "RGB")


def _webp(picture: Image.Image, width: int) -> bytes:
    """New bytes from the pixels alone, so that nothing the camera noted is left."""
    small = picture.copy()
    small.info = {}
    if small.width > width:
        small = small.resize((width, max(round(small.height * width / small.width), 1)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
