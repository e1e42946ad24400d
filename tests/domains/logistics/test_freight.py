from __future__ import annotations

from typing import Any

import pytest

from huopan.domains.logistics import actions as logistics
from huopan.domains.logistics.models import FreightTemplate
from huopan.domains.logistics.queries import FreightAsk, freight_quotes
from huopan.domains.logistics.rules import NoFreightTemplateError, NotServedError
from huopan.kernel.money import Money
from huopan.kernel.refusal import ForbiddenError, RefusalsError, UnknownError
from tests.factories.logistics import AT, acting, freight_template, offer_of, trader, zone

pytestmark = pytest.mark.django_db


def ask(supplier_id: int, *lines: tuple[int, int, int], division_code: str = "440305") -> FreightAsk:
    return FreightAsk(supplier_id, division_code, lines)


def test_quotes_of_many_suppliers_take_one_statement(django_assert_num_queries: Any) -> None:
    asks = []
    for _ in range(3):
        supplier = trader()
        freight_template(supplier)
        asks.append(ask(supplier.pk, (offer_of(supplier).pk, 1500, 100)))
    with django_assert_num_queries(1):
        assert list(freight_quotes(asks).values()) == [Money(1000)] * 3


def test_lines_of_one_template_are_weighed_together_and_templates_add_up() -> None:
    supplier = trader()
    freight_template(supplier)
    heavy = freight_template(supplier, zone(first_fee_fen=5000))
    cup, mug, oven = (offer_of(supplier).pk for _ in range(3))
    logistics.set_offer_freight(offer_id=oven, template_id=heavy.pk, by=acting(supplier), at=AT)
    quotes = freight_quotes([ask(supplier.pk, (cup, 600, 10), (mug, 400, 10), (oven, 900, 10))])
    assert quotes == {supplier.pk: Money(800 + 5000)}


def test_offer_returns_to_the_default_template() -> None:
    supplier = trader()
    freight_template(supplier)
    offer_id = offer_of(supplier).pk
    dear = freight_template(supplier, zone(first_fee_fen=9000))
    logistics.set_offer_freight(offer_id=offer_id, template_id=dear.pk, by=acting(supplier), at=AT)
    logistics.set_offer_freight(offer_id=offer_id, template_id=None, by=acting(supplier), at=AT)
    assert freight_quotes([ask(supplier.pk, (offer_id, 1, 1))]) == {supplier.pk: Money(800)}


def test_place_not_served_names_the_offers() -> None:
    supplier = trader()
    freight_template(supplier, zone("11"))
    refusal = freight_quotes([ask(supplier.pk, (7, 1, 1))])[supplier.pk]
    assert isinstance(refusal, NotServedError)
    assert refusal.params == {"offer_ids": [7]}


def test_supplier_without_template_is_told_apart_from_one_that_does_not_serve() -> None:
    refusal = freight_quotes([ask(trader().pk, (7, 1, 1))])
    assert [type(r) for r in refusal.values()] == [NoFreightTemplateError]


def test_first_template_is_the_default_and_another_may_take_over() -> None:
    supplier = trader()
    first, second = freight_template(supplier), freight_template(supplier)
    assert (first.is_default, second.is_default) == (True, False)
    third = freight_template(supplier, is_default=True)
    assert list(FreightTemplate.objects.filter(is_default=True)) == [third]


def test_changing_a_default_keeps_it_the_default() -> None:
    supplier = trader()
    template = freight_template(supplier)
    changed = freight_template(supplier, zone(first_fee_fen=1), template_id=template.pk, name="新")
    assert (changed.pk, changed.is_default, changed.name) == (template.pk, True, "新")


def test_name_is_taken_once_per_supplier() -> None:
    supplier = trader()
    freight_template(supplier, name="普通")
    freight_template(trader(), name="普通")
    with pytest.raises(logistics.FreightTemplateNameTakenError):
        freight_template(supplier, name="普通")


def test_senseless_zones_store_nothing() -> None:
    with pytest.raises(RefusalsError):
        freight_template(trader(), zone("x"))
    assert not FreightTemplate.objects.exists()


def test_template_in_use_is_not_removed() -> None:
    supplier = trader()
    template = freight_template(supplier)
    offer_id = offer_of(supplier).pk
    logistics.set_offer_freight(offer_id=offer_id, template_id=template.pk, by=acting(supplier), at=AT)
    with pytest.raises(logistics.FreightTemplateInUseError):
        logistics.remove_freight_template(template_id=template.pk, by=acting(supplier), at=AT)
    logistics.set_offer_freight(offer_id=offer_id, template_id=None, by=acting(supplier), at=AT)
    logistics.remove_freight_template(template_id=template.pk, by=acting(supplier), at=AT)
    assert not FreightTemplate.objects.exists()


def test_stranger_changes_neither_template_nor_offer() -> None:
    supplier, stranger = trader(), trader()
    template = freight_template(supplier)
    own = freight_template(stranger)
    with pytest.raises(UnknownError):
        freight_template(stranger, template_id=template.pk)
    with pytest.raises(UnknownError):
        logistics.remove_freight_template(template_id=template.pk, by=acting(stranger), at=AT)
    with pytest.raises(UnknownError):
        logistics.set_offer_freight(offer_id=offer_of(supplier).pk, template_id=own.pk, by=acting(stranger), at=AT)


def test_role_without_offers_changes_nothing() -> None:
    supplier = trader()
    template = freight_template(supplier)
    with pytest.raises(ForbiddenError):
        logistics.remove_freight_template(template_id=template.pk, by=acting(supplier, "buy"), at=AT)
