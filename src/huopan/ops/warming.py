"""What is slow the first time, done before anybody waits for it: the planner's inner loops compiled in a process beside
the one that starts, the dictionaries of search read in each server process.

python -m huopan.ops.warming
"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from huopan.domains.search import ports
from huopan.engines.language import sounds
from huopan.engines.language.understanding import understood
from huopan.engines.planning import compiled
from huopan.infra.remembering import settle

FOLDER = Path(compiled.__file__).parent
MARK = FOLDER / "__pycache__" / "warm"
ASKED = "不锈钢保温杯 baowenbei stainles"  # words, pinyin and a misspelt word


def is_warm() -> bool:
    """Whether this very source was compiled here before. Looks at files only."""
    newest = max(source.stat().st_mtime for source in FOLDER.glob("*.py"))
    return MARK.exists() and MARK.stat().st_mtime >= newest


def warm_beside() -> None:
    """Begin it now, unless it was done; whoever asks before it is done compiles for itself."""
    if not is_warm():
        command = [sys.executable, "-m", __name__]
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own


def warm_search() -> None:
    """Read the dictionaries and the index's words into this process. No database."""
    understood(ASKED, ports.index().vocabulary())
    sounds.syllables(ASKED)


def warm_search_beside() -> None:
    """Begin it now, in a thread; a query that comes first waits no longer than it would have."""
    threading.Thread(target=_warm_and_settle, name="warming search", daemon=True).start()


def _warm_and_settle() -> None:
    warm_search()
    settle()


if __name__ == "__main__":
    from huopan.engines.planning.warming import warm

    warm()
    MARK.touch()
