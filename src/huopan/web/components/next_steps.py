"""What comes next, in the words of one side: one short line for lists, a sentence and its "otherwise" for the order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huopan.domains.orders.rules.next_steps import NextStep

Words = tuple[str | Promise, str | Promise]
URGENT = timedelta(hours=6)

WORDS: dict[str, Words] = {
    "pay": (gettext_lazy("Pay"), gettext_lazy("Otherwise the order closes and the goods are free for others.")),
    "answer_offer": (
        gettext_lazy("Answer the factory’s offer"),
        gettext_lazy("Otherwise the offer ends and the factory answers anew."),
    ),
    "accept": (
        gettext_lazy("The supplier accepts"),
        gettext_lazy("Otherwise the order ends by itself and you get all your money back."),
    ),
    "ship": (
        gettext_lazy("The supplier ships"),
        gettext_lazy("Otherwise what has not left is refunded by itself."),
    ),
    "collect": (
        gettext_lazy("The courier collects the goods"),
        gettext_lazy("Goods that no courier ever scans are refunded by themselves."),
    ),
    "deliver": (
        gettext_lazy("The courier delivers"),
        gettext_lazy("After that the goods count as delivered; if they have not come, ask for an after-sale."),
    ),
    "confirm": (
        gettext_lazy("Check the goods and confirm"),
        gettext_lazy("Otherwise the order completes by itself and the supplier is paid."),
    ),
    "answer_claim": (
        gettext_lazy("The supplier answers your claim"),
        gettext_lazy("Otherwise it comes before the platform by itself."),
    ),
    "take_refusal": (
        gettext_lazy("The claim was refused: bring it before the platform, or let it be"),
        gettext_lazy("Otherwise the claim closes by itself and the order goes on."),
    ),
    "send_back": (
        gettext_lazy("Send the goods back"),
        gettext_lazy("Otherwise the claim closes by itself and the order goes on."),
    ),
    "take_back": (
        gettext_lazy("The supplier receives the goods and refunds"),
        gettext_lazy("Otherwise it comes before the platform by itself."),
    ),
    "refund": (gettext_lazy("The refund is on its way"), ""),
    "rule": (gettext_lazy("The platform decides"), gettext_lazy("Both sides may show evidence until then.")),
    "over": ("", ""),
    "stopped": ("", ""),
}

# The same steps of an after-sale, read from the other side of the table.
SUPPLIERS_WORDS: dict[str, Words] = {
    "answer_claim": (gettext_lazy("Answer the buyer’s claim"), WORDS["answer_claim"][1]),
    "take_refusal": (
        gettext_lazy("The buyer may bring it before the platform"),
        gettext_lazy("Otherwise the claim closes by itself and the order goes on."),
    ),
    "send_back": (gettext_lazy("The buyer sends the goods back"), WORDS["send_back"][1]),
    "take_back": (gettext_lazy("Receive the goods and refund"), WORDS["take_back"][1]),
}


@dataclass(frozen=True, slots=True)
class ShownStep:
    """`tone`: warn when it is the reader's turn, bad when little time is left for it, calm otherwise."""

    deed: str
    words: str | Promise
    otherwise: str | Promise
    is_mine: bool
    until: datetime | None
    left: str
    tone: str


def shown_step(step: NextStep, at: datetime, *, side: str = "buyer") -> ShownStep:
    words, otherwise = (SUPPLIERS_WORDS if side == "supplier" else WORDS).get(step.deed, WORDS[step.deed])
    is_mine = step.turn == side
    is_urgent = is_mine and step.until is not None and step.until - at < URGENT
    left = time_left(step.until - at) if step.until else ""
    tone = "bad" if is_urgent else "warn" if is_mine else "calm"
    return ShownStep(step.deed, words, otherwise, is_mine, step.until, left, tone)


def time_left(length: timedelta) -> str:
    """Two units at most; overdue steps are about to be taken by the clock."""
    minutes = int(length.total_seconds()) // 60
    if minutes < 1:
        return _("any moment now")
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days:
        told = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
        return _("%(days)s %(hours)s h left") % {"days": told, "hours": hours}
    if hours:
        return _("%(hours)s h %(minutes)s min left") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)s min left") % {"minutes": minutes}
