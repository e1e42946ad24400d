"""A library of ready routings: usual times of small shops, to take over and then to measure for oneself.

Cycle times are for one piece or one machine load as a mid-sized shop reports them; a factory approves or changes each.
"""

from __future__ import annotations

from dataclasses import dataclass

from huopan.domains.production.rules.routes import RoutingDraft, StepDraft, WayDraft

MINUTE = 60


@dataclass(frozen=True, slots=True)
class CentreDraft:
    """A work centre as a template brings it. `changeovers`: seconds that a difference in each trait adds."""

    code: str
    name_zh: str
    name_en: str
    process: str
    machines: int = 1
    hour_fen: int = 6_000
    may_pause: bool = True
    setup_base_seconds: int = 0
    changeovers: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadyRouting:
    """A routing and the work centres it needs."""

    key: str
    routing: RoutingDraft
    centres: tuple[CentreDraft, ...]


ARTWORK = CentreDraft("artwork", "制版台", "Artwork desk", "artwork", hour_fen=5_000)
CHECK = CentreDraft("check", "质检台", "Checking table", "inspection", machines=2, hour_fen=4_000)
PACK = CentreDraft("pack", "包装台", "Packing table", "packing", machines=2, hour_fen=3_600)
SCREEN = CentreDraft(
    "screen",
    "丝印机",
    "Screen press",
    "screen_print",
    2,
    7_200,
    changeovers=(("colour", 15 * MINUTE), ("artwork", 10 * MINUTE)),
)
TRANSFER = CentreDraft(
    "transfer",
    "烫画机",
    "Heat press",
    "heat_transfer",
    2,
    5_400,
    changeovers=(("artwork", 5 * MINUTE), ("substrate", 8 * MINUTE)),
)
UV = CentreDraft("uv", "UV打印机", "UV printer", "uv_print", 1, 9_000, changeovers=(("substrate", 12 * MINUTE),))
EMBROIDER = CentreDraft(
    "embroider",
    "绣花机",
    "Embroidery machine",
    "embroidery",
    2,
    7_800,
    changeovers=(("artwork", 20 * MINUTE), ("colour", 8 * MINUTE)),
)
LASER = CentreDraft("laser", "激光机", "Laser", "laser_engraving", 1, 6_600, changeovers=(("substrate", 6 * MINUTE),))
CUT = CentreDraft("cut", "裁床", "Cutting table", "cutting", 1, 6_000, changeovers=(("substrate", 10 * MINUTE),))
SEW = CentreDraft(
    "sew", "车缝组", "Sewing line", "sewing", 4, 4_800, changeovers=(("colour", 6 * MINUTE), ("style", 20 * MINUTE))
)
DRY = CentreDraft("dry", "烘干线", "Drying line", "drying", 1, 4_200)
MIX = CentreDraft("mix", "和面机", "Mixer", "mixing", 1, 5_400, changeovers=(("flavour", 15 * MINUTE),))
OVEN = CentreDraft("oven", "烤炉", "Oven", "baking", 2, 6_000, may_pause=False, changeovers=(("flavour", 10 * MINUTE),))


def _step(
    code: str, zh: str, en: str, centre: CentreDraft, cycle_ms: int, *, pieces: int = 1, setup: int = 0, asks: str = ""
) -> StepDraft:
    """`asks`: the traits, apart by blanks, whose values the demand says."""
    named = {"process": centre.process} | dict.fromkeys(asks.split(), "") if asks else {}
    return StepDraft(code, zh, en, named, (WayDraft(centre.code, cycle_ms, pieces, setup),))


def _ready(key: str, zh: str, en: str, steps: tuple[StepDraft, ...], *centres: CentreDraft) -> ReadyRouting:
    return ReadyRouting(key, RoutingDraft(key, zh, en, steps), centres)


CHECKED = _step("check", "质检", "Inspection", CHECK, 6_000)
PACKED = _step("pack", "包装", "Packing", PACK, 8_000)

# ruff: noqa: E501 - one routing, one row
READY_ROUTINGS = (
    _ready("screen_print", "丝网印刷", "Screen print", (
        _step("plate", "制版", "Screen making", ARTWORK, 1_000, pieces=10_000, setup=25 * MINUTE, asks="artwork"),
        _step("print", "丝印", "Printing", SCREEN, 9_000, setup=10 * MINUTE, asks="colour artwork"),
        _step("dry", "烘干", "Drying", DRY, 15 * MINUTE * 1000, pieces=400), PACKED), ARTWORK, SCREEN, DRY, PACK),
    _ready("heat_transfer", "热转印", "Heat transfer", (
        _step("film", "打印转印膜", "Film printing", ARTWORK, 4_000, asks="artwork"),
        _step("press", "烫印", "Pressing", TRANSFER, 25_000, setup=5 * MINUTE, asks="artwork substrate"), PACKED), ARTWORK, TRANSFER, PACK),
    _ready("uv_print", "UV打印", "UV print", (
        _step("print", "UV打印", "Printing", UV, 6 * MINUTE * 1000, pieces=24, setup=8 * MINUTE, asks="substrate"), CHECKED, PACKED), UV, CHECK, PACK),
    _ready("embroidery", "刺绣", "Embroidery", (
        _step("punch", "打版", "Digitising", ARTWORK, 1_000, pieces=10_000, setup=40 * MINUTE, asks="artwork"),
        _step("stitch", "绣花", "Stitching", EMBROIDER, 7 * MINUTE * 1000, pieces=12, setup=12 * MINUTE, asks="artwork colour"), CHECKED, PACKED), ARTWORK, EMBROIDER, CHECK, PACK),
    _ready("laser_engraving", "激光雕刻", "Laser engraving", (
        _step("engrave", "雕刻", "Engraving", LASER, 35_000, setup=6 * MINUTE, asks="substrate"), CHECKED, PACKED), LASER, CHECK, PACK),
    _ready("sewing", "缝制", "Sewing", (
        _step("cut", "裁剪", "Cutting", CUT, 12 * MINUTE * 1000, pieces=60, setup=10 * MINUTE, asks="substrate"),
        _step("sew", "车缝", "Sewing", SEW, 4 * MINUTE * 1000, asks="colour style"), CHECKED, PACKED), CUT, SEW, CHECK, PACK),
    _ready("baking", "烘焙", "Baking", (
        _step("mix", "和面", "Mixing", MIX, 25 * MINUTE * 1000, pieces=300, asks="flavour"),
        _step("bake", "烘烤", "Baking", OVEN, 35 * MINUTE * 1000, pieces=200, asks="flavour"), PACKED), MIX, OVEN, PACK),
    _ready("packing", "分装包装", "Packing", (CHECKED, PACKED), CHECK, PACK),
)  # fmt: skip
BY_KEY = {each.key: each for each in READY_ROUTINGS}
