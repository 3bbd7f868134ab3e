"""Menus, copies and spun texts stand behind what says the same, and are quoted where nothing else answers."""

from __future__ import annotations

from pathlib import Path

from yinzheng import Library

FACT = "青禾科技2024年营业收入为12.5亿元，同比增长两成。"


def test_a_copy_is_not_quoted_beside_its_original(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", create=True) as library:
        first = library.add_text(f"年度报告摘要。{FACT}", "a")
        second = library.add_text(f"年度报告摘要。{FACT}", "b")
        answer = library.ask("青禾科技2024年的营业收入是多少？")

        assert any(flag.startswith("duplicate_of") for flag in second.flags)
        assert answer.answered
        assert answer.citations[0].doc_id == first.id
        assert answer.citations[0].flags == first.flags


def test_a_menu_is_quoted_only_where_nothing_else_is_there(tmp_path: Path) -> None:
    menu = "首页 > 财经 > 公司\n上一篇：青禾科技2024年营业收入是多少\n相关阅读\n青禾科技营业收入是多少\n"
    with Library.open(tmp_path / "library", create=True) as library:
        library.add_text(f"{menu}\n\n{FACT}\n", "a")
        answer = library.ask("青禾科技2024年的营业收入是多少？")

        assert answer.answered
        assert answer.citations[0].quote == FACT
        assert not any("上一篇" in citation.quote for citation in answer.citations[:1])
