"""How a factory says how things are made: routings, their times, and the recipes that tie them to what is sold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from huopan.domains.catalog.models import Offer, Sku
from huopan.domains.production.actions.shop_floor import save_work_centre
from huopan.domains.production.events import RecipeSaved, RoutingSaved
from huopan.domains.production.models import BomLine, Material, Recipe, Routing, RoutingStep, StepOption, WorkCentre
from huopan.domains.production.policies import must_plan
from huopan.domains.production.queries.drafts import draft_of
from huopan.domains.production.rules.ready_routings import BY_KEY
from huopan.domains.production.rules.routes import RoutingDraft, checked_routing
from huopan.engines.planning.requirements import UnknownMaterialError
from huopan.infra.outbox.announcing import announce
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusalsError, RefusedError, UnknownError, said


class UnknownWorkCentreError(RefusedError):
    kind = "invalid"
    sentence = said("There is no work centre “{work_centre}”; add it first, or mend the code.")


class RecipeCodeTakenError(RefusedError):
    sentence = said("There is a recipe “{code}” already, or one for this item; change that one.")


@transaction.atomic
def save_routing(*, draft: RoutingDraft, approve: bool = False, by: Actor, at: datetime) -> Routing:
    """Write a routing; one with the same code becomes its next version, and what is accepted keeps its own. Said the
    same as it is: nothing happens. `approve`: the times may be promised on.

    Raises RefusalsError (NoStepError, StepsInACircleError, CycleTimeError, UnknownWorkCentreError, …)."""
    factory_id = must_plan(by)
    draft = checked_routing(draft)
    centres = centres_named(factory_id, draft)
    current: Routing | None = (
        Routing.objects.select_for_update().filter(factory_id=factory_id, code=draft.code, is_current=True).first()
    )
    if current and not approve and draft_of(current) == draft:
        return current
    if current:
        Routing.objects.filter(pk=current.pk).update(is_current=False)
    routing = Routing.objects.create(
        factory_id=factory_id,
        code=draft.code,
        version=current.version + 1 if current else 1,
        name_zh=draft.name_zh,
        name_en=draft.name_en,
        is_approved=approve,
        saved_at=at,
    )
    _write_steps(routing, draft, centres, approve=approve)
    if current:
        Recipe.objects.filter(routing=current).update(routing=routing)
    announce(RoutingSaved.of(factory_id, at=at, routing_id=routing.pk, code=draft.code, version=routing.version), by=by)
    return routing


@transaction.atomic
def approve_routing(*, routing_id: int, by: Actor, at: datetime) -> Routing:
    """Its times may be promised on from now. Raises UnknownError, ForbiddenError."""
    factory_id = must_plan(by)
    routing: Routing = Routing.objects.seen(by, pk=routing_id)
    StepOption.objects.filter(step__routing=routing).update(is_approved_time=True)
    Routing.objects.filter(pk=routing.pk).update(is_approved=True)
    announce(
        RoutingSaved.of(factory_id, at=at, routing_id=routing.pk, code=routing.code, version=routing.version), by=by
    )
    routing.is_approved = True
    return routing


@transaction.atomic
def adopt_routing(*, key: str, by: Actor, at: datetime) -> Routing:
    """Take a ready routing over, with the work centres of it that are missing here. Its times are usual ones, and may
    be promised on at once; whoever measured better ones changes them. Raises UnknownError."""
    factory_id = must_plan(by)
    if key not in BY_KEY:
        raise UnknownError(what="ready routing")
    ready = BY_KEY[key]
    known = set(WorkCentre.objects.filter(factory_id=factory_id).values_list("code", flat=True))
    for centre in ready.centres:
        if centre.code not in known:
            save_work_centre(draft=centre, by=by, at=at)
    there: Routing | None = Routing.objects.filter(factory_id=factory_id, code=key, is_current=True).first()
    return there or save_routing(draft=ready.routing, approve=True, by=by, at=at)


@transaction.atomic
def save_recipe(
    *,
    code: str,
    name: str,
    routing_id: int,
    offer_id: int | None = None,
    sku_id: int | None = None,
    packaging_fen: int = 0,
    rework_basis_points: int = 0,
    components: Sequence[tuple[str, int]] = (),
    by: Actor,
    at: datetime,
) -> Recipe:
    """Say what making an offer, or one SKU, takes; a recipe with the same code is changed. `components`: (material's
    code, millionths for a piece). Raises UnknownError, RecipeCodeTakenError, UnknownMaterialError."""
    factory_id = must_plan(by)
    routing = Routing.objects.seen(by, pk=routing_id)
    _must_own(by, offer_id, sku_id)
    known = Recipe.objects.filter(factory_id=factory_id, code=code).first()
    recipe = known or Recipe(factory_id=factory_id, code=code)
    recipe.name, recipe.routing = name, routing
    recipe.offer_id, recipe.sku_id = offer_id, sku_id
    recipe.packaging_fen, recipe.rework_basis_points = packaging_fen, rework_basis_points
    try:
        with transaction.atomic():
            recipe.save()
    except IntegrityError:
        raise RecipeCodeTakenError(code=code) from None
    _write_bom(recipe, factory_id, components)
    announce(RecipeSaved.of(factory_id, at=at, recipe_id=recipe.pk), by=by)
    return recipe


def centres_named(factory_id: int, draft: RoutingDraft) -> dict[str, int]:
    """Ids by code of the work centres a draft names. Raises RefusalsError of UnknownWorkCentreError."""
    known = dict(WorkCentre.objects.filter(factory_id=factory_id, is_active=True).values_list("code", "pk"))
    unknown: list[RefusedError] = [
        UnknownWorkCentreError(work_centre=way.work_centre, field=f"steps.{place}.ways.{number}.work_centre")
        for place, step in enumerate(draft.steps)
        for number, way in enumerate(step.ways)
        if way.work_centre not in known
    ]
    if unknown:
        raise RefusalsError(unknown)
    return known


def _write_steps(routing: Routing, draft: RoutingDraft, centres: dict[str, int], *, approve: bool) -> None:
    steps = RoutingStep.objects.bulk_create(
        RoutingStep(
            routing=routing,
            position=place,
            code=step.code,
            name_zh=step.name_zh,
            name_en=step.name_en,
            traits=step.traits,
        )
        for place, step in enumerate(draft.steps)
    )
    StepOption.objects.bulk_create(
        StepOption(
            step=row,
            work_centre_id=centres[way.work_centre],
            setup_seconds=way.setup_seconds,
            cycle_ms=way.cycle_ms,
            pieces_per_cycle=way.pieces_per_cycle,
            is_approved_time=approve or way.is_approved,
        )
        for row, step in zip(steps, draft.steps, strict=True)
        for way in step.ways
    )


def _write_bom(recipe: Recipe, factory_id: int, components: Sequence[tuple[str, int]]) -> None:
    materials = dict(Material.objects.filter(factory_id=factory_id).values_list("code", "pk"))
    unknown: list[RefusedError] = [
        UnknownMaterialError(material=code) for code, _millionths in components if code not in materials
    ]
    if unknown:
        raise RefusalsError(unknown)
    recipe.bom_lines.all().delete()
    BomLine.objects.bulk_create(
        BomLine(recipe=recipe, component_id=materials[code], quantity_millionths=millionths)
        for code, millionths in components
    )


def _must_own(by: Actor, offer_id: int | None, sku_id: int | None) -> None:
    """The item is the factory's own. Strangers' are unknown."""
    asked: list[Any] = []
    if offer_id:
        asked.append(Offer.objects.visible_to(by).filter(pk=offer_id, supplier_id=by.party_id))
    if sku_id:
        asked.append(Sku.objects.visible_to(by).filter(pk=sku_id, offer__supplier_id=by.party_id))
    if not all(rows.exists() for rows in asked):
        raise UnknownError(what="offer")
