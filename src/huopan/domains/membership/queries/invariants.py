"""What must always hold of memberships; `huopan check membership` asks."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef

from huopan.domains.membership.models import Subscription
from huopan.infra.checking import invariant


@invariant("B1", "No day of an organisation is covered by two memberships.")
def _covered_twice() -> Iterable[object]:
    covering = Subscription.objects.filter(until_day__gte=F("from_day"))
    other = covering.filter(
        party_id=OuterRef("party_id"),
        pk__gt=OuterRef("pk"),
        from_day__lte=OuterRef("until_day"),
        until_day__gte=OuterRef("from_day"),
    )
    twice = covering.filter(Exists(other)).values_list("pk", flat=True)
    return [f"membership {pk} covers days of another one" for pk in twice]
