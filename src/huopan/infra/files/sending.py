"""Files of ours as answers: typed by their ending, kept by nobody on the way."""

from __future__ import annotations

from pathlib import PurePath
from typing import IO

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"
TYPES = {".xlsx": XLSX, ".csv": CSV, ".pdf": PDF}
UNKEPT = "private, no-store"


def file_answer(content: bytes | IO[bytes], name: str, *, is_shown: bool = False) -> HttpResponse:
    """To be saved under `name`, a plain one of ours; `is_shown`: in the browser first."""
    whole = content if isinstance(content, bytes) else content.read()
    headers = {
        "Content-Disposition": f'{"inline" if is_shown else "attachment"}; filename="{name}"',
        "Cache-Control": UNKEPT,
    }
    return HttpResponse(whole, content_type=TYPES[PurePath(name).suffix], headers=headers)
