"""The summary of adding: counts in a pipe, and on a terminal what became of what, with the reasons."""

from __future__ import annotations

import pytest

from tests.test_output import HOSTILE, assert_harmless, console, document, printed
from yinzheng.add_view import print_report
from yinzheng.types import AddReport, Problem


def test_a_pipe_gets_one_line_and_stderr_the_names(capfd: pytest.CaptureFixture[str]) -> None:
    out = console()
    failed = tuple(Problem(f"bad{n}\x1b[31m.txt", "binary") for n in range(25))
    print_report(out, AddReport(added=(document("x"),), failed=failed, passages=3), {}, "en")
    assert printed(out) == "1 added, 25 failed, 3 passages\n"
    err = capfd.readouterr().err
    assert "failed: bad0␛[31m.txt: binary" in err
    assert "… and 5 more" in err


def test_nothing_to_add_is_said() -> None:
    out = console()
    print_report(out, AddReport(), {}, "zh")
    assert printed(out) == "没有可添加的文件。\n"


def test_what_was_skipped_is_grouped_by_its_reason(capfd: pytest.CaptureFixture[str]) -> None:
    skipped = (*(Problem(f"a/p{n}.png", "no format") for n in range(5)), Problem("a/.git", "hidden"))
    print_report(console(), AddReport(unchanged=("a/b.md",), skipped=skipped), {}, "en")
    assert capfd.readouterr().err == (
        "skipped: a/p0.png, a/p1.png, a/p2.png, … (5): no format\nskipped: a/.git: hidden\n"
    )
    out = console(terminal=True)
    print_report(out, AddReport(unchanged=("a/b.md",), skipped=skipped), {}, "zh")
    assert capfd.readouterr().err == ""
    assert "跳过 6 个" in printed(out)
    assert "    a/p0.png, a/p1.png, a/p2.png, … (5): no format\n" in printed(out)


def test_copies_are_named_with_what_they_are_copies_of() -> None:
    copy = document("x", source="b.md", flags=("spun", "duplicate_of:aa11"))
    out = console(terminal=True)
    print_report(out, AddReport(added=(copy,)), {"aa11": "a.md"}, "zh")
    assert "b.md 是 a.md 的副本" in printed(out)


def test_nothing_of_hostile_names_reaches_the_terminal() -> None:
    problems = (Problem(HOSTILE, HOSTILE),)
    hostile = document("x", source=HOSTILE, flags=("duplicate_of:aa11",))
    out = console(terminal=True)
    print_report(out, AddReport(added=(hostile,), skipped=problems, failed=problems), {"aa11": HOSTILE}, "en")
    assert_harmless(printed(out).encode())
