"""Smaller copies of stored pictures: which, how, and what pages see before they are there."""

from __future__ import annotations

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from huopan.infra.files.renditions import (
    NotOursError,
    is_rendition,
    make_missing,
    make_renditions,
    original_stem,
    renditions_of,
)

ORIENTATION, DESCRIPTION = 0x0112, 0x010E


def a_picture(width: int, height: int, *, name: str, kind: str = "JPEG", mode: str = "RGB", **options: object) -> str:
    out = io.BytesIO()
    Image.new(mode, (width, height), (90, 0) if mode == "LA" else "teal").save(out, kind, **options)
    return default_storage.save(f"offers/{name}", ContentFile(out.getvalue()))


def opened(name: str) -> Image.Image:
    with default_storage.open(name) as file:
        return Image.open(io.BytesIO(file.read()))


def test_until_the_job_has_run_pages_have_only_the_original():
    name = a_picture(2000, 1000, name="before.jpg")
    assert renditions_of(name) == ()
    make_renditions.func(name)
    assert [(each.name, each.width) for each in renditions_of(name)] == [
        (f"offers/before.w{width}.webp", width) for width in (160, 320, 640, 1280)
    ]


def test_copies_are_webp_of_the_named_width_and_the_same_shape():
    name = a_picture(2000, 1000, name="wide.jpg")
    make_renditions.func(name)
    made = [opened(each.name) for each in renditions_of(name)]
    assert [(each.format, *each.size) for each in made] == [
        ("WEBP", 160, 80),
        ("WEBP", 320, 160),
        ("WEBP", 640, 320),
        ("WEBP", 1280, 640),
    ]


def test_no_copy_is_wider_than_its_original():
    name = a_picture(300, 200, name="small.png", kind="PNG")
    make_renditions.func(name)
    assert [opened(each.name).width for each in renditions_of(name)] == [160, 300, 300, 300]


def test_what_is_clear_stays_clear():
    name = a_picture(400, 400, name="clear.png", kind="PNG", mode="LA")
    make_renditions.func(name)
    assert {opened(each.name).getpixel((5, 5))[3] for each in renditions_of(name)} == {0}


def test_a_picture_is_turned_and_what_the_camera_noted_is_gone():
    notes = Image.Exif()
    notes[ORIENTATION], notes[DESCRIPTION] = 6, "taken at home"
    name = a_picture(800, 400, name="turned.jpg", exif=notes)
    make_renditions.func(name)
    made = [opened(each.name) for each in renditions_of(name)]
    assert [each.size for each in made][:2] == [(160, 320), (320, 640)]
    assert [dict(each.getexif()) for each in made] == [{}] * 4


def test_running_twice_writes_nothing_anew():
    name = a_picture(800, 400, name="twice.jpg")
    make_renditions.func(name)
    before = sorted(default_storage.listdir("offers")[1])
    make_renditions.func(name)
    assert sorted(default_storage.listdir("offers")[1]) == before


def test_too_many_pixels_are_refused_by_the_header():
    name = a_picture(9000, 5000, name="vast.png", kind="PNG")
    with pytest.raises(NotOursError):
        make_renditions.func(name)


def test_a_file_that_is_no_picture_stops_nobody_elses():
    bad = default_storage.save("offers/bad.jpg", ContentFile(b"not a picture"))
    good = a_picture(100, 100, name="good.jpg")
    assert make_missing([bad, good]) == 2
    assert (renditions_of(bad), len(renditions_of(good))) == ((), 4)


def test_a_picture_removed_before_its_job_ran_is_no_error():
    make_renditions.func("offers/gone.jpg")
    assert renditions_of("offers/gone.jpg") == ()


@pytest.mark.parametrize(
    ("name", "is_copy"),
    [("offers/a.jpg", False), ("offers/a.w320.webp", True), ("offers/a.w320_x9Yz.webp", True), ("a.webp", False)],
)
def test_copies_are_known_by_their_name(name: str, is_copy: bool):
    assert (is_rendition(name), original_stem(name)) == (is_copy, name.split(".", maxsplit=1)[0])
