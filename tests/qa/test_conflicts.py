from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from typing import Any
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinzheng.qa.conflicts import conflicts
from yinzheng.qa.names.aliases import defined_names
from yinzheng.types import Citation, Claim, Conflict, Quantity

SCALES = {
    "亿美元": 10**8,
    "万美元": 10**4,
    " billion": 10**9,
    " million": 10**6,
    "亿元": 10**8,
    "万": 10**4,
    "亿": 10**8,
    "%": 1,
    "": 1,
    " GW": 1,
    " MW": 1,
}


def place(text: str) -> int:
    """Where a sentence stands: different sentences of a document in different places."""
    return crc32(text.encode()) % 10**6


def quantity(text: str, raw: str, **given: Any) -> Quantity:
    """The quantity that ``raw`` writes in ``text``, read the simple way."""
    start = place(text) + text.index(raw)
    number = raw.strip("$约")
    scale = (
        next(name for name in SCALES if name and number.endswith(name)) if not number[-1].isdigit() else ""
    )
    value = Decimal(number.removesuffix(scale).replace(",", "")) * SCALES[scale]
    fields: dict[str, Any] = {"kind": "money", "unit": "USD", "qualifier": "exact", "low": None, "high": None}
    if scale == "%":
        fields |= {"kind": "percent", "unit": "%"}
    elif scale.strip() in {"GW", "MW"}:
        fields |= {"kind": "physical", "unit": scale.strip()}
    elif scale == "亿元":
        fields["unit"] = "CNY"
    fields |= {"value": value} | given
    return Quantity(start, start + len(raw), raw, **fields)


def claim(
    doc: str, text: str, raw: str, *, subject: str, metric: str, key: str, period: str = "2024", **other: Any
) -> Claim:
    of_claim = {name: other.pop(name) for name in ("modality", "status", "subject_from") if name in other}
    cited = Citation(1, doc, f"{doc}.txt", doc, place(text), place(text) + len(text), text, "")
    return Claim(
        subject, metric, key, quantity(text, raw, **other), period, of_claim.get("modality", "actual"), cited,
        of_claim.get("status", "exact"), of_claim.get("subject_from", "sentence"),
    )  # fmt: skip


def revenue(doc: str, text: str, raw: str, subject: str = "星河云", **other: Any) -> Claim:
    metric = next(word for word in ("收入", "营收", "revenue", "sales") if word in text)
    return claim(doc, text, raw, subject=subject, metric=metric, key="revenue", **other)


def raws(conflict: Conflict) -> list[list[str]]:
    return [[one.quantity.raw for one in group] for group in conflict.groups]


def reasons(found: list[Conflict]) -> list[str]:
    return [conflict.reason for conflict in found]


def between(low: int, high: int) -> dict[str, Any]:
    """What makes a figure a range, in 亿."""
    ends = {"low": Decimal(low * 10**8), "high": Decimal(high * 10**8)}
    return {"qualifier": "range", "value": None} | ends


A = revenue("a", "2024年星河云收入为19.15亿美元。", "19.15亿美元")


def test_two_sources_that_disagree_are_a_conflict_with_both_spans() -> None:
    b = revenue("b", "星河云2024年营收达到22.4亿美元。", "22.4亿美元")
    (found,) = conflicts([A, b])
    assert (found.subject, found.metric_key, found.period, found.reason) == ("星河云", "revenue", "2024", "")
    assert found.groups == ((A,), (b,))


def test_sources_that_agree_stand_together() -> None:
    b = revenue("b", "星河云2024年营收达到22.4亿美元。", "22.4亿美元")
    c = revenue("c", "去年，星河云的收入约为19.2亿美元。", "19.2亿美元")
    (found,) = conflicts([A, b, c])
    assert raws(found) == [["19.15亿美元", "19.2亿美元"], ["22.4亿美元"]]


@pytest.mark.parametrize(
    ("raw", "given"),
    [
        ("19.2亿美元", {}),
        ("19亿美元", {}),
        ("1.915 billion", {}),
        ("1,915 million", {}),
        ("1.9 billion", {}),
        ("20亿美元", {"qualifier": "approx"}),
        ("19亿美元", {"qualifier": "over"}),
        ("15亿美元", {"qualifier": "at_least"}),
        ("20亿美元", {"qualifier": "under"}),
        ("20亿美元", {"qualifier": "at_most"}),
        ("18亿美元", between(18, 20)),
        ("几十亿美元", {"qualifier": "vague", "value": None}),
    ],
)  # fmt: skip
def test_rounding_bounds_ranges_and_approximations_agree(raw: str, given: dict[str, Any]) -> None:
    text = f"星河云2024年收入为{raw}。"
    if raw.startswith("几"):
        b = revenue("b", text + "10亿美元", "10亿美元", **given)
    else:
        b = revenue("b", text, raw, **given)
    assert conflicts([A, b]) == []


@pytest.mark.parametrize(
    ("raw", "given", "reason"),
    [
        ("19.3亿美元", {}, ""),
        ("20亿美元", {}, ""),
        ("25亿美元", {"qualifier": "approx"}, ""),
        ("20亿美元", {"qualifier": "over"}, "bound"),
        ("18亿美元", {"qualifier": "under"}, "bound"),
        ("19.15万美元", {}, "scale_slip"),
        ("191.5亿美元", {}, "scale_slip"),
        ("18亿美元", between(15, 18), ""),
    ],
)  # fmt: skip
def test_what_goes_beyond_rounding_and_qualifiers_is_a_conflict(
    raw: str, given: dict[str, Any], reason: str
) -> None:
    b = revenue("b", f"星河云2024年收入为{raw}。", raw, **given)
    (found,) = conflicts([A, b])
    assert found.reason == reason
    assert len(found.groups) == 2


def test_more_than_250000_agrees_with_260000_and_contradicts_200000() -> None:
    def cards(doc: str, text: str, raw: str, **given: Any) -> Claim:
        return claim(
            doc,
            text,
            raw,
            subject="星河云",
            metric="员工",
            key="employees",
            kind="count",
            unit="person",
            **given,
        )

    over = cards("a", "星河云2024年员工超过25万人。", "25万", qualifier="over")
    assert conflicts([over, cards("b", "星河云2024年员工为260,000人。", "260,000")]) == []
    (found,) = conflicts([over, cards("c", "星河云2024年员工为200,000人。", "200,000")])
    assert found.reason == "bound"


def test_whole_counts_that_differ_by_one_do_not_round_to_each_other() -> None:
    def stores(doc: str, raw: str) -> Claim:
        return claim(
            doc,
            f"星河云2024年有{raw}家门店。",
            raw,
            subject="星河云",
            metric="门店",
            key="stores",
            kind="count",
            unit="store",
        )

    assert len(conflicts([stores("a", "8"), stores("b", "9")])) == 1
    assert conflicts([stores("a", "8"), stores("b", "8")]) == []


def test_names_of_one_company_in_two_languages_are_one_subject() -> None:
    a = revenue("a", "英伟达2024年收入为600亿美元。", "600亿美元", subject="英伟达")
    b = revenue(
        "b", "Nvidia Corp. reported revenue of $72.4 billion in 2024.", "72.4 billion", subject="Nvidia Corp."
    )
    (found,) = conflicts([a, b])
    assert found.subject == "NVIDIA"


def test_an_abbreviation_counts_in_the_document_that_defines_it() -> None:
    text = "河海大数据研究院（以下简称“河海院”）"
    a = revenue("a", "河海院2024年收入为600亿美元。", "600亿美元", subject="河海院")
    b = revenue("b", "河海大数据研究院2024年收入为700亿美元。", "700亿美元", subject="河海大数据研究院")
    assert conflicts([a, b]) == []
    assert len(conflicts([a, b], {"a": defined_names(text)})) == 1
    assert conflicts([a, b], {"c": defined_names(text)}) == []


@pytest.mark.parametrize(
    "text",
    [
        "星河云2024年数据中心收入为5亿美元。",
        "2024年星河云来自微软的收入为5亿美元。",
        "2024年星河云收入中来自海外的部分为5亿美元。",
        "2024年星河云收入，其中海外为5亿美元。",
        "In 2024 星河云 data center revenue was 5亿美元.",
        "在2024年的印度智能手机市场，星河云收入为5亿美元。",
        "2024年，星河云在欧洲收入为5亿美元。",
        "星河云's revenue in 2024 was 5亿美元 in India.",
    ],
)
def test_a_part_does_not_contradict_the_whole(text: str) -> None:
    assert conflicts([A, revenue("b", text, "5亿美元")]) == []


@pytest.mark.parametrize(
    ("plain", "variant"),
    [
        (
            ("归母净利润", "星河云2024年归母净利润为5亿美元。"),
            ("扣非净利润", "星河云2024年扣非净利润为4亿美元。"),
        ),
        (("净利润", "星河云2024年净利润为5亿美元。"), ("净利润", "星河云2024年经调整净利润为4亿美元。")),
        (
            ("net income", "星河云's net income in 2024 was 5亿美元."),
            ("net income", "星河云's 2024 adjusted net income was 4亿美元."),
        ),
    ],
)  # fmt: skip
def test_ways_of_counting_profit_are_kept_apart(plain: tuple[str, str], variant: tuple[str, str]) -> None:
    def profit(doc: str, metric: str, text: str, raw: str) -> Claim:
        return claim(doc, text, raw, subject="星河云", metric=metric, key="net_income")

    a, b = profit("a", *plain, "5亿美元"), profit("b", *variant, "4亿美元")
    assert conflicts([a, b]) == []
    assert len(conflicts([a, profit("c", plain[0], plain[1].replace("5亿", "6亿"), "6亿美元")])) == 1


def test_growth_on_different_bases_is_not_compared() -> None:
    def growth(doc: str, text: str, raw: str, direction: str = "up") -> Claim:
        return claim(
            doc, text, raw, subject="星河云", metric="收入", key="revenue_growth", direction=direction
        )

    a = growth("a", "星河云2024年收入同比增长45%。", "45%")
    assert conflicts([a, growth("b", "星河云2024年收入环比增长12%。", "12%")]) == []
    assert len(conflicts([a, growth("b", "星河云2024年收入同比增长54%。", "54%")])) == 1
    assert len(conflicts([a, growth("b", "星河云2024年收入同比下降45%。", "45%", "down")])) == 1


def test_a_change_does_not_contradict_a_level() -> None:
    b = revenue("b", "星河云2024年收入增加5亿美元。", "5亿美元", direction="up")
    assert conflicts([A, b]) == []


@pytest.mark.parametrize("period", ["2023", "2024-Q4", "", "去年"])
def test_figures_of_different_or_unknown_periods_are_not_compared(period: str) -> None:
    assert conflicts([A, revenue("b", "星河云营收达到22.4亿美元。", "22.4亿美元", period=period)]) == []


def test_a_fiscal_year_beside_a_calendar_year_says_so() -> None:
    (found,) = conflicts(
        [A, revenue("b", "星河云2024财年营收达到22.4亿美元。", "22.4亿美元", period="FY2024")]
    )
    assert found.reason == "different_period"


@pytest.mark.parametrize("modality", ["forecast", "planned", "reported"])
def test_a_forecast_beside_the_actual_figure_says_so(modality: str) -> None:
    (found,) = conflicts([A, revenue("b", "星河云2024年营收22.4亿美元。", "22.4亿美元", modality=modality)])
    assert found.reason == "different_modality"


@pytest.mark.parametrize(
    "given",
    [
        {"modality": "hypothetical"},
        {"status": "ambiguous"},
        {"subject_from": "document"},
        {"qualifier": "vague"},
        {"unit": "CNY"},
        {"subject": "公司"},
        {"subject": "星河云计算"},
    ],
)
def test_what_is_not_sure_to_be_of_the_same_thing_is_left_out(given: dict[str, Any]) -> None:
    assert conflicts([A, revenue("b", "星河云2024年营收22.4亿美元。", "22.4亿美元", **given)]) == []


@pytest.mark.parametrize(
    "subject", ["公司", "the Company", "我们", "Cash Flows", "合并利润表", "Balance Sheets", ""]
)
def test_what_every_text_has_is_no_subject(subject: str) -> None:
    texts = [
        ("a", "2024年收入为19.15亿美元。", "19.15亿美元"),
        ("b", "2024年收入为22.4亿美元。", "22.4亿美元"),
    ]
    assert conflicts([revenue(*text, subject=subject) for text in texts]) == []


def test_a_forecast_is_not_held_against_a_source_that_has_both() -> None:
    both = [
        revenue("b", "星河云2024年收入为19.15亿美元。", "19.15亿美元"),
        revenue("b", "此前预计星河云2024年收入22.4亿美元。", "22.4亿美元", modality="forecast"),
    ]
    assert conflicts([A, *both]) == []


def test_several_figures_of_one_sentence_do_not_contradict_each_other() -> None:
    text = "2024年星河云收入从19.15亿美元升至22.4亿美元。"
    assert conflicts([revenue("a", text, "19.15亿美元"), revenue("a", text, "22.4亿美元")]) == []


def test_a_document_that_says_two_things_is_held_against_nobody() -> None:
    """One of the two is of a segment or a way of counting that the claim does not tell."""
    two = [
        revenue("a", "星河云2024年收入为19.15亿美元。", "19.15亿美元"),
        revenue("a", "2024年星河云营收5亿美元，创下纪录。", "5亿美元"),
    ]
    assert conflicts(two) == []
    assert conflicts([*two, revenue("b", "星河云2024年收入为22.4亿美元。", "22.4亿美元")]) == []


def test_agreement_on_one_year_does_not_hide_disagreement_on_another() -> None:
    def of(doc: str, year: str, raw: str) -> Claim:
        return revenue(doc, f"星河云{year}年收入为{raw}。", raw, period=year)

    before = [of("a", "2023", "2.29亿美元"), of("b", "2023", "2.29亿美元")]
    (found,) = conflicts([*before, of("a", "2024", "19.15亿美元"), of("b", "2024", "22.4亿美元")])
    assert (found.period, raws(found)) == ("2024", [["19.15亿美元"], ["22.4亿美元"]])


def test_one_of_several_figures_of_a_sentence_is_not_held_against_another_source() -> None:
    text = "2024年星河云收入从19.15亿美元升至22.4亿美元。"
    several = [revenue("a", text, "19.15亿美元"), revenue("a", text, "22.4亿美元")]
    assert conflicts([*several, revenue("b", "星河云2024年收入为5亿美元。", "5亿美元")]) == []


@pytest.mark.parametrize(
    ("text", "was", "now"),
    [
        ("星河云最初估值30亿美元，现在为22.4亿美元。", "30亿美元", "22.4亿美元"),
        ("星河云's valuation was $30 billion and is now $22.4 billion.", "$30 billion", "$22.4 billion"),
    ],
)
def test_what_a_sentence_says_of_today_is_held_against_another_source(text: str, was: str, now: str) -> None:
    def valuation(doc: str, text: str, raw: str) -> Claim:
        metric = "估值" if "估值" in text else "valuation"
        return claim(doc, text, raw, subject="星河云", metric=metric, key="valuation", period="")

    other = valuation("b", "星河云的估值为350亿美元。", "350亿美元")
    dates = {"a": "2025-04-02", "b": "2025-03-25"}
    (found,) = conflicts([valuation("a", text, was), valuation("a", text, now), other], dates=dates)
    assert sorted(raws(found)) == sorted([[now], ["350亿美元"]])
    undated = text.replace("现在", "后来").replace("now", "then")
    several = [valuation("a", undated, was), valuation("a", undated, now)]
    assert conflicts([*several, other], dates=dates) == []


def test_documents_that_agree_on_one_figure_do_not_disagree_by_another() -> None:
    same = revenue("b", "2024年，星河云收入为19.15亿美元。", "19.15亿美元")
    odd = revenue("b", "星河云2024年收入5亿美元。", "5亿美元")
    assert conflicts([A, odd]) != []
    assert conflicts([A, same, odd]) == []


def test_things_that_one_subject_has_many_of_are_not_compared() -> None:
    def loan(doc: str, text: str, raw: str) -> Claim:
        return claim(doc, text, raw, subject="星河云", metric="贷款", key="debt")

    a = loan("a", "2024年，星河云向北方银行借入一笔期限很长的贷款23亿美元用于购买设备。", "23亿美元")
    assert conflicts([a, loan("b", "2024年星河云又获得贷款76亿美元。", "76亿美元")]) == []


COPIED = "三月，星河云向北方银行借入一笔期限很长的贷款{}用于购买设备，并付出2%的费用。"
ELSEWHERE = "去年星河云在河东建成一座新的厂房，占地40公顷。"


def copied(doc: str, raw: str, text: str = COPIED, **given: Any) -> Claim:
    return claim(
        doc, text.format(raw), raw, subject="星河云", metric="贷款", key="debt", **({"period": ""} | given)
    )


def versions(*docs: str, others: int = 2) -> list[Claim]:
    """Claims that documents have in common."""
    return [
        claim(doc, f"{ELSEWHERE}第{n}期。", "40", subject="星河云", metric="占地", key="land_area", period="")
        for doc in docs
        for n in range(others)
    ]


def test_a_copy_with_another_figure_is_a_conflict_even_of_bounds() -> None:
    for qualifier in ("exact", "over", "approx"):
        changed = [copied("a", "30亿美元", qualifier=qualifier), copied("b", "32亿美元", qualifier=qualifier)]
        (found,) = conflicts([*changed, *versions("a", "b")])
        assert (found.reason, len(found.groups)) == ("quotation", 2)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (copied("a", "23亿美元"), copied("a", "32亿美元")),
        (copied("a", "23亿美元"), copied("c", "32亿美元")),
        (copied("a", "23亿美元"), copied("b", "32亿美元", COPIED.replace("2%", "3%"))),
        (copied("a", "23亿美元"), copied("b", "32亿美元", COPIED.replace("三月", "四月"))),
        (copied("a", "23亿美元", period="2024"), copied("b", "32亿美元", period="2023")),
        (copied("a", "23亿美元", period="三月"), copied("b", "32亿美元", period="四月")),
    ],
    ids=[
        "one document",
        "other documents",
        "other numbers",
        "other months",
        "other periods",
        "other raw periods",
    ],
)
def test_what_is_told_again_and_again_in_the_same_words_is_no_copy(a: Claim, b: Claim) -> None:
    assert conflicts([a, b, *versions("a", "b"), *versions("c", others=3)[2:]]) == []


def test_prices_are_compared_for_one_day_only() -> None:
    def price(doc: str, raw: str, period: str) -> Claim:
        return claim(
            doc,
            f"星河云股价报{raw}。",
            raw,
            subject="星河云",
            metric="股价",
            key="share_price",
            period=period,
        )

    assert conflicts([price("a", "40.5 million", "2025"), price("b", "60.5 million", "2025")]) == []
    assert (
        len(conflicts([price("a", "40.5 million", "2025-03-28"), price("b", "60.5 million", "2025-03-28")]))
        == 1
    )


def test_units_are_converted_before_they_are_compared() -> None:
    def power(doc: str, raw: str) -> Claim:
        return claim(
            doc,
            f"星河云2024年发电量为{raw}。",
            raw,
            subject="星河云",
            metric="发电量",
            key="power_generation",
        )

    assert conflicts([power("a", "2 GW"), power("b", "2000 MW")]) == []
    assert conflicts([power("a", "2 GW"), power("b", "2400 MW")]) == []  # rounds to 2 GW
    assert len(conflicts([power("a", "2.0 GW"), power("b", "2400 MW")])) == 1


def test_how_things_stand_is_of_the_documents_date() -> None:
    def worth(doc: str, text: str, raw: str, **given: Any) -> Claim:
        return claim(
            doc, text, raw, subject="星河云", metric="估值", key="valuation", **({"period": ""} | given)
        )

    a = worth("a", "星河云估值为350亿美元。", "350亿美元")
    b = worth("b", "目前星河云的估值已降到230亿美元。", "230亿美元")
    assert reasons(conflicts([a, b])) == ["different_period"]
    assert reasons(conflicts([a, b], dates={"a": "2025-03-25", "b": None})) == ["different_period"]
    assert reasons(conflicts([a, b], dates={"a": "2025-03-25", "b": "2025-12-25"})) == ["different_period"]
    assert reasons(conflicts([a, b], dates={"a": "2025-03-25", "b": "2025-04-02"})) == [""]
    c = worth("c", "2025年3月，星河云估值为230亿美元。", "230亿美元", period="2025-03")
    assert len(conflicts([a, c], dates={"a": "2025-03-25", "c": "2026-04-02"})) == 1
    d = worth("d", "2023年星河云估值为230亿美元。", "230亿美元", period="2023")
    assert conflicts([a, d], dates={"a": "2025-03-25", "d": "2025-04-02"}) == []


def test_what_is_of_other_times_is_told_apart_from_what_is_of_one() -> None:
    def worth(doc: str, raw: str, **given: Any) -> Claim:
        text = f"星河云的估值为{raw}。"
        return claim(doc, text, raw, subject="星河云", metric="估值", key="valuation", period="", **given)

    a = worth("a", "350亿美元", modality="forecast")
    b, c = worth("b", "230亿美元"), worth("c", "420亿美元")
    found = conflicts([a, b, c], dates={"a": "2025-03-25", "b": "2025-04-02", "c": "2026-01-07"})
    assert sorted(reasons(found)) == ["different_modality", "different_period"]


def test_a_figure_of_when_something_else_happened_is_not_held_against_others() -> None:
    def worth(doc: str, text: str, raw: str) -> Claim:
        return claim(doc, text, raw, subject="星河云", metric="估值", key="valuation", period="")

    a = worth("a", "星河云的估值为420亿美元。", "420亿美元")
    assert conflicts([a, worth("b", "星河云在20亿美元估值时获得投资。", "20亿美元")]) == []
    assert len(conflicts([a, worth("b", "星河云以20亿美元估值获得投资。", "20亿美元")])) == 1


def test_what_a_document_says_by_name_counts_before_what_it_says_without() -> None:
    def worth(doc: str, text: str, raw: str, **given: Any) -> Claim:
        return claim(doc, text, raw, subject="星河云", metric="估值", key="valuation", period="", **given)

    named = worth("a", "星河云的估值为420亿美元。", "420亿美元")
    left_out = worth("a", "当时估值只有20亿美元。", "20亿美元", subject_from="antecedent")
    other = worth("b", "星河云的估值为230亿美元。", "230亿美元")
    (found,) = conflicts([named, left_out, other])
    assert raws(found) == [["420亿美元"], ["230亿美元"]]


def test_about_six_is_not_about_five() -> None:
    a = revenue("a", "星河云2024年收入约6亿美元。", "6亿美元", qualifier="approx")
    assert (
        len(conflicts([a, revenue("b", "星河云2024年收入约5亿美元。", "5亿美元", qualifier="approx")])) == 1
    )
    assert (
        conflicts([a, revenue("b", "星河云2024年收入约6.5亿美元。", "6.5亿美元", qualifier="approx")]) == []
    )


def test_what_is_a_hundred_times_as_much_is_of_something_else() -> None:
    assert conflicts([A, revenue("b", "星河云2024年收入38.78万美元。", "38.78万美元")]) == []
    assert len(conflicts([A, revenue("b", "星河云2024年收入19.15万美元。", "19.15万美元")])) == 1


def test_stakes_and_contracts_are_compared_between_the_same_two() -> None:
    def stake(doc: str, text: str, raw: str, subject: str = "英伟达", title: str = "") -> Claim:
        made = claim(doc, text, raw, subject=subject, metric="股份", key="ownership", period="")
        return replace(made, citation=replace(made.citation, title=title))

    a = stake("a", "英伟达持有星河云6%的股份。", "6%")
    known = claim(
        "z", "星河云2024年净利润为1亿美元。", "1亿美元", subject="星河云", metric="净利润", key="net_income"
    )
    (found,) = conflicts([a, known, stake("b", "星河云由NVIDIA持有4%的股份。", "4%", subject="星河云")])
    assert found.subject == "NVIDIA – 星河云"
    assert len(conflicts([a, known, stake("b", "英伟达（4%股份）是股东。", "4%", title="星河云的故事")])) == 1
    assert conflicts([a, known, stake("b", "英伟达持有微软4%的股份。", "4%")]) == []
    assert conflicts([a, known, stake("b", "英伟达的股份为4%。", "4%")]) == []


def test_a_count_by_a_measure_word_is_held_against_a_count_of_things() -> None:
    def cards(doc: str, text: str, raw: str, unit: str) -> Claim:
        return claim(
            doc,
            text,
            raw,
            subject="星河云",
            metric="GPU",
            key="gpu_count",
            period="",
            kind="count",
            unit=unit,
        )

    a = cards("a", "星河云有GPU 25万张。", "25万", "张")
    assert len(conflicts([a, cards("b", "星河云有30万GPU。", "30万", "GPU")])) == 1
    assert conflicts([a, cards("b", "星河云有30万GPU小时。", "30万", "GPU hour")]) == []


def test_two_subjects_told_before_their_sentences_are_not_enough() -> None:
    def worth(doc: str, raw: str, **given: Any) -> Claim:
        return revenue(doc, f"2024年收入为{raw}。", raw, **given)

    a, b = (
        worth("a", "19.15亿美元", subject_from="antecedent"),
        worth("b", "22.4亿美元", subject_from="antecedent"),
    )
    assert conflicts([a, b]) == []
    titled = replace(b, citation=replace(b.citation, title="星河云的故事"))
    assert len(conflicts([a, titled])) == 1


def test_what_a_document_is_about_counts_where_its_title_says_so() -> None:
    b = revenue("b", "2024年营收22.4亿美元。", "22.4亿美元", subject_from="document")
    assert conflicts([A, b]) == []
    assert len(conflicts([A, replace(b, citation=replace(b.citation, title="星河云：2024年报"))])) == 1


def test_every_metric_of_the_table_is_known_and_stands_once() -> None:
    def rows(name: str) -> list[list[str]]:
        text = (files("yinzheng.qa") / name).read_text(encoding="utf-8")
        return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]

    known = {row[0] for row in rows("metrics.tsv")}
    table = rows("conflicts.tsv")
    assert {row[0] for row in table} <= known
    assert len({row[0] for row in table}) == len(table)
    assert {row[1] for row in table} == {"period", "standing", "day", "between"}


def test_no_claims_have_no_conflicts() -> None:
    assert conflicts([]) == []
    assert conflicts([A]) == []
    assert conflicts([A, A]) == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.sampled_from(["19.15亿美元", "19亿美元", "22.4亿美元", "5 billion"]),
            st.sampled_from(["exact", "approx", "over", "under"]),
            st.sampled_from(["2024", "2023", ""]),
        ),
        max_size=8,
    )
)  # fmt: skip
def test_order_does_not_matter_and_groups_hold_what_was_given(rows: list[tuple[str, str, str, str]]) -> None:
    claims = [
        revenue(doc, f"（{n}）星河云{period}收入为{raw}。", raw, qualifier=qualifier, period=period)
        for n, (doc, raw, qualifier, period) in enumerate(rows)
    ]
    found = conflicts(claims)
    for conflict in found:
        members = [one for group in conflict.groups for one in group]
        assert len(conflict.groups) >= 2
        assert len({id(one) for one in members}) == len(members)
        assert all(one in claims for one in members)
    backwards = conflicts(claims[::-1])
    assert [(c.subject, c.period, {one for g in c.groups for one in g}) for c in found] == [
        (c.subject, c.period, {one for g in c.groups for one in g}) for c in backwards
    ]
