"""Reads that repeat or lock."""

from huopan.domains.parties.queries.acting import actor_of_key, actor_of_person, hashed
from huopan.domains.parties.queries.places import (
    division_children,
    divisions_named,
    known_division,
    place_of_delivery,
)
from huopan.domains.parties.queries.team import team

__all__ = [
    "actor_of_key",
    "actor_of_person",
    "division_children",
    "divisions_named",
    "hashed",
    "known_division",
    "place_of_delivery",
    "team",
]
