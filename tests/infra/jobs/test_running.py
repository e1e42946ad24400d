from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from huopan.infra.draining import drain
from huopan.infra.jobs.invariants import failed_jobs
from huopan.infra.jobs.queueing import job
from huopan.infra.jobs.reaping import SILENCE, beat, leave, reap
from huopan.infra.jobs.running import next_run, run_next

AT = datetime(2100, 3, 1, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db
done: list[int] = []
fails_left: list[int] = []


@job(attempts=3)
def pour(cup: int) -> None:
    if fails_left:
        fails_left.pop()
        raise RuntimeError("spilled")
    done.append(cup)


@pytest.fixture(autouse=True)
def _dry() -> None:
    done.clear()
    fails_left.clear()


def run(at: datetime = AT, worker: str = "w1") -> bool:
    return run_next(worker=worker, at=at, clock=lambda: at, chance=lambda: 1.0)


def only_row() -> DBTaskResult:
    return DBTaskResult.objects.get()


def test_job_runs_once_with_its_arguments() -> None:
    pour.enqueue(cup=3)
    assert run()
    assert not run()
    assert done == [3]
    assert only_row().status == TaskResultStatus.SUCCESSFUL


def test_job_of_a_rolled_back_transaction_never_runs() -> None:
    with transaction.atomic():
        pour.enqueue(cup=3)
        transaction.set_rollback(True)
    assert not run()


def test_deferred_job_waits() -> None:
    pour.using(run_after=AT + timedelta(hours=1)).enqueue(cup=3)
    assert not run()
    assert run(AT + timedelta(hours=1))


def test_failed_job_comes_again_after_a_wait() -> None:
    fails_left.append(1)
    pour.enqueue(cup=3)
    assert run()
    assert not run(AT + timedelta(seconds=4))
    assert run(AT + timedelta(seconds=5))
    assert done == [3]


def test_job_is_given_up_visibly_after_its_attempts() -> None:
    fails_left.extend([1] * 9)
    pour.enqueue(cup=3)
    assert [run(AT + timedelta(hours=n)) for n in range(4)] == [True, True, True, False]
    assert "spilled" in only_row().traceback
    assert len(failed_jobs()) == 1


def test_waits_double_up_to_an_hour() -> None:
    waits = [next_run(attempts=n, at=AT, chance=lambda: 1.0) - AT for n in (1, 2, 3, 40)]
    assert waits == [timedelta(seconds=5), timedelta(seconds=10), timedelta(seconds=20), timedelta(hours=1)]


def claimed_by(worker: str) -> None:
    pour.enqueue(cup=3)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=AT, worker_ids=[worker])


def test_job_of_a_silent_worker_goes_back_to_the_queue() -> None:
    beat(worker="w1", at=AT)
    claimed_by("w1")
    assert reap(at=AT + SILENCE - timedelta(seconds=1)) == 0
    assert reap(at=AT + SILENCE) == 1
    assert run(AT + SILENCE, worker="w2")
    assert done == [3]


def test_job_of_a_beating_worker_is_left_alone_however_long_it_takes() -> None:
    claimed_by("w1")
    beat(worker="w1", at=AT + timedelta(hours=2))
    assert reap(at=AT + timedelta(hours=2)) == 0


def test_worker_that_left_is_not_waited_for() -> None:
    beat(worker="w1", at=AT)
    claimed_by("w1")
    leave(worker="w1")
    assert reap(at=AT, silence=timedelta(0)) == 1


def test_worker_that_lost_its_job_cannot_finish_it() -> None:
    pour.enqueue(cup=3)

    def clock_while_another_takes_over() -> datetime:
        DBTaskResult.objects.update(started_at=AT + SILENCE, worker_ids=["w1", "w2"])
        return AT

    run_next(worker="w1", at=AT, clock=clock_while_another_takes_over)
    assert only_row().status == TaskResultStatus.RUNNING


def test_job_that_kills_every_worker_is_given_up() -> None:
    pour.enqueue(cup=3)
    DBTaskResult.objects.update(worker_ids=["w"] * 6)
    run()
    assert done == []
    assert only_row().status == TaskResultStatus.FAILED
    assert "WorkerDiedError" in only_row().exception_class_path


def test_drain_does_all_that_is_due() -> None:
    pour.enqueue(cup=1)
    pour.enqueue(cup=2)
    assert drain(at=AT) == 2
    assert sorted(done) == [1, 2]
