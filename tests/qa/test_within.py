"""In the right document, the passage that tells what is asked is read although others repeat the name."""

from __future__ import annotations

from pathlib import Path

from yinzheng import Library
from yinzheng.qa.retrieve import candidates, read_query
from yinzheng.qa.within import FEWEST, NEAREST, told_within

NAMED = "星屿航运公司在这一年继续扩充船队，星屿航运公司的管理层对星屿航运公司的前景表示乐观。"
TOLD = "报告期内，公司的净利润为3.7亿元，主要受益于运价上涨。"


def _report(topics: list[str]) -> str:
    """A report of passages that repeat the company's name, and one that does not and has the figure."""
    parts = [f"## {topic}\n\n{NAMED * 6}{topic}一项没有变化。" for topic in topics]
    return "\n\n".join([*parts, f"## 其他\n\n{TOLD}{'船员的培训按计划进行，港口的泊位没有变化。' * 12}"])


def test_the_passage_that_tells_is_read_too(tmp_path: Path) -> None:
    text = _report(["船队", "航线", "港口", "船员", "燃料", "保险"])
    with Library.open(tmp_path / ".yinzheng", create=True) as library:
        library.add_text(text, source="report.md")
        index, encoder = library._index, library.encoder
        query = read_query(index, encoder, "星屿航运公司的净利润是多少？")
        found = candidates(index, query)
        first = [c for c in found if c.passage.start <= text.index(TOLD) < c.passage.end]
        away = [c for c in found if c not in first]
        assert len(away) >= NEAREST
        [(doc_id, offset)] = told_within(index, query, away)
        assert (doc_id, offset) == (first[0].document.id, first[0].passage.start)
        assert told_within(index, query, [*first, *away]) == []  # it is near already
        asked = read_query(index, encoder, "星屿航运公司怎么样？")  # nothing but what it opens with
        assert told_within(index, asked, away) == []


def test_short_documents_are_left_as_they_are(tmp_path: Path) -> None:
    with Library.open(tmp_path / ".yinzheng", create=True) as library:
        library.add_text(f"{NAMED}\n\n{TOLD}", source="note.txt")
        query = read_query(library._index, library.encoder, "星屿航运公司的净利润是多少？")
        found = candidates(library._index, query)
        assert len(found) < FEWEST
        assert told_within(library._index, query, found) == []
