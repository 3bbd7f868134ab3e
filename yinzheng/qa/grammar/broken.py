"""Amounts whose number is broken: letters for digits (l9.l5亿元), groups that are none (1,0000元), or split.

They are found so that no part of them is read as the amount: of 1..5亿元 not 5亿元. Their value is None.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from yinzheng.qa.grammar.figure import Figure
from yinzheng.qa.grammar.figure_text import wraps

if TYPE_CHECKING:
    from yinzheng.qa.grammar.figure import Reading


@cache
def _broken() -> re.Pattern[str]:
    return re.compile(
        r"""
        (?<![A-Za-z0-9.,]) (?=[0-9lIOo])
        (?: (?=[0-9.,]{0,40}[lIOo]) (?=[lIOo.,]{0,40}[0-9])
            [0-9lIOo]{1,40}(?:[.,][0-9lIOo]{1,40}){0,6}                    # l9.l5亿元, 2O24万元
          | [0-9]{1,3}(?:,[0-9]{1,9}){0,6}?,(?:[0-9]{1,2}|[0-9]{4,9})      # 1,0000元, 1,23,456元
            (?:,[0-9]{1,9}){0,6}(?:\.[0-9]{1,9})?
          | (?![1-9][0-9]{0,2}(?:\.[0-9]{3}){2,8}(?![0-9.]))
            [0-9]{1,20}(?:\.[0-9]{1,20}){2,8}                              # 1.2.3亿元
          | [0-9]{1,3}(?:,[0-9]{3}){0,6}(?:\.[0-9]{1,9}){2,8}              # 1,234.56.78元
          | [0-9]{1,20} (?: \.\. | [。·] ) [0-9]{1,20}                     # 1..5亿元
          | [0-9]{1,20} (?:\ [0-9]){2,16} (?: \ ?\.\ ?[0-9](?:\ [0-9]){0,8} )?   # 1 9 . 1 5 亿元
          | [0-9](?:\ [0-9]){0,16}\ \.\ ?[0-9](?:\ [0-9]){0,8}             # 2 . 5亿元
          | (?: (?<=[\u3400-\u9fff]) | (?<=[\u3400-\u9fff]\ ) )
            [0-9]{1,20}\n[0-9]{1,20}(?:\.[0-9]{1,9})?                      # 为12⏎34万元
          | [0-9]{1,20}\n\.[0-9]{1,20}                                    # 2⏎.5亿元
        )
        (?![0-9.,])
        (?= (?P<unit> \ ?(?:[百千]?[万亿]亿?)?\ ?(?:人民币|美元|美金|港元|港币|欧元|英镑|日元|元)
            | \ ?(?:[百千]?[万亿]亿?) | \ ?(?:million|billion|trillion)(?![a-z]) | \ ?% ) )
        """,
        re.VERBOSE,
    )


_CODES = {
    "人民币": "CNY", "美元": "USD", "美金": "USD", "港元": "HKD", "港币": "HKD", "欧元": "EUR", "英镑": "GBP",
    "日元": "JPY", "元": "CNY",
}  # fmt: skip
"""What an amount ends with; the end of others comes last."""
_EUROPEAN = re.compile(r"[0-9]{1,3},(?P<decimals>[0-9]{1,2})")


def broken(reading: Reading) -> list[Figure]:
    """The amounts that cannot be read, with their unit and without a value, in order. Linear in the text."""
    found = []
    for match in _broken().finditer(reading.even):
        unit = match["unit"]
        if "\n" in match.group() and not wraps(reading.even, match.start() + match.group().index("\n")):
            continue
        decimal = _EUROPEAN.fullmatch(match.group())
        if decimal and unit.strip() != "元" and (unit.isascii() or len(decimal["decimals"]) > 1):
            continue  # 2,5 million, 1,23亿
        end = match.end("unit")
        name = next((name for name in _CODES if unit.endswith(name)), "")
        figure = Figure(match.start(), end, None, number_start=match.start(), number_end=match.end())
        if name:
            figure.kind, figure.unit = "money", _CODES[name]
        elif unit.endswith("%"):
            figure.kind, figure.unit = "percent", "%"
        found.append(figure)
    return found
