"""Who does what in a sentence, and to whom: active, passive, relative clauses, Chinese prepositions."""

from __future__ import annotations

import re

import pytest

from yinzheng.qa.checking import parts
from yinzheng.qa.checking.reading import Named


def english(text: str, names: str, word: str) -> parts.Parts:
    named = [Named(m.start(), m.end(), m.group(), "org") for m in re.finditer(names, text)]
    at = text.index(word)
    return parts.english(text, named).read(at, at + len(word))


@pytest.mark.parametrize(
    ("text", "names", "word", "doers", "direct"),
    [
        ("Aldin bought Borke.", "Aldin|Borke", "bought", ["Aldin"], ["Borke"]),
        ("Borke was bought by Aldin.", "Aldin|Borke", "bought", ["Aldin"], ["Borke"]),
        ("Aldin fined rival maker Borke.", "Aldin|Borke", "fined", ["Aldin"], ["Borke"]),
        ("Borke was fined.", "Borke", "fined", [], ["Borke"]),
        ("Aldin hired Lee; she follows Borke, who resigned.", "Aldin|Lee|Borke", "resigned", ["Borke"], []),
        ("Aldin, which took over from Borke, paid.", "Aldin|Borke", "took", ["Aldin"], ["Borke"]),
        ("Borke raised cash in a round led by Aldin.", "Aldin|Borke", "raised", ["Borke"], []),
        ("The round was led by Aldin.", "Aldin", "led", ["Aldin"], []),
        ("Sales of Aldin rose while Borke lost.", "Aldin|Borke", "rose", ["Aldin"], []),
        ("Aldin paid Corve, and Borke paid Dunst.", "Aldin|Borke|Corve|Dunst", "paid", ["Aldin"], ["Corve"]),
        ("In a deal with Borke, Aldin sold a plant.", "Aldin|Borke", "sold", ["Aldin"], []),
    ],
)  # fmt: skip
def test_english_parts(text: str, names: str, word: str, doers: list[str], direct: list[str]) -> None:
    found = english(text, names, word)
    assert [one.name for one in found.doers] == doers
    assert [one.name for one in found.direct] == direct


def test_a_pronoun_may_be_anybody() -> None:
    assert not english("Aldin said it would sell Borke.", "Borke", "sell").sure


@pytest.mark.parametrize(
    ("text", "word", "doers", "direct"),
    [
        ("蓝湾软件起诉云岭数据。", "起诉", ["蓝湾软件"], ["云岭数据"]),
        ("云岭数据被蓝湾软件起诉。", "起诉", ["蓝湾软件"], ["云岭数据"]),
        ("欧盟委员会对大韩电芯罚款。", "罚款", ["欧盟委员会"], ["大韩电芯"]),
        ("总经理沈倩因个人原因辞职，由陆怀远接任。", "接任", ["陆怀远"], []),
        ("总经理沈倩因个人原因辞职，由陆怀远接任。", "辞职", ["沈倩"], []),
        ("竞争对手果维科技去年申请破产。", "申请", ["果维科技"], []),
    ],
)
def test_chinese_parts(text: str, word: str, doers: list[str], direct: list[str]) -> None:
    at = text.index(word)
    found = parts.chinese(text).read(at, at + len(word))
    assert [one.name for one in found.doers] == doers
    assert [one.name for one in found.direct] == direct


def test_what_is_joined_to_a_name_is_one() -> None:
    cast = parts.chinese("欧盟委员会对臻明电池和大韩电芯分别罚款。")
    assert [one.name for one in cast.parties] == ["欧盟委员会", "臻明电池", "大韩电芯"]


def test_known_names_are_no_verbs() -> None:
    text = "臻明电池将上诉。"
    assert [text[a:b] for a, b in parts.verbs(text, known=["臻明电池"])] == ["上诉"]
