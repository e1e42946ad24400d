"""Typesetting with typst. Values reach a layout as data, never as part of its source, so they print as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from huopan.infra.documents.fonts import chinese_font
from huopan.kernel.refusal import RefusedError, said

MAIN = "main.typ"
PREAMBLE = '#let data = json(bytes(sys.inputs.data))\n#set text(font: sys.inputs.font, lang: "zh", region: "cn")\n'


class NoPrinterError(RefusedError):
    kind = "busy"
    sentence = said(
        "This server cannot print: the package “typst” is not installed. Its operator runs"
        " “pip install 'huopan[documents]'” and starts Huopan again."
    )


def pdf(layout: Path, data: Mapping[str, Any], *, pictures: Mapping[str, bytes] | None = None, at: datetime) -> bytes:
    """`layout`, a file in typst's language, filled with `data` (its `data`). `pictures`: files by the name under which
    the layout asks for them. Raises NoPrinterError and NoChineseFontError."""
    return bytes(_rendered(layout, data, pictures or {}, "pdf", timestamp=int(at.timestamp())))


def png(
    layout: Path, data: Mapping[str, Any], *, pictures: Mapping[str, bytes] | None = None, ppi: int = 144
) -> list[bytes]:
    """The same as pictures, one a page."""
    pages = _rendered(layout, data, pictures or {}, "png", ppi=ppi)
    return list(pages) if isinstance(pages, list) else [bytes(pages)]


def _rendered(
    layout: Path, data: Mapping[str, Any], pictures: Mapping[str, bytes], kind: Literal["pdf", "png"], **more: Any
) -> Any:
    if find_spec("typst") is None:
        raise NoPrinterError
    import typst  # noqa: PLC0415 - an extra

    font = chinese_font()
    with TemporaryDirectory() as folder:  # a layout finds its own pictures and no other file
        main = Path(folder) / MAIN
        main.write_text(PREAMBLE + layout.read_text("utf-8"), "utf-8")
        for name, content in pictures.items():
            (main.parent / name).write_bytes(content)
        return typst.compile(
            main,
            root=folder,
            format=kind,
            font_paths=font.files,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False), "font": font.family},
            **more,
        )
