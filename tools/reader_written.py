"""Questions about documents of business that the reader is fitted on as well, written for it.

``reader_written/*.jsonl`` has a line for each passage: ``p``, its text, and ``qs``, what is asked of it:
``q``, the question, ``a``, the words of the passage that answer it (a list where several do, ``null`` where
the passage does not), and ``k``, what is asked for, or why it is not answered: of another subject, period or
metric than the passage tells of, planned and not done, and the like.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from tools.reader_sets import HELD_OUT, Pair, rows_of

WRITTEN = Path(__file__).with_suffix("")
"""The folder of what was written."""


def written_pairs(held: bool) -> Iterator[Pair]:
    """Yield the pairs of the passages that are held out, or of the others; a set for each file."""
    for path in sorted(WRITTEN.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            told = json.loads(line)
            passage: str = told["p"]
            if (hashlib.sha256(passage.encode()).digest()[0] % HELD_OUT == HELD_OUT - 1) != held:
                continue
            for asked in told["qs"]:
                answers = asked["a"] if isinstance(asked["a"], list) else [asked["a"]] if asked["a"] else []
                spans = tuple((at, at + len(one)) for one in answers for at in [passage.index(one)])
                rows = rows_of(passage, 0, spans)
                if bool(rows) == bool(spans):
                    yield Pair(path.stem, asked["q"], passage, rows)
