"""What stands under the label that is asked for goes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from yinzheng import Library
from yinzheng.qa.evidence import read_question
from yinzheng.qa.labels import RULE, asks_an_account, by_label, in_a_run, without_rules
from yinzheng.qa.retrieve import candidates, read_query, reranked
from yinzheng.qa.signals import Evidence, evidence

FORM = """Chief Complaint:
Ringing in both ears since May.

Past History:
- **Age:** 28
- **Marriage Age:** 21
Mumps as a child.

## Outlook
The noise is expected to fade within a year.
A hearing test follows in autumn.
Anyone who damages the hearing of others shall be fined.
In conclusion, the outlook is good.
"""


@pytest.fixture
def ranked(tmp_path: Path) -> dict[str, list[Evidence]]:
    found = {}
    with Library.open(tmp_path / ".yinzheng", create=True) as library:
        library.add_text(FORM, source="form.txt")
        index, encoder = library._index, library.encoder
        for asked in ("what is the age?", "what is the chief complaint?", "summarize the outlook."):
            query, tokens = read_query(index, encoder, asked), read_question(index, encoder, asked)
            found[asked] = evidence(
                encoder, query, tokens, reranked(encoder, query, tokens, candidates(index, query))
            )
    return found


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("what is the age?", "- **Age:** 28"),  # not that of marriage
        ("what is the chief complaint?", "Ringing in both ears since May."),  # not the label alone
    ],
)
def test_what_stands_under_the_label_goes_first(
    ranked: dict[str, list[Evidence]], asked: str, first: str
) -> None:
    found, same = by_label(asked, ranked[asked])
    assert found[0].quote == first
    assert found[0].start in same
    assert sum(item.chance for item in found) == pytest.approx(1)
    assert {item.start for item in found} == {item.start for item in ranked[asked]}
    assert all(item.chance == 0 for item in found if item.quote in {"Chief Complaint:", "Past History:"})


def test_a_question_of_function_words_leaves_the_order(ranked: dict[str, list[Evidence]]) -> None:
    items = ranked["what is the age?"]
    assert by_label("what is it?", items) == (items, frozenset())


def test_an_account_is_a_run_without_what_looks_back(ranked: dict[str, list[Evidence]]) -> None:
    found, _ = by_label("summarize the outlook.", ranked["summarize the outlook."])
    quotes = [item.quote for item in in_a_run(found)]
    assert quotes.index("The noise is expected to fade within a year.") < 3
    assert quotes.index("A hearing test follows in autumn.") < 3
    assert "In conclusion, the outlook is good." not in quotes[:3]
    assert sorted(quotes) == sorted(item.quote for item in found)


@pytest.mark.parametrize(
    ("question", "account"),
    [
        ("总结其投资。", True),
        ("Summarise the outlook.", True),
        ("营收是多少？", False),
        ("How did sales develop?", False),
    ],
)
def test_which_questions_ask_for_an_account(question: str, account: bool) -> None:
    assert asks_an_account(question) is account


def test_rules_of_law_stand_back_where_a_case_is_asked_about(ranked: dict[str, list[Evidence]]) -> None:
    asked = "summarize the outlook."
    before = {item.quote: item.chance for item in ranked[asked]}
    after = {item.quote: item.chance for item in without_rules(asked, ranked[asked])}
    rule = "Anyone who damages the hearing of others shall be fined."

    assert sum(after.values()) == pytest.approx(1)
    other = next(quote for quote in before if quote != rule)
    assert after[rule] / after[other] == pytest.approx(RULE * before[rule] / before[other])
    assert without_rules("which law was broken?", ranked[asked]) == ranked[asked]


def test_an_initial_finding_is_a_preliminary_one(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", create=True) as library:
        library.add_text("Differential Diagnosis: gout.\n\nPreliminary Diagnosis: a sprain.", source="a.txt")
        index, encoder = library._index, library.encoder
        asked = "what is the initial diagnosis?"
        query, tokens = read_query(index, encoder, asked), read_question(index, encoder, asked)
        near = reranked(encoder, query, tokens, candidates(index, query))
        found, same = by_label(asked, evidence(encoder, query, tokens, near))

    assert found[0].quote == "Preliminary Diagnosis: a sprain."
    assert found[0].start in same
