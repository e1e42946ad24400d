"""Who may plan a factory, decide on its demands and report from its floor."""

from __future__ import annotations

from huopan.domains.parties.policies import NoOrganisationError
from huopan.domains.production.models import Demand
from huopan.kernel.actor import SYSTEM, Actor
from huopan.kernel.refusal import ForbiddenError, RefusedError, said


class NotItsFactoryError(RefusedError):
    kind = "forbidden"
    sentence = said("Only the factory that is asked to make “{title}” can do this.")


def must_plan(by: Actor) -> int:
    """The id of the factory `by` plans for. Raises NoOrganisationError or ForbiddenError."""
    if not by.party_id:
        raise NoOrganisationError
    by.must("plan")
    return by.party_id


def must_report(by: Actor) -> int:
    """The id of the factory on whose floor `by` works. Whoever plans may report too."""
    if not by.party_id:
        raise NoOrganisationError
    if not (by.may("floor") or by.may("plan")):
        raise ForbiddenError(scope="floor")
    return by.party_id


def must_decide(demand: Demand, by: Actor) -> None:
    """Whoever plans or sells for the demand's factory decides on it; and the platform, for an order."""
    if by.role == SYSTEM.role:
        return
    if by.party_id != demand.factory_id:
        raise NotItsFactoryError(title=demand.title)
    if not (by.may("plan") or by.may("sell")):
        raise ForbiddenError(scope="plan")
