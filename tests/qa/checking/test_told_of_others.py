"""Statements whose words are all in the library, told there of somebody else, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from yinzheng import Library
from yinzheng.types import Verdict

DOCUMENTS = {
    "norda.txt": """Norda Energy to cut 1,200 jobs

OSLO, July 3 2025 - Norda said on Thursday it would cut about 1,200 jobs.

"We have waited too long to adapt," Chief Executive Ingrid Solheim told reporters.
Solheim, who took over from Per Aune in January, said no further cuts were planned.

Norda swung to a second-quarter net loss of 3.9 billion crowns from a profit of 310 million a year earlier.
It is not profitable.

Chief Financial Officer Henrik Moe will leave Norda on 31 August 2025. The Board has appointed Astrid Falk,
currently CFO of the shipping group Tordenskar, as his successor with effect from 1 October 2025.
""",
    "cartel.txt": """EU fines battery makers

EU antitrust regulators on Wednesday fined battery maker Zenbright 83 million euros ($97 million) and Korea's
Daehan Cell 142 million euros for fixing prices. A third company, Germany's Volthaus,
escaped a fine of 61 million euros.
Zenbright said it would appeal against the decision. The Food Agency had closed its inquiry
into Halvor without a fine. Kestrel and Osprey invested 21 million euros
and 45 million euros in research, respectively.
""",
    "pellar.txt": """Pellar raises money

Rival Orchardix filed for bankruptcy in November. Pellar bought its patents in January for $4.5 million.
Greyfinch Ventures led the round. Kessler Bank advised Orchardix, and Marwick Partners advised Pellar.
""",
    "corvane.md": """# Corvane Software, Inc. - Form 10-K for 2024

| (in millions) | 2024 | 2023 | 2022 |
|---|---|---|---|
| Net loss | (118) | (163) | (201) |
""",
    "call.txt": """Corvane Software Inc. Q3 2025 Earnings Call
November 6, 2025

GAAP net loss was $22 million, versus a net loss of $41 million in the prior year quarter.
""",
    "zh.txt": """挪威风电商诺维克宣布裁员

诺维克能源第二季度净亏损39亿克朗，上年同期盈利3.1亿克朗。公司目前尚未盈利。索尔海姆今年1月接替佩尔·奥内出任首席执行官。
首席财务官亨里克·莫将于2025年8月31日离任，董事会已任命阿斯特丽德·法尔克接任。
""",
    "zh2.txt": """欧盟处罚电池企业

欧盟委员会宣布对臻明电池和大韩电芯分别罚款8300万欧元和1.42亿欧元。臻明电池表示将提起上诉。臻明电池董事长陆怀远持股31.5%。
今年6月，总经理沈倩因个人原因辞职，由副总经理高立新接任。
竞争对手果维科技去年11月申请破产，佩拉机器人今年1月收购了果维科技的专利。蓝湾软件起诉云岭数据侵犯商业秘密。
""",
}


@pytest.fixture(scope="module")
def verdict(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Verdict]:
    path: Path = tmp_path_factory.mktemp("others") / "library"
    with Library.open(path, create=True) as library:
        for name, text in DOCUMENTS.items():
            unwrapped = re.sub(r"(?<![\n|])\n(?![\n|])", " ", text)
            library.add_text(unwrapped if name.endswith(".txt") else text, source=name)

    def judge(text: str) -> Verdict:
        with Library.open(path) as library:
            (one,) = library.check(text).verdicts
        return one

    return judge


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # Profits and losses.
        ("Norda made a net profit of 3.9 billion crowns in the second quarter.", "direction"),
        ("Norda made a loss of 310 million crowns a year earlier.", "direction"),
        ("诺维克能源第二季度盈利39亿克朗。", "direction"),
        ("上年同期诺维克能源亏损3.1亿克朗。", "direction"),
        # Short sentences that deny it.
        ("Norda is profitable.", "negated"),
        ("诺维克能源目前已经盈利。", "negated"),
        # Who holds a post.
        ("Norda's chief executive is Per Aune.", "subject_mismatch"),
        ("Per Aune is the chief executive of Norda.", "subject_mismatch"),
        ("臻明电池的董事长是沈倩。", "subject_mismatch"),
        # Who did it, to whom.
        ("Per Aune took over from Ingrid Solheim in January.", "roles_swapped"),
        ("Astrid Falk will leave Norda on 31 August 2025.", "subject_mismatch"),
        ("Pellar filed for bankruptcy in November.", "subject_mismatch"),
        ("Orchardix bought Pellar's patents for $4.5 million.", "subject_mismatch"),
        ("Pellar's patents were bought by Orchardix.", "subject_mismatch"),
        ("Kessler Bank advised Pellar.", "subject_mismatch"),
        ("Pellar led the round.", "subject_mismatch"),
        ("Volthaus was fined 61 million euros.", "subject_mismatch"),
        ("Halvor was fined by the Food Agency.", "subject_mismatch"),
        ("阿斯特丽德·法尔克将于2025年8月31日离任。", "subject_mismatch"),
        ("沈倩接任总经理。", "subject_mismatch"),
        ("大韩电芯将提起上诉。", "subject_mismatch"),
        ("佩拉机器人申请破产。", "subject_mismatch"),
        ("果维科技收购了佩拉机器人的专利。", "roles_swapped"),
        ("佩拉机器人的专利被果维科技收购。", "roles_swapped"),
        ("云岭数据起诉蓝湾软件。", "roles_swapped"),
        # Whose figure it is.
        ("Zenbright was fined 142 million euros.", "subject_mismatch"),
        ("Daehan Cell was fined 83 million euros.", "subject_mismatch"),
        ("Kestrel invested 45 million euros in research.", "subject_mismatch"),
        ("臻明电池被罚款1.42亿欧元。", "subject_mismatch"),
        ("大韩电芯被罚款8300万欧元。", "subject_mismatch"),
        # Of which time.
        ("Corvane's net loss in 2023 was $118 million.", "period_mismatch"),
        # What no line tells.
        ("Zenbright accepted the fine.", "no_evidence"),
        ("臻明电池接受了罚款。", "subject_mismatch"),
    ],
)
def test_what_is_told_of_others_is_not_supported(
    verdict: Callable[[str], Verdict], text: str, code: str
) -> None:
    found = verdict(text)
    assert found.label in ("contradicted", "unsupported")
    assert code in {reason.code for reason in found.reasons}


@pytest.mark.parametrize(
    "text",
    [
        "Norda made a net loss of 3.9 billion crowns in the second quarter.",
        "Norda made a profit of 310 million crowns a year earlier.",
        "Norda is not profitable.",
        "Norda's chief executive is Ingrid Solheim.",
        "Ingrid Solheim is the chief executive of Norda.",
        "Ingrid Solheim took over from Per Aune in January.",
        "Henrik Moe will leave Norda on 31 August 2025.",
        "Orchardix filed for bankruptcy in November.",
        "Pellar bought Orchardix's patents for $4.5 million.",
        "Orchardix's patents were bought by Pellar for $4.5 million.",
        "Kessler Bank advised Orchardix.",
        "Marwick Partners advised Pellar.",
        "The round was led by Greyfinch Ventures.",
        "Zenbright was fined 83 million euros.",
        "Daehan Cell was fined 142 million euros.",
        "Osprey invested 45 million euros in research.",
        "Zenbright will appeal against the decision.",
        "Corvane's net loss in 2023 was $163 million.",
        "诺维克能源第二季度净亏损39亿克朗。",
        "上年同期诺维克能源盈利3.1亿克朗。",
        "诺维克能源目前没有盈利。",
        "亨里克·莫将于2025年8月31日离任。",
        "臻明电池的董事长是陆怀远。",
        "高立新接任总经理。",
        "臻明电池将提起上诉。",
        "果维科技申请破产。",
        "佩拉机器人收购了果维科技的专利。",
        "果维科技的专利被佩拉机器人收购。",
        "蓝湾软件起诉云岭数据。",
        "云岭数据被蓝湾软件起诉。",
        "臻明电池被罚款8300万欧元。",
        "大韩电芯被罚款1.42亿欧元。",
    ],
)
def test_what_is_told_of_them_is_supported(verdict: Callable[[str], Verdict], text: str) -> None:
    found = verdict(text)
    assert found.label == "supported", found.reasons


@pytest.mark.parametrize(
    "text",
    ["Pellar is profitable.", "Norvik's chief executive is Per Aune.", "Pellar's net profit fell 27%."],
)
def test_a_name_is_found_in_the_other_language_or_bears_nothing_out(tmp_path: Path, text: str) -> None:
    with Library.open(tmp_path / "library", create=True) as library:
        library.add_text(
            "挪威风电商Norvik宣布裁员\n\n公司第二季度净亏损39亿克朗。"
            "首席执行官英格丽·索尔海姆表示，今年不会再裁员。",
            source="a.txt",
        )
        library.add_text("臻明电池（Zenbright）上半年净利润9.8亿元，同比下降27%。", source="b.txt")
        (found,) = library.check(text).verdicts
    assert found.label == "unsupported"


@pytest.mark.parametrize(
    "text",
    [
        "Zenbright's net profit fell 27% in the first half.",
        "Zeng Yuqun holds 23.3% of the shares.",
    ],
)
def test_a_name_that_is_spelled_in_the_other_language_is_found(tmp_path: Path, text: str) -> None:
    with Library.open(tmp_path / "library", create=True) as library:
        library.add_text("臻明电池（Zenbright）上半年净利润9.8亿元，同比下降27%。", source="a.txt")
        library.add_text("曾毓群持有23.3%的股份。", source="b.txt")
        (found,) = library.check(text).verdicts
    assert "name_not_found" not in {reason.code for reason in found.reasons}
