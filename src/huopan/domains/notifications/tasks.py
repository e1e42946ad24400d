"""The worker's webhook lanes: well endpoints in one, failing and slow ones in another, so that these delay only each
other."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue

import structlog

from huopan.domains.notifications import actions as notifications
from huopan.domains.notifications.actions import Letter, Outcome
from huopan.domains.notifications.rules import Verdict
from huopan.infra import clock
from huopan.infra.jobs.ticking import every
from huopan.infra.outbound.posting import Reply, post

log = structlog.get_logger(__name__)
KEEP_DELIVERED = timedelta(days=30)
ROUND_SECONDS = 20.0  # how long a lane stays with one endpoint before others' turn; less than the lease
SLOW_SECONDS = 3.0
LETTERS_A_ROUND = 50


@dataclass(slots=True)
class Lane:
    """Threads that talk to endpoints, each with one endpoint at a time; they never touch the database."""

    is_unwell: bool
    threads: int
    pool: ThreadPoolExecutor = field(init=False)
    busy: set[int] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self.pool = ThreadPoolExecutor(self.threads, thread_name_prefix="webhooks")

    @property
    def has_room(self) -> bool:
        return len(self.busy) < self.threads


class Sender:
    """Leases due deliveries, has lanes send them, and settles what came back, all from one thread."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime] = clock.now,
        post: Callable[..., Reply] = post,
        threads: int = 32,
        unwell_threads: int = 8,
    ) -> None:
        self._now = now
        self._post = post
        self._lanes = (Lane(is_unwell=False, threads=threads), Lane(is_unwell=True, threads=unwell_threads))
        self._done: SimpleQueue[tuple[Lane, int, Sequence[Outcome]]] = SimpleQueue()

    def step(self) -> int:
        """Settle what came back and start what is due; returns how much there was to do."""
        return self._settle() + sum(self._start(lane) for lane in self._lanes)

    def close(self) -> None:
        for lane in self._lanes:
            lane.pool.shutdown(wait=True)
        self._settle()

    def _settle(self) -> int:
        outcomes: list[Outcome] = []
        while True:
            try:
                lane, endpoint_id, came_back = self._done.get_nowait()
            except Empty:
                break
            outcomes += came_back
            lane.busy.discard(endpoint_id)
        if outcomes:
            notifications.settle(outcomes)
        return len(outcomes)

    def _start(self, lane: Lane) -> int:
        if not lane.has_room:
            return 0
        at_work = {endpoint_id for each in self._lanes for endpoint_id in each.busy}
        letters = notifications.lease_deliveries(
            limit=LETTERS_A_ROUND, at=self._now(), is_unwell=lane.is_unwell, besides=at_work
        )
        by_endpoint: dict[int, list[Letter]] = defaultdict(list)
        for letter in letters:
            by_endpoint[letter.endpoint_id].append(letter)
        for endpoint_id, own in by_endpoint.items():
            self._hand_over(lane, endpoint_id, own)
        return len(letters)

    def _hand_over(self, lane: Lane, endpoint_id: int, letters: Sequence[Letter]) -> None:
        if lane.has_room:
            lane.busy.add(endpoint_id)
            lane.pool.submit(self._talk, lane, endpoint_id, letters)
        else:
            notifications.settle([self._untried(letter) for letter in letters])

    def _talk(self, lane: Lane, endpoint_id: int, letters: Sequence[Letter]) -> None:
        """Send one endpoint's letters in turn; the first failure, or a full round, leaves the rest for later."""
        tried: list[Outcome] = []
        ends = time.monotonic() + ROUND_SECONDS
        for letter in letters:
            if time.monotonic() > ends or (tried and (tried[-1].is_slow or tried[-1].verdict is not Verdict.DELIVERED)):
                break
            tried.append(self._try(letter))
        left = [self._untried(letter) for letter in letters[len(tried) :]]
        self._done.put((lane, endpoint_id, [*tried, *left]))

    def _try(self, letter: Letter) -> Outcome:
        begun = time.monotonic()
        try:
            outcome = notifications.try_letter(letter, at=self._now(), post=self._post)
        except Exception:  # a fault of ours in one letter must not silence its endpoint for ever
            log.exception("webhook_failed", delivery=letter.delivery_id)
            outcome = Outcome(letter, self._now(), error="could not be sent")
        return replace(outcome, at=self._now(), is_slow=time.monotonic() - begun > SLOW_SECONDS)

    def _untried(self, letter: Letter) -> Outcome:
        return Outcome(letter, self._now(), is_untried=True)


@every(minutes=60)
def forget_old_deliveries(*, at: datetime) -> int:
    return notifications.forget_deliveries(before=at - KEEP_DELIVERED)


@every(seconds=10)
def send_letters(*, at: datetime) -> int:
    return notifications.send_letters(at=at)


@every(minutes=15)
def warn_of_deadlines(*, at: datetime) -> int:
    return notifications.warn_of_deadlines(at=at)
