"""Datelines: where a report tells from where it comes, and what only looks like that."""

from __future__ import annotations

import pytest

from yinzheng.qa.names.datelines import dateline_end
from yinzheng.qa.names.entities import names


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("OSLO, July 3 2025 (Reuters) - ", "Acme Energy cut 1,200 jobs."),
        ("CHICAGO--(BUSINESS WIRE)--", "Acme Energy reported revenue of $30 million."),
        ("SAN FRANCISCO, May 5, 2025 /PRNewswire/ -- ", "Acme Energy grew."),
        ("NEW YORK, N.Y., May 5, 2025 (GLOBE NEWSWIRE) -- ", "Acme Energy grew."),
        ("Chicago (AP) — ", "Acme Energy grew."),
        ("SEOUL, 5 July - ", "Acme Energy grew."),
        ("新华社北京5月1日电", " 华为去年营收12亿元。"),
        ("新华财经奥斯陆7月4日电（记者张三）", "华为去年营收12亿元。"),
        ("", "Acme (ACME) - the retailer - grew."),
        ("", "IBM (NYSE: IBM) -- the maker of computers -- grew."),
        ("", "Apple - the maker of phones - grew."),
        ("", "Acme grew 5% - in May."),
        ("", "公司5月1日电话会议上说，华为营收12亿元。"),
    ],
)
def test_where_a_dateline_ends(dateline: str, rest: str) -> None:
    text = dateline + rest
    assert dateline_end(text, 0, len(text)) == len(dateline)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OSLO, July 3 (Reuters) - Acme Energy cut 1,200 jobs.", ["Acme Energy"]),
        ("CHICAGO--(BUSINESS WIRE)--Brightwell today reported a profit.", ["Brightwell"]),
        ("新华财经奥斯陆7月4日电 华为去年营收12亿元。", ["华为"]),
    ],
)
def test_a_dateline_names_nobody(text: str, expected: list[str]) -> None:
    assert [text[n.start : n.end] for n in names(text)] == expected
