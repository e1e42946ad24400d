"""People are told of what concerns them, each once, as they chose."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huopan.domains.catalog import actions as catalog
from huopan.domains.notifications import actions as notifications
from huopan.domains.notifications import queries
from huopan.domains.notifications.models import Notice, NoticeChoice
from huopan.domains.notifications.rules import KINDS, OPERATOR, TOLD_EVENTS, Habits, Mail, mail_due_at
from huopan.domains.orders import actions as orders
from huopan.domains.parties.models import Party
from huopan.infra.outbox.models import TrailEntry
from huopan.infra.outbox.rebuilding import event_of
from huopan.infra.outbox.receiving import Heard
from huopan.kernel.event import Event
from huopan.kernel.refusal import UnknownError
from tests.factories.after_sales import a_claim
from tests.factories.orders import NOON, a_sku, a_supplier, an_offer, an_order, later, owner_of, relay
from tests.factories.parties import a_grant, a_party, an_actor, an_operator

pytestmark = pytest.mark.django_db


def kinds_told(person_id: int) -> list[str]:
    return list(Notice.objects.filter(person=person_id).order_by("pk").values_list("kind", flat=True))


def heard_again(name: str) -> list[Heard]:
    return [Heard(event_of(entry), entry) for entry in TrailEntry.objects.filter(name=name).order_by("pk")]


def test_every_kind_is_told_of_an_event_that_exists_and_names_its_hearer() -> None:
    assert set(Event.known) >= TOLD_EVENTS
    for kind in KINDS.values():
        if kind.event and kind.hears not in (OPERATOR, "concerns"):
            fields = Event.known[kind.event].__dataclass_fields__
            assert kind.hears in fields, kind.name
            assert kind.when is None or kind.when[0] in fields, kind.name


def test_a_paid_order_is_told_to_both_sides_and_to_nobody_else() -> None:
    supplier = a_supplier()
    clerk, planner = an_actor(supplier, "sales"), an_actor(supplier, "planner")
    stranger = owner_of(a_supplier().pk)
    order = an_order("awaiting_acceptance", pieces={a_sku(supplier): 2})
    assert "order_to_accept" in kinds_told(clerk.person_id)
    assert kinds_told(owner_of(order.buyer_id).person_id) == ["order_paid"]
    assert kinds_told(planner.person_id) == []
    assert kinds_told(stranger.person_id) == []


def test_who_does_a_thing_is_not_told_of_it() -> None:
    order = an_order("awaiting_shipment")
    relay()
    assert "order_accepted" in kinds_told(owner_of(order.buyer_id).person_id)
    assert "order_accepted" not in kinds_told(owner_of(order.supplier_id).person_id)


def test_hearing_again_makes_nothing() -> None:
    an_order("awaiting_acceptance")
    before = Notice.objects.count()
    notifications.make_notices(heard_again("orders.OrderPaid"))
    TrailEntry.objects.filter(name="orders.OrderPaid").update(relayed_at=None, served=[])
    relay()
    assert Notice.objects.count() == before


def test_the_database_refuses_a_second_notice_for_one_cause() -> None:
    an_order("awaiting_acceptance")
    notice = Notice.objects.all()[0]
    notice.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        notice.save(force_insert=True)


@pytest.mark.parametrize("events", [1, 3])
def test_statements_do_not_grow_with_events(events: int, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        an_order("awaiting_acceptance")
    Notice.objects.all().delete()
    batch = heard_again("orders.OrderPaid")[:events]
    with django_assert_num_queries(6):  # the savepoint, hearers, choices, hours, one INSERT
        notifications.make_notices(batch)


def test_what_nobody_is_told_of_costs_nothing(django_assert_num_queries: Any) -> None:
    an_order("awaiting_payment")
    batch = heard_again("orders.OrderPlaced")
    with django_assert_num_queries(2):  # the savepoint
        assert notifications.make_notices(batch) == 0


def test_a_suspended_offer_says_why_and_which() -> None:
    supplier = a_supplier()
    offer = an_offer(supplier)
    operator = an_operator()
    catalog.suspend_offer(offer_id=offer.pk, because="商标争议", by=operator, at=NOON)
    relay()
    notice = Notice.objects.get(kind="offer_suspended")
    assert notice.person_id == owner_of(supplier.pk).person_id
    assert "商标争议" in queries.said_of(notice.kind, notice.facts)
    assert offer.title_zh in queries.said_of(notice.kind, notice.facts)
    catalog.unsuspend_offer(offer_id=offer.pk, by=operator, at=NOON)
    relay()
    assert Notice.objects.filter(kind="offer_back").count() == 1


def test_only_stock_that_is_gone_is_news() -> None:
    supplier = a_supplier()
    sku = a_sku(supplier)
    an_order("awaiting_shipment", pieces={sku: sku.stock.on_hand - 1})
    assert not Notice.objects.filter(kind="sold_out").exists()
    an_order("awaiting_shipment", pieces={sku: 1})
    notice = Notice.objects.get(kind="sold_out")
    assert notice.facts["skus"] == 1


def test_the_operator_hears_of_disputes_and_the_acting_side_does_not() -> None:
    arbiter, clerk = an_operator("arbiter"), an_operator("operator")
    claim = a_claim(an_order("delivered"))
    orders.refuse_after_sale(number=claim.number, answer="不同意", by=owner_of(claim.order.supplier_id), at=NOON)
    orders.dispute_after_sale(number=claim.number, because="破损", by=owner_of(claim.order.buyer_id), at=NOON)
    relay()
    assert kinds_told(arbiter.person_id) == ["dispute_to_decide"]
    assert kinds_told(clerk.person_id) == []
    assert "disputed_sale" in kinds_told(owner_of(claim.order.supplier_id).person_id)
    assert "disputed_purchase" not in kinds_told(owner_of(claim.order.buyer_id).person_id)


def test_a_deadline_is_said_once_before_it_passes() -> None:
    order = an_order("awaiting_acceptance")
    assert notifications.warn_of_deadlines(at=NOON) == 0
    near = order.due_at - timedelta(hours=5)
    notifications.warn_of_deadlines(at=near)
    notifications.warn_of_deadlines(at=near + timedelta(minutes=15))
    [notice] = Notice.objects.filter(kind="order_due_soon")
    assert order.number in queries.said_of(notice.kind, notice.facts)


def test_choices_decide_page_and_letter() -> None:
    supplier = a_supplier()
    owner = owner_of(supplier.pk)
    notifications.choose_notices(
        choices={"order_to_accept": (True, Mail.OFF), "order_completed": (False, Mail.OFF)}, habits=Habits(), by=owner
    )
    an_order("completed", pieces={a_sku(supplier): 2})
    [notice] = Notice.objects.filter(person=owner.person_id, kind="order_to_accept")
    assert notice.mail_due_at is None
    assert "order_completed" not in kinds_told(owner.person_id)
    notifications.choose_notices(choices={"order_to_accept": (True, Mail.NOW)}, habits=Habits(), by=owner)
    assert NoticeChoice.objects.get(person=owner.person_id, kind="order_to_accept").mail == "now"


@pytest.mark.parametrize(
    ("mail", "is_urgent", "hour", "due"),
    [
        (Mail.NOW, False, 12, 12),
        (Mail.NOW, False, 23, 32),
        (Mail.NOW, False, 3, 8),
        (Mail.NOW, True, 23, 23),
        (Mail.DIGEST, True, 8, 9),
        (Mail.DIGEST, False, 9, 33),
        (Mail.OFF, True, 12, None),
    ],
)
def test_letters_keep_the_readers_hours(mail: Mail, is_urgent: bool, hour: int, due: int | None) -> None:
    midnight = NOON.replace(hour=0)
    found = mail_due_at(mail, is_urgent=is_urgent, habits=Habits(22, 8, 9), local=midnight + timedelta(hours=hour))
    assert found == (None if due is None else midnight + timedelta(hours=due))


def test_reading_is_each_readers_own_and_ends_with_the_role() -> None:
    order = an_order("awaiting_acceptance")
    supplier = Party.objects.get(pk=order.supplier_id)
    owner, colleague = owner_of(supplier.pk), a_grant(supplier, "sales")
    notice = Notice.objects.get(person=owner.person_id)
    with pytest.raises(UnknownError):
        notifications.read_notice(notice_id=notice.pk, by=owner_of(a_party().pk), at=NOON)
    notifications.read_notice(notice_id=notice.pk, by=owner, at=NOON)
    notifications.read_notice(notice_id=notice.pk, by=owner, at=later(hours=1))
    notice.refresh_from_db()
    assert notice.read_at == NOON
    assert queries.unread_notices(owner) == 0
    order = an_order("awaiting_acceptance", pieces={a_sku(supplier): 1})
    reader = an_actor(supplier, "sales")
    assert reader.person_id == colleague.person_id
    assert queries.unread_notices(reader) == 1
    colleague.revoked_at = NOON
    colleague.save()
    assert queries.unread_notices(reader) == 0


def test_marking_all_leaves_what_came_since() -> None:
    supplier = a_supplier()
    owner = owner_of(supplier.pk)
    an_order("awaiting_acceptance", pieces={a_sku(supplier): 1})
    seen = queries.notices(owner)[0].pk
    an_order("awaiting_acceptance", pieces={a_sku(supplier): 1})
    notifications.read_all(upto=seen, by=owner, at=NOON)
    assert queries.unread_notices(owner) == 1
