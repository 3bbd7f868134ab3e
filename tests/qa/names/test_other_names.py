"""The other names of what a question names, and that they find what has another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from yinzheng import Library
from yinzheng.corpus.lexicon import concepts, own_concepts
from yinzheng.corpus.tokens import tokens, words
from yinzheng.qa.names.aliases import _table, other_names


@pytest.mark.parametrize(
    ("question", "run", "name"),
    [
        ("英伟达持有多少股份？", ("英", "伟达"), "nvidia"),
        ("台積電的資本開支", ("台积", "电"), "tsmc"),
        ("What did Alibaba say?", ("alibaba",), "阿里巴巴"),
        ("Taiwan Semiconductor capex", ("taiwan", "semiconductor"), "台积电"),
        ("how many chips does nvidia sell?", ("nvidia",), "英伟达"),
        ("What did the WHO say?", ("who",), "世界卫生组织"),
    ],
)
def test_a_listed_name_has_its_other_names(question: str, run: tuple[str, ...], name: str) -> None:
    found = other_names(words(question), question)
    assert name in found[run]
    assert "".join(run) not in found[run]


@pytest.mark.parametrize(
    "question", ["高通胀会怎样？", "Who said so?", "What is an alphabet?", "它有多少员工？", ""]
)
def test_what_only_looks_like_a_name_has_none(question: str) -> None:
    assert other_names(words(question), question) == {}


def test_terms_of_a_name_may_be_another_of_its_names() -> None:
    question = "英伟达持有多少股份"
    called = other_names(words(question), question)
    own = {concept[0]: concept[1:] for concept in own_concepts(tokens(question), "zh", called)}
    assert ("nvidia",) in own["英伟",]
    assert own["股份",] == ()
    assert (("nvidia",), ("nvda",)) in concepts(words(question), "en", called)


def test_initials_never_stand_for_a_question_word() -> None:
    question = "世界卫生组织怎么说？"
    called = other_names(words(question), question)
    assert ("who",) not in {way for one in concepts(words(question), "en", called) for way in one}


def test_a_passage_with_another_name_is_found_by_its_words(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", create=True) as library:
        library.add_text("Nvidia holds 5% of Foglake Compute. Its chips are sold out.", "chips.txt")
        library.add_text("Foglake Compute builds halls of glass. Its roofs are green.", "halls.txt")
        first, second = library.search("英伟达", 2)
        assert (first.document.source, second.document.source) == ("chips.txt", "halls.txt")
        assert first.lexical > second.lexical == 0


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("宝洁卖什么？", "Procter & Gamble sells soap."),
        ("强生卖什么？", "J&J sells plasters."),
        ("可口可乐卖什么？", "Coca-Cola sells lemonade."),
        ("京东卖什么？", "JD.com sells phones."),
    ],
)
def test_a_name_with_signs_is_looked_for_by_the_terms_that_passages_have(question: str, text: str) -> None:
    called = other_names(words(question), question)
    held = set(tokens(text))
    assert any(
        way != (term,) and held.issuperset(way)
        for concept in concepts(words(question), "en", called)
        for way in concept
        for term in words(question)
    )


def test_every_listed_name_has_terms_that_its_passages_have() -> None:
    for shown, _ in _table().values():
        for name in other_names(words(shown), shown).get(tuple(words(shown)), ()):
            for concept in own_concepts(["x"], "zh", {("x",): [name]}):
                assert all(set(tokens(name)).issuperset(way) for way in concept[1:]), name
