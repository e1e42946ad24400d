"""What every router builds on: strict schemas, exact number types and the request as endpoints see it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal

import ninja
from django.http import HttpRequest
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from huopan.kernel.actor import Actor

LARGEST_ID = 2**63 - 1
LARGEST_QUANTITY = 2**31 - 1
LARGEST_AMOUNT = 10**15
WRITTEN_DATE = re.compile(r"\d{4}-\d\d-\d\d")

Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Quantity = Annotated[int, Field(ge=1, le=LARGEST_QUANTITY)]
Count = Annotated[int, Field(ge=0, le=LARGEST_QUANTITY)]
Fen = Annotated[int, Field(ge=0, le=LARGEST_AMOUNT, description="1/100 yuan")]
Hao = Annotated[int, Field(ge=1, le=LARGEST_AMOUNT, description="1/10,000 yuan")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=5000)]
CredentialKind = Literal[
    "licence",
    "inspection",
    "iso9001",
    "bsci",
    "brand",
    "food_contact",
    "ccc",
    "ce",
    "srdi",
    "little_giant",
    "champion",
    "hidden_champion",
    "pilot",
]
PlanCode = Literal["trusted", "super_factory"]
Number = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}[0-9A-Z]{6,30}$")]


def _within_calendar(moment: datetime) -> datetime:
    if not 1970 <= moment.year <= 9990:  # noqa: PLR2004 - beyond, a change of time zone overflows
        raise ValueError("out of range")
    return moment


def _written_out(kind: str) -> Callable[[object], object]:
    """Pydantic would also read a number as seconds since 1970."""

    def text_only(value: object) -> object:
        if isinstance(value, str) and not WRITTEN_DATE.match(value):
            raise PydanticCustomError(f"{kind}_parsing", "not written out")
        if isinstance(value, int | float):
            raise PydanticCustomError(f"{kind}_type", "not text")
        return value

    return text_only


# Dates arrive as text, which a strict schema would refuse in a parsed body.
Moment = Annotated[
    AwareDatetime, Field(strict=False), AfterValidator(_within_calendar), BeforeValidator(_written_out("datetime"))
]
Day = Annotated[date, Field(strict=False), BeforeValidator(_written_out("date"))]


class Schema(BaseModel):
    """A body or an answer: nothing is coerced, nothing unknown is accepted.

    Fields in `shown_once` are secrets: a replayed answer has null in their place, as they are stored nowhere."""

    shown_once: ClassVar[frozenset[str]] = frozenset()

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class QuerySchema(BaseModel):
    """Parameters of an address: all of them are text, so numbers are read from it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Asking(HttpRequest):
    """A request that has passed the door (see auth.py)."""

    actor: Actor
    at: datetime
    door: Any
    rate: dict[str, str]


class Router(ninja.Router):
    """A router whose operations say with `@reads` or `@writes` who may call them."""

    def add_api_operation(self, path: str, methods: list[str], view_func: Any, **options: Any) -> None:
        if not hasattr(view_func, "door"):
            raise ninja.errors.ConfigError(f"{view_func.__name__} needs @reads(…) or @writes(…) below its route.")
        super().add_api_operation(path, methods, view_func, **options)


def file_of(*types: str) -> dict[str, Any]:
    """What the document of the API says of an operation that answers with a file of one of `types`."""
    content = {each.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for each in types}
    return {"responses": {200: {"description": "The file", "content": content}}}
