from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from huopan.domains.orders import actions as orders
from huopan.domains.orders import queries
from huopan.domains.orders.models import AfterSale, Evidence
from huopan.domains.orders.policies import NotASideError
from huopan.infra.files.pictures import safe_picture
from huopan.infra.outbox.models import TrailEntry
from huopan.kernel.money import Money
from huopan.kernel.refusal import UnknownError
from tests.factories.after_sales import a_claim, an_arbiter, assert_sound, buyer_of, held_for, pieces_of, supplier_of
from tests.factories.orders import NOON, a_buyer, an_order
from tests.factories.parties import an_operator

pytestmark = pytest.mark.django_db


def a_dispute(state: str = "delivered", amount: int = 600) -> AfterSale:
    order = an_order(state)
    claim = a_claim(order, amount=amount)
    orders.refuse_after_sale(number=claim.number, answer="货没问题", by=supplier_of(order), at=NOON)
    return orders.dispute_after_sale(number=claim.number, because="有裂纹", by=buyer_of(order), at=NOON)


def rule(claim: AfterSale, outcome: Any, **wanted: Any) -> AfterSale:
    return orders.arbitrate(
        number=claim.number, outcome=outcome, ruling="图片显示裂纹", by=an_arbiter(), at=NOON, **wanted
    )


@pytest.mark.parametrize(("outcome", "amount", "fen"), [("full", None, 600), ("partial", 250, 250), ("none", None, 0)])
def test_ruling_moves_exactly_its_money(outcome: str, amount: int | None, fen: int) -> None:
    claim = a_dispute()
    before = held_for(claim.order)
    ruled = rule(claim, outcome, amount=None if amount is None else Money(amount))
    assert (ruled.state, ruled.refunded_fen, ruled.ruling) == ("arbitrated", fen, "图片显示裂纹")
    assert held_for(claim.order) == before - fen
    assert_sound()


def test_ruling_on_a_completed_order_is_paid_by_the_seller() -> None:
    claim = a_dispute("completed")
    rule(claim, "full")
    claim.order.refresh_from_db()
    assert (claim.order.state, claim.order.refunded_fen) == ("completed", 600)
    assert_sound()


def test_ruling_is_given_once_and_with_words() -> None:
    claim = a_dispute()
    with pytest.raises(orders.ReasonMissingError):
        orders.arbitrate(number=claim.number, outcome="none", ruling=" ", by=an_arbiter(), at=NOON)
    rule(claim, "none")
    with pytest.raises(orders.AfterSaleNotReadyError):
        rule(claim, "full")


def test_only_an_arbiter_rules() -> None:
    claim = a_dispute()
    for by in (buyer_of(claim.order), supplier_of(claim.order), an_operator("operator")):
        with pytest.raises(Exception, match="role"):
            orders.arbitrate(number=claim.number, outcome="full", ruling="x", by=by, at=NOON)


def test_request_is_not_disputed_before_its_answer() -> None:
    claim = a_claim(an_order("delivered"), amount=1)
    for by in (buyer_of(claim.order), supplier_of(claim.order)):
        with pytest.raises(orders.AfterSaleNotReadyError):
            orders.dispute_after_sale(number=claim.number, because="x", by=by, at=NOON)


def test_supplier_disputes_what_came_back() -> None:
    order = an_order("delivered")
    claim = a_claim(order, "return", pieces=pieces_of(order, 1))
    orders.agree_after_sale(number=claim.number, by=supplier_of(order), at=NOON)
    orders.send_goods_back(number=claim.number, carrier="sf", waybill_number="R1", by=buyer_of(order), at=NOON)
    disputed = orders.dispute_after_sale(number=claim.number, because="空箱", by=supplier_of(order), at=NOON)
    assert disputed.state == "disputed"
    assert Evidence.objects.get().text == "空箱"


def test_both_sides_show_what_they_have_and_the_trail_keeps_no_words() -> None:
    claim = a_dispute()
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    picture = safe_picture(out.getvalue())
    shown = orders.add_evidence(number=claim.number, picture=picture, by=buyer_of(claim.order), at=NOON)
    orders.add_evidence(number=claim.number, text="出厂照片", by=supplier_of(claim.order), at=NOON)
    assert shown.file.name.startswith("evidence/")
    assert shown.file.read()
    seen = queries.after_sale(claim.number, an_arbiter())
    assert [each.party_id for each in seen.evidence.all()] == [
        claim.order.buyer_id,
        claim.order.buyer_id,
        claim.order.supplier_id,
    ]
    assert "出厂照片" not in str(list(TrailEntry.objects.values_list("payload", flat=True)))


def test_strangers_show_and_see_nothing() -> None:
    claim = a_dispute()
    with pytest.raises(UnknownError):
        orders.add_evidence(number=claim.number, text="x", by=a_buyer(), at=NOON)
    with pytest.raises(UnknownError):
        queries.evidence(Evidence.objects.get().pk, a_buyer())
    with pytest.raises(NotASideError):
        orders.add_evidence(number=claim.number, text="x", by=an_arbiter(), at=NOON)


def test_evidence_says_something_and_ends() -> None:
    claim = a_dispute()
    by = buyer_of(claim.order)
    with pytest.raises(orders.EvidenceEmptyError):
        orders.add_evidence(number=claim.number, text=" ", by=by, at=NOON)
    for _ in range(19):
        orders.add_evidence(number=claim.number, text="x", by=by, at=NOON)
    with pytest.raises(orders.TooMuchEvidenceError):
        orders.add_evidence(number=claim.number, text="x", by=by, at=NOON)
    rule(claim, "none")
    with pytest.raises(orders.AfterSaleNotReadyError):
        orders.add_evidence(number=claim.number, text="x", by=supplier_of(claim.order), at=NOON)


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_one_statement_however_many(rows: int, django_assert_num_queries: Any) -> None:
    buyer = a_buyer()
    for _ in range(rows):
        a_claim(an_order("delivered", buyer=buyer), amount=1)
    with django_assert_num_queries(1):
        assert len([str(claim.order.supplier) for claim in queries.after_sales_claimed(buyer)]) == rows


def test_disputes_wait_for_the_platform_longest_first() -> None:
    first, second = a_dispute(), a_dispute()
    assert list(queries.disputes()) == [first, second]
    rule(first, "none")
    assert list(queries.disputes()) == [second]
