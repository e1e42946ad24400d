"""Addresses as people paste them."""

from __future__ import annotations

from pathlib import Path

import pytest
import stdnum.cn

from huopan.domains.parties.rules import Place, address_line
from huopan.domains.parties.rules.divisions import divisions_in

TABLE = Path(stdnum.cn.__file__).with_name("loc.dat").read_text(encoding="utf-8")
PLACES = [Place(row.code, row.name_zh, row.level) for row in divisions_in(TABLE)]


def read(text):
    line = address_line(text, PLACES)
    return line.contact_name, line.phone, line.division_code, line.detail


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张三 13812341234 浙江省杭州市西湖区文三路1号", ("张三", "13812341234", "330106", "文三路1号")),
        ("浙江省 金华市 义乌市 北苑街道 3栋,李四,138-1234-1234", ("李四", "13812341234", "330782", "北苑街道3栋")),
        (
            "收货人：王小二\n手机号码：+86 13912345678\n所在地区：广东省深圳市南山区\n详细地址：科技园南路1号",
            ("王小二", "13912345678", "440305", "科技园南路1号"),
        ),
        ("北京市朝阳区建国路88号 赵六 010-65051234", ("赵六", "01065051234", "110105", "建国路88号")),
        ("广东东莞市虎门镇富民路5号 陈七 13700001111", ("陈七", "13700001111", "441900", "虎门镇富民路5号")),
        ("杭州西湖大道10号 孙八 13600001111", ("孙八", "13600001111", "330100", "西湖大道10号")),
        ("新疆维吾尔自治区乌鲁木齐市天山区北路1号 周九 13500001111", ("周九", "13500001111", "650102", "北路1号")),
        ("义乌市稠城街道1号 Tom 13400001111", ("Tom", "13400001111", "330782", "稠城街道1号")),
        ("１３８１２３４１２３４　钱十　浙江省杭州市西湖区文三路１号", ("钱十", "13812341234", "330106", "文三路1号")),
        ("没有地方的话", ("没有地方的话", "", "", "")),
        ("", ("", "", "", "")),
    ],
)  # fmt: skip
def test_lines_are_read_in_any_order(text, expected):
    assert read(text) == expected


def test_a_place_that_could_be_several_is_left_out():
    assert read("鼓楼区中山路1号 吴一 13812341234")[2:] == ("", "鼓楼区中山路1号")
