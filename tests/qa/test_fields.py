"""Label and value lines answer what is asked in other words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from yinzheng import Library

MINUTES = """# 二期工厂项目例会纪要

时间：2025年4月12日 14:00
地点：杭州总部3号会议室
主持人：沈亦舟
记录人：罗清岩
出席：沈亦舟、魏子川、段维
缺席：何铭远（出差）

魏子川介绍，合肥方案投资约3.2亿元，芜湖方案约2.7亿元。
决议：选定芜湖方案，6月30日前完成土地签约。

待办事项：
- 江映雪：4月25日前提交融资计划
- 段维：5月10日前完成二号产线部署

下次会议：2025年5月8日
"""
FACTS = """Company: Kestrel Robotics Inc.
Founded: 2014
Headquarters: Pittsburgh, Pennsylvania
**Employees:** 830
Investors: Hillcrest Partners, Lazare & Stone

Kestrel makes robots that pick parcels. In 2024 it shipped 3,100 arms.
"""
FORM = """# 云帆储能公司资料

| 项目 | 内容 |
|---|---|
| 成立时间 | 2016年3月 |
| 法定代表人 | 许怀谷 |

## 子公司云舟

| 项目 | 内容 |
|---|---|
| 成立时间 | 2021年9月 |
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(Path(tmp_path_factory.mktemp("fields")) / "library", create=True) as made:
        made.add_text(MINUTES, source="minutes.md")
        made.add_text(FACTS, source="facts.md")
        made.add_text(FORM, source="form.md")
        yield made


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("会议什么时候开的？", "2025年4月12日"),
        ("会议是哪天开的", "2025年4月12日"),
        ("会议在哪里开的？", "杭州总部3号会议室"),
        ("会议由谁主持？", "沈亦舟"),
        ("Who chaired the meeting?", "沈亦舟"),
        ("谁没来开会？", "何铭远"),
        ("哪些人参会了？", "沈亦舟、魏子川、段维"),
        ("谁写的会议纪要？", "罗清岩"),
        ("When is the next meeting?", "2025年5月8日"),
        ("When was Kestrel Robotics founded?", "2014"),
        ("Where is Kestrel based?", "Pittsburgh, Pennsylvania"),
        ("Kestrel有多少员工？", "830"),
        ("Who invested in Kestrel?", "Hillcrest Partners, Lazare & Stone"),
        ("云帆储能什么时候成立的？", "2016年3月"),
        ("云舟什么时候成立的？", "2021年9月"),
        ("云帆储能的法定代表人是谁？", "许怀谷"),
    ],
)
def test_a_field_answers(library: Library, question: str, short: str) -> None:
    answer = library.ask(question)
    assert (answer.answered, answer.short) == (True, short), answer.text
    first = answer.citations[0]
    assert short in first.quote


def test_a_list_under_a_label_is_quoted_line_by_line(library: Library) -> None:
    answer = library.ask("会议的待办事项有哪些？")
    assert [citation.quote for citation in answer.citations[:2]] == [
        "- 江映雪：4月25日前提交融资计划",
        "- 段维：5月10日前完成二号产线部署",
    ]
    assert answer.short is None


@pytest.mark.parametrize(
    "question",
    [
        "When was Tolva Labs founded?",  # another company than the field is about
        "Where is Tolva based?",
    ],
)
def test_a_field_of_another_subject_does_not_answer(library: Library, question: str) -> None:
    answer = library.ask(question)
    assert not answer.answered, answer.text
