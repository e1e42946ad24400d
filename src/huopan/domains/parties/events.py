"""What happens to organisations, their people and what they keep here. No name, address or secret travels in these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huopan.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class _PartyEvent(Event):
    about: ClassVar[str] = "party_id"

    party_id: int


@dataclass(frozen=True, kw_only=True)
class PartyRegistered(_PartyEvent):
    kind: str
    state: str


@dataclass(frozen=True, kw_only=True)
class PartyApproved(_PartyEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class PartySuspended(_PartyEvent):
    because: str


@dataclass(frozen=True, kw_only=True)
class PartyReactivated(_PartyEvent):
    pass


@dataclass(frozen=True, kw_only=True)
class PartyDescribed(_PartyEvent):
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RoleGranted(_PartyEvent):
    person_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleRevoked(_PartyEvent):
    person_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class PersonInvited(_PartyEvent):
    invitation_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(_PartyEvent):
    invitation_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(_PartyEvent):
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class ApiKeyCreated(_PartyEvent):
    api_key_id: int
    scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ApiKeyRevoked(_PartyEvent):
    api_key_id: int


@dataclass(frozen=True, kw_only=True)
class AddressSaved(_PartyEvent):
    address_id: int


@dataclass(frozen=True, kw_only=True)
class AddressRemoved(_PartyEvent):
    address_id: int


@dataclass(frozen=True, kw_only=True)
class BeltSaved(Event):
    about: ClassVar[str] = "belt_id"

    belt_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Event):
    about: ClassVar[str] = "person_id"

    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonBarred(Event):
    about: ClassVar[str] = "person_id"

    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonReadmitted(Event):
    about: ClassVar[str] = "person_id"

    person_id: int
