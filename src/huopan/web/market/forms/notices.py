"""The matrix of kinds and channels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from huopan.domains.notifications.queries import Wishes
from huopan.domains.notifications.rules import GROUPS, KINDS, OPERATOR, Habits, Kind, Mail
from huopan.domains.parties.queries import Standing
from huopan.infra.sentences import filled

MAILS = [
    (Mail.NOW.value, gettext_lazy("at once")),
    (Mail.DIGEST.value, gettext_lazy("in the daily letter")),
    (Mail.OFF.value, gettext_lazy("no letter")),
]
HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
SELLING = frozenset({"supplier_id", "factory_id"})


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of the matrix with its two fields."""

    label: str
    is_urgent: bool
    shown: BoundField
    mail: BoundField


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    rows: list[Row]


class ChoicesForm(forms.Form):
    """Only kinds that the reader's roles can hear of are asked about."""

    quiet_from = forms.TypedChoiceField(label=gettext_lazy("No letters from"), choices=HOURS, coerce=int)
    quiet_until = forms.TypedChoiceField(label=gettext_lazy("until"), choices=HOURS, coerce=int)
    digest_at = forms.TypedChoiceField(label=gettext_lazy("Daily letter at"), choices=HOURS, coerce=int)

    def __init__(self, sent: Any, *, wishes: Wishes, standings: Sequence[Standing]) -> None:
        person_id = standings[0].actor.person_id
        self.kinds = [kind for kind in KINDS.values() if any(_concerns(kind, each) for each in standings)]
        hours = wishes.habits(person_id)
        initial: dict[str, Any] = {
            "quiet_from": hours.quiet_from,
            "quiet_until": hours.quiet_until,
            "digest_at": hours.digest_at,
        }
        for kind in self.kinds:
            initial[f"{kind.name}.shown"], initial[f"{kind.name}.mail"] = wishes.of(person_id, kind)
        super().__init__(sent, initial=initial)
        for kind in self.kinds:
            label = filled(kind.label, {})
            self.fields[f"{kind.name}.shown"] = forms.BooleanField(label=label, required=False)
            self.fields[f"{kind.name}.mail"] = forms.ChoiceField(label=label, choices=MAILS)

    @cached_property
    def sections(self) -> list[Section]:
        return list(self._sections())

    @property
    def chosen(self) -> dict[str, tuple[bool, Mail]]:
        wish = self.cleaned_data
        return {kind.name: (wish[f"{kind.name}.shown"], Mail(wish[f"{kind.name}.mail"])) for kind in self.kinds}

    @property
    def habits(self) -> Habits:
        return Habits(*(self.cleaned_data[name] for name in ("quiet_from", "quiet_until", "digest_at")))

    def _sections(self) -> Iterator[Section]:
        for group, title in GROUPS.items():
            rows = [
                Row(filled(kind.label, {}), kind.is_urgent, self[f"{kind.name}.shown"], self[f"{kind.name}.mail"])
                for kind in self.kinds
                if kind.group == group
            ]
            if rows:
                yield Section(filled(title, {}), rows)


def _concerns(kind: Kind, standing: Standing) -> bool:
    actor = standing.actor
    if (kind.hears == OPERATOR) != actor.is_operator or kind.scope not in actor.scopes:
        return False
    return standing.is_seller or kind.hears not in SELLING
