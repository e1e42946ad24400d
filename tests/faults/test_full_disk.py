"""Row 3: the disk is full. What cannot be kept is refused in a sentence, nothing half stays; with room it goes on."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from huopan.infra.files.storing import WholeFiles
from tests.faults.shopping import BUYING, Shopper
from tests.faults.site import Site, eventually
from tests.faults.world import World

pytestmark = pytest.mark.slow
ROOM = 24_000_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, in memory."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)]
    if os.getuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("needs a small tmpfs: run as root where it may mount")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


class Filler:
    """Takes all the room there is, to the last byte, until it is lifted."""

    def __init__(self, disk: Path) -> None:
        self.file = disk / "filler"

    def fill(self) -> None:
        with self.file.open("ab", buffering=0) as file:
            for size in (1_000_000, 4096, 1):
                with suppress(OSError):
                    while True:
                        file.write(b"\0" * size)

    def lift(self) -> None:
        self.file.unlink()


def test_full_disk_refuses_keeps_nothing_half_and_goes_on(disk: Path, tmp_path: Path) -> None:
    world = World(tmp_path)
    url, media = f"sqlite:///{disk}/huopan.sqlite3", disk / "media"
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "media").symlink_to(media)
    media.mkdir()
    world.run("huopan", "migrate", url=url)
    made = json.loads(world.run("tests.faults.market", "1", "1000", url=url))
    site = Site(world, "--threads", "2", url=url, HUOPAN_API_REQUESTS_PER_MINUTE="100000")
    assert eventually(site.is_serving)
    shopper = Shopper(site.url, made["keys"][0], made["skus"][0])
    assert shopper.ask("first", *shopper.filling).is_success
    assert shopper.ask("buy-first", *BUYING).is_success
    filler = Filler(disk)
    filler.fill()

    tries = [f"full-{turn}" for turn in range(60)]
    stopped = next(key for key in tries if not shopper.ask(key, *shopper.filling).is_success)
    refused = shopper.ask(stopped, *shopper.filling)
    assert (refused.status_code, refused.json()["code"]) == (503, "disk_full")
    assert "disk is full" in refused.json()["detail"]
    assert {httpx.get(f"{site.url}{page}").status_code for page in ("/", "/search/", "/healthz", "/readyz")} == {200}
    assert shopper.client.get("/cart").status_code == 200
    assert set(shopper.told) == {"done", "503 retry problem"}

    filler.lift()
    assert shopper.ask(stopped, *shopper.filling).is_success
    assert shopper.ask("buy", *BUYING).is_success
    filled = shopper.told["done"] - 3  # the first filling and both purchases left out
    assert column(world, url, "SELECT sum(reserved) FROM catalog_stock") == [filled + 1]
    assert column(world, url, "SELECT count(*) FROM orders_purchasegroup") == [2]
    assert column(world, url, "PRAGMA integrity_check") == ["ok"]
    site.stop()


def test_full_disk_keeps_no_beginning_of_a_file(disk: Path) -> None:
    Filler(disk).fill()
    (disk / "filler").open("r+b").truncate((disk / "filler").stat().st_size - 100_000)
    before = sorted(disk.iterdir())
    with pytest.raises(OSError, match="No space left"):
        WholeFiles(location=disk).save("a.jpg", ContentFile(b"x" * 300_000))
    assert sorted(disk.iterdir()) == before


def test_without_the_guard_a_beginning_is_left(disk: Path) -> None:
    Filler(disk).fill()
    (disk / "filler").open("r+b").truncate((disk / "filler").stat().st_size - 100_000)
    with pytest.raises(OSError, match="No space left"):
        FileSystemStorage(location=disk).save("a.jpg", ContentFile(b"x" * 300_000))
    assert (disk / "a.jpg").exists()


def column(_world: World, url: str, sql: str) -> list[object]:
    from pysqlite3 import dbapi2

    file = dbapi2.connect(url.removeprefix("sqlite:///"))
    rows = [row[0] for row in file.execute(sql).fetchall()]
    file.close()
    return rows
