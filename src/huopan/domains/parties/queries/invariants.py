"""What must always hold of organisations; `huopan check parties` asks."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q

from huopan.domains.parties.models import ApiKey, Party, RoleGrant
from huopan.domains.parties.rules import OPERATOR_ROLES
from huopan.infra.checking import invariant


@invariant("P1", "Every active organisation has an owner.")
def _ownerless() -> Iterable[object]:
    owners = RoleGrant.objects.filter(party_id=OuterRef("pk"), role=RoleGrant.Role.OWNER, revoked_at__isnull=True)
    ownerless = Party.objects.filter(~Exists(owners), state=Party.State.ACTIVE)
    return [f"party {pk} has no owner" for pk in ownerless.values_list("pk", flat=True)]


@invariant("P2", "Of an organisation's addresses exactly one is the default.")
def _without_one_default() -> Iterable[object]:
    live = Count("addresses", filter=Q(addresses__removed_at__isnull=True))
    defaults = Count("addresses", filter=Q(addresses__removed_at__isnull=True, addresses__is_default=True))
    wrong = Party.objects.annotate(live=live, defaults=defaults).filter(live__gt=0).exclude(defaults=1)
    return [f"party {pk} has {n} default addresses" for pk, n in wrong.values_list("pk", "defaults")]


@invariant("P3", "The operator's roles are held at an operator only, and the trade's roles never there.")
def _roles_out_of_place() -> Iterable[object]:
    live = RoleGrant.objects.filter(revoked_at__isnull=True)
    outside = live.filter(role__in=OPERATOR_ROLES).exclude(party__kind=Party.Kind.OPERATOR)
    inside = live.filter(party__kind=Party.Kind.OPERATOR).exclude(role__in={*OPERATOR_ROLES, RoleGrant.Role.OWNER})
    return [f"grant {g.pk}: {g.role} at party {g.party_id}" for g in [*outside, *inside]]


@invariant("P4", "No live API key belongs to somebody who has left.")
def _keys_of_the_gone() -> Iterable[object]:
    stays = RoleGrant.objects.filter(
        party_id=OuterRef("party_id"), person_id=OuterRef("created_by_id"), revoked_at__isnull=True
    )
    orphaned = ApiKey.objects.filter(~Exists(stays), revoked_at__isnull=True)
    return [f"API key {pk} outlived its creator's role" for pk in orphaned.values_list("pk", flat=True)]
