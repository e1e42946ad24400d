"""What others may ask of production."""

from huopan.domains.production.queries.board import Board, board_of
from huopan.domains.production.queries.calendar_effects import Effect, effect_of
from huopan.domains.production.queries.calendars import (
    Changed,
    calendar,
    calendars,
    exceptions_in,
    hours_of,
    week_of,
)
from huopan.domains.production.queries.demands import demand, demands, holds_due, live_hold, undecided_of
from huopan.domains.production.queries.documents import labels_pdf, work_orders_pdf
from huopan.domains.production.queries.drafts import draft_of
from huopan.domains.production.queries.exceptional_days import as_loaded, exceptional_day, public_days_to_enter
from huopan.domains.production.queries.improving import (
    Improved,
    factories_behind,
    factories_to_replan,
    has_plan,
    improved,
)
from huopan.domains.production.queries.inbox import kept_verdict, verdicts_on
from huopan.domains.production.queries.moves import Consequences, Shifted, consequences_of_move, shifted_between
from huopan.domains.production.queries.outlook import Outlooks, confidence_of, what_if
from huopan.domains.production.queries.progress import Progress, StepProgress, progress_of
from huopan.domains.production.queries.promises import Place, place_of
from huopan.domains.production.queries.recipes import makes_to_order, recipes_by_id, recipes_for, who_make_to_order
from huopan.domains.production.queries.requirements import ToOrder, to_order
from huopan.domains.production.queries.verdicts import Judged, as_kept, judged, verdict_on
from huopan.domains.production.queries.work_orders import (
    busy_machines,
    corrected,
    floor_centres,
    history_of,
    machines_of,
    operation_of,
    operations_at,
    releasable,
    remade,
    reports_of,
    reports_of_order,
    work_order,
    work_orders,
)
from huopan.domains.production.rules.traits import traits_of_spec

__all__ = [
    "Board",
    "Changed",
    "Consequences",
    "Effect",
    "Improved",
    "Judged",
    "Outlooks",
    "Place",
    "Progress",
    "Shifted",
    "StepProgress",
    "ToOrder",
    "as_kept",
    "as_loaded",
    "board_of",
    "busy_machines",
    "calendar",
    "calendars",
    "confidence_of",
    "consequences_of_move",
    "corrected",
    "demand",
    "demands",
    "draft_of",
    "effect_of",
    "exceptional_day",
    "exceptions_in",
    "factories_behind",
    "factories_to_replan",
    "floor_centres",
    "has_plan",
    "history_of",
    "holds_due",
    "hours_of",
    "improved",
    "judged",
    "kept_verdict",
    "labels_pdf",
    "live_hold",
    "machines_of",
    "makes_to_order",
    "operation_of",
    "operations_at",
    "place_of",
    "progress_of",
    "public_days_to_enter",
    "recipes_by_id",
    "recipes_for",
    "releasable",
    "remade",
    "reports_of",
    "reports_of_order",
    "shifted_between",
    "to_order",
    "traits_of_spec",
    "undecided_of",
    "verdict_on",
    "verdicts_on",
    "week_of",
    "what_if",
    "who_make_to_order",
    "work_order",
    "work_orders",
    "work_orders_pdf",
]
