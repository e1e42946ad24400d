"""What the demo's suppliers can prove: drawn certificates, handed in by their owners and checked by the operator."""

from __future__ import annotations

import io
import secrets
from datetime import date, datetime, timedelta

from PIL import Image, ImageDraw

from huopan.domains.parties import actions as parties
from huopan.domains.parties.models import Party
from huopan.infra.files.pictures import Picture
from huopan.kernel.actor import SYSTEM
from huopan.ops.demo.people import Cast
from huopan.ops.demo.words import MAKERS

ISSUERS = {
    "licence": "市场监督管理局",
    "inspection": "TÜV 莱茵",
    "iso9001": "中国质量认证中心",
    "bsci": "amfori",
    "brand": "品牌方授权部",
    "food_contact": "SGS",
    "ce": "TÜV 南德",
    "srdi": "工业和信息化厅",
}
EVERYBODY = ("licence",)
OTHERS = (
    ("inspection", "iso9001"),
    ("inspection", "food_contact"),
    ("bsci",),
    ("brand",),
    ("iso9001", "srdi"),
    ("ce",),
)
FEW_DAYS, LONG = 12, 420
SIZE = (420, 594)


def hand_in(cast: Cast, at: datetime) -> None:
    """Every supplier's licence and some more: nearly all verified, one ending soon, one waiting, one refused."""
    codes = dict(Party.objects.visible_to(SYSTEM).values_list("pk", "credit_code"))
    paper = _drawn()
    for place, maker in enumerate(MAKERS):
        by = cast.makers[maker.key]
        for kind in (*EVERYBODY, *OTHERS[place % len(OTHERS)]):
            number = str(codes[by.party_id]) if kind == "licence" else f"{kind.upper()[:4]}-{2024_0000 + place * 37}"
            row = parties.submit_credential(
                kind=kind,
                number=number,
                issuer=ISSUERS[kind],
                valid_until=None if kind == "licence" else _until(at, place),
                document=_copy(paper),
                by=by,
                at=at,
            )
            parties.verify_credential(credential_id=row.pk, by=cast.operator, at=at + timedelta(hours=2))
    _undecided(cast, paper, at)


def _undecided(cast: Cast, paper: bytes, at: datetime) -> None:
    for place, because in ((0, ""), (1, ""), (2, "编号在发证机构查不到，请核对后重新提交")):
        row = parties.submit_credential(
            kind="bsci" if place != 2 else "iso9001",  # noqa: PLR2004 - the third has a BSCI of its own
            number=f"NEW-{place + 1:06d}",
            issuer="amfori",
            valid_until=_until(at, place + 1),
            document=_copy(paper),
            by=cast.makers[MAKERS[place].key],
            at=at + timedelta(hours=3),
        )
        if because:
            parties.refuse_credential(
                credential_id=row.pk, because=because, by=cast.operator, at=at + timedelta(hours=5)
            )


def _until(at: datetime, place: int) -> date:
    return at.date() + timedelta(days=30 + FEW_DAYS if place == 0 else LONG + place * 23)


def _drawn() -> bytes:
    """A certificate without a word on it: a frame, lines and a seal."""
    sheet = Image.new("RGB", SIZE, "#fdfbf4")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((18, 18, SIZE[0] - 18, SIZE[1] - 18), outline="#b08d3c", width=3)
    draw.rectangle((120, 70, 300, 92), fill="#7a5b16")
    for row in range(9):
        draw.line((60, 160 + row * 36, SIZE[0] - 60 - row % 3 * 40, 160 + row * 36), fill="#c9c3b1", width=5)
    draw.ellipse((270, 450, 360, 540), outline="#c0392b", width=6)
    file = io.BytesIO()
    sheet.save(file, "JPEG", quality=70)
    return file.getvalue()


def _copy(paper: bytes) -> Picture:
    """Drawn by ourselves, so it needs no decoding."""
    return Picture(name=f"{secrets.token_hex(16)}.jpg", content=paper, width=SIZE[0], height=SIZE[1], peak_mb=0)
