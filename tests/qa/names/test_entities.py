"""Names in Chinese and English text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinzheng.qa.names.entities import names


def found(text: str) -> dict[str, str]:
    return {text[n.start : n.end]: n.kind for n in names(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("腾讯去年在深圳的收入超过6000亿元。", {"腾讯": "org", "深圳": "place"}),
        ("董事长王建国持有公司5%的股份。", {"王建国": "person"}),
        ("蓝湖实验室与Northwind Labs签署了3亿元合同。", {"Northwind Labs": "org"}),
        ("该卡采用Q900芯片，售价2万元。", {"Q900": "product"}),
        ("实际控制人为沈砚之，持股46%。", {"沈砚之": "person"}),
        ("沈砚之通过平台控制公司。董事长为沈砚之。", {"沈砚之": "person", "沈砚": None}),
        ("行长辞职，由副行长鲁清和接任。", {"鲁清和": "person"}),
        ("李明和王强出席会议。", {"李明": "person", "王强": "person"}),
        ("据沙利恩咨询统计，市场增长5%。", {"沙利恩咨询": "org"}),
        ("张伟咨询律师后起诉。", {"张伟": "person"}),
        ("英国零售协会公布了7月份数据。", {"英国零售协会": "org"}),
        ("山河智造(301234)公告，股东拟减持2%股份。", {"山河智造": "org"}),
        ("宁波恒远创业投资有限公司（以下简称“恒远创投”）出资2亿元。", {"恒远创投": "org"}),
        ("博晟钢构因合同纠纷起诉远图股份。", {"博晟钢构": "org", "远图股份": "org"}),
        ("华大基因去年收入3亿元。", {"华大基因": "org"}),
        ("凌江建工去年收入5亿元。", {"凌江建工": "org"}),
        ("去年，凌江建工与海州乳业签约。", {"凌江建工": "org", "海州乳业": "org"}),
        ("上海科技创新企业去年收入3亿元。", {"上海": "place", "上海科技": None}),
        ("大韩电池投产。诺达能源、大韩电池分别被罚。", {"大韩电池": "org", "大韩": None}),
        ("宁波和泽拟收购海州乳业。客户宁波和泽采购了3000吨。", {"宁波和泽": "place", "宁波": None}),
        ("沃原饲料2025年上半年收入3亿元。", {"沃原饲料": "org"}),
        ("沃原饲料（600977.SH）发布公告。", {"沃原饲料": "org"}),
        ("猪饲料价格上涨5%。", {"猪饲料": None}),
        ("京东家电去年收入3亿元。", {"京东": "org"}),
        ("【业绩】恒穗生物：预计净利润2亿元。", {"恒穗生物": "org"}),
        ("锂电材料：价格上涨5%。", {"锂电材料": None}),
        ("Amazon-backed Lumeria raised $3 million.", {"Lumeria": "org", "Amazon-backed Lumeria": None}),
        ("San Francisco-based Acme Labs grew.", {"Acme Labs": "org"}),
        ("Acme Foods, a Denver, Colorado-based maker, grew.", {"Acme Foods": "org", "Denver": None}),
        ("Acme Robotics Inc. reported revenue of $5 million.", {"Acme Robotics Inc.": "org"}),
        ("Shares of Bank of Elbonia fell 3% in London.", {"Bank of Elbonia": "org", "London": "place"}),
        (
            "Revenue at AT&T rose, while Johnson & Johnson's fell.",
            {"AT&T": "org", "Johnson & Johnson": "org"},
        ),
        ("Northwind CEO Jane Smith said sales doubled.", {"Northwind": "org", "Jane Smith": "person"}),
        ("The company bought xAI and OpenRobot in the United States.", {"xAI": "org", "OpenRobot": "org"}),
    ],
)
def test_names_and_their_kinds(text: str, expected: dict[str, str | None]) -> None:
    got = found(text)
    assert {name: got.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "公司去年营收为3亿元，员工有200人。",
        "AI和GPU的需求让IPO升温，CEO很忙。",
        "However, revenue increased 5% in March.",
        "Net sales were $5 million. Operating income was $1 million.",
        "详见www.example.com/Report或a@Example.com。",
    ],
)
def test_common_words_acronyms_and_addresses_are_no_names(text: str) -> None:
    assert found(text) == {}


def test_a_known_name_is_found_where_the_tagger_misses_it() -> None:
    text = "云帆星材(688001)昨日公告。截至目前，云帆星材股东持股2%。"
    assert [text[n.start : n.end] for n in names(text)].count("云帆星材") == 2


@settings(max_examples=40)
@given(st.text(st.sampled_from("阿里巴巴在上海Apple Inc. & Google的 of the\n(1)，。AT'sX"), max_size=60))
def test_names_are_ordered_and_do_not_overlap(text: str) -> None:
    spans = [(n.start, n.end) for n in names(text)]
    assert all(a < b <= len(text) for a, b in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
