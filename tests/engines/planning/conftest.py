"""Machine code cached before its sources last changed is thrown away, so that tests run what is written."""

from pathlib import Path

from huopan.engines.planning import compiled

FOLDER = Path(compiled.__file__).parent

newest = max(source.stat().st_mtime for source in FOLDER.glob("*.py"))
for index in (FOLDER / "__pycache__").glob("*.nbi"):
    if index.stat().st_mtime < newest:
        index.unlink(missing_ok=True)
