"""Which lines go with which part of a statement: shares of words, names and figures, best first."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinzheng.corpus.fold import fold
from yinzheng.corpus.tokens import folded_tokens
from yinzheng.qa.checking.lines import Line, lines_of
from yinzheng.qa.checking.matching import MARGIN, Matching
from yinzheng.qa.checking.reading import Said, clauses, units
from yinzheng.qa.checking.sources import Evidence
from yinzheng.types import Document, Passage

BOTH = "The harbour fee doubled. "
FEE = "The harbour fee stayed. "
FERRY = "A ferry sank yesterday. "
NOTHING = "Nobody came."


def matching(
    text: str,
    named: Mapping[str, list[float]] | None = None,
    figured: Mapping[str, float] | None = None,
    lines: str = BOTH + FEE + FERRY + NOTHING,
) -> Matching:
    """A statement whose words weigh 1 each; ``named`` and ``figured`` by the text of a line."""
    folded = fold(text)
    said = units(folded, [])
    terms = tuple(folded_tokens(folded.text))
    statement = Said(0, text, folded.text, "en", "claim", terms, said, clauses(text, said), (), (), (), ())
    document = Document("a" * 12, "a.txt", "", lines, "en", "text/plain", "", "")
    found = list(lines_of(document, Passage(1, document.id, 0, len(lines), "en")))
    return Matching(
        statement,
        Evidence(found),
        lambda line: (named or {}).get(line.text, []),
        lambda line: (figured or {}).get(line.text, 0.0),
    )


def line(of: Matching, text: str) -> Line:
    return next(each for each in of.lines if each.text.strip() == text.strip())


SAID = "the harbour fee doubled, and a ferry sank yesterday"


@pytest.mark.parametrize(
    ("text", "of_all", "of_first", "of_second"),
    [
        (BOTH, 3 / 6, 3 / 3, 0.0),
        (FEE, 2 / 6, 2 / 3, 0.0),
        (FERRY, 3 / 6, 0.0, 3 / 3),
        (NOTHING, 0.0, 0.0, 0.0),
    ],
)
def test_coverage_is_the_share_of_the_words_of_a_clause_or_of_all(
    text: str, of_all: float, of_first: float, of_second: float
) -> None:
    of = matching(SAID)
    first, second = of.said.clauses
    one = line(of, text)
    assert of.coverage(one) == of_all
    assert (of.coverage(one, first), of.coverage(one, second)) == (of_first, of_second)
    assert of.fit(one, first) == (of_all + of_first) / 2
    assert of.fit(one, second) == (of_all + of_second) / 2


def test_heavier_words_count_for_more() -> None:
    of = matching("harbour yesterday", lines=BOTH + FERRY)
    heavy = [3.0 if unit.word == "harbour" else unit.weight for unit in of.said.units]
    of._weights = heavy
    assert of.coverage(line(of, BOTH)) == 3 / 4
    assert of.coverage(line(of, FERRY)) == 1 / 4


def test_a_clause_without_words_is_covered_as_the_statement_is() -> None:
    of = matching("the harbour fee doubled, 12")
    first = of.said.clauses[0]
    bare = type(first)(first.end, first.end + 4, ())
    assert of.coverage(line(of, FEE), bare) == of.coverage(line(of, FEE)) == 2 / 3


def test_a_statement_without_words_is_covered_by_its_terms() -> None:
    of = matching("the a", lines=FERRY + NOTHING)
    assert of.said.units == ()
    assert of.coverage(line(of, FERRY)) == 1 / 2
    assert of.coverage(line(of, NOTHING)) == 0.0
    assert matching("", lines=FERRY).coverage(line(of, FERRY)) == 0.0


def test_a_line_without_the_names_loses_and_one_with_the_figures_gains() -> None:
    of = matching(
        SAID, {BOTH.strip(): [1.0, 0.0], FEE.strip(): [0.0]}, {BOTH.strip(): 1.0, FERRY.strip(): 0.5}
    )
    first, second = of.said.clauses
    both, fee, ferry, nothing = of.lines
    assert [of.names(each) for each in of.lines] == [0.5, 0.0, 1.0, 1.0]
    assert of.fit(both, first) == pytest.approx(0.75 * (1 - 0.3 * 0.5) + 0.15)
    assert of.fit(fee, first) == pytest.approx(0.5 * (1 - 0.3))
    assert of.fit(ferry, second) == pytest.approx(0.75 + 0.15 * 0.5)
    assert of.fit(nothing, first) == 0.0


def test_figures_lift_no_line_that_has_next_to_no_words() -> None:
    lines = {FEE.strip(): 1.0, NOTHING.strip(): 1.0}
    of = matching("the harbour sank, a ferry came yesterday with pilots and mail", figured=lines)
    second = of.said.clauses[1]
    fee = line(of, FEE)
    assert 0 < of.fit(fee, second) < 0.15
    assert of.fit(fee, second) == of.coverage(fee) / 2


def test_no_fit_is_above_one() -> None:
    of = matching("the harbour fee doubled", figured={BOTH.strip(): 1.0})
    (only,) = of.said.clauses
    assert of.fit(line(of, BOTH), only) == 1.0
    assert of.best(only) == 1.0


def test_near_are_the_lines_within_the_margin_best_first() -> None:
    of = matching(SAID, lines=FEE + BOTH + FERRY + NOTHING)
    first, second = of.said.clauses
    assert (of.best(first), of.best(second)) == (0.75, 0.75)
    assert [each.text.strip() for each in of.near(first)] == [BOTH.strip()]
    assert [each.text.strip() for each in of.near(first, 0.25)] == [BOTH.strip(), FEE.strip()]
    assert [each.text.strip() for each in of.near(first, 0.5)] == [BOTH.strip(), FEE.strip(), FERRY.strip()]
    assert [each.text.strip() for each in of.near(second, 0.5)] == [FERRY.strip(), BOTH.strip()]
    assert [each.text.strip() for each in of.near(second)] == [FERRY.strip()]


def test_lines_that_are_found_later_are_looked_at() -> None:
    of = matching(SAID, lines=FEE + BOTH)
    first, _ = of.said.clauses
    late = of.evidence.lines.pop()
    assert of.best(first) == of.fit(of.lines[0], first) == 0.5
    assert len(of.near(first)) == 1
    of.evidence.lines.append(late)
    assert of.best(first) == 0.75
    assert of.near(first) == [late]


def test_the_top_line_has_most_of_the_words_and_names() -> None:
    of = matching(SAID, {FEE.strip(): [1.0], BOTH.strip(): [0.0], FERRY.strip(): [0.0]})
    assert of.top is line(of, FEE)
    of = matching(SAID, lines=FEE + FERRY)
    assert of.top is line(of, FERRY)
    empty = matching(SAID, lines=FEE)
    empty.evidence.lines.clear()
    assert empty.top is None
    assert empty.best(empty.said.clauses[0]) == 0.0
    assert empty.near(empty.said.clauses[0]) == []


@pytest.mark.parametrize(
    ("said", "mutual"),
    [
        ("the harbour fee doubled", True),
        ("the harbour fee", True),  # three of four
        ("the fee", False),
        ("nothing like it", False),
    ],
)
def test_a_statement_with_most_of_a_lines_terms_says_no_less(said: str, mutual: bool) -> None:
    of = matching(said)
    assert of.is_mutual(line(of, BOTH)) == mutual


def test_names_and_figures_are_looked_for_only_in_lines_whose_words_may_be_near() -> None:
    asked: list[str] = []

    def figured(line: Line) -> float:
        asked.append(line.text)
        return 0.0

    of = matching("the harbour fee doubled")
    of._figured = figured
    (clause,) = of.said.clauses
    assert of.best(clause) == 1.0
    assert [each.text.strip() for each in of.near(clause)] == [BOTH.strip()]
    assert FERRY.strip() not in map(str.strip, asked)


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4), st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_lines_that_are_left_out_unread_would_not_be_near(named: list[float], figured: list[float]) -> None:
    texts = (BOTH, FEE, FERRY, NOTHING)
    of = matching(
        SAID,
        {text.strip(): [one] for text, one in zip(texts, named, strict=True)},
        {text.strip(): one for text, one in zip(texts, figured, strict=True)},
    )
    for clause in of.said.clauses:
        fits = {each: of.fit(each, clause) for each in of.lines}
        assert of.best(clause) == max(fits.values())
        assert set(of.near(clause)) == {
            each for each, fit in fits.items() if fit >= max(fits.values()) - MARGIN
        }
