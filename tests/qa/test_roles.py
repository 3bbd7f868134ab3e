"""Who plays which part: founders, investors, ends of deals, advisers, who came before, and who denies a thing."""

# ruff: noqa: E501
# A row is a text, a question and its answer: one line.

from __future__ import annotations

from pathlib import Path

import pytest

from yinzheng import Library
from yinzheng.qa.advisers import engagement_asked, is_of_other_advisers
from yinzheng.qa.deals import Deal, deal_asked, tells_no_deal
from yinzheng.qa.denials import denial_asked
from yinzheng.qa.fines import fined_asked
from yinzheng.qa.founders import founded_asked
from yinzheng.qa.investors import Stake, stake_asked
from yinzheng.qa.roles import is_of_another_part
from yinzheng.qa.succession import Handover, handover_asked, is_without_handover

SOLD = "Brightmere plc has agreed to sell its paper unit, Colder Mills, to Nordwick Holdings for $41 million. Lazen LLP acted as legal counsel to Brightmere."
ROUNDS = "青禾智能完成5亿元B轮融资，由鹿台创投领投，远洲基金、松溪资本跟投。此前的Pre-A轮投资方为白石资本；A 轮融资由青岬资本领投。"
LEAVES = "Zeta Foods said that chief executive Ann Lee will leave in June. The board has appointed Bo Ray as her successor."
FOUNDED = "青禾智能成立于2017年，由海州大学教授沈知远和前工程师顾砚秋共同创立，总部位于海州。"
TRANSFER = "青禾电子拟收购星桥传感80%股权，交易对方为海虹投资，交易价格为2.4亿元。"


@pytest.mark.parametrize(
    ("text", "question", "short"),
    [
        (SOLD, "Who sold Colder Mills?", "Brightmere plc"),
        (SOLD, "Who is buying Colder Mills?", "Nordwick Holdings"),
        (SOLD, "What did Nordwick Holdings buy?", "Colder Mills"),
        (SOLD, "Which law firm advised Brightmere?", "Lazen LLP"),
        ("Shareholders of Ostra Glass voted to sell the company to Kilbern Partners.", "Who is buying Ostra Glass?", "Kilbern Partners"),
        ("青禾建材公告，拟以4.6亿元向岭东水务出售子公司禾洛环保100%股权。", "谁卖了禾洛环保？", "青禾建材"),
        ("青禾建材公告，拟以4.6亿元向岭东水务出售子公司禾洛环保100%股权。", "禾洛环保卖给了谁？", "岭东水务"),
        (TRANSFER, "谁卖了星桥传感？", "海虹投资"),
        (TRANSFER, "谁收购了星桥传感？", "青禾电子"),
        (ROUNDS, "青禾智能B轮谁领投？", "鹿台创投"),
        (ROUNDS, "青禾智能B轮的跟投方有哪些？", "远洲基金、松溪资本"),
        (ROUNDS, "谁投资了青禾智能的Pre-A轮？", "白石资本"),
        (ROUNDS, "青禾智能A轮谁领投？", "青岬资本"),
        ("Kestrel raised $85 million in a Series B led by Halden Ventures, with participation from Orrin Capital and Bluefold.", "Who participated in Kestrel's Series B?", "Orrin Capital and Bluefold"),
        (LEAVES, "Who will replace Ann Lee?", "Bo Ray"),
        (LEAVES, "Who did Bo Ray succeed?", "Ann Lee"),
        ("Ann Lee has run Zeta Foods since 2022. She took over from Bo Ray, who retired.", "Who succeeded Bo Ray?", "Ann Lee"),
        ("Ann Lee has been CEO of Zeta Foods since 2022. She took over from Bo Ray.", "Who was CEO of Zeta Foods before Ann Lee?", "Bo Ray"),
        ("海州银行行长沈知远辞职，由副行长顾砚秋接任。", "谁接替了沈知远？", "顾砚秋"),
        ("海州银行行长沈知远辞职，由副行长顾砚秋接任。", "顾砚秋的前任是谁？", "沈知远"),
        (FOUNDED, "谁创立了青禾智能？", "海州大学教授沈知远和前工程师顾砚秋"),
        ("Ann Lee and Bo Ray co-founded Zeta Foods in Bern in 2012.", "Who are the founders of Zeta Foods?", "Ann Lee and Bo Ray"),
        ("Ann Lee founded Zeta in 2018 with Bo Ray.", "Who founded Zeta?", "Ann Lee founded Zeta in 2018 with Bo Ray"),
        ("禾洛化工因超标排放被海州市生态环境局处以35万元罚款。", "禾洛化工被谁罚款？", "海州市生态环境局"),
        ("Zeta Bank was fined $12 million by the Federal Markets Board.", "Who fined Zeta Bank?", "Federal Markets Board"),
        ("禾洛物流昨日否认裁员，称消息不实。", "谁否认裁员？", "禾洛物流"),
        ("发言人沈知远表示公司不会裁员。", "谁说不会裁员？", "沈知远"),
        ("据沙利恩咨询统计，2024年禾洛医疗的占有率为11%，排名第三。", "谁统计了禾洛医疗的占有率？", "沙利恩咨询"),
    ],
)  # fmt: skip
def test_who_plays_a_part_is_the_short_answer(tmp_path: Path, text: str, question: str, short: str) -> None:
    with Library.open(tmp_path, create=True) as library:
        library.add_text(text, source="a.md")
        answer = library.ask(question)
    assert answer.short == short
    assert answer.short_at is not None
    assert text[answer.short_at.start : answer.short_at.end] == short


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (SOLD, "Which law firm advised Nordwick Holdings?"),
        (SOLD, "Which bank advised Brightmere?"),
        (ROUNDS, "哪家律所为青禾智能提供法律服务？"),
        (LEAVES, "Who fined Zeta Foods?"),
        ("副总经理沈知远辞去职务，之后担任顾问。会议聘任顾砚秋为财务总监。", "谁接替了沈知远的副总经理？"),
        ("董事长许望舒持股31%，公司在12个城市有项目。", "谁收购了禾洛置业？"),
        ("据沙利恩咨询统计，2024年禾洛医疗的占有率为11%，排名第三。", "市占率第一是谁？"),
        ("沈知远通报，样机电机噪音偏高，轴承供应商已更换模具。", "电机供应商是谁？"),
        ("Zeta Logistics denied layoffs on Monday.", "Which company laid off staff?"),
    ],
)  # fmt: skip
def test_another_part_is_no_answer(tmp_path: Path, text: str, question: str) -> None:
    with Library.open(tmp_path, create=True) as library:
        library.add_text(text, source="a.md")
        assert not library.ask(question).answered


def test_questions_are_read_by_the_grammar_of_their_part() -> None:
    assert deal_asked("Who is selling the Colder Mills to Nordwick?") == Deal("seller", "Colder Mills")
    assert deal_asked("谁卖了禾洛能源的股票？") is None  # on a market
    assert stake_asked("青禾智能A+轮由谁领投？") == Stake("leads", "青禾智能")
    assert stake_asked("青禾智能A轮融了多少？") is None
    assert handover_asked("Who was chief executive of Zeta before Ann Lee?") == Handover(
        "Ann Lee", after=False
    )
    assert handover_asked("Who is the chief executive of Zeta?") is None
    assert founded_asked("禾洛能源是谁创立的？") == "禾洛能源"
    assert founded_asked("禾洛能源是什么时候创立的？") == ""
    assert fined_asked("Which regulator fined Zeta Bank?") == "Zeta Bank"
    assert fined_asked("禾洛能源被罚了多少钱？") == ""
    assert denial_asked("哪家公司没有裁员？") == "layoffs"
    assert denial_asked("哪家公司裁员了？") is None
    engagement = engagement_asked("Which law firm advised Zeta Bank on the deal?")
    assert engagement is not None
    assert (engagement.whom, engagement.trade) == ("Zeta Bank", "law")


@pytest.mark.parametrize(
    ("question", "sentence", "other"),
    [
        ("Who bought Zeta?", "Zeta sells milk and buys feed.", True),
        ("Who bought Zeta?", "Zeta was bought by Acme.", False),
        ("Who bought Zeta?", "Zeta has 80 staff.", True),
        ("What did Zeta pay?", "Zeta has 80 staff.", False),  # asks for no end of a deal
    ],
)
def test_what_tells_of_no_deal(question: str, sentence: str, other: bool) -> None:
    assert tells_no_deal(question, sentence) is other
    assert is_of_another_part(question, sentence, None) is other


def test_a_person_is_no_supplier_but_may_be_who_speaks() -> None:
    sentence = "沈知远通报，轴承供应商已更换模具。"
    assert is_of_another_part("供应商是谁？", sentence, (0, 3))
    assert not is_of_another_part("谁通报了供应商的情况？", sentence, (0, 3))


def test_who_is_asked_for_after_somebody_is_told_to_take_over() -> None:
    assert is_without_handover("谁接替了沈知远？", "沈知远辞去职务，之后担任顾问。")
    assert not is_without_handover("谁接替了沈知远？", "副总经理职位暂不增补。")
    assert is_of_other_advisers("Which bank advised Zeta?", "Lazen LLP acted as legal counsel to Zeta.")
