"""What others may ask of production."""

from huopan.domains.production.queries.board import Board, board_of
from huopan.domains.production.queries.capabilities import (
    Equipment,
    equipment_of,
    factories_with_machines,
    free_hours,
    processes_of_offers,
)
from huopan.domains.production.queries.demands import demand, demands, holds_due, live_hold, undecided_of
from huopan.domains.production.queries.documents import labels_pdf, work_orders_pdf
from huopan.domains.production.queries.drafts import draft_of
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
    floor_centres,
    machines_of,
    operation_of,
    operations_at,
    releasable,
    reports_of,
    reports_of_order,
    work_order,
    work_orders,
)
from huopan.domains.production.rules.traits import traits_of_spec

__all__ = [
    "Board",
    "Consequences",
    "Equipment",
    "Improved",
    "Judged",
    "Outlooks",
    "Place",
    "Progress",
    "Shifted",
    "StepProgress",
    "ToOrder",
    "as_kept",
    "board_of",
    "busy_machines",
    "confidence_of",
    "consequences_of_move",
    "demand",
    "demands",
    "draft_of",
    "equipment_of",
    "factories_behind",
    "factories_to_replan",
    "factories_with_machines",
    "floor_centres",
    "free_hours",
    "has_plan",
    "holds_due",
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
    "processes_of_offers",
    "progress_of",
    "recipes_by_id",
    "recipes_for",
    "releasable",
    "reports_of",
    "reports_of_order",
    "shifted_between",
    "to_order",
    "traits_of_spec",
    "undecided_of",
    "verdict_on",
    "verdicts_on",
    "what_if",
    "who_make_to_order",
    "work_order",
    "work_orders",
    "work_orders_pdf",
]
