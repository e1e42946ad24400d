"""What a reader does with notices: reads them, and says how to hear of what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core import signing
from django.db import transaction

from huopan.domains.notifications import queries
from huopan.domains.notifications.actions.letters import STOP_SALT
from huopan.domains.notifications.models import Letter, Notice, NoticeChoice, NoticeHabits
from huopan.domains.notifications.rules import KINDS, Habits, Mail
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import RefusedError, said


class NoHourError(RefusedError):
    kind = "invalid"
    sentence = said("Hours go from 0 to 23.")


class UnknownKindError(RefusedError):
    kind = "invalid"
    sentence = said("There is no kind of notice “{name}”.")


def read_notice(*, notice_id: int, party_id: int = 0, by: Actor, at: datetime) -> Notice:
    """Read it; reading again keeps the first time. `party_id`: only if told for it. Raises UnknownError."""
    notice = queries.notice(notice_id, by, party_id=party_id)
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)
    return notice


def unread_notice(*, notice_id: int, party_id: int = 0, by: Actor) -> None:
    """Keep it for later: it counts as unread again, and is not written about any more. Raises UnknownError."""
    notice = queries.notice(notice_id, by, party_id=party_id)
    Notice.objects.filter(pk=notice.pk).update(read_at=None, mail_due_at=None)


def read_all(*, upto: int, party_id: int = 0, by: Actor, at: datetime) -> int:
    """Read all that the person has seen in the list, up to notice `upto`: what came since stays unread. Returns how
    many; `party_id`: only what was told for it."""
    seen = Notice.objects.filter(person_id=by.person_id, pk__lte=upto, read_at=None)
    return (seen.filter(party_id=party_id) if party_id else seen).update(read_at=at)


@transaction.atomic
def choose_notices(*, choices: Mapping[str, tuple[bool, Mail]], habits: Habits, by: Actor) -> None:
    """How the person hears of each kind named, and when letters come. Raises NoHourError and
    UnknownKindError."""
    if not all(0 <= hour <= 23 for hour in (habits.quiet_from, habits.quiet_until, habits.digest_at)):  # noqa: PLR2004
        raise NoHourError
    for name in choices:
        if name not in KINDS:
            raise UnknownKindError(name=name)
    _keep(by.person_id, choices)
    hours = {"quiet_from": habits.quiet_from, "quiet_until": habits.quiet_until, "digest_at": habits.digest_at}
    NoticeHabits.objects.update_or_create(person_id=by.person_id, defaults=hours)


@transaction.atomic
def stop_kinds(*, secret: str) -> bool:
    """From the foot of a letter: no more letters of the kinds it told of. False for an unknown secret."""
    try:
        letter_id = signing.loads(secret, salt=STOP_SALT)
    except signing.BadSignature:
        return False
    letter = Letter.objects.filter(pk=letter_id).first()
    if letter is None:
        return False
    kinds = set(letter.notices.values_list("kind", flat=True))
    shown = queries.wishes_of([letter.person_id])
    wishes = {name: (shown.of(letter.person_id, KINDS[name])[0], Mail.OFF) for name in kinds if name in KINDS}
    _keep(letter.person_id, wishes)
    Notice.objects.filter(person_id=letter.person_id, kind__in=kinds, letter=None).update(mail_due_at=None)
    return True


def _keep(person_id: int, wishes: Mapping[str, tuple[bool, Mail]]) -> None:
    rows = [
        NoticeChoice(person_id=person_id, kind=kind, is_shown=is_shown, mail=mail)
        for kind, (is_shown, mail) in wishes.items()
    ]
    NoticeChoice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "kind"], update_fields=["is_shown", "mail"]
    )
