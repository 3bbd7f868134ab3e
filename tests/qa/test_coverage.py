"""What a sentence has of a question's words, in its own language or the other, and how near to figures."""

from __future__ import annotations

import pytest

from yinzheng.corpus.fold import fold_text
from yinzheng.corpus.lexicon import Concept, concepts
from yinzheng.corpus.load import load_text
from yinzheng.corpus.tokens import sure_terms, words
from yinzheng.qa.coverage import Sought, Words, best_sentence
from yinzheng.qa.question import is_function_word, signs
from yinzheng.qa.ways import ways_of
from yinzheng.types import Lang, Passage


def weighed(question: str, to: Lang) -> dict[Concept, float]:
    topics = [word for word in words(question) if not is_function_word(word)]
    return dict.fromkeys(concepts(topics, to), 1.0)


def test_coverage_is_the_share_of_the_weight() -> None:
    two: dict[Concept, float] = {(("债务",),): 3.0, (("员工",),): 1.0}
    assert Words.of("債務很多。").coverage(two) == pytest.approx(0.75)  # traditional is folded
    assert Words.of("员工与债务。").coverage(two) == 1.0
    assert Words.of("没有。").coverage(two) == 0.0
    assert Words.of("没有。").coverage({}) == 0.0


def test_a_word_of_several_bigrams_must_stand_together() -> None:
    one: dict[Concept, float] = {(("营业", "业额"),): 1.0}
    assert Words.of("营业额上升。").coverage(one) == 1.0
    assert Words.of("营业上升，事业额外。").coverage(one) == 0.0


def test_stems_are_whole_words() -> None:
    assert Words.of("Two employees left.").coverage(weighed("员工", "en")) == 1.0
    assert Words.of("The debtor left.").coverage(weighed("债务", "en")) == 0.0


def test_the_figure_beside_the_word_is_nearer() -> None:
    asked = weighed("How many employees?", "zh")
    near = "公司有 2500 名员工，去年卖出 30 台。"
    far = "公司去年卖出 30 台，在过去的许多年里一直稳步扩张，也很关心员工。"
    values = [Words.of(text).nearness(signs(text, "number") or [], asked) for text in (near, far)]
    assert 0 < values[1] < values[0] <= 1
    assert Words.of(near).nearness([], asked) == 0.0


def test_years_and_model_names_are_no_numbers() -> None:
    assert signs("2014 年推出的 K80 与 GPT-4。", "number") == []
    assert signs("2014 年卖出 12 台。", "number") == [9]


def test_the_best_sentence_of_a_passage_counts() -> None:
    document = load_text("工厂很大。员工共 320 人。天气很好。", source="a")
    passage = Passage(1, document.id, 0, len(document.text), "zh")
    asked = weighed("How many employees?", "zh")
    both = best_sentence(document, passage, Sought.of(asked), "number")
    assert 1.0 < both <= 2.0
    assert best_sentence(document, passage, Sought.of(asked), "other") == pytest.approx(
        max(Words.of(part).coverage(asked) for part in ("工厂很大。", "员工共 320 人。"))
    )


@pytest.mark.parametrize(
    ("name", "sentence", "there"),
    [
        ("智谱AI", "北京智谱AI的营收翻倍。", True),
        ("智谱AI", "北京智谱的营收翻倍。", False),
        ("SK海力士", "SK海力士的营收翻倍。", True),
        ("海力士", "SK海力士的营收翻倍。", True),
        ("Coca-Cola", "Sales of Coca-Cola doubled.", True),
        ("Coca-Cola", "Sales of cola doubled.", False),
    ],
)
def test_a_name_of_two_scripts_is_looked_for_in_both(name: str, sentence: str, there: bool) -> None:
    concept = (sure_terms(fold_text(name)),)
    assert Words.of(sentence).has_any(ways_of(concept)) is there
    assert bool(Words.of(sentence).places(concept)) is there
