"""Score the grammar of figures on public sets: a peer's test suite, finance sentences, quantulum3's tests.

Each set is read from ``../shared/data`` and turned to this project's terms: spans half-open, money in base
units of a currency, units compared by what they are (pint) and not by how they are called. A case of the
peer's suite counts as right only when the set of (span, value, unit) is exactly the expected one.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from bench.data import DATA
from yinzheng.types import Quantity

SPECS = {
    ("zh", "Number"): ("Number/Chinese/NumberModel.json", 97.0),
    ("zh", "Percent"): ("Number/Chinese/PercentModel.json", 98.0),
    ("zh", "Currency"): ("NumberWithUnit/Chinese/CurrencyModel.json", 97.0),
    ("zh", "Dimension"): ("NumberWithUnit/Chinese/DimensionModel.json", 85.0),
    ("en", "Number"): ("Number/English/NumberModel.json", 93.0),
    ("en", "Percent"): ("Number/English/PercentModel.json", 95.0),
    ("en", "Currency"): ("NumberWithUnit/English/CurrencyModel.json", 92.0),
    ("en", "Dimension"): ("NumberWithUnit/English/DimensionModel.json", 88.0),
}
"""The sets of the peer's suite, with what must be reached in percent of the cases."""

Found = tuple[int, int, Decimal, str]
"""Half-open span, value, unit in this project's terms."""


@dataclass
class Score:
    """How many of how many are right, and what went wrong, one line each."""

    name: str
    right: int = 0
    total: int = 0
    target: float = 0.0
    failures: list[str] = field(default_factory=list)
    note: str = ""

    @property
    def percent(self) -> float:
        """Right ones in percent."""
        return 100 * self.right / self.total if self.total else math.nan


def near(a: Decimal | float | str, b: Decimal | float | str) -> bool:
    """Equal but for what fifteen digits of a float lose."""
    return math.isclose(float(a), float(b), rel_tol=1e-9, abs_tol=1e-300)


# -- the peer's suite ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """One text of the suite; ``expected`` holds (start, end, value, unit), value None where it has none."""

    text: str
    expected: tuple[tuple[int, int, str | None, str], ...]
    not_in_python: bool


def cases(lang: str, model: str) -> list[Case]:
    """The cases of one model of the suite, none left out."""
    path = DATA / "recognizers_specs" / SPECS[lang, model][0]
    out = []
    for row in json.loads(path.read_text("utf-8-sig")):
        unsupported = row.get("NotSupported", "") + row.get("NotSupportedByDesign", "")
        expected = []
        for result in row["Results"]:
            resolution = result.get("Resolution") or {}
            value, unit = resolution.get("value"), resolution.get("unit", "")
            if model == "Percent" and value and value.endswith("%"):
                value, unit = value[:-1], "%"
            expected.append(
                (result["Start"], result["End"] + 1, None if value == "null" else value, unit or "")
            )
        out.append(Case(row["Input"], tuple(expected), "python" in unsupported))
    return out


_DOLLARS = {"Dollar": ("USD", ""), "Pound": ("GBP", ""), "Franc": ("", "CHF", "FRF"), "Krona": ("", "SEK")}
"""Names that the peer leaves open, and what may be said for them."""
_HUNDREDTHS = {"Cent": ("USD", ""), "Pence": ("GBP", ""), "Satoshi": ("BTC",)}
_NAMES = {
    "United States dollar": "USD", "Chinese yuan": "CNY", "Bitcoin": "BTC", "British pound": "GBP",
    "Netherlands guilder": "NLG", "Euro": "EUR", "Indian rupee": "INR", "Russian ruble": "RUB",
    "South Korean won": "KRW", "Mexican peso": "MXN", "Brazilian real": "BRL", "Pound sterling": "GBP",
    "United Arab Emirates dirham": "AED", "Macanese pataca": "MOP", "Vietnamese dong": "VND",
    "Australian dollar": "AUD", "New Taiwan dollar": "TWD", "Swiss franc": "CHF", "Costa Rican colón": "CRC",
}  # fmt: skip
"""The peer's names of currencies that CLDR's English names do not give."""


@cache
def _currencies() -> dict[str, str]:
    from babel import Locale

    return {name.lower(): code for code, name in Locale("en").currencies.items()}


def same_money(value: Decimal, unit: str, expected: str, name: str) -> bool:
    """Whether our amount is the peer's: ``1.2 Cent`` is 0.012 of a currency."""
    factor = Decimal(1)
    codes: tuple[str, ...]
    if name in _DOLLARS:
        codes = _DOLLARS[name]
    elif name in _HUNDREDTHS:
        codes, factor = _HUNDREDTHS[name], Decimal("1e-8") if name == "Satoshi" else Decimal("0.01")
    else:
        codes = (_NAMES.get(name) or _currencies().get(name.lower(), "?"),)
    return unit in codes and near(value, Decimal(expected) * factor)


_UNITS = {
    "Jin": "0.5 kilogram", "Liang": "0.05 kilogram", "Ton": "ton", "Metric ton": "tonne",
    "Inch": "inch", "Dram": "dram",
    "Pound": "pound", "Ounce": "ounce", "Degree": "degree", "Turn": "turn", "Megabit": "megabit",
    "percentage": "percent", "pound-mass": "pound", "minute of arc": "arcminute",
    "second of arc": "arcsecond",
    "british thermal unit": "Btu", "degree fahrenheit": "degF", "degree Fahrenheit": "degF",
    "degree Celsius": "degC",
    "count per week": "1 / week", "gigayear": "1e9 year", "megayear": "1e6 year", "ton per day": "ton / day",
    "inverse second": "1 / second", "inverse femtobarn": "1 / femtobarn",
}  # fmt: skip
"""Names of units that pint reads otherwise or not at all."""
_OURS = {
    "℃": "degC", "°C": "degC", "℉": "degF", "°F": "degF", "%": "percent", "斤": "0.5 kilogram",
    "公斤": "kilogram",
    "两": "0.05 kilogram", "jin": "0.5 kilogram", "liang": "0.05 kilogram", "°": "degree", "mi": "mile",
    "in": "inch",
    "′": "arcminute", "″": "arcsecond", "lb": "pound", "gal": "gallon", "t": "tonne", "TB": "terabyte",
    "mu": "666.6667 meter ** 2", "亩": "666.6667 meter ** 2", "里": "500 meter", "nmi": "nautical_mile",
}  # fmt: skip


@cache
def _pint() -> Any:
    import pint

    return pint.UnitRegistry(autoconvert_offset_to_baseunit=True)


@cache
def _dimension(name: str, ours: bool) -> Any:
    """The unit that a name stands for as (factor, base units); None where pint does not know it."""
    text = (_OURS if ours else _UNITS).get(name)
    if text is None:
        text = name if ours else name.replace(" per ", " / ").lower()
        text = re.sub(r"\bsquare (\w+)", r"\1 ** 2", re.sub(r"\bcubic (\w+)", r"\1 ** 3", text))
        text = text.replace("²", "**2").replace("³", "**3").replace("·", "*").replace("µ", "u")
        text = re.sub(r"(?<=[A-Za-z])([23])$", r"**\1", text)
        if not ours:
            text = re.sub(r"(?<=[a-z]) (?=[a-z])", " * ", text)
    try:
        quantity = _pint().Quantity(text) if text[:1].isdigit() else _pint().Quantity(1, text)
        if "degC" in text or "degF" in text:
            return ("degree", text)
        base = quantity.to_base_units()
        return (float(f"{base.magnitude:.9g}"), str(base.units))
    except Exception:  # noqa: BLE001 - pint raises a dozen kinds of errors
        return None


def same_unit(unit: str, expected: str) -> bool:
    """Whether our symbol and a peer's name stand for the same unit."""
    if unit.lower().rstrip("s") == expected.lower().rstrip("s"):
        return True
    mine, theirs = _dimension(unit, True), _dimension(expected, False)
    return mine is not None and mine == theirs


def same_physical(value: Decimal, unit: str, expected: str, name: str) -> bool:
    """Whether ``1000 bit`` and ``1 Kilobit`` are one amount."""
    if same_unit(unit, name):
        return near(value, expected)
    mine, theirs = _dimension(unit, True), _dimension(name, False)
    if mine is None or theirs is None or mine[1] != theirs[1] or mine[0] == "degree":
        return False
    return math.isclose(float(value) * mine[0], float(expected) * theirs[0], rel_tol=1e-6)


_PER = re.compile(r"^[百佰千仟万萬亿億十拾]+\s*分")


def found(text: str, model: str, quantities: Callable[[str], Iterable[Quantity]]) -> list[Found]:
    """What the grammar finds in ``text`` for one of the peer's models."""
    if model == "Number":
        from yinzheng.qa.grammar.numerals import numerals

        return [(n.start, n.end, n.value, "") for n in numerals(text) if n.value is not None]
    out: list[Found] = []
    for q in quantities(text):
        if q.value is None:
            continue
        if model == "Percent":
            if q.kind in ("percent", "points"):
                out.append((q.start, q.end, q.value, "%"))
            elif q.kind == "fraction" and _PER.match(q.raw):
                out.append((q.start, q.end, q.value * 100, "%"))  # 千分之二 is to the peer 0.2 %
        elif (model, q.kind) in (("Currency", "money"), ("Dimension", "physical")):
            out.append((q.start, q.end, q.value, q.unit))
    return out


def score_spec(lang: str, model: str, quantities: Callable[[str], Iterable[Quantity]]) -> Score:
    """The share of cases whose set of (span, value, unit) is exactly the expected one."""
    score = Score(f"recognizers_specs {lang} {model}", target=SPECS[lang, model][1])
    same = {"Currency": same_money, "Dimension": same_physical}.get(model, lambda v, _u, e, _n: near(v, e))
    unsupported = numberless = 0
    for case in cases(lang, model):
        score.total += 1
        numberless += any(value is None for _, _, value, _ in case.expected)
        unsupported += case.not_in_python
        mine = {(s, e): (v, u) for s, e, v, u in found(case.text, model, quantities)}
        right = len(mine) == len(case.expected) and all(
            value is not None and (s, e) in mine and same(*mine[s, e], value, unit)
            for s, e, value, unit in case.expected
        )
        score.right += right
        if not right:
            mark = " [not supported in Python]" if case.not_in_python else ""
            wanted = [(case.text[s:e], v, u) for s, e, v, u in case.expected]
            got = [(case.text[s:e], str(v), u) for (s, e), (v, u) in mine.items()]
            score.failures.append(f"{case.text!r}: expected {wanted}, got {got}{mark}")
    notes = [f"{unsupported} marked as not supported in Python"] if unsupported else []
    notes += [f"{numberless} expect a unit without a number"] if numberless else []
    score.note = "; ".join(notes)
    return score


# -- finance sentences --------------------------------------------------------------------------------------

_ROLES = ("money", "proportion", "amount", "number")
_NUMERAL = re.compile(
    r"[0-9０-９][0-9０-９,，.．]*|[零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟]+"
)
_UNIT_WORDS = re.compile(
    r"个百分点|[股张份只名人家个台套辆吨元整万亿%％多余美金欧港日韩英镑币加澳新台卢布人民约合US$HKRMBCNYDE¥￥€£\s-]*"
)


_PLAIN = re.compile(r"([0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?) ?(万亿|[万亿])?[^0-9万亿兆]*")
"""Figures whose value can be told without the grammar that is measured."""


def score_fewfc(quantities: Callable[[str], Iterable[Quantity]]) -> tuple[Score, Score]:
    """Arguments found with their span, or with that and unit words; values that are read.

    The annotators took qualifiers in or left them out (约5亿元, 不超过10%); a figure is found when a quantity
    covers its numeral and goes beyond the argument by unit words alone.
    """
    score = Score("fewfc arguments found", target=97.0)
    read = Score("fewfc values read or marked", target=100.0)
    for name in ("test_base.json", "test_trans.json"):
        for line in (DATA / "fewfc" / name).read_text("utf-8").splitlines():
            row = json.loads(line)
            text = row["content"]
            wanted = {
                (m["span"][0], m["span"][1])
                for event in row["events"]
                for m in event["mentions"]
                if m["role"] in _ROLES
            }
            got = list(quantities(text)) if wanted else []
            for start, end in sorted(wanted):
                numerals = [(start + m.start(), start + m.end()) for m in _NUMERAL.finditer(text[start:end])]
                score.total += 1
                cover = [next((q for q in got if q.start <= s and e <= q.end), None) for s, e in numerals]
                right = bool(numerals) and all(
                    q is not None
                    and _UNIT_WORDS.fullmatch(text[q.start : min(start, q.end)] if q.start < start else "")
                    and _UNIT_WORDS.fullmatch(text[max(end, q.start) : q.end] if q.end > end else "")
                    for q in cover
                )
                score.right += right
                if not right:
                    raws = [q.raw for q in got if q.start < end and start < q.end]
                    score.failures.append(f"{text[max(0, start - 8) : start]}«{text[start:end]}»: got {raws}")
                for q in cover:
                    if q is None:
                        continue
                    read.total += 1
                    fine = (
                        q.value is not None
                        or q.low is not None
                        or q.high is not None
                        or q.qualifier == "vague"
                    )
                    plain = _PLAIN.fullmatch(q.raw)
                    if fine and plain and q.value is not None:
                        scale = {None: 0, "万": 4, "亿": 8, "万亿": 12}[plain[2]]
                        fine = q.value == Decimal(plain[1].replace(",", "")).scaleb(scale)
                    read.right += fine
                    if not fine:
                        read.failures.append(f"{q.raw}: {q.value} {q.unit}")
    return score, read


# -- quantulum3's tests -------------------------------------------------------------------------------------

_QUANTULUM_MONEY = {"pound sterling": "GBP", "dollar": "USD", "euro": "EUR", "yen": "JPY"}
_QUANTULUM_CENTS = {"cent": "0.01", "penny": "0.01", "dime": "0.1"}
_DURATION = {"year", "month", "week", "day", "hour", "minute", "second", "s", "h", "min"}


def _quantulum_agrees(q: Quantity, value: float, unit: str) -> bool:
    if q.period is not None:  # a year is to quantulum3 a number without a unit
        return unit == "dimensionless" and q.period.startswith(f"{value:g}")
    amount = q.value
    if amount is None and q.low is not None and q.high is not None:
        amount = (q.low + q.high) / 2  # quantulum3 tells a range by its middle
    if amount is None:
        return False
    if unit in _QUANTULUM_CENTS:
        return q.kind == "money" and near(amount, Decimal(repr(value)) * Decimal(_QUANTULUM_CENTS[unit]))
    head, _, _ = unit.partition(" per ")
    if head in _QUANTULUM_MONEY:
        return near(amount, value) and q.unit.split("/")[0] == _QUANTULUM_MONEY[head]
    if unit == "dozen":
        return near(amount, value * 12)
    if unit in ("dimensionless", "count per week", "gross", "baker's dozen"):
        return near(amount, value) and q.kind in ("number", "count", "fraction", "ratio", "multiple")
    if near(amount, value) and same_unit(q.unit, unit):
        return True
    return bool(q.unit) and same_physical(amount, q.unit, str(value), unit)


def score_quantulum(quantities: Callable[[str], Iterable[Quantity]]) -> tuple[Score, Score]:
    """Expected quantities found with value and unit; cases with all of them and nothing else."""
    score = Score("quantulum3_tests quantities", target=90.0)
    whole = Score("quantulum3_tests whole cases")
    for name in ("quantities.json", "quantities.ambiguity.json"):
        for row in json.loads((DATA / "quantulum3_tests" / name).read_text("utf-8")):
            text = row["req"]
            got = list(quantities(text))
            used: set[int] = set()
            complete, at = True, 0
            for wanted in row["res"]:
                score.total += 1
                start = text.find(wanted["surface"], at)
                start = start if start >= 0 else text.lower().find(wanted["surface"].lower())
                end = start + len(wanted["surface"])
                at = max(at, start)
                for n, q in enumerate(got):
                    if (
                        n not in used
                        and q.start < end
                        and start < q.end
                        and (_quantulum_agrees(q, wanted["value"], wanted["unit"]))
                    ):
                        used.add(n)
                        score.right += 1
                        at = q.end
                        break
                else:
                    complete = False
                    near_by = [(q.raw, str(q.value), str(q.low), str(q.high), q.kind, q.unit) for q in got]
                    score.failures.append(
                        f"{text!r}: {wanted['surface']!r} = {wanted['value']} {wanted['unit']}, got {near_by}"
                    )
            whole.total += 1
            whole.right += complete and len(used) == len(got)
    return score, whole


def present(name: str) -> bool:
    """Whether a set lies beside the repository."""
    return (DATA / name).is_dir()


LABELS = Path(__file__).parent / "claims_labels.json"
