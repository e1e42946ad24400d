"""Where the Chinese characters come from: a font that was installed with Huopan, else one of the machine's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from huopan.kernel.refusal import RefusedError, said

PACKAGE = "manimgx_fonts_cjk"
# By what they look like in print, best first; the last ones come with macOS and Windows.
FAMILIES = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "PingFang SC",
    "Hiragino Sans GB",
    "Heiti SC",
    "Microsoft YaHei",
    "SimHei",
    "SimSun",
)


class NoChineseFontError(RefusedError):
    kind = "busy"
    sentence = said(
        "This server has no font with Chinese characters, so nothing can be printed. Its operator installs one: on"
        " Debian or Ubuntu “apt install fonts-noto-cjk”; on macOS and Windows “pip install manimgx-fonts-cjk” beside"
        " Huopan, or the font Noto Sans CJK SC; then starts Huopan again."
    )


@dataclass(frozen=True)
class Font:
    """`files`: what the typesetter searches for `family`."""

    family: str
    files: Any


@cache
def chinese_font() -> Font:
    """The font to print with, looked for once. Raises NoChineseFontError."""
    folder = installed_folder()
    return (found_in([folder]) if folder else None) or found_in([], with_systems=True) or _none()


def installed_folder() -> Path | None:
    """The folder of the font package, when it is installed."""
    spec = find_spec(PACKAGE)
    places = list(spec.submodule_search_locations or []) if spec else []
    return Path(places[0]) if places else None


def found_in(folders: list[Path], *, with_systems: bool = False) -> Font | None:
    """The best family in `folders`, and among the machine's own fonts when asked."""
    import typst  # noqa: PLC0415 - an extra

    files = typst.Fonts(include_system_fonts=with_systems, font_paths=[str(folder) for folder in folders])
    there = set(files.families())
    family = next((name for name in FAMILIES if name in there), None)
    return Font(family, files) if family else None


def _none() -> Font:
    raise NoChineseFontError
