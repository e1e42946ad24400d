"""The queue's own housekeeping."""

from datetime import datetime, timedelta

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from huopan.infra.jobs.reaping import forget_silent
from huopan.infra.jobs.ticking import every

KEEP = timedelta(days=7)


@every(minutes=60)
def forget_old_jobs(*, at: datetime) -> None:
    """Drop jobs that succeeded long ago, and workers long gone. Failed ones stay until somebody looks."""
    done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=at - KEEP)
    done.delete()
    forget_silent(before=at - KEEP)
