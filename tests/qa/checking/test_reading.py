from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinzheng import Library
from yinzheng.qa import check as checks
from yinzheng.qa.checking.reading import touching
from yinzheng.qa.claims import claims_of
from yinzheng.types import Claim, Document


@given(st.lists(st.integers(0, 40), max_size=12, unique=True), st.integers(0, 40), st.integers(1, 9))
def test_touching_is_what_comparing_with_every_place_tells(edges: list[int], start: int, size: int) -> None:
    edges = sorted(edges)[: len(edges) // 2 * 2]
    places = list(zip(edges[::2], edges[1::2], strict=True))
    end = start + size
    expected = any(a < end and start < b for a, b in places)
    assert touching(reversed(places))(start, end) == expected


def test_a_table_is_read_once_however_long_the_text_is(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "_TOGETHER", 3)
    read: list[str] = []

    def counted(documents: list[Document]) -> list[list[Claim] | Exception]:
        read.extend(document.text for document in documents)
        return claims_of(documents)

    monkeypatch.setattr("yinzheng.qa.checking.reading.claims_of", counted)
    rows = "".join(f"| 火星{n}号 | {n + 3}.25亿元 |\n" for n in range(12))
    text = f"| 公司 | 2024年营收 |\n|---|---|\n{rows}"
    report = library.check(text)
    assert len(report.verdicts) == 13
    assert read.count(text) == 1
