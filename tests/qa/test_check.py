from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from yinzheng import Library
from yinzheng.qa.checking.reading import Said
from yinzheng.qa.checking.sources import Evidence, Sources
from yinzheng.types import Report, Verdict


def only(report: Report) -> Verdict:
    (verdict,) = report.verdicts
    return verdict


def codes(verdict: Verdict) -> set[str]:
    return {reason.code for reason in verdict.reasons}


TRUE = [
    "2024 年，禾洛能源实现营业收入 86.40 亿元，同比增长 31.5%。",
    "禾洛能源2024年营业收入为864,000万元。",
    "2024年禾洛能源营业收入约86亿元，同比增长31.5%。",
    "Revenue of Heluo Energy was 8.64 billion yuan in 2024, up 31.5%.",
    "Revenue was $1.284 billion in 2024, an increase of 212%.",
    "截至 2024 年末，宣城基地名义年产能 18 吉瓦时，钦州基地 10 吉瓦时。",
    "羽石云不是骗局，也不是下一个云计算巨头。",
    "羽石云的未履约合同金额为 97 亿美元。",
]
FALSE = [
    ("2024 年，禾洛能源实现营业收入 86.40 万元，同比增长 31.5%。", "unit_scale"),
    ("2024 年，禾洛能源实现营业收入 86.40 亿美元，同比增长 31.5%。", "unit_mismatch"),
    ("2024 年，禾洛能源实现营业收入 88.40 亿元，同比增长 31.5%。", "figure_mismatch"),
    ("2024 年，禾洛能源实现营业收入 86.40 亿元，同比下降 31.5%。", "direction"),
    ("2022 年，禾洛能源实现营业收入 86.40 亿元，同比增长 31.5%。", "period_mismatch"),
    ("羽石云是骗局，也是下一个云计算巨头。", "negated"),
    ("Revenue was $1,284 million in 2021, an increase of 212%.", "period_mismatch"),
    ("As of December 31, 2024, we operated 62 million GPUs in 14 data centers.", "unit_scale"),
    ("Quillstone confirmed that all cells are the 587 Ah type from the Xuancheng base.", "subject_mismatch"),
    ("年报写道：“公司拟向全体股东每 10 股派发现金红利 2.80 元（含税）。”", "quote_altered"),
]


@pytest.mark.parametrize("text", TRUE)
def test_what_the_documents_say_is_supported(library: Library, text: str) -> None:
    verdict = only(library.check(text))
    assert verdict.label == "supported", verdict.reasons
    assert verdict.citations


@pytest.mark.parametrize(("text", "code"), FALSE)
def test_what_they_say_otherwise_is_contradicted(library: Library, text: str, code: str) -> None:
    verdict = only(library.check(text))
    assert verdict.label == "contradicted", verdict.reasons
    assert code in codes(verdict)


def test_every_reason_and_citation_stands_where_it_says(library: Library) -> None:
    text = "\n\n".join([*TRUE, *(said for said, _ in FALSE)])
    report = library.check(text)
    assert len(report.verdicts) == len(TRUE) + len(FALSE)
    for verdict in report.verdicts:
        assert text[verdict.start : verdict.end] == verdict.sentence
        held = [reason.source for reason in verdict.reasons if reason.source]
        for citation in (*verdict.citations, *held):
            assert library.document(citation.doc_id).text[citation.start : citation.end] == citation.quote
        for reason in verdict.reasons:
            assert verdict.start <= reason.start <= reason.end <= verdict.end


def test_a_verdict_does_not_depend_on_what_else_is_checked(library: Library) -> None:
    texts = [*TRUE[:3], *(said for said, _ in FALSE[:5])]
    together = library.check("\n\n".join(texts)).verdicts
    for text, verdict in zip(texts, together, strict=True):
        assert only(library.check(text)).label == verdict.label
    assert library.check("\n\n".join(texts)) == library.check("\n\n".join(texts))


def test_a_figure_of_another_company_is_not_supported(library: Library) -> None:
    verdict = only(library.check("2024 年，羽石云实现营业收入 86.40 亿元，同比增长 31.5%。"))
    assert verdict.label in ("unsupported", "contradicted")
    assert codes(verdict) & {"name_not_found", "subject_mismatch"}


def test_conversions_and_rounding_are_said(library: Library) -> None:
    assert "converted" in codes(only(library.check(TRUE[1])))
    assert "rounded" in codes(only(library.check(TRUE[2])))


def test_a_figure_that_is_nowhere_is_not_found(library: Library) -> None:
    verdict = only(library.check("禾洛能源在火星建有 77 座工厂。"))
    assert verdict.label == "unsupported"
    assert "figure_not_found" in codes(verdict)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("一季度毛利率20.5%，环比下降0.4个百分点。", ("提高", "下降")),
        (
            "Revenue was $1,284 million in 2024, compared with $411 million in 2023, a decrease of 212%.",
            ("increase", "decrease"),
        ),
    ],
)
def test_a_direction_is_told_once_and_in_words(library: Library, text: str, words: tuple[str, str]) -> None:
    verdict = only(library.check(text))
    (told,) = [reason.detail for reason in verdict.reasons if reason.code == "direction"]
    assert all(word in told for word in words)


def test_a_figure_of_something_else_contradicts_nothing(library: Library) -> None:
    verdict = only(library.check("Quillstone's contract is worth $580 million."))
    assert verdict.label == "unsupported"
    assert codes(verdict) == {"figure_not_found"}


def test_a_wrong_figure_is_held_against_the_one_of_its_metric(library: Library) -> None:
    verdict = only(library.check("禾洛能源净利润为5亿元。"))
    assert verdict.label == "contradicted"
    (source,) = [reason.source for reason in verdict.reasons if reason.code == "figure_mismatch"]
    assert source is not None
    assert source.quote == "6.12 亿元"


def test_a_name_in_another_clause_is_not_who_is_spoken_of(library: Library) -> None:
    verdict = only(library.check("葡萄牙工厂总投资11亿美元。"))
    assert codes(verdict) == {"unit_mismatch"}


@pytest.mark.parametrize("text", ["总之。", "Why did revenue fall in 2024?", "营业收入为什么增长？"])
def test_what_states_nothing_is_uncheckable(library: Library, text: str) -> None:
    assert {verdict.label for verdict in library.check(text).verdicts} <= {"uncheckable"}


@pytest.mark.parametrize("text", ["", "\n\n", "```\ncode 5 million\n```", "---"])
def test_a_text_without_statements_gives_no_verdicts(library: Library, text: str) -> None:
    assert library.check(text).verdicts == ()
    assert library.check(text).ok


@pytest.mark.parametrize(
    "text",
    [
        "Der Umsatz stieg im Jahr 2024 um 400 Prozent auf 99 Milliarden Euro.",
        "売上高は前年比で500%増加し、77億円となった。",
        "\x1b[31m净利润为 999 亿元\x1b[0m。",
        "1" * 5000 + " 亿元。",
    ],
)
def test_odd_texts_get_verdicts(library: Library, text: str) -> None:
    assert all(verdict.label != "supported" for verdict in library.check(text).verdicts)


def test_what_colours_a_terminal_is_no_part_of_a_text(library: Library) -> None:
    said = "2024 年，禾洛能源实现营业收入 86.40 亿元，同比增长 31.5%。"
    text = (
        f"\x1b[31m{said[:9]}\x1b[0m{said[9:]}\n\n\x1b]0;99 亿\x07\x1b[2J\x1b[31;1m\n\n{said[:-1]}\x9b0m。\n"
    )
    report = library.check(text)
    assert [verdict.label for verdict in report.verdicts] == ["supported", "supported"]
    for verdict in report.verdicts:
        assert text[verdict.start : verdict.end] == verdict.sentence


ANNUAL = "heluo-annual-report-2024.md"


def entry(library: Library, name: str) -> str:
    return next(document.source for document in library.documents() if document.source.endswith(name))


def test_what_is_cited_must_bear_a_statement_out(library: Library) -> None:
    source = entry(library, "quillstone-annual-report.md")
    text = f"2024 年，禾洛能源实现营业收入 86.40 亿元。[1]\n\n## 来源\n\n[1] {source}\n"
    verdict = library.check(text).verdicts[0]
    assert verdict.label in ("unsupported", "contradicted")
    assert "citation_lacks_support" in codes(verdict)
    assert verdict.better
    assert verdict.better[0].source.endswith(ANNUAL)


def test_a_citation_that_bears_out_is_supported(library: Library) -> None:
    text = f"2024 年，禾洛能源实现营业收入 86.40 亿元。[1]\n\n## 来源\n\n[1] {entry(library, ANNUAL)}\n"
    verdict = library.check(text).verdicts[0]
    assert verdict.label == "supported"
    assert not {"citation_lacks_support", "citation_adds_nothing"} & codes(verdict)


def test_an_idle_mark_is_noted_and_lowers_nothing(library: Library) -> None:
    sources = [entry(library, ANNUAL), entry(library, "abilene-storage-meeting.md")]
    listed = "".join(f"[{n}] {source}\n" for n, source in enumerate(sources, 1))
    text = f"2024 年，禾洛能源实现营业收入 86.40 亿元。[1][2]\n\n## 来源\n\n{listed}"
    verdict = library.check(text).verdicts[0]
    assert verdict.label == "supported"
    noted = [reason for reason in verdict.reasons if reason.code == "citation_adds_nothing"]
    assert [text[reason.start : reason.end] for reason in noted] == ["[2]"]


def test_a_mark_that_leads_nowhere_fails(library: Library) -> None:
    verdict = only(library.check("2024 年，禾洛能源实现营业收入 86.40 亿元。[7]"))
    assert verdict.label == "unsupported"
    assert "unresolved_citation" in codes(verdict)
    assert verdict.better


def test_only_cited_statements_are_judged_when_asked(library: Library) -> None:
    listed = f"## 来源\n\n[1] {entry(library, ANNUAL)}\n"
    text = f"禾洛能源有 77 座工厂。禾洛能源2024年营业收入 86.40 亿元。[1]\n\n{listed}"
    cited = library.check(text, cited_only=True)
    assert [verdict.label for verdict in cited.verdicts] == ["supported"]
    assert not library.check(text).ok


@pytest.mark.parametrize("heading", ["# 禾洛能源研究笔记", "## Notes on Quillstone 2024", "# 2024 年回顾"])
def test_a_heading_without_a_figure_is_not_judged(library: Library, heading: str) -> None:
    verdict = only(library.check(heading + "\n"))
    assert verdict.label == "uncheckable"


def test_a_heading_with_a_figure_is_judged(library: Library) -> None:
    verdict = only(library.check("# 禾洛能源2024年营业收入 96.40 亿元\n"))
    assert verdict.label == "contradicted"


def test_documents_can_be_left_out_of_the_evidence(library: Library) -> None:
    report = library.check("2024 年，禾洛能源实现营业收入 86.40 亿元，同比增长 31.5%。")
    (source,) = {citation.source for citation in only(report).citations[:1]}
    again = library.check("2024 年，禾洛能源实现营业收入 86.40 亿元，同比增长 31.5%。", without=[source])
    assert only(again).label != "supported"
    assert source not in {citation.source for citation in only(again).citations}


def test_a_check_sees_what_was_added_and_removed_since_the_last(tmp_path: Path) -> None:
    said = "江舟储能 2024 年营收 12.84 亿美元。"
    path = tmp_path / ".yinzheng"
    with Library.open(path, create=True) as library, Library.open(path) as other:
        library.add_text("江舟储能在苏州有三座工厂。", source="a.txt")
        assert only(library.check(said)).label == "unsupported"
        other.add_text(said, source="b.txt")  # as another process would
        assert only(library.check(said)).label == "supported"
        assert only(library.check(said, without=["b.txt"])).label == "unsupported"
        assert only(library.check(said)).label == "supported"
        other.remove(["b.txt"])
        assert only(library.check(said)).label == "unsupported"


def test_nothing_is_looked_for_that_says_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    sought: list[str] = []
    real = Sources.gather

    def gather(self: Sources, statements: Sequence[Said]) -> list[Evidence]:
        sought.extend(one.text for one in statements)
        return real(self, statements)

    monkeypatch.setattr(Sources, "gather", gather)
    report = library.check(
        "# 公司概况\n\n禾洛能源为什么裁员？\n\n## 营业收入 86.40 亿元\n\n禾洛能源在宣城有基地。\n"
    )
    assert [one.label for one in report.verdicts[:2]] == ["uncheckable", "uncheckable"]
    assert sought == ["营业收入 86.40 亿元", "禾洛能源在宣城有基地。"]
