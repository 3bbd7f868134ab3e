"""The benchmark of citation checks: mutants are false, paraphrases are true, counts are right."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from bench.check import apportioned, gravest
from bench.check_attribution import Row, macro_f1, spread
from bench.check_bad_input import FORMS
from bench.check_falsehoods import done, negated, swapped_subject, turned
from bench.check_figures import (
    changed_number,
    converted_scale,
    dropped_digit,
    figures,
    moved_period,
    respelled,
    swapped_scale,
    swapped_unit,
)
from bench.check_mutations import ALLOWED, FALSE, TRUE, WANTED, cases, drawn
from bench.check_paraphrases import reordered, with_synonyms, without_adverbs
from bench.check_shelf import Name, Sentence, Shelf, stands, usable
from yinzheng.types import Lang, Report, Verdict

TEXTS = [
    "2024 年，禾田能源实现营业收入 86.40 亿元，同比增长 31.5%。禾田能源在职员工 9,860 人。禾田能源没有分红。",
    "澄湖精工于2023年3月收购了一家工厂，金额为 8000 万元。该公司进一步提高了产能。该公司计划推出新品。",
    "In March 2021, Brightwater Foods acquired a mill for $50 million. Revenue rose 12% in 2021.",
    "Redstone Mining reported revenue of $1.5 billion. The company did not pay a dividend.",
]
NAMES = {
    Name("禾田能源", "org"): {0},
    Name("澄湖精工", "org"): {1},
    Name("Brightwater Foods", "org"): {2},
    Name("Redstone Mining", "org"): {3},
}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    true: list[Sentence] = []
    for doc, text in enumerate(TEXTS):
        lang: Lang = "zh" if doc < 2 else "en"
        stop = "。" if lang == "zh" else "."
        parts = text.split("。") if lang == "zh" else text.split(". ")
        true += [Sentence(part.rstrip(".") + stop, lang, doc) for part in parts if part]
    return Shelf("made", tmp_path, [], list(TEXTS), true, dict(NAMES))


def sentence(text: str, lang: Lang, doc: int = 0) -> Sentence:
    return Sentence(text, lang, doc)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("收入 86.40 亿元，增长 31.5%。", ["8640000000|元", "31.5|%"]),
        ("Revenue was $1,284 million.", ["1284000000|$"]),
        ("于2024年3月5日，第3名，14:00，GPT-4 与 3D。", []),
        ("In May 14, 2024, No. 5 and Figure 2.1.", []),
    ],
)
def test_figures_are_found_with_scale_and_unit_and_dates_and_names_are_none(
    text: str, found: list[str]
) -> None:
    assert [one.signature for one in figures(text)] == found


@pytest.mark.parametrize("text", ["超过 25 万张", "more than 40 people", "约 30 人", "3 到 5 年"])
def test_bounds_and_ranges_are_not_changed_since_the_mutant_could_be_true(text: str) -> None:
    assert changed_number(text, Random(1)) is None


@pytest.mark.parametrize("seed", range(20))
def test_a_changed_figure_is_another_one_and_no_rounding(seed: int) -> None:
    text = "营业收入 86.40 亿元，员工 9,860 人，增长 31.5%。"
    before = {one.value for one in figures(text)}
    for change in (changed_number, dropped_digit):
        made = change(text, Random(seed))
        assert made
        (new,) = {one.value for one in figures(made[0])} - before
        assert all(abs(new - old) > max(new, old) / 50 for old in before)
        assert made[1].value == new


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("收入 86.40 亿元。", {"收入 864,000 万元。", "收入 864000 万元。"}),
        ("收入 8000 万元。", {"收入 0.8 亿元。"}),
        ("Revenue was $1,284 million.", {"Revenue was $1.284 billion."}),
        ("共 25万张。", {"共 0.0025亿张。", "共 250,000张。"}),
        ("共 62,000 张。", {"共 6.2万 张。"}),
    ],
)
def test_another_scale_keeps_the_value(text: str, made: set[str]) -> None:
    converted = converted_scale(text, Random(1))
    assert converted in made
    (before,), (after,) = figures(text), figures(converted or "")
    assert before.value == after.value


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("收入 12.5亿元。", "收入 1.25 billion yuan。"),
        ("It costs $50 million.", "It costs 5000万美元."),
        ("增长 13.1%。", "增长 百分之十三点一。"),
        ("It rose 45%.", "It rose 45 percent."),
        ("新臺幣 15 億元。", None),
    ],
)
def test_figures_are_spelled_as_the_other_language_does(text: str, made: str | None) -> None:
    assert respelled(text, Random(1)) == made


@pytest.mark.parametrize(
    ("text", "made"),
    [("收入 8 亿元。", "收入 8 万元。"), ("It costs $5 million.", "It costs $5 billion.")],
)
def test_scales_are_swapped(text: str, made: str) -> None:
    swapped = swapped_scale(text, Random(1))
    assert swapped
    assert swapped[0] == made


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("收入 8 亿元。", "收入 8 亿美元。"),
        ("It costs $5 million.", "It costs €5 million."),
        ("长 30 公里。", "长 30 米。"),
        ("人民币 30 元。", None),
    ],
)
def test_units_are_swapped(text: str, made: str | None) -> None:
    swapped = swapped_unit(text, Random(1))
    assert (swapped[0] if swapped else None) == made


@pytest.mark.parametrize(
    "text", ["2024 年第三季度盈利。", "于2023年3月投产。", "In March 2021, it opened in 1998."]
)
@pytest.mark.parametrize("seed", range(5))
def test_a_moved_period_is_one_that_the_sentence_did_not_have(text: str, seed: int) -> None:
    made = moved_period(text, Random(seed))
    assert made
    assert made[0] != text
    assert made[1] in made[0]
    assert made[1] not in text


@pytest.mark.parametrize(
    ("text", "lang", "made"),
    [
        ("公司没有分红。", "zh", "公司有分红。"),
        ("公司完成了收购。", "zh", "公司没有完成收购。"),
        ("The company did not pay a dividend.", "en", "The company did pay a dividend."),
        ("Redstone acquired a mill.", "en", "Redstone did not acquire a mill."),
        ("The mill was closed.", "en", "The mill was not closed."),
        ("If the mill was closed, prices rose.", "en", None),
        ("他说“我没有去”。", "zh", None),
    ],
)
def test_negations_are_put_in_and_taken_out(text: str, lang: Lang, made: str | None) -> None:
    assert negated(sentence(text, lang)) == made


@pytest.mark.parametrize(
    ("text", "lang", "made"),
    [
        ("收入同比增长 5%。", "zh", "收入同比下降 5%。"),
        ("Revenue rose 5%.", "en", "Revenue fell 5%."),
        ("It saw an increase.", "en", "It saw a decrease."),
        ("找到新的增长点。", "zh", None),
    ],
)
def test_directions_are_turned(text: str, lang: Lang, made: str | None) -> None:
    assert turned(sentence(text, lang), Random(1)) == made


@pytest.mark.parametrize(
    ("text", "lang", "made"),
    [
        ("该公司计划推出新品。", "zh", "该公司已经推出新品。"),
        ("公司将进一步扩大产能。", "zh", "公司已经进一步扩大产能。"),
        ("该计划推出后反响平平。", "zh", None),
        ("模拟实现了这一过程。", "zh", None),
        ("The firm expects to launch a ferry.", "en", "The firm launched a ferry."),
        ("The firm will launch a ferry.", "en", "The firm launched a ferry."),
        ("The firm launched a ferry.", "en", None),
    ],
)
def test_plans_are_told_as_done(text: str, lang: Lang, made: str | None) -> None:
    assert done(sentence(text, lang)) == made


def test_some_rows_are_taken_evenly_from_all() -> None:
    rows = [Row(str(n), (), n % 2 == 0, "set") for n in range(10)]
    assert [row.claim for row in spread(rows, 4)] == ["0", "2", "5", "7"]
    assert spread(rows, 0) == spread(rows, 10) == spread(rows, 99) == rows


def test_a_subject_becomes_another_name_of_its_kind_and_language(shelf: Shelf) -> None:
    one = next(one for one in shelf.true if "8000" in one.text)
    assert swapped_subject(one, shelf, Random(1)) == one.text.replace("澄湖精工", "禾田能源")


def test_a_subject_that_the_same_is_said_of_is_not_taken(shelf: Shelf) -> None:
    shelf.texts[0] += "禾田能源于2023年3月收购了一家工厂，金额为 8000 万元。"
    one = next(one for one in shelf.true if "8000" in one.text)
    assert swapped_subject(one, shelf, Random(1)) is None


@pytest.mark.parametrize(
    ("text", "lang", "made"),
    [
        ("此外，公司盈利。", "zh", "另外，公司盈利。"),
        ("The company purchased a mill.", "en", "The firm bought a mill."),
        ("Production is due to begin.", "en", None),
    ],
)
def test_synonyms(text: str, lang: Lang, made: str | None) -> None:
    assert with_synonyms(sentence(text, lang), Random(1)) == made


def test_adverbs_that_carry_nothing_are_dropped() -> None:
    assert without_adverbs(sentence("Additionally, it fell.", "en"), Random(1)) == "It fell."
    assert without_adverbs(sentence("公司的可持续发展。", "zh"), Random(1)) is None


def test_parts_change_places(shelf: Shelf) -> None:
    first, english = shelf.true[0], next(one for one in shelf.true if one.text.startswith("In March"))
    moved = reordered(sentence("2024 年，禾田能源实现营业收入 86.40 亿元。", "zh"), shelf)
    assert moved == "禾田能源在2024 年实现营业收入 86.40 亿元。"
    assert first.doc == 0
    assert reordered(english, shelf) == "Brightwater Foods acquired a mill for $50 million in March 2021."


def test_mutants_do_not_stand_in_the_documents_and_are_the_same_for_a_seed(shelf: Shelf) -> None:
    for kind in FALSE:
        made = list(cases(shelf, kind, 1))
        assert made == list(cases(shelf, kind, 1))
        assert not any(one.text in text for one in made for text in TEXTS), kind
        assert made, kind


def test_cases_are_drawn_evenly_by_language(shelf: Shelf) -> None:
    found = drawn([shelf, shelf], "verbatim", "en", 3, 1)
    assert [one.lang for one in found] == ["en"] * 3
    assert found[0].text == found[1].text  # one from each library in turn


def test_every_kind_has_a_bound() -> None:
    assert set(ALLOWED) == set(TRUE)
    assert set(WANTED) == set(FALSE)


def test_verdicts_belong_to_the_paragraph_that_they_stand_in() -> None:
    verdicts = (
        Verdict("x", 0, 1, "supported"),
        Verdict("x", 4, 5, "unsupported"),
        Verdict("x", 12, 13, "contradicted"),
    )
    parts = apportioned(Report(verdicts), [0, 10, 20])
    assert [gravest(part) for part in parts] == ["unsupported", "contradicted", "uncheckable"]


def test_macro_f1() -> None:
    assert macro_f1([(True, True), (False, False)]) == 1.0
    assert macro_f1([(True, True), (False, True)]) == pytest.approx(1 / 3)
    assert macro_f1([(True, False), (False, True)]) == 0.0


@pytest.mark.parametrize(
    ("text", "ok"),
    [
        ("禾田能源在去年的营业收入增长了百分之三十。", True),
        ("The company opened a new mill in the north.", True),
        ("- a list entry that is long enough for it.", False),
        ("| 营业收入 | 86.40 |", False),
        ("Is this a question that can be checked at all?", False),
        ("它说“没有收尾的引文是不能用来检查的。", False),
    ],
)
def test_only_whole_plain_statements_are_used(text: str, ok: bool) -> None:
    assert usable(text) is ok


def test_latin_names_are_whole_words() -> None:
    assert stands("Meta", "Meta rose.")
    assert not stands("Meta", "Metal rose.")


@pytest.mark.parametrize("form", FORMS)
def test_bad_texts_are_about_as_long_as_asked_and_grow_with_it(form: str) -> None:
    short, long = (len(FORMS[form](size).encode()) for size in (4096, 16384))
    assert 2048 < short < 6144
    assert 3.5 < long / short < 4.5
