from __future__ import annotations

import re

import pytest

from yinzheng.corpus.load import load_text
from yinzheng.index.embed import CUTTING, embed
from yinzheng.index.encoder import Encoder, open_encoder
from yinzheng.index.index import Index
from yinzheng.qa.retrieve import search as search_words
from yinzheng.qa.statements import SAYS, measures, search, statements

REPORT = {
    "letter": "Our quick wits and current projects pleased everyone. Liquidity is a word our chairman likes. "
    "The ratio of pears to apples in the basket improved, and the answer to most questions is rain.",
    "balance": "Valley Orchards Consolidated Balance Sheets\n\nTotal current assets | 1,204 | 998\n"
    "Inventories | 310 | 295\nTotal current liabilities | 860 | 940\nTotal assets | 5,370 | 4,764",
    "income": "Valley Orchards Consolidated Statements of Income\n\nNet sales | 3,226 | 2,729\n"
    "Cost of sales | 2,014 | 1,702\nGross profit | 1,212 | 1,027",
    "barn": "The barn was mended in spring. Its new roof keeps the crates dry, and no door creaks.",
}


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Has the quick ratio of Valley Orchards improved?", ["current"]),
        ("Is it a capital-intensive business?", ["assets", "cash"]),
        ("青石公司2024年的毛利率是多少？", ["costs"]),
        ("它的速动比率改善了吗", ["current"]),
        ("What is its free   cash flow?", ["cash"]),
        ("Who mended the barn?", []),
        ("What was net income in 2024?", []),
        ("Are the rebates large?", []),  # no EBIT in it
    ],
)
def test_a_measure_names_its_statements(question: str, wanted: list[str]) -> None:
    assert statements(question) == wanted


def test_every_row_names_statements_that_are_written_in_both_languages() -> None:
    for where, pattern in measures():
        assert isinstance(pattern, re.Pattern)
        for name in where:
            assert SAYS[name].keys() == {"zh", "en"}


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return open_encoder()


@pytest.fixture
def shelf(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Index:
    index = Index.open(tmp_path_factory.mktemp("shelf") / "library", create=True)
    index.bind(encoder, CUTTING)
    index.put_many(list(embed((load_text(text, source=name) for name, text in REPORT.items()), encoder)))
    index.sync()
    return index


def test_a_ratio_finds_the_statement_it_is_worked_out_from(shelf: Index, encoder: Encoder) -> None:
    with shelf:
        ratio = (
            "Has the quick ratio of Valley Orchards improved? If it has not, then state that and explain why."
        )
        assert search(shelf, encoder, ratio, 4)[0].document.source == "balance"
        margin = search(shelf, encoder, "What drove the gross margin of Valley Orchards?", 4)
        assert margin[0].document.source == "income"
        assert [hit.score for hit in margin] == sorted((hit.score for hit in margin), reverse=True)


def test_other_questions_are_searched_as_before(shelf: Index, encoder: Encoder) -> None:
    with shelf:
        question = "What keeps the crates dry?"
        found, before = search(shelf, encoder, question, 4), search_words(shelf, encoder, question, 4)
        assert [(h.passage, h.score) for h in found] == [(h.passage, h.score) for h in before]
        assert found[0].document.source == "barn"
