"""Short answers: the figure, date or name that a question asks for, and none where that cannot be told."""

# ruff: noqa: E501
# A row is a question, a sentence and its answer: one line.

from __future__ import annotations

import pytest

from yinzheng.corpus.lexicon import concepts, literal
from yinzheng.corpus.tokens import language, tokens, words
from yinzheng.qa.question import is_function_word
from yinzheng.qa.short import short_answer


def short(question: str, sentence: str) -> str | None:
    lang, to = language(question), language(sentence)
    topics = [word for word in words(question) if not is_function_word(word)]
    asked = literal(tokens(question)) if lang == to else concepts(topics, to)
    found = short_answer(question, sentence, dict.fromkeys(asked, 1.0))
    return None if found is None else sentence[found.start : found.end]


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        # The unit that is asked for decides.
        ("公司有多少名员工？", "公司在 12 个国家有 2,500 名员工，去年营收 8 亿元。", "2,500 名员工"),
        ("公司去年营收多少钱？", "公司在 12 个国家有 2,500 名员工，去年营收 8 亿元。", "8 亿元"),
        ("公司在多少个国家运营？", "公司在 12 个国家有 2,500 名员工，去年营收 8 亿元。", "12 个国家"),
        ("這座橋長多少公尺？", "這座橋長 320 公尺，造價約 2 億元。", "320 公尺"),
        ("How many gigawatts does the plant need?", "The plant needs 3.5 GW and will employ 400 people.", "3.5 GW"),
        ("How many people will it employ?", "The plant needs 3.5 GW and will employ 400 people.", "400 people"),
        ("How much did the plant cost?", "The plant, 12 km from the port, cost $45 million.", "$45 million"),
        # Of two that fit, the nearer one.
        ("毛利率是多少？", "毛利率为 41%，净利率为 12%。", "41%"),
        ("净利率是多少？", "毛利率为 41%，净利率为 12%。", "12%"),
        ("What was the net margin?", "Gross margin was 41%, net margin 12%.", "12%"),
        # Dates, not the one that the question names.
        ("工厂什么时候投产？", "工厂 2019 年奠基，2022年11月投产。", "2022年11月"),
        ("When was the plant opened?", "The ground was broken in 2019 and the plant opened in November 2022.",
         "November 2022"),
        ("2023 年之后公司哪一年盈利？", "公司 2023 年仍亏损，2025 年首次盈利。", "2025 年"),
        # Words that bound a figure belong to it.
        ("公司持有多少股权？", "公司持有约 49% 的股权。", "约 49%"),
        # Across languages.
        ("公司去年的营收是多少？", "Last year revenue was $1.9 billion and the company had 300 staff.", "$1.9 billion"),
        ("How many employees does it have?", "公司在 12 个国家有 2,500 名员工，去年营收 8 亿元。", "2,500 名员工"),
        # Names.
        ("首席执行官是谁？", "首席执行官张伟在会上表示，公司将扩产。", "张伟"),
        ("Who is the chief executive?", "The chief executive, Maria Lindqvist, said that output would grow.",
         "Maria Lindqvist"),
    ],
)  # fmt: skip
def test_the_short_answer(question: str, sentence: str, answer: str) -> None:
    assert short(question, sentence) == answer


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("为什么推迟投产？", "因为 3 台设备没有到货，工厂推迟到 2022 年投产。"),  # not asked for a figure
        ("公司有多少名员工？", "公司的员工分布在各地。"),  # none there
        ("工厂什么时候投产？", "工厂将在设备到货后投产。"),
        ("2024 年营收增长了百分之多少？", "2024 年营收为 8 亿元。"),  # no percentage
        ("Who is the chief executive?", "The chief executive said that output would grow."),
    ],
)
def test_there_is_none(question: str, sentence: str) -> None:
    assert short(question, sentence) is None
