"""When something was announced is another date than that of what was announced."""

from __future__ import annotations

from pathlib import Path

import pytest

from yinzheng import Library
from yinzheng.qa.announced import announced_at, asks_when_announced


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("羽石云质押的披露时间是什么？", True),
        ("公司什么时候公告的？", True),
        ("這項收購是何時宣布的？", True),
        ("When did Acme announce the deal?", True),
        ("When was the loan announced?", True),
        ("What is the announcement date?", True),
        ("On which day did it disclose the loss?", True),
        ("公司什么时候质押的？", False),
        ("这款芯片何时发布？", False),
        ("When did Acme report its first profit?", False),
        ("What did the company announce?", False),
    ],
)
def test_the_day_of_an_announcement_is_asked_for(question: str, asks: bool) -> None:
    assert asks_when_announced(question) is asks


@pytest.mark.parametrize(
    ("sentence", "when"),
    [
        ("格隆汇7月22日丨禾洛能源(300999.SZ)公布，于7月19日质押1125万股", "7月22日"),
        ("禾洛能源（SZ 300999，收盘价：5.1元）8月3日晚间发布公告称，拟减持", "8月3日"),
        ("北方财经网9月4日，禾洛能源收到股东的通知", "9月4日"),
        ("2022年11月，禾洛能源宣布收购", "2022年11月"),
        ("羽石雲昨日公告，股東擬減持", "昨日"),
        ("消息发表于 2013年5月，随后停产", "2013年5月"),
        ("On July 3, Acme announced a loan of $2 billion.", "July 3"),
        ("Acme said on Monday that it had pledged shares.", "Monday"),
        ("OSLO, July 3 (Reuters) - Acme bought Zeta", "July 3"),
        ("The announcement was made in May 2013.", "May 2013"),
        ("In 2013 the board (of nine) confirmed it.", "2013"),
        ("禾洛能源发布公告，于2019年7月23日购回3055万股", None),
        ("禾洛能源公布截至2020年9月30日止六个月业绩", None),
        ("禾洛能源于7月19日质押1125万股。", None),
        ("Acme announced it will pay on 3 May.", None),
        ("Acme was sold on 4 June 2023.", None),
    ],
)
def test_the_date_beside_who_announces(sentence: str, when: str | None) -> None:
    found = announced_at(sentence)
    assert (sentence[slice(*found)] if found else None) == when


@pytest.mark.parametrize(
    ("text", "question", "short", "quote"),
    [
        (
            "格隆汇7月22日丨禾洛能源公布，近日接到控股股东通知。\n顾砚秋于7月19日质押1125万股股份，占其所持股份的5%。",
            "顾砚秋质押股份的公告时间是什么？",
            "7月22日",
            "格隆汇7月22日丨禾洛能源公布，近日接到控股股东通知。",
        ),
        (
            "Acme said on 3 May 2024 that it had pledged 20 million shares.\nIt did so on 29 April 2024.",
            "When was the pledge of shares announced by Acme?",
            "3 May 2024",
            "Acme said on 3 May 2024 that it had pledged 20 million shares.",
        ),
    ],
)
def test_the_announcement_is_cited_with_its_date(
    tmp_path: Path, text: str, question: str, short: str, quote: str
) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    with Library.open(tmp_path / "lib", create=True) as library:
        library.add([tmp_path / "a.txt"])
        answer = library.ask(question)
    assert answer.answered
    assert answer.citations[0].quote == quote
    assert answer.short == short


def test_another_date_is_no_answer(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("禾洛能源公告，顾砚秋于2024年7月19日质押1125万股股份。", "utf-8")
    with Library.open(tmp_path / "lib", create=True) as library:
        library.add([tmp_path / "a.txt"])
        told = library.ask("顾砚秋质押股份是什么时候？")
        asked = library.ask("顾砚秋质押股份的披露时间是什么？")
    assert told.answered
    assert told.short == "2024年7月19日"
    assert not asked.answered
