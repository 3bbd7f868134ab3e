from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinzheng import Library
from yinzheng.qa import check as checks
from yinzheng.qa.checking.reading import Said, read_names, read_words, touching
from yinzheng.qa.checking.statements import statements
from yinzheng.qa.claims import claims_of
from yinzheng.types import Claim, Document, Lang


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


def weigh(stems: list[str], _: Lang) -> dict[str, float]:
    return dict.fromkeys(stems, 1.0)


def read(text: str) -> list[Said]:
    return read_names([read_words(text, one, weigh) for one in statements(text)], lambda _: {})


WRAPPED = (
    "二〇二四年全年营业收入保持增长而成本有所下降",
    "二〇二四年全年净利润保持增长而费用有所下降了",
    "二〇二四年全年现金流保持增长而负债有所下降了",
    "本轮融资由多家机构共同参与其中领投方为江舟",
    "储能科技有限公司随后宣布扩建位于宁波的工厂",
)
"""Items of a list as wide as wrapped lines, of which two would be one name."""


def test_no_name_runs_from_one_statement_into_the_next() -> None:
    found = read("".join(f"- {one}\n" for one in WRAPPED))
    assert [one.text for one in found] == list(WRAPPED)
    assert [[name.raw for name in one.names] for one in found[3:]] == [["江舟"], ["储能科技有限公司", "宁波"]]
    assert all(one.text[name.start : name.end] == name.raw for one in found for name in one.names)


def test_what_stands_before_a_statement_makes_no_name_of_the_word_that_opens_it() -> None:
    _, opened = read("- revenue of the group grew\n- Shipments to the ports met the plan\n")
    assert opened.names == ()


def test_an_organisation_that_one_statement_tells_is_found_in_all() -> None:
    told, short = read("- 星海科技有限公司（以下简称“海科”）扩产\n- 海科去年裁员")
    assert any("星海科技" in name.raw for name in told.names)
    assert [name.raw for name in short.names] == ["海科"]
