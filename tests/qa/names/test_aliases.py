from __future__ import annotations

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinzheng.qa.names.aliases import canonical, defined_names, normal_form, shared_names


def rows() -> list[list[str]]:
    text = (files("yinzheng.qa.names") / "aliases.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def test_every_row_of_the_table_names_one_thing_and_no_name_stands_twice() -> None:
    owner: dict[str, str] = {}
    for row in rows():
        assert 2 <= len(row) <= 3, row
        shown, kind = row[:2]
        assert kind in {"company", "finance", "agency", "institution", "crypto", "person", "place"}
        for name in (shown, *(row[2].split("|") if len(row) == 3 else [])):
            form = normal_form(name)
            assert form, row
            assert owner.setdefault(form, shown) == shown, f"{name} stands for {owner[form]} and {shown}"
            assert canonical(name) == shown
    assert len(rows()) > 400


@pytest.mark.parametrize(
    "names",
    [
        (
            "英伟达",
            "NVIDIA",
            "Nvidia",
            "辉达",
            "輝達",
            "NVIDIA Corp.",
            "NVIDIA Corporation",
            "Nvidia's",
            "英伟达公司",
            "“英伟达”",
        ),
        ("微软", "Microsoft", "Microsoft Corp", "微軟", "Microsoft’s", "微软（Microsoft）"),
        ("腾讯", "腾讯控股", "騰訊控股有限公司", "Tencent", "Tencent Holdings Ltd.", "腾讯集团"),
        ("台积电", "TSMC", "台灣積體電路製造股份有限公司", "Taiwan Semiconductor Manufacturing Co., Ltd."),
        ("中国证监会", "证监会", "中国证券监督管理委员会", "CSRC", "中國證監會"),
        ("比特币", "Bitcoin", "BTC", "bitcoin"),
        ("某某云计算股份有限公司", "某某云计算有限公司", "某某云计算"),
        ("Foo Bar Inc.", "Foo Bar, Inc", "FOO BAR", "the Foo  Bar Company", "Foo Bar Co., Ltd."),
    ],
)
def test_names_of_the_same_come_to_one(names: tuple[str, ...]) -> None:
    assert len({canonical(name) for name in names}) == 1, {name: canonical(name) for name in names}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("AMD", "ADM"),
        ("中国公司", "中国"),
        ("中国平安", "平安银行"),
        ("中信银行", "中信证券"),
        ("Google", "Alphabet"),
        ("三星", "三星电子"),
        ("WHO", "who"),
        ("US", "us"),
        ("Mitsubishi Corporation", "Mitsubishi Motors"),
        ("恒力集团", "恒力"),
        ("招商银行", "招商证券"),
        ("Bank of China", "Bank of Communications"),
        ("Morgan Stanley", "JPMorgan"),
        ("中国银行", "中国人民银行"),
    ],
)
def test_names_that_are_alike_stay_apart(a: str, b: str) -> None:
    assert canonical(a) != canonical(b)


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("中国证券监督管理委员会（以下简称“证监会”）发布", "证监会", "中国证券监督管理委员会"),
        ("近日，河海大数据研究院（下称「河海院」）公布", "河海院", "河海大数据研究院"),
        ("根据宏图能源科技股份有限公司（简称：宏图能源）公告", "宏图能源", "宏图能源科技股份有限公司"),
        ("宏图能源科技股份有限公司（以下简称“公司”或“本公司”）", "本公司", "宏图能源科技股份有限公司"),
        ("Advanced Micro Devices (AMD) said", "AMD", "Advanced Micro Devices"),
        (
            "with International Business Machines Corp. (“IBM”) in",
            "IBM",
            "International Business Machines Corp.",
        ),
        ('Granite Peak Energy, Inc. (the "Company") reported', "Company", "Granite Peak Energy, Inc."),
        ("# 河东云股份有限公司（Hedong Cloud）年报", "Hedong Cloud", "河东云股份有限公司"),
        ("收入来自同一家公司——奥林实验室（Orrin Labs）。", "Orrin Labs", "奥林实验室"),
        ("the Office of Rail and Water (ORW) fined", "ORW", "Office of Rail and Water"),
    ],
)
def test_abbreviations_are_read_where_they_are_defined(text: str, short: str, full: str) -> None:
    defined = defined_names(text)
    assert defined.get(normal_form(short)) == full
    assert canonical(short, defined) == canonical(full)


@pytest.mark.parametrize(
    "text",
    [
        "revenue rose (AMD)", "GPU（H100）出货", "Figure (SEE)", "三年期（含）", "amounts in (USD)",
        "profit fell (see Note)",
        "该平台（以下简称“甲乙”）",
        "云开发商（Foo Labs）与算力（GPU）",
        "人工智能（AI）",
        "公司与客户河东（Foo）",
        "“客户”（Foo Labs）、客户（Bar Labs）",
        "英伟达（Foo Labs）",
        "制造厂（Microsoft）", "",
    ],
)  # fmt: skip
def test_other_brackets_define_nothing(text: str) -> None:
    assert defined_names(text) == {}


def test_an_abbreviation_with_two_meanings_is_left_out() -> None:
    text = "Northern Power Grid (NPG) and Nordic Pulp Group (NPG)"
    assert defined_names(text) == {}


def test_a_latin_name_for_a_chinese_one_holds_for_other_documents_too() -> None:
    one = defined_names("河东云（Hedong Cloud）与 Northern Power Grid (NPG)")
    other = defined_names("河西云（Hexi Cloud）")
    assert shared_names([one, other]) == {"hedong cloud": "河东云", "hexi cloud": "河西云"}
    assert shared_names([one, defined_names("河北云（Hedong Cloud）")]) == {}
    assert canonical("Hedong Cloud Inc.", shared_names([one])) == "河东云"


def test_definitions_that_go_in_circles_end() -> None:
    assert canonical("甲", {"甲": "乙", "乙": "甲"}) in {"甲", "乙"}


@given(st.text(max_size=30))
def test_a_canonical_name_is_its_own(name: str) -> None:
    once = canonical(name)
    assert canonical(once) == once or re.search(r"[()（）]|[^\w]", name)


@given(st.text(alphabet='公司（）()“”"简称AMB以下 \nxThe,', max_size=60))
def test_definitions_never_fail(text: str) -> None:
    for short, full in defined_names(text).items():
        assert short
        assert full in text
