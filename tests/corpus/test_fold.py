"""Folding evens out width, case, script and spun text, and every folded offset leads back exactly."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yinzheng.corpus.fold import INVISIBLE, fold, fold_evenly, fold_text
from yinzheng.corpus.spun import CORES, REPAIRS, Repair

SHARED = Path(__file__).parents[3] / "shared"

# Characters that expand, contract, combine, vanish or change script, between ordinary ones.
tricky = st.text(
    alphabet=st.sampled_from(
        "aZ é中國国㎡ﬁ½…Ⅷ℃１％，e\u0301\u0323\u200b\ufeff\ufe0fガｶﾞ각ᄀ\u1161\u11a8好意思元东说念主賽說ẞİΣ\n"
    ),
    max_size=40,
)
any_text = st.one_of(tricky, st.text(max_size=40))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＢＣ１２．５％", "abc12.5%"),
        ("營業收入與淨利潤", "营业收入与净利润"),
        ("瞭解乾坤，餅乾", "了解乾坤,饼干"),
        ("㎡ ﬁ ½ Ⅷ ℃", "m2 fi 1⁄2 viii °c"),
        ("Cafe\u0301", "café"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("STRASSE İ", "strasse i\u0307"),
        ("\u3000全角　空格", " 全角 空格"),
        ("高达1000亿好意思元的投资", "高达1000亿美元的投资"),
        ("賽說念上的東說念主", "赛道上的人"),
        ("漢\ud800字", "汉\ufffd字"),
        ("", ""),
        ("plain ASCII", "plain ascii"),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold_text(text) == folded
    assert fold(text).text == folded


@given(st.one_of(any_text, st.text(alphabet="营业收入，。“２Ａ　坏好意思元aB—", max_size=30)))
@example("他好意思元旦来")
def test_every_part_of_an_even_text_folds_to_that_part_of_it(text: str) -> None:
    folded = fold_evenly(text)
    if folded is not None:
        for start in range(len(text)):
            for end in range(start, len(text) + 1):
                assert fold_text(text[start:end]) == folded[start:end]


def test_common_chinese_text_is_even() -> None:
    assert (
        fold_evenly("营业收入为２０亿元（同比增长）：“很好”，他说。A")
        == "营业收入为20亿元(同比增长):“很好”,他说。a"
    )
    assert fold_evenly("營業收入") is None  # phrases may change it


def test_characters_that_are_folded_the_quick_way_fold_like_the_others() -> None:
    """A letter of another script sends the text the long way."""
    for code in range(0x80, 0x10000):
        char = chr(code)
        if fold_evenly(char) is not None:
            assert fold(f"{char}é").text == f"{fold(char).text}é"


@given(any_text)
@example("好意思国\u07a7，计较机")  # a mark that stays one, at the end of a string that is repaired
def test_every_character_leads_back_and_forth(text: str) -> None:
    folded = fold(text)
    assert folded.original(0, len(folded.text)).end <= len(text)
    assert folded.folded(0, len(text)).start == 0
    assert folded.folded(0, len(text)).end == len(folded.text)
    for i in range(len(folded.text)):
        span = folded.original(i, i + 1)
        assert 0 <= span.start < span.end <= len(text)
        back = folded.folded(span.start, span.end)
        assert back.start <= i < back.end
    for i in range(len(text)):
        span = folded.folded(i, i + 1)
        assert 0 <= span.start <= span.end <= len(folded.text)


@given(any_text, st.data())
def test_the_map_is_monotone_and_covers(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    n = len(folded.text)
    spans = [folded.original(i, i + 1) for i in range(n)]
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(spans))
    start = data.draw(st.integers(0, n))
    end = data.draw(st.integers(start, n))
    span = folded.original(start, end)
    assert 0 <= span.start <= span.end <= len(text)
    if start < end:
        assert span.start == spans[start].start
        assert span.end == spans[end - 1].end
        # What lies between two neighbouring spans folds to nothing.
        for a, b in pairwise(spans[start:end]):
            assert set(text[a.end : b.start]) <= INVISIBLE | set(text[a.start : a.end])


@given(any_text)
def test_the_covered_original_folds_to_at_least_the_interval(text: str) -> None:
    folded = fold(text)
    for start in range(len(folded.text)):
        span = folded.original(start, len(folded.text))
        block = folded.folded(span.start, span.end)
        assert folded.text[block.start : block.end].endswith(folded.text[start:])


@given(st.text(alphabet=st.characters(exclude_characters=INVISIBLE, exclude_categories=["Cs"]), max_size=30))
def test_equals_nfkc_and_lower_case_where_no_chinese_is_involved(text: str) -> None:
    if any(fold_text(c) != fold_text(c.lower()) or c >= "\u2e80" for c in text):
        return
    whole = "".join(c.lower() for c in unicodedata.normalize("NFKC", text))
    assert fold_text(text) == unicodedata.normalize("NFKC", whole)


@given(any_text)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold_text(text)
    assert fold_text(once) == once


def test_traditional_text_agrees_with_opencc_on_every_character() -> None:
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    for start in range(0x2E80, 0x32000, 64):
        block = [chr(code) for code in range(start, start + 64) if not 0xD800 <= code < 0xE000]
        block = [c for c in block if unicodedata.normalize("NFKC", c) == c and c not in INVISIBLE | {"・"}]
        # Apart by a letter, so that neither phrases nor combining marks play a part.
        assert fold_text("x".join(block)) == "x".join(convert(c).lower() for c in block)


def test_simplified_text_does_not_load_opencc() -> None:
    code = (
        "import sys; from yinzheng.corpus.fold import fold_text; "
        "fold_text('２０２４年营收达19.15亿美元……，同比增长736.6％。Ｏｋ'); "
        "assert 'opencc' not in sys.modules; fold_text('營收'); assert 'opencc' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_long_runs_of_combining_marks_stay_linear() -> None:
    text = "a" + "\u0301\u0323" * 400_000  # unbounded, this takes minutes
    folded = fold(text)
    assert folded.original(0, len(folded.text)).end == len(text)


def test_offsets_hold_behind_several_edits() -> None:
    text = "㎡好意思元，…东说念主ﬁ末"
    folded = fold(text)
    assert folded.text == "m2美元,...人fi末"
    found = [
        (folded.original(i, i + 1).start, folded.original(i, i + 1).end) for i in range(len(folded.text))
    ]
    singles = [(5, 6)] + [(6, 7)] * 3
    assert found == [(0, 1)] * 2 + [(1, 5)] * 2 + singles + [(7, 11)] + [(11, 12)] * 2 + [(12, 13)]
    back = folded.folded(7, 11)
    assert (back.start, back.end) == (8, 9)


@pytest.mark.parametrize("row", REPAIRS)
def test_each_repair(row: Repair) -> None:
    spun, meant, why, not_after, not_before = row
    text = f"甲{spun}乙"
    folded = fold(text)
    assert folded.text == f"甲{meant}乙"
    assert (folded.original(1, 1 + len(meant)).start, folded.original(1, 1 + len(meant)).end) == (
        1,
        1 + len(spun),
    )
    assert folded.original(1 + len(meant), 2 + len(meant)).start == 1 + len(spun)
    for neighbour in not_after:
        assert fold_text(neighbour + spun + "乙") == fold_text(neighbour) + spun + "乙"
    for neighbour in not_before:
        assert fold_text("甲" + spun + neighbour) == "甲" + spun + fold_text(neighbour)
    assert why
    assert any(core in spun for core in CORES)
    assert fold_text(meant) == meant


def test_jamo_are_put_together_from_the_first_vowel_on() -> None:
    assert fold_text("\u1100\u1161") == "\uac00"


def test_an_invisible_character_behind_one_that_grows_is_no_part_of_it() -> None:
    folded = fold("Ⅷ\u200bx")
    assert folded.text == "viiix"
    assert (folded.original(0, 4).start, folded.original(0, 4).end) == (0, 1)


def test_natural_neighbours_of_spun_strings_stay() -> None:
    for text in (
        "真不好意思元旦没空",
        "怎么好意思元旦来",
        "心心念念考上大学",
        "工作念了十年",
        "他说念书要紧",
        "真金不怕火炼",
    ):
        assert fold_text(text) == text


def test_repairs_do_not_occur_in_natural_text() -> None:
    files = [
        SHARED / "data" / name
        for name in ("cmrc2018/cmrc2018_trial.json", "drcd/DRCD_dev.json", "vcsum/short_dev.txt")
    ]
    if not all(file.exists() for file in files):
        pytest.skip("needs the evaluation data beside the repository (../shared/data)")
    import gzip

    texts = [file.read_text(encoding="utf-8") for file in files]
    news = SHARED / "data/crud_news_distractors/docs.jsonl.gz"
    with gzip.open(news, "rt", encoding="utf-8") as lines:
        texts.append(lines.read())
    for text in texts:
        assert not re.findall("|".join(row.spun for row in REPAIRS), text)
