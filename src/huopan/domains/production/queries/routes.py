"""How demands are made: their routings' steps as the planner's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from huopan.domains.production.models import Demand, RoutingStep, StepOption
from huopan.domains.production.queries.tables import BoardRows
from huopan.domains.production.rules.traits import asked_of
from huopan.engines.planning.routing import Operation, Routing, Way
from huopan.kernel.refusal import RefusedError, said


class NoStepsError(RefusedError):
    sentence = said("The routing “{routing}” has no step; add at least one before anything is promised on it.")


class NoWorkCentreError(RefusedError):
    sentence = said("Nothing in service can do “{step}”; put a machine into service, or add another way to do it.")


class TimesNotApprovedError(RefusedError):
    sentence = said("The times of {missing} are not approved; approve them before anything is promised on them.")


@dataclass(frozen=True)
class Routes:
    """Steps and the ways to do them by routing id."""

    steps_of: Mapping[int, list[RoutingStep]]
    options_of: Mapping[int, list[StepOption]]

    def routing(self, demand: Demand) -> Routing:
        """The demand's operations with its own traits; one without ways cannot be done by anything in service now."""
        return Routing(tuple(self._operation(step, demand) for step in self.steps_of.get(demand.routing_id, ())))

    def must_be_promisable(self, demand: Demand) -> None:
        """Raise NoStepsError, NoWorkCentreError or TimesNotApprovedError, naming what is missing."""
        steps = self.steps_of.get(demand.routing_id, [])
        if not steps:
            raise NoStepsError(routing=str(demand.routing))
        for step in steps:
            if not self.options_of.get(step.pk):
                raise NoWorkCentreError(step=str(step))
        missing = [
            f"{step} ({option.work_centre})"
            for step in steps
            for option in self.options_of[step.pk]
            if not option.is_approved_time
        ]
        if missing:
            raise TimesNotApprovedError(missing=", ".join(missing))

    def _operation(self, step: RoutingStep, demand: Demand) -> Operation:
        asked = asked_of(step.traits, demand.traits)
        ways = tuple(
            Way(
                option.work_centre.code,
                option.cycle_ms,
                option.pieces_per_cycle,
                option.setup_seconds,
                option.is_approved_time,
            )
            for option in self.options_of.get(step.pk, ())
        )
        return Operation(step.code, ways, tuple(sorted(asked.items())))


def routes_of(rows: BoardRows) -> Routes:
    """The routings of what is on the board with whatever can be worked on now."""
    steps_of: dict[int, list[RoutingStep]] = defaultdict(list)
    for step in sorted(rows.steps, key=lambda step: step.position):
        steps_of[step.routing_id].append(step)
    running = {machine.work_centre_id for machine in rows.machines if machine.is_in_service}
    options_of: dict[int, list[StepOption]] = defaultdict(list)
    for option in rows.options:
        if option.work_centre_id in running and option.work_centre.is_active:
            options_of[option.step_id].append(option)
    return Routes(steps_of, options_of)
