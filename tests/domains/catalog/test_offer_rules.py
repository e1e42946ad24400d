"""What an offer must look like, told fault by fault."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huopan.domains.catalog.rules import AttributeType, Choice, SkuDraft, attribute_faults, axes_of, offer_faults
from huopan.domains.catalog.rules.attributes import attribute_from_text
from huopan.kernel.money import UnitPrice
from huopan.kernel.refusal import RefusedError
from tests.factories.catalog import a_draft, steps

WHITE, BLACK = SkuDraft("W", {"颜色": "白"}), SkuDraft("B", {"颜色": "黑"})


def faults(**fields):
    return [(type(each).__name__, each.params["field"]) for each in offer_faults(a_draft(**fields))]


def priced(*ladders):
    return tuple(
        SkuDraft(sku.code, sku.spec, ladder=steps(text) if text else ())
        for sku, text in zip((WHITE, BLACK), ladders, strict=True)
    )


def test_a_sound_draft_has_no_faults():
    assert faults() == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"code": " "}, [("MissingTextError", "code")]),
        ({"title_zh": ""}, [("MissingTextError", "title_zh")]),
        ({"title_zh": "杯" * 201}, [("TextTooLongError", "title_zh")]),
        ({"title_en": "mug\x00"}, [("UnstorableTextError", "title_en")]),
        ({"description_zh": "\ud800"}, [("UnstorableTextError", "description_zh")]),
        ({"moq": 0}, [("NumberOutOfRangeError", "moq"), ("LadderStartsLateError", "ladder")]),
        ({"lead_time_days": 366}, [("NumberOutOfRangeError", "lead_time_days")]),
        ({"moq": 10, "order_multiple": 4}, [("MoqMultipleError", "moq")]),
        ({"dropship_price": UnitPrice(0)}, [("PriceOutOfRangeError", "dropship_price")]),
        ({"sample_price": UnitPrice(0)}, [("SampleUndatedError", "sample_days")]),
        ({"sample_days": 3}, [("SampleUnpricedError", "sample_price")]),
        ({"sample_price": UnitPrice(-1), "sample_days": 3}, [("SamplePriceOutOfRangeError", "sample_price")]),
        ({"sample_price": UnitPrice(10**13), "sample_days": 3}, [("SamplePriceOutOfRangeError", "sample_price")]),
        ({"sample_price": UnitPrice(0), "sample_days": 366}, [("NumberOutOfRangeError", "sample_days")]),
        ({"sample_price": UnitPrice(0), "sample_days": 0}, []),
        ({"price_kind": "auction"}, [("UnknownPriceKindError", "price_kind")]),
    ],
)
def test_each_fault_of_the_offer_is_told_with_its_field(fields, expected):
    assert faults(**fields) == expected


@pytest.mark.parametrize(
    ("skus", "expected"),
    [
        ((), [("NoSkuError", "skus")]),
        ((SkuDraft("W", is_active=False),), [("NoSkuError", "skus")]),
        ((WHITE, SkuDraft("W", {"颜色": "黑"})), [("SkuCodeTwiceError", f"skus.{i}.code") for i in (0, 1)]),
        ((WHITE, SkuDraft("X", {"颜色": "白"})), [("SameSpecError", f"skus.{i}.spec") for i in (0, 1)]),
        ((WHITE, SkuDraft("X", {"尺寸": "M"})), [("AxesDifferError", "skus.1.spec")]),
        ((SkuDraft("W", {"颜色": ""}),), [("MissingTextError", "skus.0.spec")]),
        ((SkuDraft("W", dict.fromkeys("甲乙丙丁", "1")),), [("TooManyAxesError", "skus.0.spec")]),
        ((SkuDraft("W", on_hand=-1),), [("NumberOutOfRangeError", "skus.0.on_hand")]),
        (tuple(SkuDraft(str(n), {"号": str(n)}) for n in range(501)), [("TooManySkusError", "skus")]),
    ],
)
def test_each_fault_of_the_sku_matrix_is_told_with_its_field(skus, expected):
    assert faults(skus=skus) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"ladder": ()}, [("NoPriceGivenError", "ladder")]),
        ({"ladder": steps("1:12;10:11")}, [("OneStepOnlyError", "ladder")]),
        ({"skus": priced("1:12", "")}, [("SkuPriceMisplacedError", "skus.0.ladder")]),
        ({"price_kind": "per_sku"}, [("OfferPriceMisplacedError", "ladder"), *[
            ("NoPriceGivenError", f"skus.{i}.ladder") for i in (0, 1)
        ]]),
        ({"price_kind": "per_sku", "ladder": (), "skus": priced("1:12", "1:13")}, []),
        ({"price_kind": "per_sku", "ladder": (), "skus": priced("1:12", "1:13;5:12")}, [
            ("OneStepOnlyError", "skus.1.ladder")
        ]),
        ({"price_kind": "ladder", "ladder": steps("1:12;10:11;100:9.99")}, []),
        ({"price_kind": "ladder", "ladder": steps("10:12;100:11")}, [("LadderStartsLateError", "ladder")]),
        ({"price_kind": "ladder", "ladder": steps("10:12;100:11"), "moq": 10}, []),
        ({"price_kind": "ladder", "ladder": steps("1:12;10:12")}, [("LadderRisesError", "ladder")]),
        ({"price_kind": "ladder", "ladder": steps("1:12;10:11;10:10")}, [("LadderOrderError", "ladder")]),
        ({"price_kind": "ladder", "ladder": steps("1:0")}, [("PriceOutOfRangeError", "ladder")]),
        ({"price_kind": "ladder", "ladder": steps("0:1")}, [("StepQuantityError", "ladder")]),
        ({"price_kind": "ladder_per_sku", "ladder": (), "skus": priced("1:12;10:11", "1:13")}, []),
        ({"price_kind": "ladder_per_sku", "ladder": (), "skus": priced("1:12;10:13", "1:13")}, [
            ("LadderRisesError", "skus.0.ladder")
        ]),
    ],
)  # fmt: skip
def test_prices_have_the_shape_of_their_kind(fields, expected):
    assert faults(**fields) == expected


@given(st.integers(1, 10_000), st.integers(1, 500))
def test_the_better_moq_that_is_named_is_accepted(moq, multiple):
    for fault in offer_faults(a_draft(moq=moq, order_multiple=multiple)):
        assert faults(moq=fault.params["better"], order_multiple=multiple) == []


def test_every_fault_is_a_whole_sentence():
    bad = a_draft(
        code="", moq=7, order_multiple=3, lead_time_days=999, price_kind="ladder", ladder=steps("9:1;9:2"), skus=()
    )
    for fault in offer_faults(bad):
        sentence = fault.sentence.filled(fault.params)
        assert "{" not in sentence
        assert sentence.endswith(".")


MATERIAL = AttributeType(
    "material", "材质", "Material", "choice", choices=(Choice("oak", "橡木", "Oak"), Choice("pine", "松木", "Pine"))
)
WATTS = AttributeType("watts", "功率", "Power", "number", "W", is_required=True)
CCC = AttributeType("ccc", "3C", "CCC", "boolean")
NOTE = AttributeType("note", "备注", "Note", "text")
TYPES = (MATERIAL, WATTS, CCC, NOTE)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"watts": 40, "material": "oak", "ccc": True, "note": "x"}, []),
        ({"watts": 0.5}, []),
        ({}, ["MissingAttributeError"]),
        ({"watts": "40"}, ["NotANumberError"]),
        ({"watts": True}, ["NotANumberError"]),
        ({"watts": float("nan")}, ["NotANumberError"]),
        ({"watts": 1, "material": "steel"}, ["NotAChoiceError"]),
        ({"watts": 1, "ccc": "yes"}, ["NotYesOrNoError"]),
        ({"watts": 1, "note": "x" * 201}, ["TextTooLongError"]),
        ({"watts": 1, "weave": "x"}, ["UnknownAttributeError"]),
    ],
)
def test_attributes_have_the_types_of_their_category(attributes, expected):
    assert [type(each).__name__ for each in attribute_faults(attributes, TYPES)] == expected


@pytest.mark.parametrize(
    ("wanted", "text", "value"),
    [
        (WATTS, "1,200", 1200),
        (WATTS, "0.5", 0.5),
        (MATERIAL, "橡木", "oak"),
        (MATERIAL, "Pine", "pine"),
        (CCC, "是", True),
        (CCC, "No", False),
        (NOTE, "易碎", "易碎"),
    ],
)
def test_attributes_are_read_from_text(wanted, text, value):
    assert attribute_from_text(wanted, text) == value


@pytest.mark.parametrize(("wanted", "text"), [(WATTS, "forty"), (WATTS, "NaN"), (MATERIAL, "钢"), (CCC, "maybe")])
def test_text_that_means_nothing_is_refused(wanted, text):
    with pytest.raises(RefusedError):
        attribute_from_text(wanted, text)


def test_axes_stand_as_the_seller_lists_the_skus_however_the_database_keeps_them():
    listed = [(colour, size) for colour in ("红", "蓝") for size in ("S", "M", "L")]
    for stored in (("颜色", "尺码", "产地"), ("产地", "尺码", "颜色")):
        specs = [{"颜色": colour, "尺码": size, "产地": "义乌"} for colour, size in listed]
        assert axes_of([{axis: spec[axis] for axis in stored} for spec in specs]) == ["颜色", "尺码", "产地"]
    assert axes_of([{"尺码": "S", "颜色": "红"}]) == ["尺码", "颜色"]
    assert axes_of([]) == []
