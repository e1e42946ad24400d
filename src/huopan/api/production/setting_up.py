"""How a factory works: work centres, routings, recipes, what is down."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, BinaryIO, cast

from django.http import HttpResponseBase
from ninja import File, Form, Query
from ninja.files import UploadedFile
from pydantic import Field, StringConstraints

from huopan.api.base import Asking, Count, Fen, Id, Moment, Quantity, QuerySchema, Router, Schema, file_of
from huopan.api.paging import Page, Paging, page_of
from huopan.api.writing import reads, writes
from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import Downtime, Machine, Recipe, Routing, WorkCentre
from huopan.domains.production.rules.ready_routings import READY_ROUTINGS, CentreDraft
from huopan.domains.production.rules.routes import RoutingDraft, StepDraft, WayDraft
from huopan.infra.files.sending import XLSX, file_answer
from huopan.infra.sentences import in_words

router = Router()
MOST_FAULTS = 5_000
Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Trait = Annotated[str, StringConstraints(max_length=60)]


class MachineOut(Schema):
    id: int
    code: str
    is_in_service: bool
    set_up_for: dict[str, str] = Field(description="What stands on it: the traits of the work last begun there")
    set_up_at: datetime | None

    @classmethod
    def of(cls, machine: Machine) -> MachineOut:
        return cls(id=machine.pk, **{name: getattr(machine, name) for name in set(cls.model_fields) - {"id"}})


class CentreIn(Schema):
    code: Code
    name_zh: Name
    name_en: Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)] = ""
    process: Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]{0,40}$")] = ""
    machines: Annotated[int, Field(ge=1, le=500)] = 1
    hour_fen: Fen = 0
    may_pause: bool = True
    setup_base_seconds: Count = 0
    changeovers: dict[Trait, Count] = Field({}, description="Seconds that a difference in each trait adds")
    calendar_id: Id | None = None

    def draft(self) -> CentreDraft:
        own = self.model_dump(exclude={"calendar_id", "changeovers"})
        return CentreDraft(**own, changeovers=tuple(sorted(self.changeovers.items())))


class CentreOut(Schema):
    id: int
    code: str
    name_zh: str
    name_en: str
    process: str
    hour_fen: int
    may_pause: bool
    machines: list[MachineOut]

    @classmethod
    def of(cls, centre: WorkCentre) -> CentreOut:
        machines = [MachineOut.of(each) for each in centre.machines.all()]
        own = set(cls.model_fields) - {"id", "machines"}
        return cls(id=centre.pk, machines=machines, **{name: getattr(centre, name) for name in own})


class WayIn(Schema):
    work_centre: Code
    cycle_ms: Annotated[int, Field(ge=1, le=10**10)]
    pieces_per_cycle: Quantity = 1
    setup_seconds: Count = 0
    is_approved: bool = False


class StepIn(Schema):
    code: Code
    name_zh: Name
    name_en: Annotated[str, StringConstraints(max_length=80)] = ""
    traits: dict[Trait, Trait] = {}
    ways: list[WayIn] = Field(min_length=1, max_length=50)
    after: Annotated[str, StringConstraints(max_length=40)] = ""


class RoutingIn(Schema):
    code: Code
    name_zh: Name
    name_en: Annotated[str, StringConstraints(max_length=120)] = ""
    steps: list[StepIn] = Field(min_length=1, max_length=100)
    approve: bool = Field(False, description="Its times may be promised on")

    def draft(self) -> RoutingDraft:
        steps = [
            StepDraft(
                **step.model_dump(exclude={"ways"}), ways=tuple(WayDraft(**way.model_dump()) for way in step.ways)
            )
            for step in self.steps
        ]
        return RoutingDraft(self.code, self.name_zh, self.name_en, tuple(steps))


class RoutingOut(Schema):
    id: int
    code: str
    version: int
    name_zh: str
    name_en: str
    is_approved: bool

    @classmethod
    def of(cls, routing: Routing) -> RoutingOut:
        return cls(id=routing.pk, **{name: getattr(routing, name) for name in set(cls.model_fields) - {"id"}})


class RoutingFullOut(RoutingOut):
    steps: list[StepIn]

    @classmethod
    def whole(cls, routing: Routing) -> RoutingFullOut:
        steps = [
            StepIn(
                code=step.code,
                name_zh=step.name_zh,
                name_en=step.name_en,
                traits=step.traits,
                ways=[
                    WayIn(
                        work_centre=way.work_centre,
                        cycle_ms=way.cycle_ms,
                        pieces_per_cycle=way.pieces_per_cycle,
                        setup_seconds=way.setup_seconds,
                        is_approved=way.is_approved,
                    )
                    for way in step.ways
                ],
            )
            for step in queries.draft_of(routing).steps
        ]
        return cls(**RoutingOut.of(routing).model_dump(), steps=steps)


class ReadyOut(Schema):
    key: str
    name_zh: str
    name_en: str


class ReadyAllOut(Schema):
    items: list[ReadyOut]


class AdoptIn(Schema):
    key: Code


class SheetIn(QuerySchema):
    approve: bool = False


class RoutingFaultOut(Schema):
    row: int
    column: str
    value: str
    code: str
    detail: str


class BroughtInOut(Schema):
    """With `faults` nothing was stored."""

    rows: int
    routings: int
    faults_found: int
    faults: list[RoutingFaultOut]


class ComponentIn(Schema):
    material: Code
    millionths: Annotated[int, Field(ge=1, le=10**15, description="Of a unit, for one piece")]


class RecipeIn(Schema):
    code: Code
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    routing_id: Id
    offer_id: Id | None = None
    sku_id: Id | None = None
    packaging_fen: Fen = 0
    rework_basis_points: Annotated[int, Field(ge=0, le=10_000)] = 0
    components: list[ComponentIn] = Field([], max_length=200)


class RecipeOut(Schema):
    id: int
    code: str
    name: str
    routing_id: int
    offer_id: int | None
    sku_id: int | None
    packaging_fen: int
    rework_basis_points: int
    is_active: bool

    @classmethod
    def of(cls, recipe: Recipe) -> RecipeOut:
        return cls(id=recipe.pk, **{name: getattr(recipe, name) for name in set(cls.model_fields) - {"id"}})


class DowntimeIn(Schema):
    machine_id: Id
    kind: Downtime.Kind = Field(strict=False)
    ends_at: Moment
    starts_at: Moment | None = None
    note: Annotated[str, StringConstraints(max_length=200)] = ""
    client_id: Annotated[str, StringConstraints(min_length=1, max_length=64)] = Field(
        description="Made by you, new for each report: the same one again is the same report"
    )


class DowntimeOut(Schema):
    id: int
    machine_id: int
    kind: str
    starts_at: datetime
    ends_at: datetime
    note: str

    @classmethod
    def of(cls, downtime: Downtime) -> DowntimeOut:
        return cls(id=downtime.pk, **{name: getattr(downtime, name) for name in set(cls.model_fields) - {"id"}})


@router.get("/work-centres", response=Page[CentreOut], summary="Your work centres with their machines")
@reads("plan", "floor")
def list_work_centres(request: Asking, paging: Query[Paging]) -> Page[CentreOut]:
    rows = WorkCentre.objects.visible_to(request.actor).prefetch_related("machines").order_by("-id")
    return page_of(rows, paging=paging, show=CentreOut.of)


@router.post("/work-centres", response={201: CentreOut}, summary="Add a work centre with its machines")
@writes("plan")
def add_work_centre(request: Asking, body: CentreIn) -> CentreOut:
    """Without a calendar it works the factory's first, or the usual week."""
    made = production.save_work_centre(
        draft=body.draft(), calendar_id=body.calendar_id, by=request.actor, at=request.at
    )
    return CentreOut.of(made)


@router.put("/work-centres/{centre_id}", response=CentreOut, summary="Change a work centre")
@writes("plan")
def change_work_centre(request: Asking, centre_id: Id, body: CentreIn) -> CentreOut:
    changed = production.save_work_centre(
        draft=body.draft(), calendar_id=body.calendar_id, centre_id=centre_id, by=request.actor, at=request.at
    )
    return CentreOut.of(changed)


@router.get("/ready-routings", response=ReadyAllOut, summary="Routings to take over")
@reads("plan")
def ready_routings(request: Asking) -> ReadyAllOut:  # noqa: ARG001 - the same for everybody
    items = [
        ReadyOut(key=each.key, name_zh=each.routing.name_zh, name_en=each.routing.name_en) for each in READY_ROUTINGS
    ]
    return ReadyAllOut(items=items)


@router.post("/ready-routings/adopt", response=RoutingOut, summary="Take one over with its work centres")
@writes("plan")
def adopt_routing(request: Asking, body: AdoptIn) -> RoutingOut:
    return RoutingOut.of(production.adopt_routing(key=body.key, by=request.actor, at=request.at))


@router.get("/routings", response=Page[RoutingOut], summary="Your current routings")
@reads("plan")
def list_routings(request: Asking, paging: Query[Paging]) -> Page[RoutingOut]:
    rows = Routing.objects.visible_to(request.actor).filter(is_current=True).order_by("-id")
    return page_of(rows, paging=paging, show=RoutingOut.of)


@router.post("/routings", response={201: RoutingOut}, summary="Write a routing, or its next version")
@writes("plan")
def save_routing(request: Asking, body: RoutingIn) -> RoutingOut:
    saved = production.save_routing(draft=body.draft(), approve=body.approve, by=request.actor, at=request.at)
    return RoutingOut.of(saved)


@router.post("/routing-sheets", response=BroughtInOut, summary="Bring in a sheet of routings: all of it or nothing")
@writes("plan")
def import_routings(request: Asking, file: File[UploadedFile], given: Form[SheetIn]) -> BroughtInOut:
    found = production.import_routings(
        file=cast("BinaryIO", file), approve=given.approve, by=request.actor, at=request.at
    )
    faults = [
        RoutingFaultOut(
            row=each.row,
            column=each.title,
            value=each.value,
            code=each.refusal.code,
            detail=in_words(each.refusal),
        )
        for each in found.faults
    ]
    return BroughtInOut(
        rows=found.rows, routings=found.routings, faults_found=len(found.faults), faults=faults[:MOST_FAULTS]
    )


@router.get("/routing-sheets", openapi_extra=file_of(XLSX), summary="Your routings as a sheet, or a template")
@reads("plan")
def export_routings(request: Asking) -> HttpResponseBase:
    return file_answer(production.export_routings(by=request.actor), "routings.xlsx")


@router.get("/routings/{routing_id}", response=RoutingFullOut, summary="A routing with its steps and times")
@reads("plan")
def routing(request: Asking, routing_id: Id) -> RoutingFullOut:
    return RoutingFullOut.whole(Routing.objects.visible_to(request.actor).seen(request.actor, pk=routing_id))


@router.post("/routings/{routing_id}/approve", response=RoutingOut, summary="Its times may be promised on")
@writes("plan")
def approve_routing(request: Asking, routing_id: Id) -> RoutingOut:
    return RoutingOut.of(production.approve_routing(routing_id=routing_id, by=request.actor, at=request.at))


@router.get("/recipes", response=Page[RecipeOut], summary="What you make to order")
@reads("plan")
def list_recipes(request: Asking, paging: Query[Paging]) -> Page[RecipeOut]:
    return page_of(Recipe.objects.visible_to(request.actor).order_by("-id"), paging=paging, show=RecipeOut.of)


@router.post("/recipes", response={201: RecipeOut}, summary="Say what making an offer or a SKU takes")
@writes("plan")
def save_recipe(request: Asking, body: RecipeIn) -> RecipeOut:
    components = [(each.material, each.millionths) for each in body.components]
    own = body.model_dump(exclude={"components"})
    return RecipeOut.of(production.save_recipe(**own, components=components, by=request.actor, at=request.at))


@router.get("/downtimes", response=Page[DowntimeOut], summary="What is or was down, newest first")
@reads("plan", "floor")
def list_downtimes(request: Asking, paging: Query[Paging]) -> Page[DowntimeOut]:
    return page_of(Downtime.objects.visible_to(request.actor).order_by("-id"), paging=paging, show=DowntimeOut.of)


@router.post("/downtimes", response={201: DowntimeOut}, summary="A machine cannot work: the plan moves around it")
@writes("plan", "floor")
def report_downtime(request: Asking, body: DowntimeIn) -> DowntimeOut:
    """Every promise that this touches is told to its buyer."""
    Machine.objects.visible_to(request.actor).seen(request.actor, pk=body.machine_id)
    reported = production.report_downtime(**body.model_dump(), by=request.actor, at=request.at)
    return DowntimeOut.of(reported)


@router.post("/downtimes/{downtime_id}/end", response=DowntimeOut, summary="The machine works again")
@writes("plan", "floor")
def end_downtime(request: Asking, downtime_id: Id) -> DowntimeOut:
    return DowntimeOut.of(production.end_downtime(downtime_id=downtime_id, by=request.actor, at=request.at))
