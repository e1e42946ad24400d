"""What happens to organisations, their people and what they keep here. No name, address or secret travels in these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from huopan.kernel.event import Event


@dataclass(frozen=True, kw_only=True)
class _OfParty:
    about: ClassVar[str] = "party_id"

    party_id: int


@dataclass(frozen=True, kw_only=True)
class PartyRegistered(_OfParty, Event):
    kind: str
    state: str


@dataclass(frozen=True, kw_only=True)
class PartyApproved(_OfParty, Event):
    pass


@dataclass(frozen=True, kw_only=True)
class PartyRefused(_OfParty, Event):
    because: str


@dataclass(frozen=True, kw_only=True)
class PartyReappliedFor(_OfParty, Event):
    """What was refused is mended and waits again."""

    state: str


@dataclass(frozen=True, kw_only=True)
class PartySuspended(_OfParty, Event):
    because: str


@dataclass(frozen=True, kw_only=True)
class PartyReactivated(_OfParty, Event):
    pass


@dataclass(frozen=True, kw_only=True)
class PartyDescribed(_OfParty, Event):
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RoleGranted(_OfParty, Event):
    person_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleRevoked(_OfParty, Event):
    person_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class PersonInvited(_OfParty, Event):
    invitation_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(_OfParty, Event):
    invitation_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(_OfParty, Event):
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class ApiKeyCreated(_OfParty, Event):
    api_key_id: int
    scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ApiKeyRevoked(_OfParty, Event):
    api_key_id: int


@dataclass(frozen=True, kw_only=True)
class AddressSaved(_OfParty, Event):
    address_id: int


@dataclass(frozen=True, kw_only=True)
class AddressRemoved(_OfParty, Event):
    address_id: int


@dataclass(frozen=True, kw_only=True)
class InvoiceTitleSaved(_OfParty, Event):
    invoice_title_id: int


@dataclass(frozen=True, kw_only=True)
class InvoiceTitleRemoved(_OfParty, Event):
    invoice_title_id: int


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


@dataclass(frozen=True, kw_only=True)
class _OfCredential(_OfParty):
    """`credential_kind`: one of rules.CREDENTIAL_KINDS."""

    credential_id: int
    credential_kind: str


@dataclass(frozen=True, kw_only=True)
class CredentialSubmitted(_OfCredential, Event):
    pass


@dataclass(frozen=True, kw_only=True)
class CredentialVerified(_OfCredential, Event):
    pass


@dataclass(frozen=True, kw_only=True)
class CredentialRefused(_OfCredential, Event):
    because: str


@dataclass(frozen=True, kw_only=True)
class CredentialWithdrawn(_OfCredential, Event):
    pass


@dataclass(frozen=True, kw_only=True)
class CredentialLapsed(_OfCredential, Event):
    pass
