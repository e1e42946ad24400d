from hypothesis import given, settings
from hypothesis import strategies as st

from huopan.engines.planning import pooling, promising
from huopan.engines.planning.boards import Board
from huopan.engines.planning.checking import faults
from huopan.engines.planning.model import Plan
from huopan.engines.planning.working import clock_of
from tests.engines.planning import shops
from tests.engines.planning.test_promising import BLUE, RED, filled, press, printing, promised


def two_reds(*, deadline: int = 300) -> Board:
    """Red at 0–50 in two jobs, then blue at 50–80."""
    board = Board(press(), [], Plan())
    promised(board, printing("a", deadline=30))
    promised(board, printing("b", deadline=50))
    promised(board, printing("c", colour=BLUE, deadline=deadline))
    return board


def test_equal_work_in_a_row_is_a_pool():
    red, blue = pooling.open_pools(two_reds())
    assert [each.job for each in red.members] == ["a", "b"]
    assert (red.traits, red.start, red.end, red.setup_seconds, red.setup_fen) == (RED, 0, 50, 10, 10)
    assert [each.job for each in blue.members] == ["c"]


def test_a_pool_closes_when_its_tightest_deadline_says():
    red, blue = pooling.open_pools(two_reds())
    assert (red.closes_at, red.room_seconds) == (0, 300 - 30 - 50)
    assert blue.closes_at == 300 - 30


def test_what_has_begun_is_no_open_pool_but_what_waits_behind_it_is():
    board = two_reds()
    board.advance(5)
    red = pooling.open_pools(board)[0]
    assert [each.job for each in red.members] == ["a", "b"]
    board.advance(35)
    assert [pool.traits for pool in pooling.open_pools(board)] == [BLUE]


def test_joining_shares_the_set_up_to_the_fen():
    board = two_reds()
    offer = pooling.offers(board, printing("new", 25))[0]
    assert [each.job for each in offer.pool.members] == ["a", "b"]
    assert offer.promise.finish == 75
    assert offer.pool.shares() == {"a": 5, "b": 5}
    joiner = pooling.Member("new", 0, offer.alone_fen)
    assert offer.pool.shares(joiner) == {"a": 4, "b": 3, "new": 3}
    assert (offer.alone_fen, offer.share_fen, offer.saving_fen) == (10, 3, 7)
    assert offer.cost_fen == 25 + 3


def test_nobody_joins_a_pool_that_has_no_room():
    assert pooling.offers(two_reds(deadline=80), printing("new", 25)) == ()


def test_other_traits_join_nothing():
    assert pooling.offers(two_reds(), printing("new", colour=())) == ()


@given(st.integers(0, 10**6), st.lists(st.integers(0, 10**5), min_size=1, max_size=6))
def test_shares_add_up_and_nobody_pays_more_than_alone(setup, alone):
    members = [pooling.Member(str(n), 0, fen) for n, fen in enumerate(alone)]
    shares = pooling.shared_out(setup, members)
    assert sum(shares) == setup
    assert all(share <= fen + 1 for share, fen in zip(shares, alone, strict=True)) or sum(alone) < setup


@settings(max_examples=50, deadline=None)
@given(shops.shops(), st.tuples(*(shops.jobs(code) for code in "abcd")), shops.jobs("new"), st.booleans())
def test_pooling_delays_nobody_past_a_promise(shop, wanted, new, may_slide):
    board = filled(shop, wanted)
    plan = board.plan()
    for offer in pooling.offers(board, new[0], may_slide=may_slide):
        assert board.plan() == plan
        promising.commit(board, offer.promise)
        assert faults(shop, list(board.jobs.values()), board.plan()) == []
        assert may_slide or all(board.finish(code) <= plan.finish(code) for code in plan.by_job)
        pools = [{each.job for each in pool.members} for pool in pooling.open_pools(board)]
        assert any("new" in members and len(members) > 1 for members in pools)
        assert sum(offer.pool.shares(pooling.Member("new", 0, offer.alone_fen)).values()) == offer.pool.setup_fen
        board.release("new")


@settings(max_examples=50, deadline=None)
@given(shops.shops(), st.tuples(*(shops.jobs(code) for code in "abc")))
def test_begun_at_its_closing_time_a_pool_still_keeps_everything(shop, wanted):
    board = filled(shop, wanted)
    for pool in pooling.open_pools(board):
        centre = next(centre for centre in shop.work_centres if centre.code == pool.work_centre)
        machine = next(machine for machine in centre.machines if machine.code == pool.machine)
        first = next(each for each in board.plan().by_machine[centre.code, machine.code] if each.start == pool.start)
        run = next(way.run for way in board.jobs[first.job].steps[first.step].options if way.work_centre == centre.code)
        assert pool.closes_at >= first.start
        begun = Board(shop, list(board.jobs.values()), board.plan())
        end = clock_of(centre, machine).end(pool.closes_at, first.setup + run)
        begun.fix(first.job, first.step, start=pool.closes_at, end=end)
        assert begun.late() == ()


def test_a_sealed_pool_is_joined_by_nobody():
    board = two_reds()
    board.sealed = frozenset("ab")
    assert [pool.traits for pool in pooling.open_pools(board)] == [BLUE]
    assert pooling.offers(board, printing("new", 25)) == ()
    made = promising.promise(board, printing("new", 25))
    assert pooling.joined(board, made, 0) is None


def test_who_comes_behind_a_sealed_pool_begins_the_next():
    board = two_reds()
    board.sealed = frozenset("ab")
    promised(board, printing("new", 25))
    pools = {tuple(each.job for each in pool.members): pool for pool in pooling.open_pools(board)}
    assert set(pools) == {("new",), ("c",)}
    assert pools["new",].setup_seconds == 0


def test_joining_on_a_machine_keeps_to_it():
    board = two_reds()
    job = printing("new", 25)
    named = [(centre.code, machine.code) for centre, machine in board.machines]
    there = promising.promise(board, job, joining=promising.Joining(0, named[0]))
    assert (there.placements[0].work_centre, there.placements[0].machine) == named[0]
