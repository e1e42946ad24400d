"""Who is in the demo market: the operator, twelve suppliers in three belts and two who want in, sixty buyers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from stdnum.cn import uscc

from huopan.domains.parties import actions as parties
from huopan.domains.parties import queries
from huopan.domains.parties.models import Party
from huopan.kernel.actor import SYSTEM, Actor
from huopan.ops.demo.words import APPLICANTS, BELTS, BUYERS, MAKERS, TRADES, Buyer, Maker

PASSWORD = "huopan-demo-2026"  # noqa: S105 - printed for whoever tries the demo, on a database made for that
DELIVER_TO = ("330106", "440305", "110105", "310115", "510107", "420106")
WORKERS = {"floor": ("floor", "车间小吴"), "planner": ("planner", "计划阿珍"), "sales": ("sales", "跟单小何")}
CLERKS = {"clerk": ("buyer", "采购小周")}
COMPANY = ("杭州晓雨百货有限公司", "浙江省杭州市西湖区文三路 18 号", "0571-88886666", "招商银行杭州文三路支行")
STREETS = ("文三路", "科苑路", "建国路", "张江路", "天府大道", "中南路")


@dataclass(slots=True)
class Cast:
    """Everybody the demo acts as."""

    operator: Actor
    arbiter: Actor
    treasurer: Actor
    makers: dict[str, Actor] = field(default_factory=dict)
    buyers: list[Actor] = field(default_factory=list)
    clerks: list[Actor] = field(default_factory=list)  # who buy for the first buyer


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


def settle_in(at: datetime, *, buyers: int) -> Cast:
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
        cast.makers[maker.key] = _seller(maker, place, at)
        parties.approve_party(party_id=cast.makers[maker.key].party_id, by=cast.operator, at=at)
    cast.makers = {key: _acting(by.person_id, by.party_id) for key, by in cast.makers.items()}
    _team(cast.makers[MAKERS[0].key], WORKERS, at)
    cast.buyers = [_buyer(buyer, place, at) for place, buyer in enumerate(BUYERS[:buyers])]
    cast.clerks = _team(cast.buyers[0], CLERKS, at)
    _invoice_titles(cast.buyers[0], at)
    return cast


def apply_to_sell(at: datetime) -> None:
    """Sellers whom the operator has not approved yet."""
    for place, maker in enumerate(APPLICANTS, start=len(MAKERS)):
        _seller(maker, place, at)


def _person(email: str, name: str, at: datetime, *, is_staff: bool = False) -> int:
    """Only those who are printed sign in by password: hashing one costs more than an order."""
    known = any(login.email == email for login in LOGINS)
    password = PASSWORD if known else None
    person = parties.register_person(email=email, full_name=name, password=password, by=SYSTEM, at=at)
    if is_staff:
        person.is_staff = person.is_superuser = True
        person.save(update_fields=["is_staff", "is_superuser"])
    return person.pk


def _acting(person_id: int, party_id: int) -> Actor:
    actor = queries.actor_of_person(person_id, party_id)
    if actor is None:
        raise LookupError(f"person {person_id} has no role for party {party_id}")
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
        actors[role] = _acting(person, platform.pk)
    return Cast(actors["operator"], actors["arbiter"], actors["treasurer"])


def _seller(maker: Maker, place: int, at: datetime) -> Actor:
    email = "supplier@demo.huopan" if place == 0 else f"{maker.key}@demo.huopan"
    owner = _person(email, f"{maker.brand}厂长", at)
    belt = next(belt for belt in BELTS if belt.code == maker.belt)
    party = parties.register_party(
        name_zh=maker.name_zh,
        name_en=maker.name_en,
        about_zh=maker.about_zh,
        about_en=maker.about_en,
        kind=maker.kind,
        credit_code=credit_code(belt.division, place),
        division_code=belt.division,
        belt_code=belt.code,
        owner_id=owner,
        by=SYSTEM,
        at=at,
    )
    return _acting(owner, party.pk)


def _team(boss: Actor, people: dict[str, tuple[str, str]], at: datetime) -> list[Actor]:
    """Who works for an organisation beside its owner."""
    team = []
    for name, (role, full_name) in people.items():
        person = _person(f"{name}@demo.huopan", full_name, at)
        parties.grant_role(person_id=person, role=role, party_id=boss.party_id, by=SYSTEM, at=at)
        team.append(_acting(person, boss.party_id))
    return team


def _invoice_titles(buyer: Actor, at: datetime) -> None:
    name, address, phone, bank = COMPANY
    parties.save_invoice_title(
        kind="company",
        name=name,
        tax_number=credit_code(BELTS[0].division, len(MAKERS) + len(APPLICANTS)),
        registered_address=address,
        registered_phone=phone,
        bank_name=bank,
        bank_account="571908110010188",
        by=buyer,
        at=at,
    )
    parties.save_invoice_title(kind="personal", name=BUYERS[0].contact, by=buyer, at=at)


def _buyer(buyer: Buyer, place: int, at: datetime) -> Actor:
    email = "buyer@demo.huopan" if place == 0 else f"buyer{place + 1}@demo.huopan"
    owner = _person(email, buyer.contact, at)
    about_zh, about_en = TRADES[buyer.trade]
    party = parties.register_party(
        name_zh=buyer.name_zh,
        name_en=buyer.name_en,
        about_zh=about_zh,
        about_en=about_en,
        kind=Party.Kind.BUYER,
        division_code=DELIVER_TO[place % 6],
        owner_id=owner,
        by=SYSTEM,
        at=at,
    )
    actor = _acting(owner, party.pk)
    for turn in range(3 if place == 0 else 1):
        _address(buyer, place + turn, actor, at, is_default=turn == 0)
    return actor


def _address(buyer: Buyer, place: int, by: Actor, at: datetime, *, is_default: bool) -> None:
    parties.save_address(
        contact_name=buyer.contact,
        phone=f"139{place:08d}",
        division_code=DELIVER_TO[place % 6],
        detail=f"{STREETS[place % 6]}{place * 7 + 18}号{buyer.name_zh}",
        is_default=is_default,
        by=by,
        at=at,
    )


def credit_code(division: str, place: int) -> str:
    stem = f"91{division}MA{place + 1000:07d}"
    return stem + str(uscc.calc_check_digit(stem))
