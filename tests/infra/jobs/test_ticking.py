from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from huopan.infra.jobs import ticking
from huopan.infra.jobs.invariants import late_sweeps
from huopan.infra.jobs.models import Tick
from huopan.infra.jobs.ticking import RUN_LEASE, every, plant_ticks, run_due_ticks

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def swept(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    monkeypatch.setattr(ticking, "_schedules", {})
    swept: list[datetime] = []

    @every(minutes=5)
    def sweep(*, at: datetime) -> None:
        swept.append(at)

    plant_ticks(at=AT)
    return swept


def test_sweep_runs_at_its_interval(swept: list[datetime]) -> None:
    moments = [AT, AT + timedelta(minutes=4), AT + timedelta(minutes=5), AT + timedelta(hours=3)]
    assert [run_due_ticks(at=at) for at in moments] == [1, 0, 1, 1]
    assert swept == [AT, AT + timedelta(minutes=5), AT + timedelta(hours=3)]


def test_of_two_workers_one_runs_the_tick(swept: list[datetime]) -> None:
    seen_by_both = Tick.objects.get()
    assert ticking._run(seen_by_both, AT)
    assert not ticking._run(seen_by_both, AT)
    assert swept == [AT]


def test_tick_of_a_worker_that_died_in_it_is_run_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    class KilledError(BaseException):
        pass

    def die(*, at: datetime) -> None:
        raise KilledError

    name = Tick.objects.get().name
    monkeypatch.setitem(ticking._schedules, name, ticking.Schedule(timedelta(hours=1), die))
    with pytest.raises(KilledError):
        run_due_ticks(at=AT)
    assert Tick.objects.get().due_at == AT + RUN_LEASE


def test_failing_sweep_does_not_stop_the_others() -> None:
    ran: list[str] = []

    @every(minutes=1)
    def breaks(*, at: datetime) -> None:
        ran.append("breaks")
        raise RuntimeError

    plant_ticks(at=AT)
    assert run_due_ticks(at=AT) == 2
    assert ran == ["breaks"]


def test_planting_again_keeps_the_times() -> None:
    run_due_ticks(at=AT)
    plant_ticks(at=AT + timedelta(days=1))
    assert Tick.objects.get().due_at == AT + timedelta(minutes=5)


def test_late_sweep_is_a_violation() -> None:
    assert late_sweeps(AT + timedelta(minutes=10)) == []
    assert len(late_sweeps(AT + timedelta(minutes=11))) == 1
