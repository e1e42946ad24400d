"""The planner's inner loops compiled before anybody waits for them, in a process beside the one that starts.

python -m huopan.ops.warming
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from huopan.engines.planning import compiled

FOLDER = Path(compiled.__file__).parent
MARK = FOLDER / "__pycache__" / "warm"


def is_warm() -> bool:
    """Whether this very source was compiled here before. Looks at files only."""
    newest = max(source.stat().st_mtime for source in FOLDER.glob("*.py"))
    return MARK.exists() and MARK.stat().st_mtime >= newest


def warm_beside() -> None:
    """Begin it now, unless it was done; whoever asks before it is done compiles for itself."""
    if not is_warm():
        command = [sys.executable, "-m", __name__]
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own


if __name__ == "__main__":
    from huopan.engines.planning.warming import warm

    warm()
    MARK.touch()
