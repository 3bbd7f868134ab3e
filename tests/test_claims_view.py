"""Claims on a terminal: aligned by display width, honest about what was inferred, safe."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any, get_args

import pytest

from tests.figures import claim, document, revenue
from tests.test_output import HOSTILE, assert_harmless, console, printed
from yinzheng import output, types
from yinzheng.claims_view import print_claims, print_conflicts
from yinzheng.qa.conflicts import REASONS
from yinzheng.screen import cells
from yinzheng.types import Claim, Conflict, Lang

LONG = document(
    "据其管理层的说法，2024年营收84.6亿元（未经审计的管理口径，扣除了贸易收入），而全年的目标没有完成。\n"
    * 3,
    id="b" * 12,
    title="禾洛能源股份有限公司（Heluo Energy）2024 年年度报告（摘要）与若干补充说明",
    date="2025-05-09",
)


def other(**more: Any) -> Claim:
    return claim("84.6亿元", "8460000000", doc=LONG, **more)


def shown(claims: list[Claim], width: int = 80, lang: Lang = "en") -> str:
    out = console(width)
    print_claims(out, claims, lang)
    return printed(out)


def sides(conflicts: list[Conflict], width: int = 80, lang: Lang = "en") -> str:
    out = console(width)
    print_conflicts(out, conflicts, {LONG.id: LONG}, lang)
    return printed(out)


def conflict(*groups: tuple[Claim, ...], reason: str = "") -> Conflict:
    return Conflict("禾洛能源", "revenue", "2024", groups, reason)


@pytest.mark.parametrize("width", [60, 80, 119, 120, 160, 220])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_columns_line_up_whatever_the_width(width: int, lang: Lang) -> None:
    found = [
        revenue(),
        other(subject="禾洛能源股份有限公司" * 3, metric="归属于上市公司股东的净利润"),
        revenue(),
    ]
    lines = shown(found, width, lang).splitlines()
    assert max(map(cells, lines)) <= width
    where = [cells(line[: line.index("§ 财务")]) for line in lines if "§ 财务" in line]
    assert len(where) == 3
    assert len(set(where)) == 1
    read = [
        cells(line[: line.index(number)])
        for line in lines
        for number in ("8,640,", "8,460,")
        if number in line
    ]
    assert len(read) == 3
    assert len(set(read)) == 1


@pytest.mark.parametrize("width", [60, 80, 120, 160])
def test_a_long_heading_takes_one_line_of_the_place(width: int) -> None:
    path = "§ 第三节 管理层讨论与分析 › 主要会计数据和财务指标 › 非经常性损益项目及金额"
    found = other()
    found = replace(found, citation=replace(found.citation, locator=path))
    lines = shown([found], width, "zh").splitlines()
    offsets = f"{found.quantity.start}–{found.quantity.end}"
    (placed,) = [line for line in lines if line.rstrip().endswith(offsets)]
    assert "§ 非经常" in placed  # the innermost, from its beginning
    assert sum("›" in line or "§" in line for line in lines) == 1


@pytest.mark.parametrize("width", [80, 160])
def test_a_long_table_has_one_head_and_no_seams(width: int) -> None:
    few = shown([revenue(), other()], width).splitlines()
    many = shown([revenue(), other()] * 300, width).splitlines()
    assert sum("Figure" in line for line in many) == 2  # the head and the last line
    rows = [line for line in few[2:-1] if line.strip()]
    assert [line for line in many[2:-1] if line.strip()] == rows * 300
    assert not any(not first.strip() and not second.strip() for first, second in pairwise(many))


@pytest.mark.parametrize("width", [80, 160])
def test_what_was_inferred_or_is_not_certain_is_said(width: int) -> None:
    text = shown(
        [
            revenue(subject_from="document", modality="forecast", period="去年"),
            revenue(subject_from="antecedent", status="inherited_unit"),
            claim("31.5%", None, "%", status="unparsed", qualifier="exact"),
            revenue(metric="", metric_key="revenue", subject=""),
        ],
        width,
    )
    assert text.count("禾洛能源*") == 2
    assert "* the subject is told from the context" in text
    for part in ("forecast", "去年", "elsewhere", "not read"):
        assert part in text
    assert "*" not in shown([revenue()], width)


def test_every_status_modality_and_reason_has_words_in_both_languages() -> None:
    names = {*get_args(types.Modality), *get_args(types.ClaimStatus), *REASONS} - {"actual", "exact"}
    assert names <= set(output.MESSAGES)


@pytest.mark.parametrize(("width", "together"), [(80, 2), (160, 3)])
def test_sides_stand_beside_each_other_as_far_as_they_fit(width: int, together: int) -> None:
    third = other(period="2023", modality="planned")
    text = sides([conflict((revenue(), revenue()), (other(),), (third,))], width)
    lines = text.splitlines()
    assert max(map(cells, lines)) <= width
    (first,) = [line for line in lines if line.startswith("86.40 亿元") and "84.6亿元" in line]
    assert first.count("│") == together - 1
    bars = {cells(line[: line.index("│")]) for line in lines if "│" in line}
    assert len(bars) == 1
    assert text.count("= 8,640,000,000 CNY") == 2  # both claims of the first side
    assert text.count("2025-05-09") == 2
    assert "planned" in text


def test_the_figure_stands_out_in_its_sentence() -> None:
    out = console(160, terminal=True)
    print_conflicts(out, [conflict((revenue(),), (other(),))], {}, "zh")
    assert "营收\x1b[1m84.6亿元\x1b[0m" in printed(out)


def test_a_reason_is_told_in_the_language_of_the_reader() -> None:
    found = [conflict((revenue(),), (other(),), reason="scale_slip")]
    assert "可能的原因：相差十的整数次幂" in sides(found, lang="zh")
    assert "Possible reason: a power of ten apart" in sides(found)
    assert "reason" not in sides([conflict((revenue(),), (other(),))])
    assert "Possible reason: something new" in sides(
        [conflict((revenue(),), (other(),), reason="something new")]
    )


@pytest.mark.parametrize("width", [80, 160])
def test_nothing_of_a_hostile_document_reaches_the_terminal(width: int) -> None:
    doc = document(f"{HOSTILE} 5 {HOSTILE}", title=HOSTILE, date=HOSTILE)
    start = len(HOSTILE) + 1
    hostile = claim("86.40 亿元", "5", HOSTILE)
    hostile = replace(
        hostile,
        subject=HOSTILE,
        metric=HOSTILE,
        metric_key=HOSTILE,
        period=HOSTILE,
        quantity=replace(hostile.quantity, raw=HOSTILE, start=start, end=start + 1),
        citation=replace(hostile.citation, quote=doc.text, title=HOSTILE, source=HOSTILE, locator=HOSTILE),
    )
    out = console(width, terminal=True)
    print_claims(out, [hostile], "en")
    found = Conflict(HOSTILE, HOSTILE, HOSTILE, ((hostile,), (hostile,)), HOSTILE)
    print_conflicts(out, [found], {hostile.citation.doc_id: doc}, "zh")
    assert_harmless(printed(out).encode())
    assert "[bold" in printed(out)
