"""The index follows the trail: each machine's own index from a place of its own, whoever relays the events."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from huopan.domains.catalog import events as catalog_events
from huopan.domains.catalog import queries as catalog
from huopan.domains.membership import events as membership_events
from huopan.domains.parties import events as parties_events
from huopan.domains.production import events as production_events
from huopan.domains.search import events as search_events
from huopan.domains.search import ports
from huopan.domains.search.ports import Kind
from huopan.domains.search.queries import read
from huopan.infra.outbox.following import Followed, Following
from huopan.kernel.event import Event

Changed = dict[Kind, Collection[int]]


def _names(*events: type[Event]) -> frozenset[str]:
    return frozenset(event.name() for event in events)


# What each piece of news changes: an offer, its supplier among the factories, all of a supplier's offers.
OFFER = _names(
    catalog_events.OfferPublished,
    catalog_events.OfferChanged,
    catalog_events.OfferWithdrawn,
    catalog_events.OfferSuspended,
    catalog_events.StockChanged,
)
SUPPLY = OFFER - _names(catalog_events.StockChanged)
SUPPLIER = _names(
    parties_events.PartyApproved,
    parties_events.PartySuspended,
    parties_events.PartyReactivated,
    parties_events.PartyDescribed,
    parties_events.CredentialVerified,
    parties_events.CredentialRefused,
    parties_events.CredentialWithdrawn,
    parties_events.CredentialLapsed,
    membership_events.MembershipChanged,
    search_events.StandingMeasured,
    production_events.WorkCentreSaved,
    production_events.RoutingSaved,
    production_events.RoutingsBroughtIn,
    production_events.RecipeSaved,
)


class Follower:
    """How far this process has followed. One a process."""

    def __init__(self) -> None:
        self._following: Following | None = None
        self._noted = -1

    def turn(self, now: float) -> int:
        """Bring what happened since into the index. Returns how many entries were followed, of whatever kind.

        One statement when nothing happened. Raises IndexUnavailableError, IndexBusyError.
        """
        at = ports.index().followed()
        if self._following is None or at != self._noted:  # begun, or another index is the live one now
            self._following, self._noted = Following(at), at
        told = self._following.turn(now)
        if told:
            ports.index().update(changes_of(told), read, followed=self._following.upto)
            self._noted = ports.index().followed()
        return len(told)


def follow_trail(now: float = 0.0) -> int:
    """Everything until now, once, for tests and `huopan worker --once`."""
    follower, total = Follower(), 0
    while followed := follower.turn(now):
        total += followed
    return total


def changes_of(told: Iterable[Followed]) -> Changed:
    """Ids by kind that `told` may have changed. One statement a supplier that it names."""
    offers: set[int] = set()
    factories: set[int] = set()
    suppliers: set[int] = set()
    for each in told:
        if each.name in OFFER:
            offers.add(each.aggregate_id)
        if each.name in SUPPLY:
            factories.add(int(each.payload["supplier_id"]))
        if each.name in SUPPLIER:
            suppliers.add(each.aggregate_id)
    for supplier_id in suppliers:
        offers.update(catalog.offers_of(supplier_id))
    return {"offers": offers, "factories": factories | suppliers}
