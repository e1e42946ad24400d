"""Memberships: granted by the operator, each day covered once, ended by the clock or with a reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from huopan.domains.membership import actions as membership
from huopan.domains.membership import queries
from huopan.domains.membership.actions import ending, granting
from huopan.domains.membership.models import Plan, Subscription
from huopan.domains.membership.policies import OwnMembershipError
from huopan.domains.membership.queries.invariants import _covered_twice
from huopan.domains.membership.rules import PLAN_CODES, STARTER_PLANS, first_day, year_from
from huopan.domains.notifications.actions import warn_of_deadlines
from huopan.domains.notifications.models import Notice
from huopan.domains.parties.models import Person
from huopan.infra.outbox.models import TrailEntry
from huopan.infra.outbox.relaying import relay_once
from huopan.kernel.actor import SYSTEM
from huopan.kernel.refusal import ForbiddenError, UnknownError
from tests.factories.membership import a_membership
from tests.factories.parties import LONG_AGO, a_grant, a_party, a_proof, an_actor, an_operator

pytestmark = pytest.mark.django_db
TODAY = LONG_AGO.date()
LAST_DAY = date(2027, 1, 4)


def at_noon(day):
    return LONG_AGO.replace(year=day.year, month=day.month, day=day.day, hour=4)


def in_force(party, on=TODAY):
    found = queries.memberships([party.pk], on=on).get(party.pk)
    return found and (found.plan_code, found.since, found.until_day)


def told(name):
    return [entry.payload for entry in TrailEntry.objects.filter(name=f"membership.{name}").order_by("pk")]


def changes():
    return [payload["plan_code"] for payload in told("MembershipChanged")]


def test_every_market_has_the_starter_plans_and_keeps_what_was_made_of_them():
    Plan.objects.filter(code="trusted").update(yearly_fee_fen=1)
    membership.load_plans()
    assert [plan.code for plan in queries.plans()] == [plan.code for plan in STARTER_PLANS] == list(PLAN_CODES)
    assert Plan.objects.get(code="trusted").yearly_fee_fen == 1


def test_a_year_is_a_year():
    assert year_from(date(2026, 1, 5)) == date(2027, 1, 4)
    assert year_from(date(2027, 3, 1)) == date(2028, 2, 29)
    assert year_from(date(2028, 2, 29)) == date(2029, 2, 28)
    assert first_day(TODAY, None) == first_day(TODAY, TODAY - timedelta(days=3)) == TODAY
    assert first_day(TODAY, TODAY) == TODAY + timedelta(days=1)


def test_a_membership_is_in_force_from_its_first_to_its_last_day():
    party = a_party("factory")
    row = a_membership(party)
    assert (row.from_day, row.until_day, row.state) == (TODAY, LAST_DAY, "running")
    assert in_force(party) == in_force(party, LAST_DAY) == ("trusted", TODAY, LAST_DAY)
    assert in_force(party, TODAY - timedelta(days=1)) is in_force(party, LAST_DAY + timedelta(days=1)) is None
    assert queries.plans_in_force([party.pk]) == {party.pk: "trusted"}
    assert membership.turn_memberships(at=at_noon(LAST_DAY)) == 0
    over = at_noon(LAST_DAY + timedelta(days=1))
    assert (membership.turn_memberships(at=over), membership.turn_memberships(at=over)) == (1, 0)
    row.refresh_from_db()
    assert (row.state, row.ended_because) == ("lapsed", "")
    assert queries.plans_in_force([party.pk]) == {}
    assert changes() == ["trusted", ""]
    assert [payload["is_followed"] for payload in told("MembershipLapsed")] == [False]


def test_a_renewal_goes_on_without_a_gap_or_a_day_twice():
    party = a_party("factory")
    first = a_membership(party)
    second = a_membership(party, at=at_noon(date(2026, 12, 1)))
    assert (second.from_day, second.until_day, second.state) == (date(2027, 1, 5), date(2028, 1, 4), "upcoming")
    assert in_force(party, LAST_DAY) == ("trusted", TODAY, LAST_DAY)
    assert in_force(party, second.from_day) == ("trusted", TODAY, second.until_day)
    assert membership.turn_memberships(at=at_noon(second.from_day)) == 2
    assert Subscription.objects.running().get() == second
    assert Subscription.objects.get(pk=first.pk).state == "lapsed"
    assert changes() == ["trusted"], "the same plan goes on: nothing changed"
    assert [payload["is_followed"] for payload in told("MembershipLapsed")] == [True]


def test_another_plan_begins_where_the_first_one_ends():
    party = a_party("factory")
    a_proof(party, kind="inspection", valid_until=date(2028, 1, 1))
    a_membership(party)
    later = a_membership(party, plan_code="super_factory")
    assert in_force(party, later.from_day) == ("super_factory", later.from_day, later.until_day)
    membership.turn_memberships(at=at_noon(later.from_day))
    assert changes() == ["trusted", "super_factory"]


def test_what_began_and_ended_while_nobody_looked_is_ended_only():
    party = a_party("factory")
    a_membership(party, until_day=TODAY + timedelta(days=3))
    a_membership(party, until_day=TODAY + timedelta(days=6))
    assert membership.turn_memberships(at=at_noon(TODAY + timedelta(days=60))) == 2
    assert changes() == ["trusted", ""]


def test_one_granted_between_midnight_and_the_sweep_begins_with_the_sweep():
    party = a_party("factory")
    a_membership(party)
    after = at_noon(LAST_DAY + timedelta(days=1))
    row = a_membership(party, at=after)
    assert (row.from_day, row.state) == (after.date(), "upcoming")
    assert in_force(party, after.date()) == ("trusted", TODAY, row.until_day)
    assert membership.turn_memberships(at=after) == 2
    assert Subscription.objects.running().get() == row


def test_what_ends_early_covers_today_no_more_and_another_begins_today():
    party = a_party("factory")
    row = a_membership(party, reference="HT-A")
    later = at_noon(TODAY + timedelta(days=10))
    membership.end_membership(subscription_id=row.pk, because="合同解除", by=an_operator(), at=later)
    row.refresh_from_db()
    assert (row.state, row.until_day, row.agreed_until_day) == ("ended", TODAY + timedelta(days=9), LAST_DAY)
    assert in_force(party, later.date()) is None
    assert queries.plans_in_force([party.pk]) == {}
    assert told("MembershipEnded")[0]["because"] == "合同解除"
    with pytest.raises(ending.MembershipOverError), transaction.atomic():
        membership.end_membership(subscription_id=row.pk, because="再来一次", by=an_operator(), at=later)
    again = a_membership(party, reference="HT-A", at=later)
    assert again.from_day == later.date()
    assert in_force(party, later.date()) == ("trusted", TODAY, again.until_day), "not one day was missing"
    assert changes() == ["trusted", "", "trusted"]


def test_one_that_ends_on_its_first_day_or_before_it_covers_no_day():
    party = a_party("factory")
    first = a_membership(party)
    upcoming = a_membership(party)
    for row in (upcoming, first):
        membership.end_membership(subscription_id=row.pk, because="录入错误", by=an_operator(), at=LONG_AGO)
    assert in_force(party) is None
    assert in_force(party, upcoming.from_day) is None
    assert changes() == ["trusted", ""]
    assert a_membership(party).from_day == TODAY


def test_the_table_itself_refuses_a_day_covered_twice():
    party = a_party("factory")
    row = a_membership(party)
    later = a_membership(party)
    shared = {"party": party, "plan": row.plan, "granted_by": row.granted_by, "granted_at": LONG_AGO}
    for first, last in ((LAST_DAY, LAST_DAY), (TODAY - timedelta(days=9), TODAY), (later.until_day, date(2040, 1, 1))):
        with pytest.raises(IntegrityError), transaction.atomic():
            Subscription.objects.create(
                **shared, reference=f"{first}", from_day=first, until_day=last, agreed_until_day=last
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.filter(pk=later.pk).update(from_day=LAST_DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.filter(pk=later.pk).update(began_at=LONG_AGO)
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.filter(pk=row.pk).update(until_day=TODAY - timedelta(days=1))
    before = TODAY - timedelta(days=1)
    free = {"from_day": before, "until_day": before, "agreed_until_day": before}
    assert Subscription.objects.create(**shared, reference="day before", **free).pk
    assert list(_covered_twice()) == []


@pytest.mark.parametrize(
    ("error", "wrong"),
    [
        (granting.PlanNotOfferedError, {"plan_code": "gold"}),
        (granting.NotAdmittedError, {"plan_code": "super_factory"}),
        (granting.ReferenceMissingError, {"reference": " "}),
        (granting.ReferenceMissingError, {"reference": "x" * 81}),
        (granting.ReferenceKnownError, {"reference": "HT-KNOWN"}),
        (granting.LastDayError, {"until_day": LAST_DAY}),
        (granting.LastDayError, {"until_day": date(2050, 1, 1)}),
    ],
)
def test_what_does_not_fit_is_refused(error, wrong):
    party = a_party("factory")
    a_membership(party, reference="HT-KNOWN")
    with pytest.raises(error), transaction.atomic():
        a_membership(party, **wrong)
    assert Subscription.objects.count() == 1


def test_only_active_sellers_get_one():
    with pytest.raises(granting.OnlySellersAreMembersError), transaction.atomic():
        a_membership(a_party("buyer"))
    with pytest.raises(granting.MemberNotActiveError), transaction.atomic():
        a_membership(a_party("trader", state="suspended"))
    Plan.objects.filter(code="trusted").update(is_offered=False)
    with pytest.raises(granting.PlanNotOfferedError), transaction.atomic():
        a_membership(a_party("factory"))


def test_a_super_factory_is_a_factory_whose_inspection_holds_today():
    factory, trader = a_party("factory"), a_party("trader")
    for party in (factory, trader):
        a_proof(party, kind="inspection", valid_until=TODAY + timedelta(days=10))
    assert a_membership(factory, plan_code="super_factory").pk
    with pytest.raises(granting.NotAdmittedError), transaction.atomic():
        a_membership(trader, plan_code="super_factory")
    with pytest.raises(granting.NotAdmittedError), transaction.atomic():
        a_membership(factory, plan_code="super_factory", at=at_noon(TODAY + timedelta(days=11)))


def test_only_the_operators_people_decide_and_never_for_their_own():
    party = a_party("factory")
    row = a_membership(party)
    for nobody in (SYSTEM, an_actor(party), an_operator("arbiter"), an_operator("treasurer")):
        with pytest.raises(ForbiddenError), transaction.atomic():
            a_membership(party, by=nobody)
        with pytest.raises(ForbiddenError), transaction.atomic():
            membership.end_membership(subscription_id=row.pk, because="x", by=nobody, at=LONG_AGO)
    operator = an_operator()
    a_grant(party, "sales", Person.objects.get(pk=operator.person_id))
    with pytest.raises(OwnMembershipError), transaction.atomic():
        a_membership(party, by=operator)
    with pytest.raises(OwnMembershipError), transaction.atomic():
        membership.end_membership(subscription_id=row.pk, because="x", by=operator, at=LONG_AGO)
    with pytest.raises(UnknownError), transaction.atomic():
        membership.grant_membership(party_id=0, plan_code="trusted", reference="x", by=operator, at=LONG_AGO)
    with pytest.raises(UnknownError), transaction.atomic():
        membership.end_membership(subscription_id=0, because="x", by=operator, at=LONG_AGO)


def test_an_end_has_a_reason():
    row = a_membership(a_party("factory"))
    for because in (" ", "x" * 301):
        with pytest.raises(ending.EndReasonMissingError), transaction.atomic():
            membership.end_membership(subscription_id=row.pk, because=because, by=an_operator(), at=LONG_AGO)


def test_a_stranger_sees_no_contract():
    row, stranger = a_membership(a_party("factory")), an_actor(a_party("factory"))
    with pytest.raises(UnknownError):
        queries.subscription(row.pk, stranger)
    assert not queries.own_memberships(stranger).exists()
    assert not queries.membership_history(row.party_id, stranger).exists()
    assert queries.subscription(row.pk, an_operator()).pk == row.pk
    assert queries.own_memberships(an_actor(row.party)).get() == row


def test_its_people_are_told_of_each_turn_and_a_month_before_the_end():
    party, other = a_party("factory"), a_party("trader")
    a_membership(party, reference="HT-2026-17")
    ended = a_membership(other)
    soon = at_noon(LAST_DAY - timedelta(days=29))
    assert not queries.memberships_lapsing(soon - timedelta(days=2)).exists()
    warn_of_deadlines(at=soon)
    warn_of_deadlines(at=soon + timedelta(minutes=15))
    membership.end_membership(subscription_id=ended.pk, because="未付款", by=an_operator(), at=soon)
    membership.turn_memberships(at=at_noon(LAST_DAY + timedelta(days=1)))
    while relay_once(100, soon):
        pass
    assert sorted(Notice.objects.filter(party=party).values_list("kind", flat=True)) == [
        "membership_granted",
        "membership_lapsed",
        "membership_lapses_soon",
    ]
    assert set(Notice.objects.filter(party=other).values_list("kind", flat=True)) == {
        "membership_ended",
        "membership_granted",
        "membership_lapses_soon",
    }


def test_what_is_renewed_is_neither_warned_of_nor_told_as_over():
    party = a_party("factory")
    first = a_membership(party)
    a_membership(party)
    assert not queries.memberships_lapsing(at_noon(LAST_DAY)).exists()
    membership.turn_memberships(at=at_noon(first.until_day + timedelta(days=1)))
    while relay_once(100, at_noon(LAST_DAY)):
        pass
    assert not Notice.objects.filter(kind="membership_lapsed").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_memberships_take_one_statement_however_many(count, django_assert_num_queries):
    ids = [a_membership(a_party("factory")).party_id for _ in range(count)]
    with django_assert_num_queries(1):
        assert len(queries.memberships(ids, on=TODAY)) == count
    with django_assert_num_queries(1):
        assert len(queries.plans_in_force(ids)) == count


def test_plans_are_called_by_the_names_they_have_and_named_without_a_statement(django_assert_num_queries):
    assert queries.plan_name("invented") == "invented"
    with django_assert_num_queries(0):
        assert queries.plan_name("super_factory") in {"超级工厂", "Super factory"}
