"""When a text is taken for the work of an article spinner."""

from __future__ import annotations

import pytest

from yinzheng.corpus.spun import is_spun


def test_several_kinds_of_traces_make_a_text_spun() -> None:
    assert is_spun("好意思联储加息，东说念主东说念主都知说念。")


@pytest.mark.parametrize(
    "text",
    [
        "好意思元是不是写错了？",  # one trace, in a quotation or by a slip
        "不好意思美元旦休市，他心心念念考上大学，工作念多了，真金不怕火炼。",  # natural neighbours
        "他哪好意思元旦来，哪好意思国庆来，日报说念书好。",  # of which one alone is natural: the one behind
        "美联储加息，人人都知道。",
        "",
    ],
)
def test_one_trace_or_natural_text_does_not(text: str) -> None:
    assert not is_spun(text)
