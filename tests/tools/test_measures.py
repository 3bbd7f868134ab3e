"""What ``make coverage`` and ``make mutation`` make of what they measured."""

from __future__ import annotations

import pytest

from tools.coverage_floors import shares
from tools.mutation import drawn, interval, table


def test_lines_and_branches_are_counted_apart() -> None:
    totals = {"covered_lines": 93, "num_statements": 100, "covered_branches": 21, "num_branches": 24}
    assert shares(totals) == {"lines": 93.0, "branches": 87.5}


def test_the_same_seed_draws_the_same_mutants() -> None:
    names = [f"m.x_{n}" for n in range(50)]
    assert drawn(names, 10, 1) == drawn(names, 10, 1) != drawn(names, 10, 2)
    assert len(set(drawn(names, 10, 1))) == 10
    assert drawn(names, 100, 1) == sorted(names)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)],  # Newcombe 1998, table I
)
def test_the_interval_is_wilsons(part: int, whole: int, low: float, high: float) -> None:
    assert interval(part, whole) == pytest.approx((low, high), abs=5e-5)


def test_every_module_has_its_line_and_all_have_the_last() -> None:
    became = {"a.x_f__mutmut_1": "killed", "a.x_f__mutmut_2": "no tests", "b.c.x_g__mutmut_1": "timeout"}
    lines = [line.split() for line in table(became)]
    assert [(line[0], line[1], line[3]) for line in lines] == [
        ("a", "1", "2"),
        ("b.c", "1", "1"),
        ("all", "2", "3"),
    ]
