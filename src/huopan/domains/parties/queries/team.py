"""Who belongs to an organisation."""

from __future__ import annotations

from django.db.models import QuerySet

from huopan.domains.parties.models import Party, RoleGrant
from huopan.kernel.actor import Actor


def team(by: Actor) -> QuerySet[RoleGrant]:
    """The people who act for `by`'s organisation now, with their persons loaded."""
    live = RoleGrant.objects.filter(party_id=by.party_id, revoked_at__isnull=True)
    return live.select_related("person").order_by("granted_at", "pk")


def locked_party(party_id: int) -> Party:
    """The party, locked against every other change of its team or addresses until this transaction ends."""
    return Party.objects.select_for_update(no_key=True).get(pk=party_id)


def has_owner_besides(party_id: int, person_id: int) -> bool:
    """Whether the party would still have an owner without this person. Ask under the party's lock."""
    owners = RoleGrant.objects.filter(
        party_id=party_id, role=RoleGrant.Role.OWNER, revoked_at__isnull=True, person__is_active=True
    )
    return owners.exclude(person_id=person_id).exists()
