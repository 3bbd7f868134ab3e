"""JSON output: whatever is in it comes back, and nothing in it acts on a terminal or splits a line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinzheng import as_json
from yinzheng.types import Citation, Reason, Report, Verdict

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
CITED = Citation(1, "a" * 12, "a.md", "A\u2028", 3, 9, "said\nso", "lines 1–2")
VERDICTS = (
    Verdict("One\nline \x1b[0m", 0, 12, "supported", (Reason("meaning", "", 0, 3, CITED),), (CITED,)),
    Verdict("“两句”", 13, 17, "unsupported", (Reason("quote_not_found", "没有", 13, 17),), (), (CITED,)),
)


@pytest.mark.parametrize("verdicts", [(), VERDICTS[:1], VERDICTS])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_a_report_in_parts_is_the_report(verdicts: tuple[Verdict, ...], ascii_only: bool) -> None:
    report = Report(verdicts)
    parts = list(as_json.report_parts(report, ascii_only=ascii_only))
    assert "".join(parts) == as_json.dumps(as_json.report(report), ascii_only=ascii_only)
    assert len(parts) == len(verdicts) + 2


ACTING = "\x1b\x7f\x85\x9b\u200e\u2028\u2029\u202e\u2066\ufeff\U000e0041"


@given(st.dictionaries(st.text(), VALUES, max_size=5), st.booleans())
def test_what_is_written_comes_back(value: dict[str, Any], ascii_only: bool) -> None:
    assert json.loads(as_json.dumps(value, ascii_only=ascii_only)) == value
    assert json.loads(as_json.line(value)) == value


@given(st.text(), st.text(alphabet=ACTING))
def test_nothing_in_it_acts_on_a_terminal_or_splits_a_line(text: str, acting: str) -> None:
    value = {text + acting: acting + text}
    line = as_json.line(value)
    assert not set(line) & set(ACTING)
    assert line.splitlines() == [line]
    assert all(part.isascii() for part in as_json.dumps(value, ascii_only=True).splitlines())
