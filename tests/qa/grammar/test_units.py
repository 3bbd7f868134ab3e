"""The tables of units, row by row, and the comparison of quantities in one unit."""

# ruff: noqa: E501
# Rows of words and patterns stay whole: a row is what one adds, looks for and compares.

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from yinzheng.qa.grammar import money, unit_tables, units
from yinzheng.qa.grammar.figure_text import figure_text
from yinzheng.qa.grammar.units import comparable
from yinzheng.qa.quantities import quantities
from yinzheng.types import Quantity

ROWS = unit_tables.rows("units.tsv")
PINT_NAMES = {
    "gal": "gallon", "qt": "quart", "pt": "pint", "cup": "cup", "tbsp": "tablespoon",
    "tsp": "teaspoon", "fl oz": "fluid_ounce", "bbl": "oil_bbl", "bushel": "bushel", "ton": "short_ton",
    "long ton": "long_ton", "lb": "pound", "oz": "ounce", "ozt": "troy_ounce", "ct": "carat", "gr": "grain", "dr": "dram",
    "Da": "dalton", "in": "inch", "ft": "foot", "mi": "mile", "nmi": "nautical_mile", "ly": "light_year", "pc": "parsec",
    "b": "barn", "t": "tonne", "au": "astronomical_unit", "°": "degree", "℉": "degF", "℃": "degC", "mmHg": "mmHg",
    "N·m": "newton*meter", "kWh": "kilowatt_hour", "Wh": "watt_hour", "Ah": "ampere_hour", "C": "coulomb", "F": "farad",
    "H": "henry", "T": "tesla", "S": "siemens", "A": "ampere", "V": "volt", "W": "watt", "J": "joule", "g": "gram", "m": "meter",
    "B": "byte", "Å": "angstrom", "Ω": "ohm", "km/h": "kilometer/hour", "mph": "mile/hour", "kn": "knot", "L": "liter",
    "J s": "joule*second", "BTU": "Btu", "cd s": "candela*second", "K": "kelvin", "N": "newton", "hp": "horsepower",
    "second": "second", "minute": "minute", "hour": "hour", "day": "day", "week": "week", "ms": "millisecond",
}  # fmt: skip
OTHER = {"year", "month", "quarter", "decade", "century", "Ma", "Ga"}
"""Gregorian years of 365.2425 days, months and quarters of a twelfth and a fourth; pint's are Julian."""


@pytest.mark.parametrize("row", ROWS)
def test_a_unit_is_worth_what_pint_says(row: list[str]) -> None:
    pint = pytest.importorskip("pint")
    symbol, dimension, factors = row[:3]
    registry = _registry(pint)
    if symbol in OTHER or symbol not in PINT_NAMES:
        pytest.skip("pint does not know it, or means another by the name")
    expected = registry.Quantity(1, PINT_NAMES[symbol])
    factor, _, offset = factors.partition(",")
    if offset:
        zero = registry.Quantity(0, PINT_NAMES[symbol]).to("kelvin").magnitude
        assert float(offset) == pytest.approx(zero, rel=1e-9)
        return
    assert float(factor) == pytest.approx(expected.to(_base(dimension)).magnitude, rel=1e-6)


@cache
def _registry(pint: Any) -> Any:
    return pint.UnitRegistry(autoconvert_offset_to_baseunit=True)


def _base(cell: str) -> str:
    names = {"m": "meter", "kg": "kilogram", "s": "second", "A": "ampere", "K": "kelvin", "mol": "mole", "cd": "candela",
             "bit": "bit", "rad": "radian", "rad2": "radian**2"}  # fmt: skip
    parts = []
    for part in cell.split():
        name = part.rstrip("-0123456789")
        parts.append(f"{names[name]}**({part[len(name) :] or 1})")
    return "*".join(parts)


@pytest.mark.parametrize("row", ROWS)
def test_every_name_of_a_unit_leads_to_a_unit_of_its_dimension(row: list[str]) -> None:
    symbol, _, _, _, english, chinese, *_ = (*row, "", "", "", "")
    tables = unit_tables.tables()
    unit = units.unit_of(symbol)
    assert unit is not None
    for name in filter(None, english.split("|")):
        assert tables.english[name].dimension == unit.dimension, name
        assert tables.english[name].factor > 0
    for name in filter(None, chinese.split("|")):
        assert name in tables.chinese, name


@pytest.mark.parametrize("row", unit_tables.rows("currencies.tsv"), ids=lambda row: row[0])
def test_every_currency_name_leads_to_its_code(row: list[str]) -> None:
    code, names, _ = (*row, "", "")[:3]
    found = money.money_names()
    assert len(code) == 3
    assert code.isupper()
    for name in filter(None, names.split("|")):
        known = found.english.get(name) or found.chinese.get(figure_text(name)[1])
        assert known is not None, name


def test_the_generated_tables_are_up_to_date() -> None:
    babel = pytest.importorskip("babel")
    head = (Path(money.__file__).parent / "currencies.tsv").read_text("utf-8").splitlines()[1]
    if babel.__version__ not in head:
        pytest.skip(f"the table was made with another Babel: {head}")
    from tools.build_units import rows

    lines = (Path(money.__file__).parent / "currencies.tsv").read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [line.rstrip("\n") for line in rows()]


def one(text: str) -> Quantity:
    (quantity,) = quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("a", "b", "values"),
    [
        ("2 GW", "2000 MW", ("2", "2")),
        ("3 km", "3000米", ("3", "3")),
        ("1 TB", "1000 GB", ("1", "1")),
        ("100 km/h", "100公里/小时", ("100", "100")),
        ("2 hours", "120分钟", ("2", "2")),
        ("50%", "1/2", ("0.5", "0.5")),
        ("2.5个百分点", "250个基点", ("0.025", "0.025")),
        ("0℃", "32 °F", ("0", "0")),
        ("5亿元", "500 million yuan", ("500000000", "500000000")),
    ],
)
def test_quantities_of_one_dimension_come_into_one_unit(a: str, b: str, values: tuple[str, str]) -> None:
    found = comparable(one(a), one(b))
    assert found is not None
    for got, wanted in zip((found.a[0], found.b[0]), values, strict=True):
        assert got is not None
        assert abs(got - Decimal(wanted)) < Decimal("1e-20")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("5亿元", "5亿美元"),
        ("2 GW", "2 GWh"),
        ("300 人", "300 家"),
        ("5%", "5亿元"),
        ("3年", "3 km"),
        ("8元/股", "8元"),
    ],
)
def test_quantities_of_different_things_do_not_compare(a: str, b: str) -> None:
    assert comparable(one(a), one(b)) is None


def test_ranges_convert_both_ends() -> None:
    found = comparable(one("4-5 GW"), one("4500 MW"))
    assert found is not None
    assert found.a == (None, Decimal(4), Decimal(5))
    assert found.b == (Decimal("4.5"), None, None)
