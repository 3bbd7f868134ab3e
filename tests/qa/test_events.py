"""Events of companies: as questions ask for them, as texts tell of them, and who does them."""

from __future__ import annotations

from pathlib import Path

import pytest

from yinzheng import Library
from yinzheng.qa.doers import doer
from yinzheng.qa.events import deed_asked, event_asked, events_in, is_denied, told_at


@pytest.mark.parametrize(
    ("question", "event"),
    [
        ("哪些公司破产了？", "bankruptcy"),
        ("最近有哪些公司融资了", "financing"),
        ("哪位高管变动了？", "management"),
        ("誰被起訴了？", "sued"),
        ("有没有公司被约谈？", None),
        ("Which companies went public?", "listing"),
        ("Who has recently filed for bankruptcy?", "bankruptcy"),
        ("Who was sued?", "sued"),
        ("谁收购了禾洛能源？", None),  # asks for more than an event
        ("禾洛能源什么时候上市的？", None),
        ("Who is the chairman?", None),
    ],
)
def test_a_question_asks_who_did_an_event(question: str, event: str | None) -> None:
    assert event_asked(question) == event


@pytest.mark.parametrize(
    ("question", "event"),
    [
        ("谁收购了禾洛能源？", "acquisition"),
        ("哪个股东减持了禾洛能源的股份？", "disposal"),
        ("Who acquired Zeta Corp?", "acquisition"),
        ("谁被禾洛能源收购了？", None),
        ("Who was acquired by Acme?", None),
        ("禾洛能源收购了谁？", None),
        ("谁处罚了禾洛能源？", None),  # who is fined is another question
        ("Who led Zeta's Series A?", None),  # not the one who raised it
        ("谁为收购提供了融资？", None),  # of two events
        ("Who wrote the report?", None),
    ],
)
def test_a_question_asks_who_did_it_among_other_things(question: str, event: str | None) -> None:
    assert deed_asked(question) == event


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("羽石云获投1亿美元。", {"financing"}),
        ("羽石雲完成C輪融資。", {"financing"}),
        ("顾砚秋辞去董事长职务。", {"management"}),
        ("股东办理了相关解质押手续。", {"release"}),
        ("净利润为-1,809万元，由盈转亏。", {"loss"}),
        ("Acme filed for bankruptcy.", {"bankruptcy"}),
        ("Acme bought back 3 million shares.", {"buyback"}),
        ("该行给予“增持”评级。", set()),
        ("融资余额为2.62亿元。", set()),
        ("上市公司规则有所调整。", set()),
        ("厂房占地3万平方米。", set()),
    ],
)
def test_texts_tell_of_events(text: str, events: set[str]) -> None:
    assert events_in(text) == events
    assert all(told_at(event, text) for event in events)


@pytest.mark.parametrize(
    ("event", "sentence", "who"),
    [
        # notices of companies: who holds the shares, not who announces, reports or gets them
        ("release", "北方网8月8日，禾洛能源公告，股东顾砚秋将其质押给海州银行的股份解质押。", "顾砚秋"),
        ("pledge", "近日收到控股股东海州青禾投资有限公司的通知，其所持股份被质押。", "海州青禾投资有限公司"),
        ("disposal", "禾洛能源公告，持股8.26%股东青禾投资计划减持不超过142万股。", "青禾投资"),
        ("bid", "禾洛能源公告，子公司禾洛储能近日中标一个项目。", "禾洛储能"),
        ("bid", "禾洛能源（300999）7月31日晚间发布公告称，公司中标海州储能二期项目。", "禾洛能源"),
        ("bid", "禾洛能源近日收到海州招标有限公司发来的《中标通知书》。", "禾洛能源"),
        ("bid", "项目名称：海州储能二期；中标人：青禾电气股份有限公司。", "青禾电气股份有限公司"),
        ("bid", "海州电网公司发布了储能二期的中标公告。", None),
        ("buyback", "禾洛能源(300999.SZ)公布，截至2020年9月30日，公司累计回购76.88万股。", "禾洛能源"),
        ("acquisition", "澄宇科技宣布收购禾洛能源。", "澄宇科技"),
        ("acquisition", "禾洛能源被澄宇科技收购。", "澄宇科技"),
        ("acquisition", "Zeta was acquired by Acme Corp in 2020.", "Acme Corp"),
        ("acquisition", "Acme acquired Zeta for $2 billion.", "Acme"),
        ("acquired", "Acme acquired Zeta for $2 billion.", "Zeta"),
        ("acquired", "澄宇科技宣布收购禾洛能源60%的股权。", "禾洛能源"),
        ("sued", "Zeta was sued by Acme.", "Zeta"),
        ("penalty", "海州银保监局对青禾银行处以罚款50万元。", "青禾银行"),
        ("summons", "网信办约谈了澄宇科技负责人。", "澄宇科技"),
        ("management", "禾洛能源任命顾砚秋为董事长。", "顾砚秋"),
        ("financing", "Last week Nimbus Labs raised $20 million in a round led by Acme.", "Nimbus Labs"),
        ("financing", "本轮融资由青禾资本领投。", None),
        ("bankruptcy", "公司表示已申请破产保护。", None),
        ("pledge", "此次质押占其所持股份的5%。", None),
    ],
)  # fmt: skip
def test_who_does_it(event: str, sentence: str, who: str | None) -> None:
    found = doer(event, sentence)
    assert (sentence[slice(*found)] if found else None) == who


TEXTS = {
    "a": "羽石云获投1亿美元，本轮由青禾资本领投。",
    "b": "北方网8月8日，禾洛能源发布公告称，股东顾砚秋将其质押给海州银行的股份办理了解质押手续。",
    "c": "Nimbus Labs filed for bankruptcy on Monday after losing its largest customer.",
}


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("哪家公司融资了？", "羽石云"),
        ("企业融资事件对应的主体有哪些？", "羽石云"),
        ("哪个股东解除质押了？", "顾砚秋"),
        ("Which company went bankrupt?", "Nimbus Labs"),
        ("哪家公司被约谈了？", None),
    ],
)
def test_who_did_an_event_is_answered(tmp_path: Path, question: str, short: str | None) -> None:
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    with Library.open(tmp_path / "lib", create=True) as library:
        library.add([tmp_path])
        answer = library.ask(question)
    assert answer.answered is (short is not None)
    assert answer.short == short


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("顾砚秋承诺未来六个月内不减持公司股份。", True),
        ("公司尚未上市。", True),
        ("The company has not filed for bankruptcy.", True),
        ("Volthaus escaped a fine of 61 million euros.", True),
        ("顾砚秋减持了公司股份。", False),
        ("公司不再生产电池，并减持了股份。", False),
        ("公司有三座工厂。", False),
    ],
)
def test_an_event_is_denied(text: str, denied: bool) -> None:
    assert is_denied(text) is denied


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("3月18日，青禾智能宣布完成9.6亿元C轮融资。", "青禾智能什么时候上市？"),
        ("许怀谷承诺未来六个月内不减持公司股份。", "许怀谷什么时候减持？"),
    ],
)
def test_another_event_or_a_denied_one_is_no_answer(tmp_path: Path, text: str, question: str) -> None:
    with Library.open(tmp_path, create=True) as library:
        library.add_text(text, source="a.md")
        answer = library.ask(question)
    assert answer.short is None or not answer.answered
