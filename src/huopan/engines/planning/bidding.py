"""What an hour of the floor is worth, learnt from what buyers ask for, and what a request has to earn at that worth.

The demand of the last two days, sorted by what each request earns in an hour of machine time, fills the hours the
floor has; what earns less than the last that fits is displaced by it. That is the dual price of the fractional
knapsack (Dantzig 1957), the bid price of revenue management (Talluri and van Ryzin 1998).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from huopan.engines.planning.model import HOUR

DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Asked:
    """A request heard at second `at`, taken or not: `run` seconds of machine time earn `margin` fen."""

    at: int
    run: int
    margin: int


@dataclass(slots=True)
class Demand:
    """Requests of the last `window` seconds; before `least` seconds have passed nothing is judged."""

    window: int = 2 * DAY
    least: int = 2 * HOUR
    asked: deque[Asked] = field(default_factory=deque)
    begun: int | None = None

    def hear(self, request: Asked) -> None:
        """Requests must come in the order of their seconds."""
        if self.begun is None:
            self.begun = request.at
        self.asked.append(request)
        while self.asked[0].at <= request.at - self.window:
            self.asked.popleft()

    def hour_fen(self, at: int, hours: float, setup: int) -> float:
        """Fen that the last machine hour earns when `hours` a day can be spent on what is asked for in a day.

        `setup`: seconds of set-up that each request takes on average. 0 while not all hours are asked for, and before
        enough is known."""
        if self.begun is None or at - self.begun < self.least:
            return 0.0
        left = hours * HOUR * min(self.window, at - self.begun) / DAY
        for each in sorted(self.asked, key=lambda each: -each.margin / max(1, each.run + setup)):
            left -= each.run + setup
            if left < 0:
                return max(0.0, each.margin * HOUR / (each.run + setup))
        return 0.0


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the set-up it adds a request pays (`opener_pct`, for others will join it), and how much of what the
    learnt hour earns is asked for it (`price_pct`, for set-ups are shared better the longer the queue), all of it from
    `queued_hours` on each machine on."""

    opener_pct: int = 40
    price_pct: int = 80
    queued_hours: int = 5

    def hour_fen(self, learnt: float, planned_hours: float) -> float:
        """What an hour has to earn when `planned_hours` wait on each machine: idle machines ask for nothing."""
        return learnt * self.price_pct / 100 * min(1.0, planned_hours / self.queued_hours)

    def least_fen(self, run: int, added_setup: int, setup_hour_fen: float, hour_fen: float) -> float:
        """What a request has to earn: the hours it takes at `hour_fen`, and the set-up at what it spoils an hour.

        `added_setup` may be negative, when the queue needs less set-up with the request than without."""
        setup = added_setup * self.opener_pct / 100
        return (setup * setup_hour_fen + (setup + run) * hour_fen) / HOUR
