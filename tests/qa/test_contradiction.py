"""Counts and denied figures: what contradicts what, and what only seems to. All of it is invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from yinzheng import Library
from yinzheng.qa.contradiction import Quoted, contradiction
from yinzheng.qa.counted import count_in, counted_noun
from yinzheng.qa.denied import denied
from yinzheng.qa.short import short_answer
from yinzheng.types import Citation

STORES = "北湾仓储有多少个冷库？"
SHOPS = "How many shops does Northbay run?"

APART = [
    (STORES, "目前在全国运营63个冷库，总库容约210万立方米。", "“我们目前在营的冷库是 61 个。”梁小满说。"),
    (STORES, "北湾仓储拥有63个冷库。", "公司现有58个冷库，分布在九个城市。"),
    ("北湾仓储的冷库数量是多少？", "公司共有63个冷库。", "北湾仓储冷库数量为58个。"),
    ("北湾仓储有几家门店？", "2009年成立的北湾仓储现有120家门店。", "截至目前，公司门店总数达135家。"),
    ("北湾仓储有多少条生产线？", "公司有12条生产线。", "工厂现在共有15条生产线，员工八百人。"),
    ("北湾仓储有多少座仓库？", "北湾仓储经营28座仓库。", "公司称，目前拥有的仓库为31座。"),
    (
        "北湾仓储2024年底有多少家门店？",
        "截至2024年末，公司有120家门店。",
        "2024年末，北湾仓储共有133家门店。",
    ),
    ("北湾仓储在华东有多少个冷库？", "公司在华东有20个冷库。", "北湾仓储在华东拥有26个冷库。"),
    ("北湾仓储有多少名员工？", "公司共有1,240名员工。", "北湾仓储目前有员工数量为1,380人，员工是1,380名。"),
    (SHOPS, "Northbay now runs 63 shops.", "The company currently operates 58 shops in nine cities."),
    (SHOPS, "It has 45 shops and 600 employees.", "The number of shops is 52."),
    (STORES, "网传北湾仓储只有12个冷库，公司称不属实，目前运营63个冷库。", "公司现有58个冷库。"),
]
"""Two sentences that cannot both be right."""

TOGETHER = [
    (STORES, "公司目前有63个冷库。", "北湾仓储计划运营80个冷库。"),  # planned
    (STORES, "公司目前有63个冷库。", "公司去年关闭了8个冷库。"),  # closed
    (STORES, "公司目前有63个冷库。", "其中天津有12个冷库。"),  # a part
    (STORES, "公司目前有63个冷库。", "今年新增5个冷库。"),
    (STORES, "公司目前有63个冷库。", "截至2022年末，公司有48个冷库。"),  # another day
    (STORES, "公司目前有63个冷库。", "公司在华东有20个冷库。"),  # a region
    (STORES, "公司目前有63个冷库。", "公司有12个自营冷库。"),  # of a kind
    (STORES, "公司目前有63个冷库。", "公司在建的冷库是6个。"),
    (STORES, "公司目前有63个冷库。", "公司曾有90个冷库。"),
    (STORES, "公司目前有63个冷库。", "公司运营逾60个冷库。"),  # a bound
    (STORES, "公司目前有63个冷库。", "公司约有65个冷库。"),  # near enough
    (STORES, "公司目前有63个冷库。", "公司有63座码头、12个冷库项目。"),  # of something else
    (STORES, "公司目前有63个冷库。", "针对“只有12个冷库”的报道，公司称严重失实。"),  # denied
    (SHOPS, "Northbay now runs 63 shops.", "It will open 80 shops by 2027."),
    (SHOPS, "Northbay now runs 63 shops.", "It opened 12 shops last year."),
    (SHOPS, "Northbay now runs 63 shops.", "Of which 20 shops are in Europe."),
    (SHOPS, "Northbay now runs 63 shops.", "Northbay had 90 shops."),
    (SHOPS, "Northbay now runs 63 shops.", "Reports of 12 shops are false, the company said."),
]
"""Two sentences that can."""


def quoted(doc: str, sentence: str) -> Quoted:
    title = "北湾仓储近况" if not sentence.isascii() else "Northbay today"
    return Quoted(None, False, Citation(1, doc, doc, title, 0, len(sentence), sentence, ""))


def found(
    question: str, a: str, b: str, *, dates: tuple[str | None, str | None] = (None, None), whom: str = ""
) -> bool:
    names = {"one": ["北湾仓储", "Northbay"], "two": [whom] if whom else ["北湾仓储", "Northbay"]}
    days = dict(zip(("one", "two"), dates, strict=True))
    return (
        contradiction(question, [quoted("one", a), quoted("two", b)], days, lambda doc: names[doc])
        is not None
    )


@pytest.mark.parametrize(("question", "a", "b"), APART)
def test_two_counts_of_the_same_contradict_each_other(question: str, a: str, b: str) -> None:
    assert found(question, a, b)
    assert found(question, b, a)


@pytest.mark.parametrize(("question", "a", "b"), TOGETHER)
def test_parts_plans_and_other_days_contradict_nothing(question: str, a: str, b: str) -> None:
    assert not found(question, a, b)
    assert not found(question, b, a)


def test_counts_of_documents_of_different_quarters_may_both_be_right() -> None:
    _, a, b = APART[0]
    assert found(STORES, a, b, dates=("2025-02-20", "2025-02-22"))
    assert not found(STORES, a, b, dates=("2023-02-20", "2025-02-22"))


def test_counts_of_two_companies_do_not_contradict_each_other() -> None:
    one = Quoted(None, False, Citation(1, "one", "", "北湾仓储近况", 0, 9, "公司有63个冷库。", ""))
    two = Quoted(None, False, Citation(1, "two", "", "南湾物流近况", 0, 9, "公司有58个冷库。", ""))
    names = {"one": ["北湾仓储"], "two": ["南湾物流"]}
    assert contradiction("公司有多少个冷库？", [one, two], {}, lambda doc: names[doc]) is None


def test_what_a_question_counts() -> None:
    for question, noun in (
        (STORES, "冷库"),
        ("北湾仓储现在运营多少个冷库", "冷库"),
        ("冷库有多少个？", "冷库"),
        (SHOPS, "shops"),
        ("What is the number of branches?", "branches"),
        ("裁了多少人？", ""),
        ("赚了多少钱？", ""),
        ("收入是多少？", ""),
        ("新增了多少个冷库？", ""),
        ("How many people work there?", ""),
    ):
        assert counted_noun(question) == noun, question


def test_the_count_of_what_is_asked_goes_before_other_figures() -> None:
    sentence = "去年关闭了8个亏损仓，目前运营63个冷库，总库容210万立方米。"
    short = short_answer(STORES, sentence, {})
    assert short is not None
    assert sentence[short.start : short.end] == "63个"
    assert count_in("冷库", "公司有63个冷库，去年为58个冷库。") is None  # of two none is taken


@pytest.mark.parametrize(
    ("sentence", "said", "untrue"),
    [
        ("针对“裁员约1200人”的报道，北湾仓储称相关数字严重失实，此次共涉及680人。", "680人", "1200人"),
        ("公司否认裁员1200人，称只涉及680人。", "680人", "1200人"),
        ("关于裁员1200人的传闻不属实，实际为680人。", "680人", "1200人"),
        ("裁员人数并非1200人，而是680人。", "680人", "1200人"),
        ("网传裁员1200人，公司称这是谣言，实际680人。", "680人", "1200人"),
        ("The company denied that it would cut 1,200 jobs, saying 680 people are affected.", "680", "1,200"),
        ("Reports of 1,200 layoffs are untrue; 680 jobs are affected.", "680", "1,200"),
        ("It cut not 1,200 but 680 jobs.", "680", "1,200"),
        ("据《北湾日报》“裁员1200人”的报道，方案已经公布。", "1200人", ""),
        ("公司确认裁员1200人，并表示业绩不佳的传闻不实。", "1200人", ""),
        ("He said that 1,200 jobs would go; reports of a sale were false.", "1,200", ""),
    ],
)
def test_what_a_sentence_denies_it_does_not_say(sentence: str, said: str, untrue: str) -> None:
    def inside(words: str) -> bool:
        at = sentence.index(words)
        return any(a <= at < b for a, b in denied(sentence))

    assert not inside(said)
    assert not untrue or inside(untrue)


def test_a_report_and_its_denial_contradict_each_other(tmp_path: Path) -> None:
    report = "多名知情人士透露，物流企业北湾冷链近日启动组织优化，裁员规模约1200人，约占员工总数的15%。"
    denial = "针对“裁员约 1200 人”的报道，北湾冷链声明称，相关数字严重失实，公司此次人员优化共涉及 680 人。"
    (tmp_path / "a.md").write_text(
        f"# 北湾冷链被曝裁员约1200人\n\n{report}\n\n公司成立于2013年，目前运营63个冷库。\n", "utf-8"
    )
    (tmp_path / "b.md").write_text(
        f"# 北湾冷链回应裁员传闻\n\n{denial}\n\n“我们目前在营的冷库是 61 个。”梁小满说。\n", "utf-8"
    )
    with Library.open(tmp_path / "library", create=True) as library:
        library.add([tmp_path / "a.md", tmp_path / "b.md"])
        for question, figures in (
            ("北湾冷链到底裁了多少人？", {"1200人", "680 人"}),
            ("北湾冷链有多少个冷库？", {"63个", "61 个"}),
        ):
            (conflict,) = library.ask(question).conflicts
            assert {claim.quantity.raw for group in conflict.groups for claim in group} == figures
