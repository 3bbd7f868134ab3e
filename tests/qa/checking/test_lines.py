"""What a line of a source is asked quickly is what its words, folded and cut, tell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yinzheng.corpus.fold import fold, fold_text
from yinzheng.corpus.tokens import folded_tokens, language
from yinzheng.qa.checking.lines import PLAIN, Line, Terms, lines_of
from yinzheng.qa.checking.reading import units
from yinzheng.types import Document, Passage

pieces = st.sampled_from(
    [
        *("江舟储能", "营业收入", "增长", "的", "了", "不", "營業收入", "臺灣", "好意思元", "2024年"),
        *("，", "。", "“", "”", "…", " ", "\n", "%", "é", "ガス", "ｶﾞ"),
        *("12.5%", "GPT-4", "GPUs", "revenue", "grew", "U.S.", "3 billion"),
    ]
)
texts = st.lists(pieces, min_size=1, max_size=14).map("".join)


def lines(text: str) -> list[Line]:
    document = Document("a" * 12, "a.txt", "", text, language(text), "text/plain", "", "")
    return list(lines_of(document, Passage(1, document.id, 0, len(text), document.lang)))


@given(texts)
def test_a_line_is_folded_as_it_is_alone(text: str) -> None:
    for line in lines(text):
        assert line.folded == fold_text(line.text)


@given(texts, texts)
def test_shared_terms_are_those_of_both(text: str, said: str) -> None:
    wanted = folded_tokens(fold_text(said))
    for line in lines(text):
        assert line.shared(Terms(wanted)) == len(line.terms & set(wanted))


@given(texts, texts)
def test_a_line_repeats_what_has_its_letters(text: str, said: str) -> None:
    for line in lines(text):
        for other in (said, line.text, f"“{line.text}”，"):
            plain = PLAIN.sub("", fold_text(other))
            if plain:
                assert line.repeats(plain) == (line.plain == plain)


@given(texts, texts)
def test_words_looked_for_together_are_found_as_one_by_one(text: str, said: str) -> None:
    wanted = units(fold(said), [])
    for line in lines(text):
        assert line.all_of(wanted) == [line.has(unit) for unit in wanted]


def test_a_line_has_as_much_of_a_joined_word_as_of_its_parts() -> None:
    (joined,) = units(fold("公司员工"), [])
    assert joined.word == "公司员工"
    assert len(joined.other) == 2
    for text, had in (
        ("The company has 40 employees.", 1.0),
        ("The company grew.", 0.5),
        ("Its staff left.", 0.5),
        ("It rained.", 0.0),
    ):
        (line,) = lines(text)
        assert line.has(joined) == had
