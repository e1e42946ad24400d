"""Letters: what is due for one person is claimed as one letter, sent once, and settled.

The claim is committed before the mail server is asked. Whoever dies in between leaves the letter unsure; it is never
sent again by itself, because two letters about one order are worse than one that the page tells anyhow.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.core import signing
from django.db import transaction
from django.db.models import F, QuerySet

from huopan.domains.notifications.models import Letter, Notice
from huopan.domains.notifications.ports import LETTER_CARRIERS, NoticeLetter, Told
from huopan.domains.parties import queries as parties
from huopan.infra.crashing import crash_point
from huopan.kernel.actor import Actor

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=2)  # longer than the mail server is waited for
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
OLD_NEWS = timedelta(days=3)  # what could not be written about by then is left to the page
MOST_IN_ONE = 100
STOP_SALT = "notices.stop"
State = Letter.State


def send_letters(*, at: datetime, limit: int = 200) -> int:
    """Send what is due, one letter a person, and return how many left. One statement when nothing is due."""
    mark_unsure(at=at)
    sent = 0
    for _ in range(limit):
        letter = next_letter(at=at)
        if letter is None:
            break
        sent += send_letter(letter, at=at)
    return sent


def mark_unsure(*, at: datetime) -> int:
    """Letters whose sender died: they may have left, and nobody can know."""
    lost = Letter.objects.filter(state=State.SENDING, leased_until__lte=at)
    return lost.update(state=State.UNSURE, leased_until=None, last_error="its sender died while sending it")


@transaction.atomic
def next_letter(*, at: datetime) -> Letter | None:
    """Claim a letter that waits for another try, else write one about all that is due for one person."""
    again = (
        Letter.objects.filter(state=State.WAITING, next_attempt_at__lte=at).order_by("next_attempt_at", "pk").first()
    )
    if again:
        return _claimed_again(again, at)
    person_id = _due(at).order_by("mail_due_at", "pk").values_list("person_id", flat=True).first()
    if person_id is None:
        return None
    due = _due(at).filter(person=person_id).select_for_update(skip_locked=True, of=("self",)).order_by("pk")
    ids = [notice.pk for notice in due[:MOST_IN_ONE]]
    if not ids:
        return None
    letter = Letter.objects.create(person_id=person_id, made_at=at, leased_until=at + LEASE)
    Notice.objects.filter(pk__in=ids, letter=None).update(letter=letter)
    return letter


def send_letter(letter: Letter, *, at: datetime) -> bool:
    """Hand a claimed letter over. A refusal of the server postpones it; a reader who left makes it moot."""
    told = _written(letter)
    if told is None:
        _settle(letter, State.DEAD, last_error="nobody to write to any more")
        return False
    crash_point("letter_claimed")
    try:
        for carry in LETTER_CARRIERS:
            carry(told)
    except Exception as error:
        log.exception("letter_failed", letter=letter.pk)
        _postpone(letter, str(error) or type(error).__name__, at)
        return False
    crash_point("letter_left")
    _settle(letter, State.SENT, sent_at=at, last_error="")
    return True


@transaction.atomic
def send_again(*, letter_id: int, by: Actor, at: datetime) -> None:
    """The operator decides that an unsure or given-up letter goes out once more. Raises UnknownError."""
    by.must("operate")
    letter = Letter.objects.seen(by, pk=letter_id)
    stuck = Letter.objects.filter(pk=letter.pk, state__in=[State.UNSURE, State.DEAD])
    stuck.update(state=State.WAITING, next_attempt_at=at, attempts=0, last_error="")


def stop_secret(letter_id: int) -> str:
    return signing.dumps(letter_id, salt=STOP_SALT)


def _due(at: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(letter=None, read_at=None, mail_due_at__lte=at, mail_due_at__gt=at - OLD_NEWS)


def _claimed_again(letter: Letter, at: datetime) -> Letter | None:
    mine = Letter.objects.filter(pk=letter.pk, state=State.WAITING, next_attempt_at=letter.next_attempt_at)
    again = {"state": State.SENDING, "leased_until": at + LEASE, "next_attempt_at": None}
    if not mine.update(**again, attempts=F("attempts") + 1):
        return None
    letter.refresh_from_db()
    return letter


def _written(letter: Letter) -> NoticeLetter | None:
    """The letter in full; None when its reader is gone or acts for none of its organisations any more."""
    reader = parties.reader(letter.person_id)
    if reader is None:
        return None
    rows = letter.notices.filter(party__in=reader.party_ids).select_related("party").order_by("pk")
    told = tuple(Told(row.pk, row.kind, row.facts, row.party.name_zh, row.party.name_en, row.at) for row in rows)
    if not told:
        return None
    return NoticeLetter(reader.email, reader.language, f"notice-{letter.pk}", stop_secret(letter.pk), told)


def _postpone(letter: Letter, error: str, at: datetime) -> None:
    if letter.attempts > len(WAITS):
        _settle(letter, State.DEAD, last_error=error[:300])
    else:
        again_at = at + WAITS[letter.attempts - 1]
        _settle(letter, State.WAITING, next_attempt_at=again_at, last_error=error[:300])


def _settle(letter: Letter, state: State, **also: object) -> None:
    Letter.objects.filter(pk=letter.pk, state=State.SENDING).update(state=state, leased_until=None, **also)
