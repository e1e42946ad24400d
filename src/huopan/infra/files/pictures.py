"""Pictures from strangers: decoded in a bounded child process and stored only as what it wrote anew."""

from __future__ import annotations

import hashlib
import json
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.core.files.base import ContentFile

from huopan.kernel.refusal import RefusedError, said

BYTES_CAP = 20_000_000
PATIENCE_SECONDS = 30
_DECODER = Path(__file__).with_name("decoding.py")


class PictureFormatError(RefusedError):
    kind = "invalid"
    sentence = said("This file is not a picture that can be used; send JPEG, PNG, WebP, GIF, TIFF, BMP or SVG.")


class PictureTooLargeError(RefusedError):
    kind = "invalid"
    sentence = said("The file is larger than {limit_mb} MB; save it with stronger compression.")


class PictureTooManyPixelsError(RefusedError):
    kind = "invalid"
    sentence = said(
        "The picture has {width} × {height} pixels, more than {limit_megapixels} million; scale it down first."
    )


class PictureBrokenError(RefusedError):
    kind = "invalid"
    sentence = said("The picture is damaged or cut off; open it on your computer, save it again and send that.")


class SvgUnsafeError(RefusedError):
    kind = "invalid"
    sentence = said("The SVG refers to other files, runs scripts or has odd proportions; export it as a plain drawing.")


class PictureTooDemandingError(RefusedError):
    kind = "invalid"
    sentence = said(
        "The picture takes more memory or time to open than is allowed; save it as JPEG or PNG and try again."
    )


_REFUSALS: dict[str, type[RefusedError]] = {
    "pixels": PictureTooManyPixelsError,
    "bytes": PictureTooLargeError,
    "svg": SvgUnsafeError,
    "demanding": PictureTooDemandingError,
    "broken": PictureBrokenError,
}
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"BM")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of our own making. `name` is random: nothing of the sender's name reaches the disk."""

    name: str
    content: bytes
    width: int
    height: int
    peak_mb: int

    @property
    def fingerprint(self) -> str:
        """Equal for pictures that look exactly alike: the same source always gives the same bytes."""
        return hashlib.sha256(self.content).hexdigest()[:32]

    def as_file(self) -> ContentFile[bytes]:
        """For `ImageField.save` and friends."""
        return ContentFile(self.content, name=self.name)


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


def safe_picture(source: Readable | bytes) -> Picture:
    """Read at most 20 MB and return a clean JPEG (a PNG where it is transparent), at most 2,000 pixels a side, upright,
    without metadata. Animations give their first frame, SVG a raster. Raises one of the refusals above."""
    raw = source if isinstance(source, bytes) else source.read(BYTES_CAP + 1)
    if len(raw) > BYTES_CAP:
        raise PictureTooLargeError(limit_mb=BYTES_CAP // 1_000_000)
    if not _may_be_a_picture(raw):
        raise PictureFormatError
    header, content = _decode(raw)
    if name := header.get("refused"):
        raise _REFUSALS[name](**header["params"])
    return Picture(
        name=f"{secrets.token_hex(16)}.{header['suffix']}",
        content=content,
        width=header["width"],
        height=header["height"],
        peak_mb=header["peak_mb"],
    )


def _may_be_a_picture(raw: bytes) -> bool:
    is_webp = raw[:4] == b"RIFF" and raw[8:12] == b"WEBP"
    return raw.startswith(_BEGINNINGS) or is_webp or b"<svg" in raw[:4096].lower()


def _decode(raw: bytes) -> tuple[dict[str, Any], bytes]:
    """What the child says. It gets no environment, so no secrets; -I keeps it to the installed packages."""
    try:
        child = subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-I", str(_DECODER)],
            input=raw,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PictureTooDemandingError from None
    if child.returncode != 0:  # killed by its limits
        raise PictureTooDemandingError
    header, _, content = child.stdout.partition(b"\n")
    return json.loads(header), content
