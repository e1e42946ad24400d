"""Where uploads are kept: a file is there whole, or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """Django's own leaves the beginning of a file behind when the disk fills up, and so keeps it full."""

    def _save(self, name: str, content: Any) -> str:
        try:
            return str(super()._save(name, content))  # type: ignore[misc]  # the stubs leave it out
        except OSError:
            with suppress(OSError):
                Path(self.path(name)).unlink()
            raise
