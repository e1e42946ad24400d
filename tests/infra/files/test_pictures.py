"""Rows 13 to 15 of the faults: what strangers send as a picture."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from huopan.infra.files import pictures
from huopan.infra.files.pictures import (
    BYTES_CAP,
    PictureBrokenError,
    PictureFormatError,
    PictureTooDemandingError,
    PictureTooLargeError,
    PictureTooManyPixelsError,
    SvgUnsafeError,
    safe_picture,
)

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 50">{}</svg>'


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(picture: pictures.Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.content))


def png_of(width: int, height: int, *, colour_type: int = 6) -> bytes:
    """A PNG of one colour, tiny on the wire and huge in memory; built by hand, so that nothing here decodes it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    row = b"\x00" + b"\x00" * (width * (4 if colour_type == 6 else 3))
    press = zlib.compressobj(9)
    rows = b"".join(press.compress(row) for _ in range(height)) + press.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, colour_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_large_photograph_becomes_a_bounded_jpeg() -> None:
    picture = safe_picture(saved(Image.new("RGB", (6000, 4000), "red"), "JPEG"))
    assert (picture.width, picture.height) == (2000, 1333)
    assert opened(picture).format == "JPEG"
    assert picture.peak_mb < 150


def test_largest_allowed_png_is_shrunk_within_300_mb() -> None:
    picture = safe_picture(png_of(8000, 5000))
    assert (picture.width, picture.height) == (2000, 1250)
    assert picture.peak_mb < 300


@pytest.mark.parametrize(("width", "height"), [(10_000, 5_000), (30_000, 30_000)])
def test_too_many_pixels_are_refused_from_the_header(width: int, height: int) -> None:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    raw = png_of(1, 1)
    raw = raw[:12] + head + struct.pack(">I", zlib.crc32(head)) + raw[33:]
    with pytest.raises(PictureTooManyPixelsError, match="scale it down") as refusal:
        safe_picture(raw)
    assert refusal.value.params["height"] == height
    assert pictures._decode(raw)[0]["peak_mb"] < 60


def test_place_and_camera_are_dropped_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "CameraCanary"
    image = Image.new("RGB", (40, 20), "blue")
    picture = safe_picture(saved(image, "JPEG", exif=exif))
    assert (picture.width, picture.height) == (20, 40)
    assert not opened(picture).getexif()
    assert b"CameraCanary" not in picture.content


def test_print_colours_become_screen_colours() -> None:
    picture = safe_picture(saved(Image.new("CMYK", (30, 30), (0, 255, 255, 0)), "JPEG"))
    red, green, blue = opened(picture).convert("RGB").getpixel((5, 5))
    assert red > 200
    assert max(green, blue) < 80


def test_animation_gives_its_first_frame() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    picture = safe_picture(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert not getattr(opened(picture), "is_animated", False)
    assert opened(picture).convert("RGB").getpixel((5, 5))[0] > 200


def test_sixteen_bit_grey_keeps_its_shades() -> None:
    image = Image.new("I;16", (20, 10), 0)
    image.paste(65535, (0, 0, 10, 10))
    picture = safe_picture(saved(image, "TIFF"))
    grey = opened(picture).convert("L")
    assert (grey.getpixel((2, 5)) > 240, grey.getpixel((17, 5)) < 15) == (True, True)


def test_transparency_is_kept() -> None:
    picture = safe_picture(saved(Image.new("RGBA", (20, 20), (255, 0, 0, 0)), "PNG"))
    assert (picture.name[-4:], opened(picture).mode) == (".png", "RGBA")


def test_what_is_hidden_behind_a_picture_is_dropped() -> None:
    polyglot = saved(Image.new("RGB", (20, 20)), "JPEG") + b"<script>alert('canary')</script>PK\x03\x04"
    assert b"canary" not in safe_picture(polyglot).content


def test_cut_off_picture_is_refused() -> None:
    whole = saved(Image.effect_noise((400, 400), 90), "JPEG")
    with pytest.raises(PictureBrokenError):
        safe_picture(whole[: len(whole) // 2])


def test_profile_that_unpacks_to_gigabytes_is_refused() -> None:
    raw = png_of(10, 10)
    bomb = b"icc\x00\x00" + zlib.compress(b"\x00" * 300_000_000, 9)
    chunk = struct.pack(">I", len(bomb)) + b"iCCP" + bomb + struct.pack(">I", zlib.crc32(b"iCCP" + bomb))
    header, _ = pictures._decode(raw[:33] + chunk + raw[33:])
    assert header["peak_mb"] < 100


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7", b"MZ\x90", b"PK\x03\x04", b"<html><body>", b"\x00" * 100])
def test_other_files_are_refused_by_their_first_bytes(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_decode", lambda raw: pytest.fail("a child was started"))
    with pytest.raises(PictureFormatError, match="JPEG, PNG"):
        safe_picture(raw)


def test_no_more_than_the_limit_is_read() -> None:
    class Endless:
        def read(self, size: int = -1, /) -> bytes:
            assert 0 < size <= BYTES_CAP + 1
            return b"\xff\xd8\xff" + b"\x00" * (size - 3)

    with pytest.raises(PictureTooLargeError):
        safe_picture(Endless())


def test_decoder_that_exceeds_its_memory_is_refused(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    greedy = tmp_path / "greedy.py"
    script = pictures._DECODER.read_text().replace(
        "def _decoded(", "def _decoded(raw):\n    return {}, bytes(2**33)\n\n\ndef _other("
    )
    greedy.write_text(script)
    monkeypatch.setattr(pictures, "_DECODER", greedy)
    with pytest.raises(PictureTooDemandingError):
        safe_picture(b"\xff\xd8\xff")


def test_drawing_becomes_a_raster() -> None:
    picture = safe_picture(SVG.format('<rect width="100" height="50" fill="#00ff00"/>').encode())
    assert picture.width == 2 * picture.height
    assert opened(picture).format == "JPEG"
    assert opened(picture).convert("RGB").getpixel((9, 9))[1] > 240


EVIL = {
    "a script": "<script>alert(1)</script>",
    "a picture from elsewhere": '<image xlink:href="http://127.0.0.1/x.png" width="9" height="9"/>',
    "a file of ours": '<image href="file:///etc/passwd" width="9" height="9"/>',
    "a path of ours": '<image href="/etc/hostname" width="9" height="9"/>',
    "an embedded picture": '<image href="data:image/png;base64,AAAA" width="9" height="9"/>',
    "a style from elsewhere": "<style>@import 'http://127.0.0.1/x.css';</style>",
    "a fill from elsewhere": '<rect width="9" height="9" style="fill:url( http://127.0.0.1/#a)"/>',
    "a page in the drawing": "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
}


@pytest.mark.parametrize("inside", EVIL.values(), ids=EVIL)
def test_drawing_that_reaches_outside_is_refused(inside: str) -> None:
    with pytest.raises(SvgUnsafeError, match="plain drawing"):
        safe_picture(SVG.format(inside).encode())


def test_entity_bomb_is_refused() -> None:
    laughs = '<!DOCTYPE svg [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>' + SVG.format("<text>&b;</text>")
    with pytest.raises(SvgUnsafeError):
        safe_picture(laughs.encode())


def test_drawing_of_absurd_proportions_is_refused() -> None:
    with pytest.raises(SvgUnsafeError):
        safe_picture(SVG.replace("0 0 100 50", "0 0 1 100000").format("").encode())


def test_names_are_random_whatever_the_sender_called_it() -> None:
    raw = saved(Image.new("RGB", (9, 9)), "PNG")
    names = {safe_picture(raw).name for _ in range(3)}
    assert len(names) == 3
    assert all(name.replace(".", "").isalnum() for name in names)
