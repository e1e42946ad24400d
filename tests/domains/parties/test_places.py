from __future__ import annotations

from typing import Any

import pytest

from huopan.domains.parties import actions as parties
from huopan.domains.parties.models import Division
from huopan.domains.parties.queries import division_children, divisions_named

pytestmark = pytest.mark.django_db


def test_all_official_divisions_come_in_and_twice_is_once() -> None:
    count = parties.load_divisions()
    assert count > 3_200
    Division.objects.filter(pk="440305").update(name_zh="旧名")
    assert parties.load_divisions() == count == Division.objects.count()
    nanshan = Division.objects.select_related("parent__parent").get(pk="440305")
    assert nanshan.parent is not None
    assert nanshan.parent.parent is not None
    assert (nanshan.name_zh, nanshan.parent.name_zh, nanshan.parent.parent.name_zh) == ("南山区", "深圳市", "广东省")
    assert not Division.objects.filter(pk="110106", parent__isnull=True).exists()
    assert not Division.objects.filter(pk__in=["429001", "110103", "130101"]).exists()


def test_divisions_are_found_by_name_code_and_parent(django_assert_num_queries: Any) -> None:
    parties.load_divisions()
    with django_assert_num_queries(1):
        assert [d.parent.name_zh for d in divisions_named("义乌") if d.parent] == ["金华市"]
    assert divisions_named("440305").get().name_zh == "南山区"
    assert [d.name_zh for d in divisions_named("yiwu")] == ["义乌市", "伊吾县"]
    assert list(divisions_named(" ")) == []
    assert len(division_children(None)) == 34
    assert "东莞市" in [d.name_zh for d in division_children("440000")]
