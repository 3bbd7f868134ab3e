"""Speakers are told where a text is built of turns, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinzheng.corpus.load import load_text
from yinzheng.corpus.locate import locator
from yinzheng.corpus.markdown import outline
from yinzheng.corpus.speakers import turns
from yinzheng.types import Lang


def speakers(text: str) -> list[tuple[str, str]]:
    """Label of each speaker with how the line goes on."""
    return [(a.label, text[a.start : a.start + 12]) for a in outline(text).anchors if a.kind == "speaker"]


def names(text: str) -> list[str]:
    return [label for label, _ in speakers(text)]


def place(text: str, words: str, lang: Lang = "en") -> str:
    start = text.index(words)
    return locator(load_text(text, source="talk"), start, start + len(words), lang)


@pytest.mark.parametrize(
    "form",
    [
        "[{time}] {name}：{said}",
        "{name}（{time}）：{said}",
        "**{name}** ({time}): {said}\n",
        "{time} {name}: {said}",
        "{name} {time}\n{said}\n",
        "**{name}**：{said}\n",
        "**{name}：** {said}\n",
        "{name}：{said}",
        "{name}（远汀资本）：{said}",
    ],
)
def test_every_way_of_marking_turns(form: str) -> None:
    said = [
        ("主持人", "46:50", "您怎么看明年的产能？"),
        ("张总", "47:10", "我们明年扩到六十吉瓦时。"),
        ("主持人", "47:40", "钱从哪里来？"),
        ("张总", "47:55", "我们发了绿色债券。"),
    ]
    text = "\n".join(form.format(name=name, time=time, said=words) for name, time, words in said) + "\n"
    assert [name.partition("（远")[0] for name in names(text)] == ["主持人", "张总", "主持人", "张总"]
    cited = place(text, "扩到六十吉瓦时", "zh").replace("（远汀资本）", "")
    assert cited.startswith("张总，47:10" if "{time}" in form else "张总，第 ")


def test_a_citation_names_who_and_when() -> None:
    text = "CEO (47:10): We are sold out.\nAnalyst (47:40): Until when?\nCEO (47:50): Until December.\n"
    assert place(text, "We are sold out.") == "CEO, 47:10"
    assert place(text, "sold out.\nAnalyst (47:40): Until when?") == "CEO & Analyst, 47:10–47:40"
    assert place(text, text[:-1]) == "CEO & Analyst, 47:10–47:50"


def test_generic_names_of_transcribing_programs() -> None:
    text = "发言人1 00:03\n今天谈谈排产。\n\n发言人2 00:31\n好的。\n\n发言人1 01:10\n先说四月。\n"
    assert names(text) == ["发言人1", "发言人2", "发言人1"]
    assert place(text, "先说四月", "zh") == "发言人1，01:10"


def test_questions_and_answers() -> None:
    text = "一、经营\n收入增长两成。\n\n二、问答\n问：订单呢？\n答：排到九月。\n问：价格呢？\n答：稳定。\n"
    assert names(text) == ["问", "答", "问", "答"]
    assert place(text, "排到九月", "zh") == "§ 二、问答 · 答"
    assert names("Q1: What is it?\nA1: A tool.\n\nQ2: Is it free?\nA2: Yes.\n") == ["Q1", "A1", "Q2", "A2"]
    assert place("Q: What is it?\nA: A tool.\n", "A tool") == "A, line 2"


def test_calls_that_give_a_name_and_title_a_line() -> None:
    text = (
        "Operator\nGood morning and welcome.\n\n"
        "Mara Holt -- Chief Executive Officer\nThank you. We had a good quarter.\n\n"
        "Ilya Brandt -- Northgate Partners -- Analyst\nHow is demand in Asia?\n\n"
        "Mara Holt -- Chief Executive Officer\nWe see no change.\n\n"
        "Ilya Brandt -- Northgate Partners -- Analyst\nThank you.\n"
    )
    assert names(text) == ["Operator", "Mara Holt", "Ilya Brandt", "Mara Holt", "Ilya Brandt"]


def test_who_speaks_once_among_others_is_named_where_it_can_be_nobody_else() -> None:
    talk = "Host: Are you ready?\nAnna: I am.\n{once}: {said}\nHost: Shall we begin?\nAnna: Yes, please.\n"
    assert "Dev Malhotra" in names(talk.format(once="Dev Malhotra", said="May I ask something?"))
    assert "Budget" not in names(talk.format(once="Budget", said="4 million"))


@pytest.mark.parametrize(
    "text",
    [
        "注意：请勿外传。\n\nNote: we may change this.\n",
        "优点：便宜\n缺点：慢\n优点：近\n缺点：远\n优点：好\n缺点：坏\n",
        "Pros: we like it\nCons: you pay\nPros: I can use it\nCons: no support for us\n",
        "Date: 2025-05-27\nPresent: Rosa, Ben\nWritten by: Ben\nDate: 2025-05-28\nPresent: Rosa\n",
        "Rosa: sends the budget\nBen: calls the broker\nRosa: books the room\nBen: writes it up\n",
        "**身份**：总经理\n**背景**：金融\n\n**身份**：财务总监\n**背景**：审计\n\n**身份**：秘书\n**背景**：法律\n",
        "- **主持人**：请讲。\n- **张总**：我说两句。\n- **主持人**：好的吗？\n- **张总**：谢谢。\n",
        "Host: example.com\nUser-Agent: curl\nHost: example.org\nAccept: all\n",
        "A: 12 GWh\nB: 14 GWh\nC: 8 GWh\nA: 3 GWh\n",
        "Introduction 0:00\nGrowth 2:15\nRisks 5:00\nGrowth 7:00\nRisks 9:00\n",
        "0:00 Introduction\n2:15 Growth\n14:00 Questions\n",
        "他说：“我们会扩产。”\n王志远表示：我不同意。\n他说：你等着。\n王志远表示：我不等。\n",
        "| 主持人：你好 | 张总：你好 |\n| 主持人：我问 | 张总：我答 |\n",
        "Mara Holt – Senior Vice President and Controller\nPage 12\nMara Holt – Senior Vice President\n",
        "https://a.example/x\nhttps://b.example/y\nhttps://a.example/x\n",
    ],
)
def test_what_is_no_transcript_has_no_speakers(text: str) -> None:
    assert names(text) == []


def test_a_turn_ends_with_its_section_a_rule_or_a_remark() -> None:
    talk = "主持人：您怎么看？\n张总：我看好。\n主持人：为什么？\n张总：我们有订单。\n\n"
    assert place(f"# 访谈\n\n## 对话\n\n{talk}## 附录\n\n数据见年报。\n", "数据见年报", "zh") == "§ 附录"
    assert place(f"{talk}---\n\n数据见年报。\n", "数据见年报", "zh") == "第 8 行"
    assert place(f"{talk}免责声明：不构成建议。\n数据见年报。\n", "数据见年报", "zh") == "第 7 行"
    assert place(f"{talk}价格也稳定。\n", "价格也稳定", "zh") == "张总，第 6 行"


def test_a_time_mark_by_itself_belongs_to_the_turn_below() -> None:
    text = (
        "(0:00 - 2:00)\nHost: Are you ready?\nAnna: I am.\n\n"
        "(2:00 - 6:00)\nHost: Shall we begin?\nAnna: Yes, please.\n(6:00 - 7:00)\nI think we should.\n"
    )
    assert place(text, "(2:00 - 6:00)") == "2:00–6:00"
    assert place(text, "(2:00 - 6:00)\nHost: Shall we begin?") == "Host, 2:00–6:00"
    assert place(text, "I think we should") == "Anna, 6:00–7:00"


def test_the_examples_have_the_speakers_that_they_have(examples: Path) -> None:
    found = {
        path.name: set(names(path.read_text(encoding="utf-8"))) - {""}
        for path in examples.glob("[!.]*.*")
        if path.suffix in {".md", ".txt"}
    }
    assert {name: labels for name, labels in found.items() if labels} == {
        "heluo-cfo-interview.md": {"主持人", "林书禾"},
        "heluo-site-visit.txt": {"问", "答"},
        "quillstone-q1-call.txt": {"Operator", "Tobias Reyne", "Amara Osei", "Dev Malhotra"},
    }


PIECES = [
    "主持人",
    "Anna",
    "张总",
    "：",
    ": ",
    "**",
    "[00:10]",
    " 1:02",
    "\n",
    "\n\n",
    "---",
    "我",
    "?",
    "Q",
    "A",
    "(",
    "–",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_anchors_stand_in_order_at_the_beginnings_of_lines(text: str) -> None:
    found = turns([(at, line) for at, line in _lines(text)])
    assert [a.start for a in found] == sorted(a.start for a in found)
    assert all(a.start == 0 or text[a.start - 1] == "\n" for a in found)
    assert {a.kind for a in found} <= {"speaker", "timestamp"}


def _lines(text: str) -> list[tuple[int, str]]:
    at, found = 0, []
    for line in text.split("\n"):
        found.append((at, line))
        at += len(line) + 1
    return found


def test_the_table_has_each_word_once_and_in_lower_case() -> None:
    table = Path(__file__).parents[2] / "yinzheng" / "corpus" / "speakers.tsv"
    rows = [row.split("\t") for row in table.read_text(encoding="utf-8").splitlines() if row[:1] != "#"]
    words = [word for _, word in rows]
    assert len(words) == len(set(words))
    assert words == [word.casefold().strip() for word in words]
    assert {kind for kind, _ in rows} == {"role", "question", "answer", "label"}
