"""Organisations, people and places, as small as a test needs them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from stdnum.cn import uscc

from huopan.domains.parties import actions as parties
from huopan.domains.parties.models import (
    Address,
    Credential,
    Division,
    IndustrialBelt,
    InvoiceTitle,
    Party,
    Person,
    RoleGrant,
)
from huopan.domains.parties.queries import actor_of_person
from huopan.domains.parties.rules.divisions import level_of, parent_of
from huopan.infra.files.pictures import Picture
from huopan.kernel.actor import Actor

LONG_AGO = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
SHENZHEN_NANSHAN, YIWU, DONGGUAN = "440305", "330782", "441900"
NAMES = {
    "440000": ("广东省", "Guangdong"),
    "440300": ("深圳市", "Shenzhen"),
    "440305": ("南山区", "Nanshan"),
    "441900": ("东莞市", "Dongguan"),
    "330000": ("浙江省", "Zhejiang"),
    "330700": ("金华市", "Jinhua"),
    "330782": ("义乌市", "Yiwu"),
    "650000": ("新疆维吾尔自治区", "Xinjiang"),
    "650100": ("乌鲁木齐市", "Urumqi"),
    "650102": ("天山区", "Tianshan"),
}
_serial = count(1)


def a_credit_code(serial: int) -> str:
    """A valid code of Shenzhen's market supervision; the same for the same serial."""
    stem = f"91440300MA{serial:07d}"
    return stem + str(uscc.calc_check_digit(stem))


def a_division(code: str = SHENZHEN_NANSHAN) -> Division:
    """The division and everything above it."""
    parent = parent_of(code)
    if parent:
        a_division(parent)
    name_zh, name_en = NAMES.get(code, (code, code))
    fields = {"name_zh": name_zh, "name_en": name_en, "parent_id": parent, "level": level_of(code)}
    return Division.objects.get_or_create(code=code, defaults=fields)[0]


def a_belt(**fields: Any) -> IndustrialBelt:
    number = next(_serial)
    defaults = {"code": f"belt-{number}", "name_zh": f"产业带{number}", "name_en": f"Belt {number}", "cluster": "toys"}
    return IndustrialBelt.objects.create(**{"division": a_division(), **defaults, **fields})


def a_person(**fields: Any) -> Person:
    number = next(_serial)
    password = fields.pop("password", None)
    defaults = {"email": f"person{number}@example.com", "full_name": f"王小{number}", "joined_at": LONG_AGO}
    return Person.objects.create_user(password=password, **{**defaults, **fields})


def a_party(kind: str = "buyer", **fields: Any) -> Party:
    """An active organisation with an owner."""
    number = next(_serial)
    defaults = {
        "name_zh": f"第{number}公司",
        "name_en": f"Company {number}",
        "credit_code": a_credit_code(number),
        "state": Party.State.ACTIVE,
        "registered_at": LONG_AGO,
    }
    party = Party.objects.create(kind=kind, **{**defaults, **fields})
    a_grant(party, "owner")
    return party


def a_grant(party: Party, role: str, person: Person | None = None) -> RoleGrant:
    return RoleGrant.objects.create(person=person or a_person(), party=party, role=role, granted_at=LONG_AGO)


def an_actor(party: Party, role: str = "owner") -> Actor:
    """Somebody who acts for `party` in `role`: who has it already, or a new person."""
    grant = party.grants.filter(role=role, revoked_at__isnull=True).first() or a_grant(party, role)
    actor = actor_of_person(grant.person_id, party.pk)
    assert actor is not None
    return actor


def an_operator(role: str = "operator") -> Actor:
    party = Party.objects.filter(kind="operator").first() or a_party("operator", credit_code=None)
    return an_actor(party, role)


def an_address(party: Party, **fields: Any) -> Address:
    defaults = {
        "contact_name": "张三丰",
        "phone": "13812341234",
        "division": a_division(),
        "detail": "科技园南路1号",
        "is_default": not party.addresses.exists(),
    }
    return Address.objects.create(party=party, **{**defaults, **fields})


def an_invoice_title(party: Party, **fields: Any) -> InvoiceTitle:
    defaults = {"kind": "personal", "name": f"王小{next(_serial)}", "is_default": not party.invoice_titles.exists()}
    return InvoiceTitle.objects.create(party=party, **{**defaults, **fields})


def a_document() -> Picture:
    """What a scan becomes after decoding; nothing here looks at its bytes."""
    return Picture(name=f"{next(_serial):032x}.jpg", content=b"a scan", width=800, height=1100, peak_mb=1)


def a_credential(party: Party, **fields: Any) -> Credential:
    """Handed in by the party's owner, waiting for the operator."""
    defaults = {
        "kind": "iso9001",
        "number": f"ISO-{next(_serial)}",
        "issuer": "中国质量认证中心",
        "valid_until": date(2027, 6, 30),
        "document": a_document(),
        "at": LONG_AGO,
    }
    return parties.submit_credential(**{**defaults, **fields}, by=an_actor(party))


def a_proof(party: Party, **fields: Any) -> Credential:
    """A credential that the operator has verified."""
    row = a_credential(party, **fields)
    at = fields.get("at", LONG_AGO)
    parties.verify_credential(credential_id=row.pk, by=an_operator(), at=at)
    row.refresh_from_db()
    return row
