"""What a server process reads before its first query."""

from __future__ import annotations

import subprocess
import sys

READ = """
import gc, os, sys, threading
os.environ["DJANGO_SETTINGS_MODULE"] = "huopan.config.settings"
import huopan.config.wsgi
for thread in threading.enumerate():
    if thread.name == "warming search":
        thread.join(120)
print("pypinyin" in sys.modules, "opencc" in sys.modules, gc.get_freeze_count() > 0)
"""


def test_a_server_process_reads_the_dictionaries_by_itself_and_settles() -> None:
    done = subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, check=False)
    assert done.stdout.split()[-3:] == ["True", "True", "True"], done.stderr[-2000:]
