"""The letter an invitation comes in."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from huopan.domains.parties.ports import InvitationLetter


def send_invitation(letter: InvitationLetter) -> None:
    """Send it in the inviter's language. Raises what the mail server raises."""
    address = (
        f"{settings.HUOPAN.base_url.rstrip('/')}{reverse('account_invitation')}?{urlencode({'token': letter.token})}"
    )
    subject = _("{party} invites you to Huopan").format(party=letter.party_name)
    body = _(
        "{party} invites you to join them on Huopan as: {role}.\n\nOpen this address to accept:\n{address}\n\n"
        "It works once, until {until}. If you did not expect it, do nothing."
    ).format(
        party=letter.party_name,
        role=letter.role_name,
        address=address,
        until=date_format(localtime(letter.expires_at), "Y-m-d H:i"),
    )
    send_mail(" ".join(subject.split()), body, None, [letter.email])
