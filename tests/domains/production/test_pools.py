"""Compatible jobs share a set-up: who takes one on joins, until the pool closes; nothing promised gets later."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from huopan.domains.production import actions as production
from huopan.domains.production import queries
from huopan.domains.production.models import Demand, PoolMember, ProductionPool
from huopan.infra import checking
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.refusal import RefusedError, UnknownError
from tests.factories.catalog import a_seller
from tests.factories.production import MONDAY, Plannable, a_demand, a_plannable_factory, a_planner

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def shop() -> Plannable:
    """One press, a quarter of an hour (¥15) to change its colour."""
    return a_plannable_factory(presses=1)


def taken(shop: Plannable, at=MONDAY, **fields) -> Demand:
    demand = a_demand(shop, **fields)
    production.accept_demand(demand_id=demand.pk, by=shop.planner, at=at)
    return Demand.objects.get(pk=demand.pk)


def pool_of(demand: Demand) -> ProductionPool | None:
    member = queries.membership_of(demand.pk)
    return member and ProductionPool.objects.get(pk=member.pool_id)


def member(demand: Demand) -> PoolMember:
    return PoolMember.objects.get(demand=demand, left_at__isnull=True)


def told(name: str) -> list[dict]:
    return list(TrailEntry.objects.filter(name=f"production.{name}").order_by("id").values_list("payload", flat=True))


def unbroken() -> bool:
    return not list(checking.broken(at=MONDAY, area="C"))


def test_taking_one_on_opens_a_pool_that_closes_when_its_deadline_says(shop: Plannable) -> None:
    demand = taken(shop)
    pool = pool_of(demand)
    assert (pool.state, pool.setup_fen, pool.setup_seconds, pool.traits) == ("open", 1500, 900, {"colour": "red"})
    # Wanted by Saturday 08:00: dried by Friday 20:00, an hour's drying from 19:00, so set up at 16:45 at the latest.
    latest = MONDAY + 4 * DAY + timedelta(hours=12)
    assert pool.closes_at == latest - 2 * HOUR - timedelta(minutes=15)
    assert (member(demand).alone_fen, member(demand).share_fen) == (1500, 1500)
    [opened], [joined] = told("PoolOpened"), told("PoolJoined")
    assert (opened["number"], joined["demand_id"], joined["share_fen"]) == (pool.number, demand.pk, 1500)


def test_the_next_of_its_colour_joins_and_they_share_the_set_up(shop: Plannable) -> None:
    first, other = taken(shop), taken(shop, traits={"colour": "blue"})
    second = taken(shop)
    assert pool_of(first) == pool_of(second) != pool_of(other)
    assert [member(each).share_fen for each in (first, second)] == [750, 750]
    assert (member(second).alone_fen, member(second).saving_fen) == (1500, 750)
    assert ProductionPool.objects.count() == 2
    assert unbroken()


def test_the_tightest_deadline_closes_it(shop: Plannable) -> None:
    first = taken(shop)
    was = pool_of(first).closes_at
    taken(shop, wanted_by=MONDAY + 2 * DAY)
    assert pool_of(first).closes_at < was
    assert pool_of(first).closes_at <= MONDAY + DAY + timedelta(hours=12)


def test_what_is_only_held_is_in_the_pool_until_the_hold_ends(shop: Plannable) -> None:
    first, second = taken(shop), a_demand(shop)
    hold = production.hold_capacity(demand_id=second.pk, by=shop.planner, at=MONDAY)
    assert pool_of(second) == pool_of(first)
    production.release_hold(hold_id=hold.pk, by=shop.planner, at=MONDAY)
    assert pool_of(second) is None
    assert member(first).share_fen == 1500
    production.hold_capacity(demand_id=second.pk, minutes=5, by=shop.planner, at=MONDAY)
    production.expire_holds(at=MONDAY + HOUR)
    assert (pool_of(second), member(first).share_fen) == (None, 1500)
    assert [each["demand_id"] for each in told("PoolLeft")] == [second.pk, second.pk]
    assert unbroken()


def test_who_asks_to_join_is_told_cost_and_date_and_held_there(shop: Plannable) -> None:
    first = taken(shop)
    demand = a_demand(shop, wanted_by=None)
    [offer] = queries.pools_to_join(demand.pk, shop.planner, MONDAY)
    assert (offer.joined.pool, offer.joined.alone_fen, offer.joined.share_fen) == (pool_of(first), 1500, 750)
    hold = production.join_pool(demand_id=demand.pk, pool_id=offer.joined.pool.pk, by=shop.planner, at=MONDAY)
    assert hold == production.join_pool(demand_id=demand.pk, pool_id=offer.joined.pool.pk, by=shop.planner, at=MONDAY)
    assert pool_of(demand) == pool_of(first)
    assert queries.board_of(shop.factory.pk, MONDAY).plan.finish(str(demand.pk)) is not None
    production.commit_hold(hold_id=hold.pk, by=shop.planner, at=MONDAY)
    assert (pool_of(demand), member(demand).share_fen) == (pool_of(first), 750)


def test_what_was_held_elsewhere_moves_into_the_pool(shop: Plannable) -> None:
    first, demand = taken(shop), a_demand(shop, traits={"colour": "blue"})
    production.hold_capacity(demand_id=demand.pk, by=shop.planner, at=MONDAY)
    Demand.objects.filter(pk=demand.pk).update(traits={"colour": "red"})
    blue = pool_of(demand)
    production.join_pool(demand_id=demand.pk, pool_id=pool_of(first).pk, by=shop.planner, at=MONDAY)
    blue.refresh_from_db()
    assert (blue.state, pool_of(demand)) == ("dissolved", pool_of(first))
    assert unbroken()


def test_nobody_joins_a_pool_of_another_colour_or_without_room(shop: Plannable) -> None:
    first = taken(shop)
    other = a_demand(shop, traits={"colour": "blue"})
    big = a_demand(shop, quantity=9000)
    for demand in (other, big):
        with pytest.raises(RefusedError, match="no room"):
            production.join_pool(demand_id=demand.pk, pool_id=pool_of(first).pk, by=shop.planner, at=MONDAY)
        assert (Demand.objects.get(pk=demand.pk).state, queries.live_hold(demand.pk)) == ("open", None)


def test_at_closing_time_it_is_locked_and_joined_by_nobody(shop: Plannable) -> None:
    first, late = taken(shop), a_demand(shop, wanted_by=None)
    pool = pool_of(first)
    assert production.lock_pools(at=pool.closes_at - timedelta(seconds=1)) == 0
    with pytest.raises(production.PoolClosedError):
        production.join_pool(demand_id=late.pk, pool_id=pool.pk, by=shop.planner, at=pool.closes_at)
    assert [production.lock_pools(at=pool.closes_at) for _ in range(2)] == [1, 0]
    with pytest.raises(production.PoolClosedError):
        production.join_pool(demand_id=late.pk, pool_id=pool.pk, by=shop.planner, at=MONDAY)
    [locked] = told("PoolLocked")
    assert (locked["members"], locked["saving_fen"]) == (1, 0)


def test_who_comes_beside_a_locked_pool_pays_no_share_and_begins_the_next(shop: Plannable) -> None:
    first = taken(shop)
    ProductionPool.objects.update(state="locked", locked_at=MONDAY)
    verdict = queries.kept_verdict(a_demand(shop).pk, shop.planner, MONDAY)
    assert verdict["pool"] is None
    second = taken(shop)
    assert pool_of(second) != pool_of(first)
    assert PoolMember.objects.filter(pool=pool_of(first)).count() == 1
    assert member(first).share_fen == 1500


def test_released_to_the_floor_it_is_closed_and_completed_when_all_has_run(shop: Plannable) -> None:
    demands = [taken(shop), taken(shop)]
    pool = pool_of(demands[0])
    orders = [production.release_work_order(demand_id=each.pk, by=shop.planner, at=MONDAY) for each in demands]
    pool.refresh_from_db()
    assert (pool.state, pool.locked_at, {order.pool_id for order in orders}) == ("released", MONDAY, {pool.pk})
    for number, order in enumerate(orders):
        for kind, good in (("start", 0), ("good", 60)):
            production.report_floor(
                client_id=f"{number}{kind}",
                number=order.number,
                position=0,
                kind=kind,
                good=good,
                by=shop.planner,
                at=MONDAY + number * HOUR,
            )
        pool.refresh_from_db()
        assert pool.state == ("released" if number == 0 else "completed")
    assert pool.ended_at == MONDAY + HOUR
    assert len(told("PoolCompleted")) == 1


def test_a_cancelled_member_leaves_and_the_last_one_dissolves_it(shop: Plannable) -> None:
    demands = [taken(shop), taken(shop)]
    pool = pool_of(demands[0])
    for number, demand in enumerate(demands):
        production.cancel_demands(
            source_kind="order", source_prefix=demand.source_reference, because="x", by=shop.planner, at=MONDAY
        )
        pool.refresh_from_db()
        assert pool.state == ("open" if number == 0 else "dissolved")
    assert unbroken()


def test_moved_away_by_hand_it_leaves_its_pool(shop: Plannable) -> None:
    demands = [taken(shop), taken(shop), taken(shop, traits={"colour": "blue"})]
    pool = pool_of(demands[0])
    for demand, starts_at in ((demands[2], MONDAY + 6 * HOUR), (demands[1], MONDAY + DAY)):
        production.move_step(
            demand_id=demand.pk,
            step=0,
            work_centre="press",
            machine="M1",
            starts_at=starts_at,
            by=shop.planner,
            at=MONDAY,
        )
    assert pool_of(demands[0]) == pool != pool_of(demands[1])
    assert (member(demands[0]).share_fen, member(demands[1]).share_fen) == (1500, 1500)
    assert unbroken()


def test_the_database_lets_nobody_join_what_is_not_open_and_no_pool_open_again(shop: Plannable) -> None:
    first, other = taken(shop), a_demand(shop)
    pool = pool_of(first)

    def refused(act) -> bool:
        try:
            with transaction.atomic():
                act()
        except DatabaseError:
            return True
        return False

    def joins(at=MONDAY) -> None:
        PoolMember.objects.create(pool=pool, demand=other, joined_at=at)

    assert refused(lambda: joins(pool.closes_at))
    ProductionPool.objects.update(state="locked", locked_at=MONDAY)
    assert refused(joins)
    assert refused(lambda: ProductionPool.objects.update(state="open"))
    assert refused(lambda: ProductionPool.objects.update(state="completed"))
    ProductionPool.objects.update(state="dissolved", ended_at=MONDAY)
    assert refused(lambda: ProductionPool.objects.update(state="locked", ended_at=None))
    PoolMember.objects.update(left_at=MONDAY)
    assert refused(lambda: PoolMember.objects.update(left_at=None))


def test_strangers_and_buyers_see_no_pool(shop: Plannable) -> None:
    first = taken(shop)
    for stranger in (a_planner(a_seller()), a_planner(first.buyer)):
        assert list(queries.pools(stranger)) == []
        with pytest.raises(UnknownError):
            queries.pool(pool_of(first).pk, stranger)


class NothingPromisedGetsLaterTest(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["red", "blue"]),
                st.integers(10, 400),
                st.one_of(st.none(), st.integers(6, 120)),
                st.booleans(),
            ),
            min_size=2,
            max_size=7,
        )
    )
    def test_whoever_joins_nothing_already_promised_gets_later(self, wanted) -> None:
        """Every promise stays as it was given, and the plan keeps it, whoever is taken on or joins after it."""
        shop = a_plannable_factory(presses=1)
        promised: dict[int, object] = {}
        for colour, quantity, hours, joins in wanted:
            demand = a_demand(
                shop,
                traits={"colour": colour},
                quantity=quantity,
                wanted_by=MONDAY + hours * HOUR if hours else None,
            )
            _answered(shop, demand, joins=joins)
            board = queries.board_of(shop.factory.pk, MONDAY)
            for pk, promise in promised.items():
                kept = Demand.objects.get(pk=pk)
                assert kept.promised_at == promise
                assert board.finish_of(kept) <= promise
            demand.refresh_from_db()
            if demand.promised_at:
                promised[demand.pk] = demand.promised_at
        assert unbroken()


def _answered(shop: Plannable, demand: Demand, *, joins: bool) -> None:
    try:
        for offer in queries.pools_to_join(demand.pk, shop.planner, MONDAY)[:joins]:
            production.join_pool(demand_id=demand.pk, pool_id=offer.joined.pool.pk, by=shop.planner, at=MONDAY)
        production.accept_demand(demand_id=demand.pk, by=shop.planner, at=MONDAY)
    except RefusedError:
        return
