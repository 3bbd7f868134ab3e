"""`yinzheng show --at`, `ls --sort` and the choice of files, as people use them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.running import Yinzheng
from yinzheng import Library
from yinzheng.corpus.segment import sentences

TALK = (
    "[47:10] 张总：我们明年扩到六十吉瓦时。资金来自绿色债券。\n"
    "[47:40] 主持人：谢谢张总。\n[48:00] 张总：谢谢您。\n"
)
CUES = "1\n00:47:10,000 --> 00:47:13,000\nRosa: We are\n\n2\n00:47:13,000 --> 00:47:16,000\nsold out.\n"


def test_every_citation_opens_at_its_place(
    yinzheng: Yinzheng, at: tuple[str, Path], library: Library
) -> None:
    for listed in library.documents():
        document = library.document(listed.id)
        found = sentences(document.text)
        one = found[len(found) // 2]
        shown = yinzheng(*at, "show", document.id, "--at", f"{one.start}-{one.end}")
        assert shown.status == 0, shown.err
        quote = document.text[one.start : one.end].strip()
        (marked,) = re.findall(r"⟦(.*?)⟧", shown.out, re.DOTALL)
        assert marked == quote
        head = shown.out[: shown.out.index("\n\n")].replace("\n", " ")
        assert library.locator(document, one.start, one.end, document.lang) in head
        alone = yinzheng(*at, "show", document.id, "--at", str(one.start))
        assert f"⟦{quote}⟧" in alone.out


def test_a_place_is_given_as_citations_name_it(yinzheng: Yinzheng, tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    (tmp_path / "tour.srt").write_text(CUES, encoding="utf-8")
    yinzheng("add", "talk.txt", "tour.srt")
    shown = yinzheng("show", "talk.txt", "--at", "张总，47:10")
    assert shown.out.startswith("talk · 张总，47:10\ntalk.txt · 第 0–")
    assert "⟦[47:10] 张总：我们明年扩到六十吉瓦时。资金来自绿色债券。⟧" in shown.out
    assert "主持人：谢谢张总。" in shown.out
    found = yinzheng("show", "talk.txt", "--at", "15", "--json").json
    assert (found["quote"], found["locator"]) == ("[47:10] 张总：我们明年扩到六十吉瓦时。", "张总，47:10")
    assert "⟦Rosa: We are sold out.⟧" in yinzheng("show", "tour.srt", "--at", "3").out
    assert "47:10–47:16" in yinzheng("show", "tour.srt", "--at", "3").out


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("99999999", "characters"),
        ("5-5", "START-END"),
        ("7-99999999", "START-END"),
        ("p. 900", "no such place"),
    ],
)
def test_a_place_that_is_not_there_is_wrong_usage(
    yinzheng: Yinzheng, at: tuple[str, Path], place: str, said: str
) -> None:
    run = yinzheng(*at, "show", "heluo-cfo-interview.md", "--at", place)
    assert (run.status, run.out) == (2, "")
    assert said in run.err
    assert run.err.count("\n") == 1


def test_one_part_at_a_time_and_only_of_documents_that_are_there(
    yinzheng: Yinzheng, at: tuple[str, Path]
) -> None:
    both = yinzheng(*at, "show", "heluo-cfo-interview.md", "--at", "3", "--lines", "1")
    assert both.status == 2
    assert "exclude each other" in both.err
    assert yinzheng(*at, "show", "nothing.md", "--at", "3").status == 3


def test_the_list_is_sorted_as_wanted(yinzheng: Yinzheng, at: tuple[str, Path]) -> None:
    def column(key: str, place: int) -> list[str]:
        return [line.split("\t")[place] for line in yinzheng(*at, "ls", "--sort", key).out.splitlines()]

    assert column("source", 3) == sorted(column("source", 3), key=str.casefold)
    sizes = [int(size) for size in column("size", 7)]
    assert sizes == sorted(sizes, reverse=True)
    dates = column("date", 5)
    assert dates == sorted(dates, reverse=True)
    listed = yinzheng(*at, "ls", "--json").json["documents"]
    assert {one["source"]: one["characters"] for one in listed} == dict(
        zip(column("size", 3), sizes, strict=True)
    )
    wrong = yinzheng(*at, "ls", "--sort", "colour")
    assert (wrong.status, wrong.out) == (2, "")
    assert "--sort colour: give source," in wrong.err


def test_files_are_chosen_by_patterns(yinzheng: Yinzheng, tmp_path: Path) -> None:
    for name in ("a.md", "b.txt", "drafts/c.md", "old/d.md"):
        path = tmp_path / "notes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The plant of {name} opens in May.\n", encoding="utf-8")
    (tmp_path / "notes" / ".yinzhengignore").write_text("old/\n", encoding="utf-8")
    run = yinzheng("add", "notes", "--include", "*.md", "--exclude", "drafts/", "--json")
    assert run.status == 0
    assert [document["source"] for document in run.json["added"]] == ["notes/a.md"]
    assert {problem["source"] for problem in run.json["skipped"]} == {
        "notes/b.txt", "notes/drafts", "notes/old",
    }  # fmt: skip
    assert yinzheng("add", "notes", "--watch", "--json").status == 2
