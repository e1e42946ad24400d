"""The tour's pages as they are served: a small demo market, seeded once for all who walk through it.

python -m tests.e2e.touring FOLDER     seeds it there"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx

from tests.e2e.conftest import CLI, _starter, free_port, wait_for

LANGUAGES = ("zh-hans", "en")


@dataclass
class Page:
    step: str
    language: str
    address: str
    html: str
    cookies: dict[str, str]

    @property
    def name(self) -> str:
        return f"{self.step} {self.language}"


@dataclass
class Tour:
    """A running market; `pages` are its tour in both languages, each seen by its person."""

    url: str
    folder: Path
    steps: list[str] = field(default_factory=list)

    @cached_property
    def pages(self) -> list[Page]:
        return [self.page(step, language) for language in LANGUAGES for step in self.steps]

    def page(self, step: str, language: str) -> Page:
        with httpx.Client(base_url=self.url, follow_redirects=True, timeout=60) as visitor:
            visitor.headers["accept-language"] = language
            visitor.cookies.set("django_language", language, domain="127.0.0.1")
            visitor.get("/tour/")
            secret = visitor.cookies["csrftoken"]
            seen = visitor.post(f"/tour/{step}/", headers={"x-csrftoken": secret, "referer": self.url})
            assert seen.status_code == 200, f"{step}: {seen.status_code} at {seen.url}"
            return Page(step, language, str(seen.url), seen.text, dict(visitor.cookies))


@contextmanager
def market(shared: Path) -> Iterator[Tour]:
    """Seed in `shared` unless another worker did; serve it."""
    folder = shared / "tour-market"
    port = free_port()
    env = {
        **os.environ,
        "PYTHONPATH": "src:.",
        "HUOPAN_DATA_DIR": str(folder),
        "HUOPAN_DATABASE_URL": f"sqlite:///{folder / 'huopan.sqlite3'}",
        "HUOPAN_BASE_URL": f"http://127.0.0.1:{port}",
        "HUOPAN_DEMO": "true",
    }
    _seed_once(folder, env)
    logs = shared / f"tour-logs-{port}"
    logs.mkdir()
    with ExitStack() as running:
        _starter(env, running, logs)(*CLI, "serve", "--port", str(port))
        wait_for(f"http://127.0.0.1:{port}/healthz")
        yield Tour(f"http://127.0.0.1:{port}", folder, _steps())


def _seed_once(folder: Path, env: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    with (folder / "seeding.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "seeded").exists():
            subprocess.run([sys.executable, "-m", "tests.e2e.touring", str(folder)], env=env, check=True)
            (folder / "seeded").touch()


def _steps() -> list[str]:
    from huopan.web.tour.steps import STEPS

    return [step.key for step in STEPS]


def seed() -> None:
    from huopan.ops.starting import start

    start()
    from django.conf import settings
    from django.core.management import call_command

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    from huopan.infra import clock
    from huopan.ops.demo import command, world
    from huopan.ops.demo.galleries import Studio
    from huopan.ops.demo.sizes import Size
    from huopan.ops.serving import collect_static

    size = Size(offers_each=26, buyers=14, everyday=8, factories=1, pixels=24)
    call_command("migrate", verbosity=0)
    world.build(at=clock.now(), tick=_untold, size=size, studio=Studio(size))
    command._measure()
    collect_static()


def _untold(_count: int) -> Any:
    return None


if __name__ == "__main__":
    seed()
