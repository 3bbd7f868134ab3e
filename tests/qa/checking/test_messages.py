from __future__ import annotations

import io
from dataclasses import fields
from pathlib import Path

from yinzheng.qa.checking import messages
from yinzheng.qa.checking.messages import Task
from yinzheng.types import Citation, Reason, Verdict

CITED = Citation(2, "ab12", "报告.md", "标题", 3, 9, "12.84亿\ud83d", "§ 营收", ("spun:1", "boilerplate"))
OTHER = Citation(1, "cd34", "b.txt", "", 0, 4, "rose", "line 1")


def through_a_pipe(message: object) -> object:
    pipe = io.BytesIO()
    messages.send(pipe, message)
    pipe.seek(0)
    return messages.receive(pipe)


def test_verdicts_come_out_as_they_went_in() -> None:
    given = [
        Verdict(
            "营收12.84亿。\udc00", 5, 15, "contradicted",
            (Reason("unit_scale", "…", 6, 9, CITED), Reason("unresolved_citation", "[9]", 7, 8)),
            (CITED, OTHER), (OTHER,),
        ),
        Verdict("Rose.", 16, 21, "uncheckable"),
    ]  # fmt: skip
    found = messages.verdicts(through_a_pipe(messages.of_verdicts(given)))  # type: ignore[arg-type]
    assert found == given
    assert [hash(one) for one in found] == [hash(one) for one in given]  # tuples, not lists


def test_no_field_is_left_behind() -> None:
    """A field that is added later has to be sent as well."""
    assert [len(fields(kind)) for kind in (Verdict, Reason, Citation)] == [7, 5, 9]


def test_a_task_comes_out_as_it_went_in() -> None:
    given = Task(Path("某 library"), None, "一\ud800 text\n", True, frozenset({"b", "a"}))
    assert messages.task(through_a_pipe(messages.of_task(given))) == given  # type: ignore[arg-type]
