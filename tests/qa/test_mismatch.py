"""Whether a figure is of the subject and the metric that a question names."""

from __future__ import annotations

import pytest

from yinzheng.qa.claimed import is_of_another
from yinzheng.qa.mismatch import (
    is_known_to_be_asked,
    is_said_of_others,
    is_told_before,
    mentions,
    mismatch,
    subjects,
)
from yinzheng.qa.quantities import quantities
from yinzheng.types import Citation, Claim


def claim(sentence: str, subject: str, metric_key: str, subject_from: str = "sentence") -> Claim:
    figure = next(q for q in quantities(sentence) if q.kind not in {"date", "period"})
    cited = Citation(1, "d", "d.txt", "", 0, len(sentence), sentence, "")
    return Claim(subject, "", metric_key, figure, "", "actual", cited, "exact", subject_from)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("英伟达2024年的净利润是多少？", {"NVIDIA"}),
        ("How many employees does Quillstone have?", {"quillstone"}),
        ("Who is the chief executive of Microsoft?", {"Microsoft"}),
        ("公司有多少名员工？", set()),
        ("How much revenue was made in 2024?", set()),
    ],
)
def test_whom_a_question_names(question: str, names: set[str]) -> None:
    assert {name.casefold() for name in subjects(question)} == {name.casefold() for name in names}


@pytest.mark.parametrize(
    ("question", "sentence", "around", "stated", "found"),
    [
        # The sentence names another company, and not the one asked about.
        (
            "微软有多少名员工？",
            "亚马逊有 150 万名员工。",
            "微软与亚马逊的比较",
            ("亚马逊", "employees"),
            "subject",
        ),
        (
            "How many employees does Microsoft have?",
            "亚马逊有 150 万名员工。",
            "",
            ("亚马逊", "employees"),
            "subject",
        ),
        # It is the one asked about, by another of its names, or the sentence names both.
        ("How many employees does Amazon have?", "亚马逊有 150 万名员工。", "", ("亚马逊", "employees"), ""),
        ("微软有多少名员工？", "亚马逊的员工有 150 万，微软 22 万名。", "", ("亚马逊", "employees"), ""),
        # What several come to together is of none of them alone.
        (
            "微软有多少名员工？",
            "微软和亚马逊共有 172 万名员工。",
            "",
            ("微软和亚马逊", "employees"),
            "subject",
        ),
        (
            "How many employees do Amazon and Microsoft have?",
            "微软和亚马逊共有 172 万名员工。",
            "",
            ("微软和亚马逊", "employees"),
            "",
        ),
        # Nobody is known.
        ("微软有多少名员工？", "全球员工 22 万名。", "", ("", "employees"), ""),
        # Another metric, unless the sentence speaks of the asked one too.
        ("微软的净利润是多少？", "微软的营业收入为 2,450 亿美元。", "", ("微软", "revenue"), "metric"),
        (
            "微软的净利润是多少？",
            "微软营业收入 2,450 亿美元，净利润 880 亿美元。",
            "",
            ("微软", "revenue"),
            "",
        ),
    ],
)
def test_what_a_figure_is_of(
    question: str, sentence: str, around: str, stated: tuple[str, str], found: str
) -> None:
    assert mismatch(question, sentence, f"{around}\n{sentence}", claim(sentence, *stated)) == found


def test_the_subject_of_the_document_counts_where_the_table_knows_it() -> None:
    sentence = "全球员工 150 万名。"
    of = claim(sentence, "亚马逊", "employees", "document")
    assert mismatch("微软有多少名员工？", sentence, sentence, of) == "subject"
    assert mismatch("微软有多少名员工？", sentence, f"微软\n{sentence}", of) == ""
    unknown = claim(sentence, "讲话人", "employees", "document")
    assert mismatch("微软有多少名员工？", sentence, sentence, unknown) == ""


@pytest.mark.parametrize(
    ("question", "sentence", "metric_key", "other"),
    [
        ("蓝鲸的净利润是多少？", "蓝鲸实现营业收入8.64亿元。", "revenue", True),
        ("蓝鲸的净利润是多少？", "蓝鲸营收8.64亿元，净利润7300万元。", "revenue", False),
        ("Kelp 2022财年的库存是多少？", "Results for the fifty-two-week period were announced.", "", True),
        ("蓝鲸的毛利率是多少？", "Gross profit increased to 39.6% of net sales.", "gross_profit", False),
        ("蓝鲸有多少名员工？", "蓝鲸在三地有1,560人。", "", False),
        ("谁是蓝鲸的创始人？", "蓝鲸实现营业收入8.64亿元。", "revenue", False),
    ],
)
def test_a_figure_that_is_surely_of_another_metric(
    question: str, sentence: str, metric_key: str, other: bool
) -> None:
    assert is_of_another(question, claim(sentence, "", metric_key), sentence) is other


def test_a_sentence_without_a_figure_tells_no_metric_that_it_does_not_name() -> None:
    assert is_of_another("蓝鲸的净利润是多少？", None, "蓝鲸在北方设厂。")
    assert not is_of_another("蓝鲸的净利润是多少？", None, "净利润另行公布。")


@pytest.mark.parametrize(
    ("question", "sentence", "around", "of_others"),
    [
        ("英伟达有多少名员工？", "现在我们有大约2500名员工。", "羽石云访谈", True),
        ("How many people work at Orrin Labs?", "We have about 2,500 people now.", "An interview", True),
        ("英伟达有多少名员工？", "现在我们有大约2500名员工。", "英伟达访谈", False),
        ("How many people work at Orrin Labs?", "We, at Orrin Labs, have 2,500 people.", "", False),
        ("微软有多少名员工？", "我们有22万名员工。", "Microsoft 年报", False),
        ("How much bad debt did Heluo write off?", "2022年我们计提了1.9亿元坏账。", "专访禾洛能源", False),
        ("How many people work at Microsoft?", "现在我们有大约2500名员工。", "羽石云访谈", True),
        # Nobody is named, or nobody speaks: US is no pronoun.
        ("公司有多少名员工？", "现在我们有大约2500名员工。", "", False),
        ("How many people work at Orrin Labs?", "It has 2,500 people in the US.", "", False),
    ],
)
def test_what_we_did_is_of_those_who_are_named(
    question: str, sentence: str, around: str, of_others: bool
) -> None:
    assert is_said_of_others(question, sentence, around) == of_others


def test_a_claim_of_the_metric_and_the_subject_that_are_named_is_known_to_be_asked() -> None:
    told = claim("亚马逊有 150 万名员工。", "亚马逊", "employees")
    assert is_known_to_be_asked("How many employees does Amazon have?", "", told)
    assert not is_known_to_be_asked("微软有多少名员工？", "微软与亚马逊", told)
    assert not is_known_to_be_asked("亚马逊的净利润是多少？", "", told)
    guessed = claim("它有 150 万名员工。", "微软", "employees", "antecedent")
    assert is_known_to_be_asked("亚马逊有多少名员工？", "Amazon 的一年", guessed)
    assert not is_known_to_be_asked("亚马逊有多少名员工？", "零售业的一年", guessed)


@pytest.mark.parametrize(
    ("question", "sentence", "before"),
    [
        ("云栈科技2024年营收是多少？", "拓步机器人2024年营收为21.5亿元；云栈科技未披露业绩。", True),
        ("拓步机器人2024年营收是多少？", "拓步机器人2024年营收为21.5亿元；云栈科技未披露业绩。", False),
        ("What was Tolva's revenue?", "Kestrel made $40 million; Tolva gave no figures.", True),
        ("What was Kestrel's revenue?", "Kestrel made $40 million; Tolva gave no figures.", False),
        ("How much did Tolva pay?", "It paid $40 million, Tolva said.", False),  # no semicolon parts them
    ],
)
def test_a_figure_before_whom_the_question_names(question: str, sentence: str, before: bool) -> None:
    figure = next(q for q in quantities(sentence) if q.kind == "money")
    assert is_told_before(question, sentence, figure.end) is before


@pytest.mark.parametrize(("text", "there"), [("T-14 stood still", True), ("T 14", True), ("T-141", False)])
def test_codes_are_written_with_or_without_a_hyphen(text: str, there: bool) -> None:
    assert mentions(text, "T14") is there
