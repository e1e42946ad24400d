"""Waking Django up, only for commands that need it, so that `huopan --help` answers at once."""

import os
import shutil

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huopan.config.settings")


def start() -> None:
    """Load settings and rooms; the second call does nothing."""
    import django

    django.setup()


def share_metrics() -> None:
    """Let several server processes add their figures up in a folder, emptied here. Only before `start`: the metrics
    library looks for the folder when it is first imported."""
    folder = settings.HUOPAN.data_dir.resolve() / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
