"""Letters leave once, whatever dies in between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from huopan.domains.notifications import actions as notifications
from huopan.domains.notifications import ports
from huopan.domains.notifications.models import Letter, Notice
from huopan.domains.notifications.ports import NoticeLetter
from huopan.domains.notifications.rules import Habits, Mail
from huopan.domains.parties.models import Party, RoleGrant
from tests.factories.orders import NOON, a_sku, a_supplier, an_order, later, owner_of
from tests.factories.parties import an_operator

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Iterator[list[NoticeLetter]]:
    """What reached the mail server."""
    before, posted = list(ports.LETTER_CARRIERS), list[NoticeLetter]()
    ports.LETTER_CARRIERS[:] = [posted.append]
    yield posted
    ports.LETTER_CARRIERS[:] = before


def a_paid_order(supplier: Party | None = None) -> Party:
    order = an_order("awaiting_acceptance", pieces={a_sku(supplier or a_supplier()): 2})
    return Party.objects.get(pk=order.supplier_id)


def test_a_letter_leaves_once(post: list[NoticeLetter]) -> None:
    supplier = a_paid_order()
    assert notifications.send_letters(at=NOON) == 1
    assert notifications.send_letters(at=later(minutes=1)) == 0
    [letter] = post
    assert letter.email == supplier.grants.get().person.email
    assert [told.kind for told in letter.told] == ["order_to_accept"]


def test_what_is_due_together_comes_in_one_letter(post: list[NoticeLetter]) -> None:
    supplier = a_supplier()
    for _ in range(3):
        a_paid_order(supplier)
    notifications.send_letters(at=NOON)
    assert [len(letter.told) for letter in post] == [3]


def test_the_daily_letter_gathers_a_day(post: list[NoticeLetter]) -> None:
    supplier = a_supplier()
    owner = owner_of(supplier.pk)
    notifications.choose_notices(choices={"order_to_accept": (True, Mail.DIGEST)}, habits=Habits(22, 8, 18), by=owner)
    a_paid_order(supplier)
    a_paid_order(supplier)
    assert notifications.send_letters(at=later(minutes=1)) == 0
    notifications.send_letters(at=later(hours=24))
    assert [len(letter.told) for letter in post] == [2]


def test_what_was_read_is_not_written_about(post: list[NoticeLetter]) -> None:
    supplier = a_paid_order()
    owner = owner_of(supplier.pk)
    notifications.read_all(upto=Notice.objects.latest("pk").pk, by=owner, at=NOON)
    assert notifications.send_letters(at=NOON) == 0
    assert post == []


def test_what_was_kept_for_later_is_not_written_about(post: list[NoticeLetter]) -> None:
    supplier = a_paid_order()
    owner = owner_of(supplier.pk)
    notice = Notice.objects.filter(person_id=owner.person_id).latest("pk")
    notifications.read_notice(notice_id=notice.pk, by=owner, at=NOON)
    notifications.unread_notice(notice_id=notice.pk, by=owner)
    assert notifications.send_letters(at=later(minutes=1)) == 0
    assert post == []


def test_a_refusing_server_is_tried_again_and_given_up_at_last() -> None:
    before = list(ports.LETTER_CARRIERS)
    ports.LETTER_CARRIERS[:] = [_refuse]
    a_paid_order()
    at, states = NOON, list[str]()
    for _ in range(8):
        notifications.send_letters(at=at)
        letter = Letter.objects.get()
        states.append(letter.state)
        at = letter.next_attempt_at or at
    ports.LETTER_CARRIERS[:] = before
    assert set(states[:5]) == {"waiting"}
    assert states[-1] == "dead"
    assert letter.last_error == "mailbox full"


def test_a_letter_whose_sender_died_is_never_sent_again_by_itself(post: list[NoticeLetter]) -> None:
    a_paid_order()
    letter = notifications.next_letter(at=NOON)
    assert letter is not None
    assert notifications.send_letters(at=later(seconds=30)) == 0
    assert notifications.send_letters(at=later(minutes=5)) == 0
    letter.refresh_from_db()
    assert (letter.state, post) == ("unsure", [])
    notifications.send_again(letter_id=letter.pk, by=an_operator(), at=later(minutes=6))
    notifications.send_letters(at=later(minutes=6))
    assert len(post) == 1


def test_two_senders_never_take_one_letter(post: list[NoticeLetter]) -> None:
    a_paid_order()
    first, second = notifications.next_letter(at=NOON), notifications.next_letter(at=NOON)
    assert first is not None
    assert second is None


def test_who_left_is_not_written_to(post: list[NoticeLetter]) -> None:
    supplier = a_paid_order()
    RoleGrant.objects.filter(party=supplier).update(revoked_at=NOON)
    notifications.send_letters(at=NOON)
    assert post == []
    assert Letter.objects.get().state == "dead"


def test_old_news_is_left_to_the_page(post: list[NoticeLetter]) -> None:
    a_paid_order()
    assert notifications.send_letters(at=later(days=4)) == 0
    assert post == []


def test_the_foot_of_a_letter_stops_its_kinds(post: list[NoticeLetter]) -> None:
    supplier = a_paid_order()
    notifications.send_letters(at=NOON)
    assert not notifications.stop_kinds(secret="forged")
    assert notifications.stop_kinds(secret=post[0].stop_secret)
    a_paid_order(supplier)
    assert _due(later(hours=48)) == 0
    assert Notice.objects.filter(person=owner_of(supplier.pk).person_id, is_shown=True).count() == 2


def _due(at: datetime) -> int:
    return Notice.objects.filter(letter=None, mail_due_at__lte=at + timedelta(hours=1)).count()


def _refuse(letter: NoticeLetter) -> None:
    raise OSError("mailbox full")
