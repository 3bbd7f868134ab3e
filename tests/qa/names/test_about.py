"""What a document as a whole is about."""

from __future__ import annotations

import pytest

from yinzheng.qa.names.about import main_subject, reports_itself
from yinzheng.qa.names.entities import names


def about(text: str, title: str = "") -> str:
    return main_subject(text, title, names(text))


@pytest.mark.parametrize(
    ("text", "title", "subject"),
    [
        # A record, by its form.
        ("东山医院\n姓名：王小明  性别：男\n体温：38.5℃", "东山医院", "王小明"),
        ("Name: Q. Reyes\nGender: Female\nFarmington General Hospital", "", "Q. Reyes"),
        ("Name: Blue Whale\nGoogle reported sales. Google's sales rose.", "Google sales", "Google"),
        # A filing, by its registrant and by whom its words mean.
        (
            "BLUE WHALE, INC.\n(Exact name of registrant as specified in its charter)\nThe plan.",
            "",
            "BLUE WHALE",
        ),
        ("“We,” “us” and “our” refer to Blue Whale, Inc. and others.", "", "Blue Whale"),
        ("Blue Whale, Inc. (the “Company”) sued Google. Google's plan. Google's sales.", "", "Blue Whale"),
        (
            "蓝鲸股份有限公司（以下简称“公司”）起诉腾讯。腾讯回应，腾讯称不知情，腾讯不服。",
            "",
            "蓝鲸股份有限公司",
        ),
        (
            "顶峰中心是一家成立于2005年的零售公司。\n它收购了腾讯的股份，腾讯称好，腾讯又称好。",
            "",
            "顶峰中心",
        ),
        # An entry, by the words that it opens with.
        ("蓝鲸湖（英语：Blue Lake），古称“净海”，位于新疆，紧邻霍城县，霍城县、霍城县。", "", "蓝鲸湖"),
        ("蓝鲸草（学名：'），又称鲸草，是菊科蒿属的植物。分布于云南、贵州、贵州。", "", "蓝鲸草"),
        ("李小鲸，浙江诸暨人，1981年参加工作。腾讯、腾讯、腾讯、腾讯。", "", "李小鲸"),
        ("今年是腾讯成立的第二十年。腾讯说，腾讯会继续。", "", "腾讯"),
        # Whose call or talk it is, not who speaks.
        (
            "Tom Reed: Sales rose.\nTom Reed: Costs fell.\nTom Reed: Yes.",
            "Acme Compute - Q1 2025 call",
            "Acme Compute",
        ),
        ("**王小明**：我们增长了。\n**王小明**：是的。", "专访蓝鲸能源财务总监王小明：现金要紧", "蓝鲸能源"),
        # A title that says only whose report it is.
        ("Google competes. Google's sales. Google said so.", "ACM q3 2021", "ACM"),
        ("Best Buy opened stores. Google's sales. Google said so. Google's.", "BESTBUY 2023 10K", "Best Buy"),
        ("腾讯很大。腾讯很强。腾讯说好。", "蓝鲸科技2023年年度报告", "蓝鲸科技"),
        # Who is named most, as a name.
        (
            "Acme's sales rose. Acme said so. The PPP loans, PPP fees and PPP costs fell. PPP. PPP.",
            "",
            "Acme",
        ),
        (
            "Acme said so. Acme's plan. The Credit Agreement ends. The Credit Agreement.",
            "",
            "Acme",
        ),
        ("The weather was fine.", "Table of Contents", ""),
    ],
)
def test_what_a_document_is_about(text: str, title: str, subject: str) -> None:
    assert about(text, title).rstrip(".").startswith(subject)
    assert bool(about(text, title)) == bool(subject)


def test_whether_a_text_speaks_for_itself() -> None:
    assert reports_itself("Our sales rose. " * 6)
    assert reports_itself("本公司营收增长。" * 6)
    assert not reports_itself("Our sales rose. " + "They said nothing of it. " * 600)
    assert not reports_itself("华为营收增长。" * 6)
