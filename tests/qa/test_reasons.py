"""Why something is so is answered by the reason, not by the sentence that it is so."""

from __future__ import annotations

from pathlib import Path

import pytest

from yinzheng import Library
from yinzheng.qa.reasons import gives_a_reason


@pytest.mark.parametrize(
    ("sentence", "gives"),
    [
        ("亏损主要因为海外仓储的前期投入。", True),
        ("業績變動原因為原料價格上漲。", True),
        ("受疫情影响，收入下降。", True),
        ("It lost money because prices fell.", True),
        ("The fall was driven by weak demand.", True),
        ("公司净亏损2.1亿元。", False),
        ("因此公司裁员。", False),
        ("The company lost $3 million.", False),
    ],
)
def test_words_of_a_reason(sentence: str, gives: bool) -> None:
    assert gives_a_reason(sentence) is gives


@pytest.mark.parametrize(
    ("text", "question", "quote"),
    [
        (
            "青禾饲料预计2025年上半年亏损1.2亿元。业绩变动原因为生猪存栏量下降和原料价格上涨。",
            "青禾饲料为什么亏损？",
            "业绩变动原因为生猪存栏量下降和原料价格上涨。",
        ),
        (
            "Norda closed its Leeds plant in May. The move was driven by rising energy costs.",
            "Why did Norda close its Leeds plant?",
            "The move was driven by rising energy costs.",
        ),
        ("青禾饲料因粮价上涨而亏损。公司有三座工厂。", "青禾饲料为什么亏损？", "青禾饲料因粮价上涨而亏损。"),
    ],
)  # fmt: skip
def test_the_reason_behind_is_cited(tmp_path: Path, text: str, question: str, quote: str) -> None:
    with Library.open(tmp_path, create=True) as library:
        library.add_text(text, source="a.md")
        answer = library.ask(question)
    assert answer.answered
    assert answer.citations[0].quote == quote
