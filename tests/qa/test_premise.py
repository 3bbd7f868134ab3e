"""Why-questions whose premise no text states are not answered."""

from __future__ import annotations

import pytest

from yinzheng.qa.premise import is_stated

DEAL = "微软向 CoreWeave 租用 GPU，因为自建数据中心来不及。CoreWeave 去年收购了一家软件公司。"


def test_what_stands_far_apart_in_a_sentence_states_no_premise() -> None:
    text = "谷歌与甲骨文签了协议，它在北方有两座园区，可以优先获得电力。"
    assert not is_stated("Why did Google acquire Oracle?", text, "zh")
    assert is_stated("Why did Google acquire Oracle?", "谷歌与甲骨文谈了两年，最后获得其全部股权。", "zh")


@pytest.mark.parametrize(
    ("question", "stated"),
    [
        ("为什么微软向 CoreWeave 租用 GPU？", True),
        ("为什么微软收购了 CoreWeave？", False),
        ("Why did Microsoft acquire CoreWeave?", False),
        ("微软什么时候收购了 CoreWeave？", True),  # only why-questions are held to it
    ],
)
def test_a_premise_needs_its_names_and_what_relates_them(question: str, stated: bool) -> None:
    assert is_stated(question, DEAL, "zh") is stated
