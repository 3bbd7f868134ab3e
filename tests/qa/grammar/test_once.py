"""What was read of the last sentences is kept, and is whoever's asked for it."""

from __future__ import annotations

from yinzheng.qa.grammar.once import LONGEST, once


def test_a_sentence_is_read_once_and_everybody_gets_a_list_of_his_own() -> None:
    asked: list[str] = []

    @once
    def words(text: str) -> list[str]:
        """The words."""
        asked.append(text)
        return text.split()

    words("a b").clear()
    assert words("a b") == ["a", "b"]
    assert asked == ["a b"]
    assert words.__doc__ == "The words."


def test_long_texts_are_not_kept() -> None:
    asked: list[int] = []

    @once
    def sizes(text: str) -> list[int]:
        asked.append(len(text))
        return asked

    for size in (LONGEST, LONGEST, LONGEST + 1, LONGEST + 1):
        sizes("a" * size)
    assert asked == [LONGEST, LONGEST + 1, LONGEST + 1]
