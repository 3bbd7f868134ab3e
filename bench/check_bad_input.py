"""What checks of hostile and huge texts cost in CPU time and memory: no more than their length may tell."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from bench.check_shelf import built, shelves
from yinzheng import Library

TOGETHER = 96
"""Statements that are judged at once, as in a check."""


def _many(line: Callable[[int], str], size: int) -> str:
    """Lines until they have ``size`` bytes of UTF-8."""
    parts: list[str] = []
    for n in count():
        if size <= 0:
            return "".join(parts)
        parts.append(line(n))
        size -= len(parts[-1].encode())
    raise AssertionError


def _footnotes(size: int) -> str:
    notes = size // 50
    said = "".join(f"营收{n}亿元[^{n}]。\n" for n in range(notes))
    return said + "\n" + "\n".join(f"[^{n}]: 公司{n % 9}.md" for n in range(notes))


def _mixed(n: int) -> str:
    """One piece of a text that has all forms of Markdown, in turn."""
    share, year = n % 50 + 1, 2018 + n % 8
    zh = f"第{n}家公司{year}年的营业收入达到{n % 97}.5亿元，比上年增长{share}%。"
    en = f"Company {n} reported revenue of ${n % 90}.5 million in {year}, up {share}%."
    return (
        f"{'#' * (n % 3 + 1)} 第{n}节 Section {n}\n",
        f"{zh}需求旺盛[{n % 40}]。{en} Demand rose[^{n}].\n\n[^{n}]: 年报{n % 9}.md, 第 {share} 页\n",
        f"| 公司 | {year}年营业收入 | 毛利率 |\n|---|---|---|\n"
        + f"| 公司{n} | {n % 97}.5亿元 | {share}% |\n" * 5,
        f"- {zh}\n- [x] {en}\n1. See [the note](notes/{n}.md#L{share}).\n",
        f"> {zh}\n> {en}\n",
        f"他说：“公司告诉我‘{zh}’，我们认为「需求旺盛」。”\n",
        f"```python\nrevenue = {n} * 10**8  # 营收{n}亿元[1]\n```\n",
    )[n % 7]


FORMS: dict[str, Callable[[int], str]] = {
    "Chinese prose": lambda size: _many(
        lambda n: (
            f"第{n}家公司今年的营业收入达到{n % 97}.5亿元，比上年增长{n % 50}%。管理层认为需求旺盛。\n\n"
        ),
        size,
    ),
    "English prose": lambda size: _many(
        lambda n: (
            f"Company {n} reported revenue of ${n % 90}.5 million in 2024, up {n % 50}%. Demand rose.\n\n"
        ),
        size,
    ),
    "a list": lambda size: _many(
        lambda n: f"- 项目{n}于2024年投资{n % 97 + 1}.5亿元，增长{n % 50}%。\n", size
    ),
    "headings": lambda size: _many(lambda n: f"{'#' * (n % 6 + 1)} 第{n}节\n", size),
    "a table": lambda size: (
        "| 公司 | 营收 |\n|---|---|\n" + _many(lambda n: f"| 公司{n} | {n % 97}.5亿元 |\n", size)
    ),
    "a table of one row": lambda size: (
        f"|{' a |' * (size // 12)}\n|{'---|' * (size // 12)}\n|{' 5 |' * (size // 12)}\n"
    ),
    "a block of quotation": lambda size: _many(lambda n: f"> 江舟储能的营业收入达到{n}亿元。\n", size),
    "quotations in quotations": lambda size: "“他说「" * (size // 24) + "」。”" * (size // 24),
    "one line of words": lambda size: "revenue grew and " * (size // 17),
    "one line of digits": lambda size: "1234567890" * (size // 10),
    "mixed Markdown": lambda size: _many(lambda n: _mixed(n) + "\n", size),
    "citation marks": lambda size: _many(lambda n: f"营收{n}亿元[{n % 9 + 1}][{n % 7 + 1}]。", size),
    "footnotes": _footnotes,
}
"""Texts of about so many bytes."""


def measure(cache: Path, kilobytes: int) -> None:
    """Print what a check of each form takes over ``examples/``, at a quarter of the size and at it."""
    (held,) = (shelf for shelf in shelves(cache) if shelf.name == "examples")
    print("| form | MB | statements | CPU s a MB | MB resident at most so far |\n" + "|---" * 5 + "|")
    with Library.open(built(held.path, held.files)) as library:
        library.check(
            "江舟储能2024年营收12.84亿美元。“他说可以”。Revenue rose 5%."
        )  # loads what a check needs
        for form, made in FORMS.items():
            for size in (kilobytes * 256, kilobytes * 1024):
                text = made(size)
                begin = time.process_time()
                checking = library.checking(text)  # in this process alone, and what is told is not kept
                for first in range(0, checking.total, TOGETHER):
                    checking.verdicts(first, first + TOGETHER)
                millions = len(text.encode()) / 1e6
                spent = (time.process_time() - begin) / millions
                most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
                print(f"| {form} | {millions:.2f} | {checking.total:,} | {spent:.0f} | {most} |", flush=True)
