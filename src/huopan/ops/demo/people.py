"""Who is in the demo market: the operator, twelve suppliers in three belts, thirty buyers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from stdnum.cn import uscc

from huopan.domains.parties import actions as parties
from huopan.domains.parties import queries
from huopan.domains.parties.models import Party
from huopan.kernel.actor import SYSTEM, Actor
from huopan.ops.demo.words import BELTS, BUYERS, MAKERS, Maker

PASSWORD = "huopan-demo-2026"  # noqa: S105 - printed for whoever tries the demo, on a database made for that
DELIVER_TO = ("330106", "440305", "110105", "310115", "510107", "420106")


@dataclass(slots=True)
class Cast:
    """Everybody the demo acts as."""

    operator: Actor
    arbiter: Actor
    treasurer: Actor
    makers: dict[str, Actor] = field(default_factory=dict)
    buyers: list[Actor] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Login:
    role_zh: str
    role_en: str
    email: str


LOGINS = (
    Login("买家", "buyer", "buyer@demo.huopan"),
    Login("供应商", "supplier", "supplier@demo.huopan"),
    Login("工人", "worker", "floor@demo.huopan"),
    Login("运营方", "operator", "operator@demo.huopan"),
)


def settle_in(at: datetime) -> Cast:
    """Register everybody, as they would themselves; the operator approves the sellers."""
    parties.load_divisions()
    for belt in BELTS:
        parties.save_belt(
            code=belt.code,
            name_zh=belt.name_zh,
            name_en=belt.name_en,
            division_code=belt.division,
            cluster=belt.cluster,
            by=SYSTEM,
            at=at,
        )
    cast = _operators(at)
    for place, maker in enumerate(MAKERS):
        cast.makers[maker.key] = _seller(maker, place, cast.operator, at)
    _worker(cast.makers[MAKERS[0].key], at)
    cast.buyers = [_buyer(name, place, at) for place, name in enumerate(BUYERS)]
    return cast


def _person(email: str, name: str, at: datetime, *, is_staff: bool = False) -> int:
    person = parties.register_person(email=email, full_name=name, password=PASSWORD, by=SYSTEM, at=at)
    if is_staff:
        person.is_staff = person.is_superuser = True
        person.save(update_fields=["is_staff", "is_superuser"])
    return person.pk


def _acting(person_id: int, party: Party) -> Actor:
    actor = queries.actor_of_person(person_id, party.pk)
    if actor is None:
        raise LookupError(f"person {person_id} has no role for {party}")
    return actor


def _operators(at: datetime) -> Cast:
    owner = _person("operator@demo.huopan", "平台运营", at, is_staff=True)
    platform = parties.register_party(
        name_zh="货盘平台", name_en="Huopan Platform", kind=Party.Kind.OPERATOR, owner_id=owner, by=SYSTEM, at=at
    )
    actors = {}
    for role, name in (("operator", "审核小秦"), ("arbiter", "仲裁老李"), ("treasurer", "财务阿敏")):
        person = _person(f"{role}.desk@demo.huopan", name, at, is_staff=True)
        parties.grant_role(person_id=person, role=role, party_id=platform.pk, by=SYSTEM, at=at)
        actors[role] = _acting(person, platform)
    return Cast(actors["operator"], actors["arbiter"], actors["treasurer"])


def _seller(maker: Maker, place: int, operator: Actor, at: datetime) -> Actor:
    email = "supplier@demo.huopan" if place == 0 else f"{maker.key}@demo.huopan"
    owner = _person(email, f"{maker.name_zh[2:4]}厂长", at)
    belt = next(belt for belt in BELTS if belt.code == maker.belt)
    party = parties.register_party(
        name_zh=maker.name_zh,
        name_en=maker.name_en,
        kind=maker.kind,
        credit_code=_credit_code(belt.division, place),
        division_code=belt.division,
        belt_code=belt.code,
        owner_id=owner,
        by=SYSTEM,
        at=at,
    )
    parties.approve_party(party_id=party.pk, by=operator, at=at)
    return _acting(owner, party)


def _worker(factory: Actor, at: datetime) -> None:
    """Somebody who stands at a machine."""
    person = _person("floor@demo.huopan", "车间小吴", at)
    parties.grant_role(person_id=person, role="floor", party_id=factory.party_id, by=SYSTEM, at=at)


def _buyer(name: str, place: int, at: datetime) -> Actor:
    email = "buyer@demo.huopan" if place == 0 else f"buyer{place + 1}@demo.huopan"
    owner = _person(email, f"{name[:2]}店主", at)
    party = parties.register_party(
        name_zh=name, kind=Party.Kind.BUYER, division_code=DELIVER_TO[place % 6], owner_id=owner, by=SYSTEM, at=at
    )
    actor = _acting(owner, party)
    parties.save_address(
        contact_name=f"{name[:2]}收货",
        phone=f"139{place:08d}",
        division_code=DELIVER_TO[place % 6],
        detail=f"人民路{place + 8}号{name}",
        is_default=True,
        by=actor,
        at=at,
    )
    return actor


def _credit_code(division: str, place: int) -> str:
    stem = f"91{division}MA{place + 1000:07d}"
    return stem + str(uscc.calc_check_digit(stem))
