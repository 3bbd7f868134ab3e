"""Search terms: words and bigrams of Chinese, stems of English, numbers as they are."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yinzheng.corpus import tokens as module
from yinzheng.corpus.fold import fold_text
from yinzheng.corpus.tokens import language, tokens


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("营业收入增长", {"营业", "收入", "增长", "业收", "入增"}),
        ("營業收入", {"营业", "收入"}),
        ("第5章", {"第", "5", "章"}),
        ("running companies", {"run", "compani"}),
        ("the company's don’t", {"compani", "dont"}),
        ("1,915 and １２，０００，０００．５０", {"1915", "12000000.50"}),
        ("19.15亿美元，736.6%", {"19.15", "736.6", "亿美元", "美元"}),
        ("GPT-4", {"gpt4", "gpt", "4"}),
        ("gpt4", {"gpt4", "gpt", "4"}),
        ("H100", {"h100"}),
        ("2GW", {"2gw", "2", "gw"}),
        ("data-center", {"data", "center", "datacent"}),
        ("U.S. AT&T", {"us", "att"}),
        ("2025-04-02", {"2025", "04", "02", "20250402"}),
        ("www.example.com", {"exampl", "wwwexamplecom"}),
        ("カタカナ", {"カタ", "タカ", "カナ"}),
        ("Ёлка", {"ёлка"}),
    ],
)
def test_terms(text: str, wanted: set[str]) -> None:
    assert wanted <= set(tokens(text))


@pytest.mark.parametrize("text", ["", " \n", "。，！", "…%$", "\u0000\u200b"])
def test_no_terms_in_punctuation(text: str) -> None:
    assert tokens(text) == []


def test_runs_of_han_are_kept_apart() -> None:
    assert set(tokens("营收，利润")) == {"营收", "利润"}


def test_decimals_and_lists_are_not_joined() -> None:
    assert tokens("736.6% 1,2,3") == ["736.6", "1", "2", "3"]


def test_spellings_of_one_name_share_a_term() -> None:
    for spellings in (
        ("GPT-4", "GPT4"),
        ("data center", "data-center"),
        ("datacenter", "data-center"),
        ("2 GW", "2GW"),
    ):
        assert set(tokens(spellings[0])) & set(tokens(spellings[1]))


@given(st.text(max_size=60))
@example("2024年'营收")
def test_terms_are_clean_and_folding_first_changes_nothing(text: str) -> None:
    terms = tokens(text)
    assert tokens(fold_text(text)) == terms
    for term in terms:
        assert term
        assert len(term) <= 64
        assert all(c.isalnum() or c == "." or not c.isascii() for c in term)
        assert not any(c.isspace() for c in term)


def test_a_word_without_end_is_gone_through_once() -> None:
    # Once from each of its letters would take hours.
    assert tokens("x" * 1_000_000) == ["x" * 64]
    assert tokens("7" * 1_000_000) == ["7" * 64]


def test_jieba_itself_serves_without_the_rust_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    module._cutter.cache_clear()
    try:
        assert {"营业", "收入", "业收"} <= set(tokens("营业收入"))
    finally:
        module._cutter.cache_clear()


def test_jieba_leaves_no_cache_in_the_temporary_folder(tmp_path: object) -> None:
    code = (
        "import sys, os, tempfile; sys.modules['rjieba'] = None; tempfile.tempdir = sys.argv[1]; "
        "from yinzheng.corpus.tokens import tokens; assert '收入' in tokens('营业收入'); "
        "assert not os.listdir(sys.argv[1])"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code, str(tmp_path)], check=True)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("", "en"),
        ("119 / 12%", "en"),
        ("What was the revenue in 2024?", "en"),
        ("2024年的营收是多少？", "zh"),
        ("CoreWeave IPO 定价", "zh"),
        ("OpenAI 和 Microsoft", "zh"),
        ("使用 Python 的 FAISS library 做 vector search", "zh"),
        ("Tencent (腾讯) is the largest shareholder of the company", "en"),
        ("What is 腾讯 worth?", "en"),
        ("微軟與 OpenAI 的關係", "zh"),
    ],
)
def test_language(text: str, lang: str) -> None:
    assert language(text) == lang
