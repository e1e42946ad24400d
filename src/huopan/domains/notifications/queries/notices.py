"""Notices as their readers find them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from huopan.domains.notifications.models import Letter, Notice
from huopan.domains.notifications.rules import KINDS
from huopan.kernel.actor import Actor
from huopan.kernel.refusal import UnknownError

# How many `person` has not read, for the statement with which every page begins.
UNREAD_NOTICES = """SELECT COUNT(*) FROM notifications_notice AS notice
  WHERE notice.person_id = person.id AND notice.is_shown AND notice.read_at IS NULL AND EXISTS (
    SELECT 1 FROM parties_rolegrant AS kept
    WHERE kept.person_id = notice.person_id AND kept.party_id = notice.party_id AND kept.revoked_at IS NULL)"""


def notices(by: Actor, *, group: str = "", is_unread: bool = False, party_id: int = 0) -> QuerySet[Notice]:
    """What the person was told, newest first, with its organisation: for whom they still act only, or for one."""
    own = _own(by, party_id).select_related("party").order_by("-pk")
    if group:
        own = own.filter(kind__in=[kind.name for kind in KINDS.values() if kind.group == group])
    return own.filter(read_at__isnull=True) if is_unread else own


def notice(notice_id: int, by: Actor, *, party_id: int = 0) -> Notice:
    """One of the person's own, told for any organisation or for one. Raises UnknownError."""
    found = _own(by, party_id).filter(pk=notice_id).first()
    if found is None:
        raise UnknownError(what=str(Notice._meta.verbose_name))
    return found


def unread_notices(by: Actor) -> int:
    """How many the person has not read. One statement."""
    return _own(by).filter(read_at__isnull=True).count() if by.person_id else 0


def letter_counts(at: datetime) -> dict[str, Any]:
    """How the letters are getting on. Two statements."""
    due = Notice.objects.filter(letter=None, read_at=None, mail_due_at__lte=at)
    states = Letter.objects.exclude(state=Letter.State.SENT).values_list("state").annotate(count=Count("pk"))
    return {"due": due.count(), **dict(states.order_by())}


def letters_in_trouble() -> QuerySet[Letter]:
    """What a person must look at: given up, or unsure whether it left."""
    return Letter.objects.filter(state__in=[Letter.State.DEAD, Letter.State.UNSURE]).order_by("-pk")


def _own(by: Actor, party_id: int = 0) -> QuerySet[Notice]:
    own = _of_person(by.person_id)
    return own.filter(party_id=party_id) if party_id else own


def _of_person(person_id: int) -> QuerySet[Notice]:
    acts_for = Q(party__grants__person_id=F("person_id"), party__grants__revoked_at__isnull=True)
    return Notice.objects.filter(acts_for, person_id=person_id, is_shown=True)
