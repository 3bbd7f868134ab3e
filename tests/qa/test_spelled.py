"""Names that documents write in the other script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from yinzheng import Library
from yinzheng.qa.names.pinyin import in_han, in_latin, syllables

TEXTS = {
    "a.txt": "澄宇精密工业股份有限公司成立于1996年，总部设在台中。成语词典也在那里出版。",
    "b.txt": "顾砚秋是禾洛的董事长，他说公司每年净亏损都在减少。",
    "c.txt": "The carbon plant of Haiyan Lin opened in Oslo. "
    "Moves by Zeng Yuqun were watched closely, and a ban on wo was told.",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("spelled")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    with Library.open(folder / "library", create=True) as library:
        library.add([folder / name for name in TEXTS])
        yield library


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("chengyu", [("cheng", "yu")]),
        ("xian", [("xi", "an"), ("xian",)]),
        ("lyu", [("lu",)]),
        ("nvwa", [("nu", "wa")]),
        ("quillstone", []),
    ],
)
def test_a_word_is_cut_into_syllables(word: str, read: list[tuple[str, ...]]) -> None:
    assert list(syllables(word)) == read


def test_han_names_are_found_in_either_order_among_the_pairs_that_there_are() -> None:
    pairs = {"曾毓", "毓群", "增欲"}
    for words in (["zeng", "yuqun"], ["yuqun", "zeng"]):
        assert in_han(words, pairs.intersection) == ["曾毓群"]


def test_a_han_name_is_spelled_with_all_readings_of_its_characters() -> None:
    assert ("zeng", "yuqun") in in_latin("曾毓群")
    assert ("ceng", "yuqun") in in_latin("曾毓群")
    assert in_latin("王") == in_latin("五个字的名") == []


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When was Chengyu founded?", "a.txt"),
        ("When was Chengyu Precision founded?", "a.txt"),
        ("Who is Gu Yanqiu?", "b.txt"),
        ("Who is Yanqiu Gu?", "b.txt"),
        ("曾毓群的举动有人关注吗？", "c.txt"),
        ("林海燕的工厂在哪里？", "c.txt"),
    ],
)
def test_a_name_in_the_other_script_is_found(library: Library, question: str, told: str) -> None:
    assert Path(library.search(question, k=1)[0].document.source).name == told
    citations = library.ask(question).citations
    assert Path(citations[0].source).name == told


def test_the_question_stays_as_it_was_put(library: Library) -> None:
    answer = library.ask("When was Chengyu founded?")
    assert answer.question == "When was Chengyu founded?"
    assert answer.short == "1996年"
    assert answer.notes == ("Chengyu was looked for as 澄宇, which is read so.",)
    assert library.ask("曾毓群的举动有人关注吗？").notes == ("曾毓群按拼音作 Zeng Yuqun 查找。",)


@pytest.mark.parametrize(
    "question", ["Where is Shanghai?", "What is China?", "Where is Chang Yi?", "谁是张三丰？", "班沃在哪？"]
)
def test_names_of_nobody_are_left_alone(library: Library, question: str) -> None:
    from yinzheng.qa.spelled import respelled

    assert respelled(library._index, question) == (question, {})
