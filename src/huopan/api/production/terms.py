"""How a factory wants to be planned."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from huopan.api.base import Asking, Router, Schema
from huopan.api.writing import reads, writes
from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import PlanningTerms
from huopan.domains.production.policies import must_plan
from huopan.domains.production.rules.terms import WITHIN

router = Router()


def _within(name: str, says: str) -> object:
    least, most = WITHIN[name]
    return Field(ge=least, le=most, description=says)


class PlanningTermsIn(Schema):
    least_margin_pct: Annotated[int, _within("least_margin_pct", "Of the price, that has to be left at the least")]
    hold_minutes: Annotated[int, _within("hold_minutes", "How long a hold lasts")]
    late_hour_fen: Annotated[int, _within("late_hour_fen", "What an hour after the date costs")]
    buffer_pct: Annotated[int, _within("buffer_pct", "On dates that nobody named")]
    horizon_days: Annotated[int, _within("horizon_days", "How far ahead is planned")]


class PlanningTermsOut(Schema):
    least_margin_pct: int
    hold_minutes: int
    late_hour_fen: int
    buffer_pct: int
    horizon_days: int

    @classmethod
    def of(cls, terms: PlanningTerms) -> PlanningTermsOut:
        return cls(**{name: getattr(terms, name) for name in cls.model_fields})


@router.get("/planning-terms", response=PlanningTermsOut, summary="How your factory wants to be planned")
@reads("plan")
def planning_terms(request: Asking) -> PlanningTermsOut:
    return PlanningTermsOut.of(queries.terms_of(must_plan(request.actor)))


@router.put("/planning-terms", response=PlanningTermsOut, summary="Say how your factory wants to be planned")
@writes("plan")
def save_planning_terms(request: Asking, body: PlanningTermsIn) -> PlanningTermsOut:
    """From now on verdicts go by it; what is promised stays as it is."""
    saved = production.save_planning_terms(**body.model_dump(), by=request.actor, at=request.at)
    return PlanningTermsOut.of(saved)
