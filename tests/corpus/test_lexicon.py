"""What a question's words are called in the other language."""

from __future__ import annotations

from importlib.resources import files

import pytest

from yinzheng.corpus.fold import fold_text
from yinzheng.corpus.lexicon import Concept, concepts, literal, own_concepts, spelled_out
from yinzheng.corpus.tokens import tokens, words
from yinzheng.types import Lang


def terms(question: str, to: Lang) -> list[set[str]]:
    return [{" ".join(way) for way in concept} for concept in concepts(words(question), to)]


@pytest.mark.parametrize(
    ("question", "to", "concept"),
    [
        ("the valuation", "zh", "估值"),
        ("employees", "zh", "员工"),  # by its stem
        ("the interest rates of 2024", "zh", "利率"),  # the longer term, not interest and rate
        ("公司的估值", "en", "valuat"),
        ("公司的估值", "en", "compani"),
        ("公司的利率", "en", "interest rate"),
        ("公司的月活跃用户数", "en", "user"),
        ("該公司的員工", "en", "employe"),  # traditional
    ],
)
def test_words_are_found_in_the_other_language(question: str, to: Lang, concept: str) -> None:
    assert any(concept in found for found in terms(question, to))


def test_names_and_numbers_stand_for_themselves() -> None:
    assert terms("Xyzzyco H100 2024", "zh") == [{"xyzzyco"}, {"h100"}, {"2024"}]
    assert literal(["a", "b", "a"]) == [(("a",),), (("b",),)]


def test_a_longer_term_takes_its_words() -> None:
    assert len(terms("interest rate", "zh")) == 1
    assert terms("interest", "zh") != terms("interest rate", "zh")


def test_initials_are_spelled_out_in_their_own_language() -> None:
    called = spelled_out(words("Who is the CFO of the UK bank?"))
    assert called == {("cfo",): ("chief financial officer",), ("uk",): ("united kingdom",)}
    assert (("cfo",), ("chief", "financi", "offic")) in own_concepts(["who", "cfo"], "en", called)
    assert "chief executive" in spelled_out(["ceo"])["ceo",]


@pytest.mark.parametrize("to", ["zh", "en"])
def test_every_concept_is_in_terms_that_passages_have(to: Lang) -> None:
    texts = {
        "zh": "公司估值为三百亿，员工两千人。营业收入与贷款利率。",
        "en": "Employees, valuations; operating revenue.",
    }
    held = set(tokens(texts[to]))
    asked = texts["en" if to == "zh" else "zh"]
    found: list[Concept] = concepts(words(asked), to)
    assert sum(any(held.issuperset(way) for way in concept) for concept in found) >= 3


def test_the_table_is_folded_and_well_formed() -> None:
    seen = set()
    for line in files("yinzheng.corpus").joinpath("lexicon.tsv").read_text("utf-8").splitlines():
        english, chinese = line.split("\t")
        assert english not in seen
        seen.add(english)
        assert fold_text(line.replace("\t", " ")) == line.replace("\t", " ")
        assert all(chinese.split("|")), line
        assert len(set(chinese.split("|"))) == len(chinese.split("|")), line
    assert len(seen) > 7000
