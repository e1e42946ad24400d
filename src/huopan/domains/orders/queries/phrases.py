"""Quick replies of an organisation."""

from __future__ import annotations

from django.db.models import QuerySet

from huopan.domains.orders.models import Phrase
from huopan.kernel.actor import Actor


def phrases(by: Actor) -> QuerySet[Phrase]:
    """`by`'s own, as they are numbered for the keyboard. One statement."""
    return Phrase.objects.visible_to(by).filter(supplier_id=by.party_id).order_by("position", "id")
