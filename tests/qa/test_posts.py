"""Who holds a post, as a question asks for it and as documents tell it."""

# ruff: noqa: E501
# A row is a text, a question and its answer: one line.

from __future__ import annotations

from pathlib import Path

import pytest

from yinzheng import Library
from yinzheng.qa.holders import is_of_another_post
from yinzheng.qa.posts import LEADERS, post_asked


@pytest.mark.parametrize(
    ("question", "posts", "whose"),
    [
        ("Who runs Acme?", LEADERS, "Acme"),
        ("Who is the CFO of Acme Corp now?", {"finance"}, "Acme Corp"),
        ("Who is Acme's chief executive?", {"chief_executive"}, "Acme"),
        ("What is the name of Acme’s CEO?", {"chief_executive"}, "Acme"),
        ("禾洛能源的老板是谁？", LEADERS, "禾洛能源"),
        ("谁是禾洛能源的董事长", {"chair"}, "禾洛能源"),
        ("禾洛能源现任CEO是谁？", {"chief_executive"}, "禾洛能源"),
        ("羽石雲的執行長是誰？", {"chief_executive"}, "羽石云"),
        ("谁掌管禾洛能源？", LEADERS, "禾洛能源"),
        ("禾洛能源的财务总监换成谁了", {"finance"}, "禾洛能源"),
        ("禾洛能源新任财务总监是谁", {"finance"}, "禾洛能源"),
        ("谁被任命为禾洛能源的财务总监", {"finance"}, "禾洛能源"),
        ("Who was appointed CFO of Acme?", {"finance"}, "Acme"),
        ("谁代行财务总监职责", {"finance"}, ""),
        ("顾砚秋到任前由谁代行禾洛能源的财务总监职责？", {"finance"}, "禾洛能源"),
        ("Who is the interim CEO of Acme?", {"chief_executive"}, "Acme"),
        ("禾洛能源的副总经理是谁？", {"general_manager"}, "禾洛能源"),
    ],
)
def test_a_question_asks_who_holds_a_post(question: str, posts: set[str], whose: str) -> None:
    asked = post_asked(question)
    assert asked is not None
    assert (set(asked.posts), asked.whose) == (posts, whose)
    assert asked.acting == ("代行" in question or "interim" in question)
    assert asked.deputy == ("副" in question)


@pytest.mark.parametrize(
    "question",
    [
        "Who sued the CEO of Acme?",
        "Who was the former CEO of Acme?",
        "Who founded Acme?",
        "Who is the vice president of Acme?",
        "禾洛能源的董事长向谁质押了股份？",
        "禾洛能源的前任总经理是谁？",
        "谁负责禾洛能源的海外业务？",
        "2023年谁是禾洛能源的董事长？",  # who it is today is not who it was
    ],
)
def test_other_questions_about_people_are_left_alone(question: str) -> None:
    assert post_asked(question) is None


@pytest.mark.parametrize(
    ("text", "question", "name"),
    [
        ("Acme - call\nAnn Lee, chairwoman; Bo Ray, finance chief", "Who is Acme's CFO?", "Bo Ray"),
        ("Acme - report\nOur chief executive, Ann Lee, sold shares.", "Who runs Acme?", "Ann Lee"),
        ("Acme\nAnn Lee, who has been CEO since May, left.", "Who is the CEO of Acme?", "Ann Lee"),
        ("Acme CEO Ann Lee said Zeta CEO Bo Ray was wrong.", "Who is the CEO of Zeta?", "Bo Ray"),
        ("禾洛能源年报\n董事长为顾砚秋，总经理为沈知远。", "禾洛能源的总经理是谁？", "沈知远"),
        ("禾洛能源年报\n顾砚秋（董事长）、沈知远（总经理）出席。", "禾洛能源的董事长是谁？", "顾砚秋"),
        ("禾洛能源年报\n副总经理李强、总经理沈知远出席。", "禾洛能源的总经理是谁？", "沈知远"),
        ("禾洛能源年报\n沈知远担任公司总经理、法定代表人。", "谁是禾洛能源的总经理？", "沈知远"),
        # who leaves holds it no more, and who takes over does
        ("禾洛能源总经理沈知远已于3月底离职，由原副总裁顾砚秋接任。", "禾洛能源现任总经理是谁？", "顾砚秋"),
        ("禾洛能源总经理沈知远辞职，董事会聘任顾砚秋为公司总经理。", "谁接任禾洛能源的总经理？", "顾砚秋"),
        ("禾洛能源公告\n公司收到财务总监沈知远先生提交的书面辞任报告。\n会议同意聘任顾砚秋女士为公司财务总监。", "禾洛能源的CFO是谁？", "顾砚秋"),
        ("禾洛能源公告\n公司收到财务总监沈知远先生提交的书面辞任报告。\n会议同意聘任顾砚秋女士为公司财务总监。", "禾洛能源财务总监换成谁了", "顾砚秋"),
        ("禾洛能源公告\n在顾砚秋女士到任前，由董事会秘书李强先生代行财务总监职责。", "谁代行财务总监职责？", "李强"),
        ("禾洛能源年报\n董事长是顾砚秋，副总裁是沈知远。", "禾洛能源的副总裁是谁？", "沈知远"),
        ("禾洛能源年报\n董事长是顾砚秋，总经理是沈知远。", "禾洛能源的CEO是谁？", "沈知远"),
        ("禾洛能源招股书\n顾砚秋女士，1981年生，海州大学硕士，2019年6月起任公司财务总监。", "禾洛能源的CFO是谁？", "顾砚秋"),
        ("Acme CFO Bo Ray will leave; Ann Lee is finance chief.", "Who is Acme's CFO?", "Ann Lee"),
    ],
)  # fmt: skip
def test_who_holds_it_is_the_short_answer(tmp_path: Path, text: str, question: str, name: str) -> None:
    (tmp_path / "text.txt").write_text(text, "utf-8")
    with Library.open(tmp_path / "library", create=True) as library:
        library.add([tmp_path / "text.txt"])
        answer = library.ask(question)

    assert answer.short == name
    assert answer.short_at is not None
    assert text[answer.short_at.start : answer.short_at.end] == name


@pytest.mark.parametrize(
    "text",
    [
        "禾洛能源年报\n副总经理李强出席。",
        "禾洛能源年报\n前董事长李强离任。",
        "羽石云年报\n董事长为李强。",  # another company's
        "禾洛能源年报\n宁德时代董事长李强到访。",
        "禾洛能源年报\n李强先生，1980年生，2015年至2018年任公司董事长。",
        "禾洛能源年报\n李强先生，1980年生，2015年起任羽石云董事长。",
    ],
)
def test_nobody_else_is_taken_for_who_holds_it(tmp_path: Path, text: str) -> None:
    (tmp_path / "text.txt").write_text(text, "utf-8")
    with Library.open(tmp_path / "library", create=True) as library:
        library.add([tmp_path / "text.txt"])
        assert library.ask("禾洛能源的董事长是谁？").short != "李强"


@pytest.mark.parametrize(
    ("question", "sentence", "of_another"),
    [
        ("Who is the president of France?", "Emmanuel Macron was elected president of France.", False),
        ("Who is the CFO of Acme?", "Ann Lee, chief executive, spoke.", True),
        ("Who is the CEO of Acme?", "Former CEO Ann Lee spoke.", True),
        ("Who runs Acme?", "The founder, Ann Lee, spoke.", False),
        ("Who runs Acme?", "Deputy chairman Ann Lee spoke.", True),
        ("Who is the CEO of Acme?", "行政总裁李强出席。", False),  # whose it is cannot be compared
        ("禾洛能源的董事长是谁？", "目前董事长空缺。", False),
        ("禾洛能源的董事长是谁？", "副董事长李强出席。", True),
        ("禾洛能源在哪里？", "副董事长李强出席。", False),
    ],
)
def test_what_tells_of_another_post(question: str, sentence: str, of_another: bool) -> None:
    assert is_of_another_post(question, sentence) is of_another
