"""The letter about what is new in a saved search."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from huopan.domains.search.ports import NewsLetter


def send_news(letter: NewsLetter) -> None:
    """Send it in the reader's language, with the address that stops such letters. Raises what the server raises."""
    with override(letter.language):
        stop = _address("market:stop_letters", letter.secret)
        count = len(letter.offers)
        subject = ngettext(
            "{count} new offer in your saved search: {words}", "{count} new offers in your saved search: {words}", count
        ).format(count=count, words=letter.words or _("filters"))
        body = "\n\n".join([*_lines(letter), _("Stop these letters: {address}").format(address=stop)])
        headers = {"List-Unsubscribe": f"<{stop}>"}
        EmailMessage(" ".join(subject.split()), body, None, [letter.email], headers=headers).send()


def _lines(letter: NewsLetter) -> Iterator[str]:
    for offer_id, title in letter.offers:
        yield f"{title}\n{_address('market:offer', offer_id)}"


def _address(name: str, value: object) -> str:
    return f"{settings.HUOPAN.base_url.rstrip('/')}{reverse(name, args=[value])}"
