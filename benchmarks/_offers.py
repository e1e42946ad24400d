"""A market of generated offers, written straight into tables: Zipf words, 40 categories, 172 belts, 20 attributes."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pysqlite3

SEED = 20261128
CATEGORIES, BELTS, ATTRIBUTES, VALUES = 40, 172, 20, 6
OFFERS_A_FACTORY = 50
WORDS, CHARACTERS = 20_000, 2_500
CHINESE_WORDS, ENGLISH_WORDS = 6, 5
AT_A_TIME = 20_000
AT = "2026-11-01 00:00:00"
PROVINCES = ("44", "33", "32", "37", "35", "13", "34", "41", "42", "43")


class Words:
    """Two vocabularies by falling frequency; word n is drawn 1/(n+2) as often as could be."""

    def __init__(self, seed: int = SEED) -> None:
        chance = random.Random(seed)
        characters = [chr(0x4E00 + n) for n in range(CHARACTERS)]
        self.chinese = list(dict.fromkeys("".join(chance.choices(characters, k=2)) for _ in range(WORDS * 2)))[:WORDS]
        letters, ends = "bcdfghklmnprstvz", "aeiou"
        syllables = ["".join(pair) for pair in itertools.product(letters, ends)]
        made = ("".join(chance.choices(syllables, k=3)) + chance.choice("klmnrt") for _ in range(WORDS * 2))
        self.english = list(dict.fromkeys(made))[:WORDS]
        self.weights = list(itertools.accumulate(1 / (n + 2) for n in range(WORDS)))

    def some(self, words: Sequence[str], chance: random.Random, k: int) -> list[str]:
        return chance.choices(words, cum_weights=self.weights[: len(words)], k=k)


def attributes_of(category: int) -> list[str]:
    """Five of the twenty for each category."""
    return [f"a{(category * 3 + n) % ATTRIBUTES}" for n in range(5)]


def fill(database: Path, offers: int) -> None:
    """Rows of a migrated, empty database; about twenty seconds of processor time a million."""
    connection = pysqlite3.connect(str(database))
    connection.executescript("PRAGMA synchronous=OFF; PRAGMA journal_mode=WAL; PRAGMA foreign_keys=OFF;")
    with connection:  # an empty catalogue begins with starter categories
        connection.execute("DELETE FROM catalog_categoryattribute")
        connection.execute("DELETE FROM catalog_category")
    _insert(connection, "parties_division", _divisions())
    _insert(connection, "parties_industrialbelt", _belts())
    _insert(connection, "catalog_category", _categories())
    _insert(connection, "parties_party", _factories(max(offers // OFFERS_A_FACTORY, 1)))
    _insert(connection, "search_standing", _standings(max(offers // OFFERS_A_FACTORY, 1)))
    _insert(connection, "parties_credential", _credentials(max(offers // OFFERS_A_FACTORY, 1)))
    words, chance = Words(), random.Random(SEED + 1)
    for start in range(1, offers + 1, AT_A_TIME):
        rows = [_offer(n, offers, words, chance) for n in range(start, min(start + AT_A_TIME, offers + 1))]
        for table, several in zip(TABLES, zip(*rows, strict=True), strict=True):
            _insert(connection, table, itertools.chain.from_iterable(several))
    connection.execute("ANALYZE")
    connection.close()


PROVEN = {
    "licence": 0.66,
    "inspection": 0.2,
    "iso9001": 0.15,
    "bsci": 0.08,
    "brand": 0.1,
    "food_contact": 0.1,
    "ce": 0.1,
}
TABLES = ("catalog_offer", "catalog_sku", "catalog_stock", "catalog_pricetier")


def _insert(connection: Any, table: str, rows: Any) -> None:
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    names = ", ".join(f'"{name}"' for name in first)
    values = ", ".join("?" * len(first))
    statement = f"INSERT INTO {table} ({names}) VALUES ({values}) ON CONFLICT DO NOTHING"  # some divisions are there
    with connection:
        connection.executemany(statement, (tuple(row.values()) for row in itertools.chain([first], rows)))


def division_of(belt: int) -> str:
    return f"{PROVINCES[belt % len(PROVINCES)]}{belt // len(PROVINCES) + 1:02d}01"


def _divisions() -> Iterator[dict[str, Any]]:
    for province in PROVINCES:
        yield {"code": f"{province}0000", "name_zh": f"{province}省", "name_en": "", "parent_id": None, "level": 1}
    for belt in range(BELTS):
        code = division_of(belt)
        city = f"{code[:4]}00"
        yield {"code": city, "name_zh": f"{city}市", "name_en": "", "parent_id": f"{code[:2]}0000", "level": 2}
        yield {"code": code, "name_zh": f"{code}区", "name_en": "", "parent_id": city, "level": 3}


def _belts() -> Iterator[dict[str, Any]]:
    for belt in range(BELTS):
        yield {
            "id": belt + 1,
            "code": f"belt-{belt}",
            "name_zh": f"产业带{belt}",
            "name_en": f"Belt {belt}",
            "division_id": division_of(belt),
            "cluster": "工业",
        }


def _categories() -> Iterator[dict[str, Any]]:
    """Eight roots with five below each."""
    roots, below = CATEGORIES // 5, 5
    for root in range(roots):
        path = f"{root + 1:04d}"
        named = {"name_zh": f"类目{root}", "name_en": f"Root {root}"}
        yield {"id": root + 1, "path": path, "depth": 1, "numchild": below, "code": f"root-{root}", **named}
    for leaf in range(CATEGORIES):
        path = f"{leaf // below + 1:04d}{leaf % below + 1:04d}"
        named = {"name_zh": f"小类{leaf}", "name_en": f"Leaf {leaf}"}
        yield {"id": roots + leaf + 1, "path": path, "depth": 2, "numchild": 0, "code": f"leaf-{leaf}", **named}


def _factories(count: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(SEED + 2)
    for number in range(1, count + 1):
        belt = min(int(chance.paretovariate(0.6)) - 1, BELTS - 1) if chance.random() < 0.5 else chance.randrange(BELTS)
        yield {
            "id": number,
            "name_zh": f"工厂{number}号",
            "name_en": f"Factory {number}",
            "kind": "factory" if number % 4 else "trader",
            "credit_code": None,
            "division_id": division_of(belt),
            "belt_id": belt + 1,
            "about_zh": "",
            "about_en": "",
            "state": "active",
            "judged_because": "",
            "registered_at": AT,
        }


def _standings(count: int) -> Iterator[dict[str, Any]]:
    """Two of three suppliers have been measured."""
    chance = random.Random(SEED + 3)
    for number in range(1, count + 1):
        if number % 3:
            due, closed = chance.randrange(300), chance.randrange(300)
            yield {
                "supplier_id": number,
                "orders_due": due,
                "collected_in_time": int(due * min(chance.betavariate(8, 1.5), 1)),
                "orders_closed": closed,
                "orders_kept": int(closed * min(chance.betavariate(15, 1), 1)),
                "free_hours": chance.randrange(500),
                "measured_at": AT,
            }


def _credentials(count: int) -> Iterator[dict[str, Any]]:
    """Two of three suppliers have proven a licence; rarer kinds by luck. Verified ones, without documents."""
    chance = random.Random(SEED + 4)
    for number in range(1, count + 1):
        for kind, share in PROVEN.items():
            if chance.random() < share:
                yield {
                    "party_id": number,
                    "kind": kind,
                    "number": f"{kind}-{number}",
                    "issuer": "",
                    "document": "",
                    "state": "verified",
                    "submitted_by_id": 1,
                    "submitted_at": AT,
                    "judged_by_id": 2,
                    "judged_at": AT,
                    "refused_because": "",
                }


def _offer(number: int, offers: int, words: Words, chance: random.Random) -> tuple[list[dict[str, Any]], ...]:
    category = chance.randrange(CATEGORIES)
    moq = chance.choice((1, 1, 2, 5, 10, 50, 100, 500))
    price = int(10_000 * chance.lognormvariate(2.5, 1.2)) + 1
    offer = {
        "id": number,
        "supplier_id": chance.randrange(max(offers // OFFERS_A_FACTORY, 1)) + 1,
        "code": f"G{number}",
        "category_id": CATEGORIES // 5 + category + 1,
        "title_zh": "".join(words.some(words.chinese, chance, CHINESE_WORDS)),
        "title_en": " ".join(words.some(words.english, chance, ENGLISH_WORDS)),
        "description_zh": "",
        "description_en": "",
        "attributes": json.dumps({code: f"v{chance.randrange(VALUES)}" for code in attributes_of(category)}),
        "price_kind": "ladder",
        "unit": "件",
        "moq": moq,
        "order_multiple": 1,
        "is_mixable": True,
        "dropship_price_hao": price if chance.random() < 0.3 else None,
        "sample_price_hao": (0, price * 2)[number % 5] if number % 5 < 2 else None,  # forty percent, half of them free
        "sample_days": 3 if number % 5 < 2 else None,
        "lead_time_days": chance.choice((1, 2, 2, 3, 3, 7, 15, 30)),
        "weight_grams": 500,
        "state": "published",
        "suspended_because": "",
        "created_at": AT,
        "changed_at": AT,
    }
    sku = {
        "id": number, "offer_id": number, "code": f"G{number}-1", "spec": "{}", "barcode": "", "weight_grams": None,
        "is_active": True, "position": 0,
    }  # fmt: skip
    stock = {"sku_id": number, "on_hand": chance.choice((0, 10, 1000)), "reserved": 0}
    tiers = [
        {
            "id": number * 3 + step,
            "offer_id": number,
            "sku_id": None,
            "from_quantity": moq * 10**step,
            "unit_price_hao": max(int(price * cut), 1),
        }
        for step, cut in enumerate((1, 0.9, 0.8))
    ]
    return [offer], [sku], [stock], tiers
