"""What others may ask of production."""

from huopan.domains.production.queries.board import Board, board_of, terms_of
from huopan.domains.production.queries.calendar_effects import Effect, effect_of
from huopan.domains.production.queries.calendars import (
    Changed,
    calendar,
    calendars,
    exceptions_in,
    hours_of,
    week_of,
)
from huopan.domains.production.queries.capabilities import (
    Equipment,
    equipment_of,
    factories_with_machines,
    free_hours,
    processes_of_offers,
)
from huopan.domains.production.queries.demands import (
    demand,
    demands,
    holds_due,
    live_hold,
    undecided_count,
    undecided_of,
)
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
from huopan.domains.production.queries.joinable import Joinable, pools_to_join, verdict_and_pools
from huopan.domains.production.queries.moves import Consequences, Shifted, consequences_of_move, shifted_between
from huopan.domains.production.queries.offers import Offered, offers_for
from huopan.domains.production.queries.outlook import Outlooks, confidence_of, what_if
from huopan.domains.production.queries.pools import (
    Joined,
    has_run,
    members_shown,
    membership_of,
    memberships_among,
    memberships_of,
    open_pool,
    pool,
    pools,
    pools_due,
    torn,
)
from huopan.domains.production.queries.progress import Progress, StepProgress, progress_of
from huopan.domains.production.queries.promises import Place, place_in_pool, place_of
from huopan.domains.production.queries.recipes import makes_to_order, recipes_by_id, recipes_for, who_make_to_order
from huopan.domains.production.queries.requirements import ToOrder, to_order
from huopan.domains.production.queries.verdicts import Judged, as_kept, decided_verdict, judged, verdict_on
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
    "Equipment",
    "Improved",
    "Joinable",
    "Joined",
    "Judged",
    "Offered",
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
    "decided_verdict",
    "demand",
    "demands",
    "draft_of",
    "effect_of",
    "equipment_of",
    "exceptional_day",
    "exceptions_in",
    "factories_behind",
    "factories_to_replan",
    "factories_with_machines",
    "floor_centres",
    "free_hours",
    "has_plan",
    "has_run",
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
    "members_shown",
    "membership_of",
    "memberships_among",
    "memberships_of",
    "offers_for",
    "open_pool",
    "operation_of",
    "operations_at",
    "place_in_pool",
    "place_of",
    "pool",
    "pools",
    "pools_due",
    "pools_to_join",
    "processes_of_offers",
    "progress_of",
    "public_days_to_enter",
    "recipes_by_id",
    "recipes_for",
    "releasable",
    "remade",
    "reports_of",
    "reports_of_order",
    "shifted_between",
    "terms_of",
    "to_order",
    "torn",
    "traits_of_spec",
    "undecided_count",
    "undecided_of",
    "verdict_and_pools",
    "verdict_on",
    "verdicts_on",
    "week_of",
    "what_if",
    "who_make_to_order",
    "work_order",
    "work_orders",
    "work_orders_pdf",
]
