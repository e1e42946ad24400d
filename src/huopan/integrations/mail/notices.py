"""The letter about what a person was told: one thing, or all that came together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from huopan.domains.notifications import queries as notifications
from huopan.domains.notifications.ports import NoticeLetter, Told
from huopan.infra.languages import own_language


@dataclass(frozen=True, slots=True)
class Item:
    """One thing as the letter shows it."""

    label: str
    text: str
    address: str
    party: str
    at: datetime


def send_notices(letter: NoticeLetter) -> None:
    """Send it in the reader's language, as HTML and as text, with the address that stops such letters by one click
    (RFC 8058). Nothing personal and no amount stands in the subject. Raises what the server raises."""
    with override(letter.language):
        items = [_item(told) for told in letter.told]
        heading = _heading(items)
        addresses = {
            "stop": _address(reverse("market:stop_notices", args=[letter.stop_secret])),
            "choose": _address(reverse("market:notice_choices")),
            "list": _address(reverse("market:notices")),
        }
        message = EmailMultiAlternatives(
            heading, _text(items, addresses), None, [letter.email], headers=_headers(letter, addresses)
        )
        shown = {"items": items, "heading": heading, **addresses}
        message.attach_alternative(render_to_string("mail/notices.html", shown), "text/html")
        message.send()


def _item(told: Told) -> Item:
    return Item(
        label=notifications.label_of(told.kind),
        text=notifications.said_of(told.kind, told.facts),
        address=_address(reverse("market:open_notice", args=[told.notice_id])),
        party=own_language(told.party_zh, told.party_en),
        at=told.at,
    )


def _heading(items: list[Item]) -> str:
    """A kind's own words, or how many things there are."""
    if len(items) == 1:
        return items[0].label
    return ngettext("{count} thing is new on Huopan", "{count} things are new on Huopan", len(items)).format(
        count=len(items)
    )


def _text(items: list[Item], addresses: dict[str, str]) -> str:
    told = [f"{_when(item)} · {item.party}\n{item.text}\n{item.address}" for item in items]
    foot = [
        _("Stop letters of this kind: {address}").format(address=addresses["stop"]),
        _("Choose what you hear of: {address}").format(address=addresses["choose"]),
    ]
    return "\n\n".join([*told, "\n".join(foot)])


def _when(item: Item) -> str:
    return date_format(localtime(item.at), "Y-m-d H:i")


def _headers(letter: NoticeLetter, addresses: dict[str, str]) -> dict[str, str]:
    return {
        "Message-ID": f"<{letter.mark}@{urlsplit(settings.HUOPAN.base_url).hostname or 'huopan'}>",
        "List-Unsubscribe": f"<{addresses['stop']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }


def _address(path: str) -> str:
    return f"{settings.HUOPAN.base_url.rstrip('/')}{path}"
