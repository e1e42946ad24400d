"""One kind of notice: of which event, who hears it, in which words, where it leads, how loudly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huopan.domains.notifications.rules.hours import Mail
from huopan.kernel.refusal import Sentence

NOW, DIGEST, OFF = Mail.NOW, Mail.DIGEST, Mail.OFF
OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`hears`: the event's field that names the party ("operator": the platform itself), of which those with `scope`
    hear. `when`: what the event must say. `page` is the name of an address, filled with the fact `about`.

    Who did the thing is not told of it, nor their organisation. `label` says it without any fact: preferences and
    subjects of letters show it."""

    name: str
    event: str
    hears: str
    scope: str
    group: str
    label: Sentence
    sentence: Sentence
    page: str
    about: str = ""
    mail: Mail = DIGEST
    is_urgent: bool = False
    when: tuple[str, object] | None = None

    def is_told_of(self, payload: Mapping[str, Any]) -> bool:
        return self.when is None or payload.get(self.when[0]) == self.when[1]
