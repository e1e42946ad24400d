"""How people wish to hear."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from huopan.domains.notifications.models import NoticeChoice, NoticeHabits
from huopan.domains.notifications.rules import Habits, Kind, Mail

USUAL = Habits()


@dataclass(slots=True)
class Wishes:
    """What people chose, and what is usual where they chose nothing."""

    choices: dict[tuple[int, str], tuple[bool, Mail]] = field(default_factory=dict)
    hours: dict[int, Habits] = field(default_factory=dict)

    def of(self, person_id: int, kind: Kind) -> tuple[bool, Mail]:
        """Whether it is shown on the page, and when it is written about."""
        return self.choices.get((person_id, kind.name), (True, kind.mail))

    def habits(self, person_id: int) -> Habits:
        return self.hours.get(person_id, USUAL)


def wishes_of(person_ids: Iterable[int]) -> Wishes:
    """Two statements however many people."""
    ids = list(person_ids)
    chosen = NoticeChoice.objects.filter(person__in=ids).values_list("person_id", "kind", "is_shown", "mail")
    hours = NoticeHabits.objects.filter(person__in=ids)
    return Wishes(
        {(person, kind): (is_shown, Mail(mail)) for person, kind, is_shown, mail in chosen},
        {
            person: Habits(quiet_from, quiet_until, digest_at)
            for person, quiet_from, quiet_until, digest_at in hours.values_list(
                "person_id", "quiet_from", "quiet_until", "digest_at"
            )
        },
    )
