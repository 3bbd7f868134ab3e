"""Sentences a minute that are checked against a library of Chinese news.

Half of the sentences stand in the library as they are, a quarter with a figure changed, and a quarter come
from elsewhere, so that some are told by their words and some need all there is. The first check loads the
models and does not count.
"""

from __future__ import annotations

import random
import resource
import time
from pathlib import Path

from bench import data
from bench.check_figures import changed_number
from bench.check_shelf import news, usable
from yinzheng import Library
from yinzheng.corpus.segment import sentences

WANTED = 5_000
"""Sentences a minute that must be reached on two cores."""

CHECKED = 1_000


def mixture(library: Library, count: int) -> list[str]:
    """Sentences to check: true, changed and foreign ones, in no order."""
    rng = random.Random(1)
    own: list[str] = []
    documents = library.documents()
    for document in rng.sample(documents, min(len(documents), count)):
        text = library.document(document.id).text
        whole = [text[span.start : span.end].strip() for span in sentences(text)]
        own += [one for one in whole if usable(one)][:2]
    rng.shuffle(own)
    changed = [made[0] for one in own[count // 2 :] if (made := changed_number(one, rng))]
    foreign: list[str] = []
    for paragraph in data.xquad("zh", "zh").paragraphs:
        whole = [paragraph[span.start : span.end].strip() for span in sentences(paragraph)]
        foreign += [one for one in whole if usable(one)]
    chosen = own[: count // 2] + changed[: count // 4] + foreign[: count // 4]
    rng.shuffle(chosen)
    return chosen


def _spent() -> float:
    """The CPU seconds of this process and of those that helped it and have ended."""
    own, helpers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + helpers.ru_utime + helpers.ru_stime


def measure(cache: Path, passages: int) -> None:
    """Print the pace, by the clock and by CPU time."""
    with Library.open(news(cache, passages)) as library:
        held = sum(library.status().passages.values())
        chosen = mixture(library, CHECKED)
        library.check("\n\n".join(chosen[:20]))
        text = "\n\n".join(chosen)
        begin, used = time.perf_counter(), _spent()
        report = library.check(text)
        wall, spent = time.perf_counter() - begin, _spent() - used
    told = len(report.verdicts)
    print(
        "\n| checked | passages | sentences a minute | needed | CPU ms a sentence | supported |\n"
        + "|---" * 6
        + "|"
    )
    pace = told / wall * 60
    shown = f"{pace:,.0f}" if pace >= WANTED else f"**{pace:,.0f}**"
    supported = report.counts["supported"] / told
    print(f"| {told} | {held:,} | {shown} | {WANTED:,} | {spent / told * 1000:.1f} | {supported:.2f} |")
