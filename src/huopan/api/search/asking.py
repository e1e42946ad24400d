"""What to ask: suggestions while typing, and what else when little was found."""

from __future__ import annotations

from ninja import Query
from pydantic import Field

from huopan.api.base import Asking, QuerySchema, Schema
from huopan.api.search.routing import router
from huopan.api.search.shapes import Wanted, Words
from huopan.api.writing import reads
from huopan.domains.search import queries as search

MOST = 20


class Typed(QuerySchema):
    q: Words = ""
    limit: int = Field(10, ge=1, le=MOST)


class SuggestionOut(Schema):
    text: str
    kind: str = Field(description="history, search, category, belt or goods")
    code: str = Field(description="Of the category or belt; else empty")


class SuggestionsOut(Schema):
    items: list[SuggestionOut]


class LeaningOut(Schema):
    label: str = Field(description="Code of a category, or attribute=value")
    share: float = Field(description="Of what was opened and bought after such words, with doubt taken off; 0 to 1")


class RescueOut(Schema):
    q: str
    relaxed: list[str] = Field(description="Names of the filters left out; “words” where the words are others")
    total: int


class HintsOut(Schema):
    did_you_mean: str | None
    leanings: list[LeaningOut]
    related: list[str]
    rescue: RescueOut | None = Field(description="A search that finds something, where this one finds nothing")


@router.get("/search/suggestions", response=SuggestionsOut)
@reads(public=True)
def suggest_searches(request: Asking, typed: Query[Typed]) -> SuggestionsOut:
    """What begins as is typed: Chinese, pinyin, initials or English; your organisation's own searches first."""
    found = search.suggestions(typed.q, by=request.actor, at=request.at, most=typed.limit)
    return SuggestionsOut(items=[SuggestionOut(text=each.text, kind=each.kind, code=each.code) for each in found])


@router.get("/search/hints", response=HintsOut)
@reads(public=True)
def hint_at_searches(request: Asking, wanted: Query[Wanted]) -> HintsOut:
    """What was meant, where the words lean, what others ask beside it, and what finds something if this does not."""
    filters = wanted.filters()
    found = search.find_offers(wanted.q, filters, by=request.actor, limit=1)
    rescue = None if found.results else search.rescue(wanted.q, filters, at=request.at)
    return HintsOut(
        did_you_mean=search.meant(wanted.q, at=request.at),
        leanings=[
            LeaningOut(label=each.label, share=round(each.share, 3)) for each in search.leaning(wanted.q, at=request.at)
        ],
        related=search.related(wanted.q, at=request.at),
        rescue=RescueOut(q=rescue.words, relaxed=list(rescue.relaxed), total=rescue.total) if rescue else None,
    )
