"""What people say around a question does not change what they ask."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from yinzheng import Library
from yinzheng.corpus.tokens import language
from yinzheng.qa.framing import unframed

QUALITY = Path(__file__).parents[1] / "quality"
FRAMES = {
    "zh": (
        "请问{}", "请问一下，{}", "我想知道{}", "我们想了解一下：{}", "根据文档，{}", "根据以上资料，{}",
        "文中提到，{}", "能不能告诉我{}", "可以帮我查一下{}", "麻烦帮我看看，{}谢谢！", "请告诉我{}",
        "你好，请问根据材料，{}多谢您", "不知道{}", "資料裡說，{}", "請問{}請回答。",
    ),
    "en": (
        "Please tell me: {}", "Could you tell me {}", "Can you please tell us {}", "I would like to know {}",
        "According to the documents, {}", "Based on the provided context: {}", "I'd like to find out {}",
        "I'm wondering {}", "Do you happen to know {}", "Hi, can I ask {}", "My question is: {}",
        "In these reports, {}", "{} Thanks!", "{} Please.",
    ),
}  # fmt: skip


def asked() -> list[str]:
    """The questions of the gate."""
    files = [QUALITY / f"{name}.jsonl" for name in ("questions", "everyday")]
    return [json.loads(line)["question"] for file in files for line in file.read_text("utf-8").splitlines()]


def bare(question: str) -> str:
    return question.rstrip(" ?？。.")


def test_what_is_said_around_a_question_is_left_out() -> None:
    questions = asked()
    assert len(questions) > 100
    for question in questions:
        assert unframed(question) == question
        for frame in FRAMES[language(question)]:
            assert bare(unframed(frame.format(question))) == bare(question), frame


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        # whether one knows is not what is asked
        ("你知道羽石云有多少张 GPU 吗？", "羽石云有多少张 GPU ？"),
        ("不知道禾洛欠债多吗？", "禾洛欠债多吗？"),
        ("你能告诉我澄宇的董事长是谁吗", "澄宇的董事长是谁"),
        ("有没有人知道工厂什么时候投产？", "工厂什么时候投产？"),
        ("你知道羽石云盈利了吗？", "羽石云盈利了吗？"),
        ("Do you know whether Quillstone is profitable?", "whether Quillstone is profitable?"),
        ("Can you check if Heluo is listed?", "if Heluo is listed?"),
        ("How many GPUs does it have, according to the reports?", "How many GPUs does it have"),
        ("请用英文回答：禾洛的毛利率是多少？", "禾洛的毛利率是多少？"),
        ("Answer in Chinese: what is the rate?", "what is the rate?"),
        ("谁是羽石云的首席执行官呀？", "谁是羽石云的首席执行官？"),
        ("Give me the revenue of Heluo in 2024", "the revenue of Heluo in 2024"),
        ("Could you help me understand why Quillstone lost money?", "why Quillstone lost money?"),
        ("Can you summarize all the documents please?", "summarize all the documents"),
        # words of a scheme
        ("澄宇中标事件对应的中标金额是什么？", "澄宇中标的中标金额是什么？"),
        ("中标事件对应的主体有哪些？", "哪家公司中标了？"),
        ("企业融资的主体是谁", "哪家企业融资了？"),
        ("股东减持涉及的公司有哪些？", "哪个股东减持了？"),
    ],
)
def test_what_is_asked(question: str, rest: str) -> None:
    assert unframed(question) == rest


@pytest.mark.parametrize(
    "question",
    [
        "请",
        "请问",
        "谢谢",
        "Please",
        "Could you tell me",
        "根据2024年年报，禾洛的营收是多少？",
        "报告期内营收是多少？",
        "需要多少张 GPU？",
        "我们公司有多少员工？",
        "请求权的时效多长？",
        "通过收购获得了什么？",
        "谁知道火灾的原因？",
        "9·11事件的时间是什么时候？",
        "公司的经营主体是谁？",
        "In Germany, who runs it?",
        "What do you know about Quillstone?",
        "Tell me about Quillstone",
        "May members vote as they please?",
        "Who asked you to tell me?",
        "Is there a report on the fire?",
    ],
)
def test_what_belongs_to_the_question_stays(question: str) -> None:
    assert unframed(question) == question


def test_an_answer_is_the_same_and_keeps_the_question_as_it_was_put(tmp_path: Path) -> None:
    notes = tmp_path / "plant.md"
    notes.write_text(
        "# 青禾科技\n青禾科技的滨海工厂雇用 1,200 名工人。\n工厂 2026 年投产。\n", encoding="utf-8"
    )
    with Library.open(tmp_path / "library", create=True) as library:
        library.add([notes])
        plain = library.ask("青禾科技的工厂雇用多少名工人？")
        framed = library.ask("你好，根据文档，我想知道青禾科技的工厂雇用多少名工人？谢谢")
        hits = library.search("青禾科技的工厂雇用多少名工人？")
        assert plain.short == "1,200 名工人"
        assert framed.question == "你好，根据文档，我想知道青禾科技的工厂雇用多少名工人？谢谢"
        assert (framed.text, framed.short, framed.confidence) == (plain.text, plain.short, plain.confidence)
        assert library.search("请问青禾科技的工厂雇用多少名工人？") == hits
        about = library.summarize(about="请问滨海工厂")
        assert about.points == library.summarize(about="滨海工厂").points
        assert about.about == "请问滨海工厂"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("新规啥时候生效", "新规什么时候生效"),
        ("公司为啥被罚？", "公司为什么被罚？"),
        ("岚江24年营收多少", "岚江2024年营收多少"),
        ("他干了20年", "他干了20年"),
        ("20年后产能是多少", "20年后产能是多少"),
        ("What's the break fee?", "What is the break fee?"),
        ("revenue guidance for FY25", "revenue guidance for fiscal 2025"),
        ("operating income fy2024", "operating income fiscal 2024"),
    ],
)
def test_what_is_said_in_talk_is_written_out(said: str, written: str) -> None:
    assert unframed(said) == written
