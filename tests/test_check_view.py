from __future__ import annotations

import io

import pytest
from rich.console import Console

from yinzheng import screen
from yinzheng.check_view import counted, print_report
from yinzheng.qa.checking.fix import edits, fixed
from yinzheng.types import Citation, Label, Reason, ReasonCode, Report, Verdict

SOURCE = "它手里的电池已经有 6.5 万组，比年报里写的 6.2 万组多出 3,000 组。"


def place(quote: str, start: int = 100, title: str = "回顾") -> Citation:
    return Citation(1, "aa11bb22cc33", "docs/review.md", title, start, start + len(quote), quote, "§ 增长")


def reason(text: str, code: ReasonCode, part: str, detail: str, source: Citation | None = None) -> Reason:
    start = text.index(part)
    return Reason(code, detail, start, start + len(part), source)


def verdict(
    text: str, sentence: str, label: Label, reasons: tuple[Reason, ...] = (), **places: tuple[Citation, ...]
) -> Verdict:
    start = text.index(sentence)
    return Verdict(sentence, start, start + len(sentence), label, reasons, **places)


def printed(text: str, report: Report, width: int = 80, *, every: bool = False, colour: bool = False) -> str:
    out = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        markup=False,
        highlight=False,
        emoji=False,
        _environ={},
    )
    print_report(out, text, "notes.md", report, every=every)
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


TEXT = "# 电池\n\n它手里的电池有 6.5 亿组。它的名字叫江舟。收入为 3 亿元[1]。"
FIGURE = place("6.5 万组", 100 + SOURCE.index("6.5 万组"))
WRONG = verdict(
    TEXT,
    "它手里的电池有 6.5 亿组。",
    "contradicted",
    (reason(TEXT, "unit_scale", "6.5 亿组", "数量级不符：来源为 6.5 万组，文中为 6.5 亿组", FIGURE),),
    citations=(place(SOURCE),),
)
RIGHT = verdict(
    TEXT, "它的名字叫江舟。", "supported", (reason(TEXT, "meaning", "它的名字叫江舟。", "来源有相同的内容"),),
    citations=(place("它叫江舟。"),),
)  # fmt: skip
CITED = verdict(
    TEXT,
    "收入为 3 亿元[1]。",
    "unsupported",
    (reason(TEXT, "citation_lacks_support", "[1]", "所引来源不支持这句话"),),
    citations=(place("没有这个。"),),
    better=(place("收入 3 亿元。", 900, "年报"),),
)
REPORT = Report((WRONG, RIGHT, CITED))


def test_a_problem_has_its_place_sentence_reason_and_source() -> None:
    assert printed(TEXT, Report((WRONG,))) == (
        "notes.md:3:1  与来源矛盾\n"
        "  它手里的电池有 6.5 亿组。\n"
        "  - 数量级不符：来源为 6.5 万组，文中为 6.5 亿组 [unit_scale]\n"
        "    回顾 · § 增长\n"
        "    │ 它手里的电池已经有 6.5 万组，比年报里写的 6.2 万组多出 3,000 组。\n"
        "\n"
        "共 1 句：1 句与来源矛盾\n"
    )


def test_supported_sentences_are_only_counted_unless_all_are_wanted() -> None:
    short, whole = printed(TEXT, REPORT), printed(TEXT, REPORT, every=True)
    assert "江舟" not in short
    assert "notes.md:3:16  有依据" in whole
    assert "它叫江舟。" in whole
    assert short.endswith("共 3 句：1 句有依据，1 句与来源矛盾，1 句没有依据\n")


def test_better_evidence_is_offered() -> None:
    shown = printed(TEXT, Report((CITED,)))
    assert "    这里有依据：\n    年报 · § 增长\n    │ 收入 3 亿元。\n" in shown


@pytest.mark.parametrize("width", [20, 40, 80, 120])
@pytest.mark.parametrize("every", [False, True])
def test_no_line_is_wider_than_the_screen(width: int, every: bool) -> None:
    for line in printed(TEXT, REPORT, width, every=every).split("\n"):
        if not line.startswith("notes.md:"):  # the place is left whole, to be copied
            assert screen.cells(line) <= width


def test_the_offending_figure_and_the_sources_stand_out() -> None:
    shown = printed(TEXT, Report((WRONG,)), colour=True)
    assert "\x1b[1;4;31m6.5 亿组\x1b[0m" in shown
    assert "\x1b[1;4m6.5 万组\x1b[0m" in shown


def test_what_differs_in_an_altered_quotation_stands_out_in_the_source() -> None:
    text = "他说：“电池有 6.5 亿组，多出 3,000 组”。"
    source = place("电池有 6.5 万组，多出 3,000 组")
    altered = reason(text, "quote_altered", "亿", "引文与来源不一致：亿 → 万", source)
    shown = printed(
        text, Report((verdict(text, text, "contradicted", (altered,), citations=(source,)),)), colour=True
    )
    assert "\x1b[1;4;31m亿\x1b[0m" in shown
    assert "\x1b[1;4m万\x1b[0m" in shown


def test_each_sentence_is_spoken_of_in_its_own_language() -> None:
    text = "收入为 3 亿元。 Revenue was 3 billion yuan."
    report = Report(
        (
            verdict(text, "收入为 3 亿元。", "unsupported", (reason(text, "no_evidence", "收入", "没有"),)),
            verdict(text, "Revenue was 3 billion yuan.", "unsupported"),
        )
    )
    shown = printed(text, report)
    assert "1:1  没有依据" in shown
    assert "  unsupported\n" in shown
    assert counted(report, "en") == "2 sentences: 2 unsupported"
    assert counted(Report(report.verdicts[:1]), "en") == "1 sentence: 1 unsupported"


def test_escapes_in_texts_and_documents_are_shown_and_never_obeyed() -> None:
    text = "\x1b[2J收入为 3 亿元\u202e。"
    bad = Citation(1, "a", "b\x1b.md", "t\x1b[31m", 0, 3, "q\x1b]0;x\x07", "§ \x9b1m")
    report = Report(
        (verdict(text, text, "contradicted", (Reason("figure_mismatch", "\x1b[0m", 0, 4, bad),)),)
    )
    for every in (False, True):
        shown = printed(text, report, every=every)
        assert not any(c in shown for c in "\x1b\u202e\x9b\x07")


def test_marks_are_rewritten_to_what_bears_the_sentence_out_and_nothing_else_changes() -> None:
    assert fixed(TEXT, REPORT) == TEXT.replace("[1]", "[aa11bb22cc33:900-908]")
    assert fixed(TEXT, Report((WRONG, RIGHT))) == TEXT


def test_of_several_wrong_marks_the_first_stands_for_all_and_right_ones_stay() -> None:
    text = "It rose [1][2], as said [3]."
    wrong = (
        reason(text, "citation_lacks_support", "[1]", ""),
        reason(text, "unresolved_citation", "[2]", ""),
        reason(text, "citation_adds_nothing", "[3]", ""),
    )
    better = (place("It rose.", 5), place("It rose too.", 50))
    report = Report((verdict(text, text, "unsupported", wrong, better=better),))
    assert fixed(text, report) == "It rose [aa11bb22cc33:5-13][aa11bb22cc33:50-62], as said [3]."
    assert len(edits(report)) == 2


def test_a_wrong_mark_without_anything_better_stays() -> None:
    text = "It rose [1]."
    report = Report((verdict(text, text, "unsupported", (reason(text, "unresolved_citation", "[1]", ""),)),))
    assert fixed(text, report) == text
