"""AttributionBench: do the references given with a claim bear it out, told by the citation check.

All references are documents of one library, and each claim cites its own by ``[doc:start-end]`` marks and is
judged by them alone, as with ``yinzheng check --cited-only``.

Source: Li, Yue, Liao, Sun, *AttributionBench: How Hard is Automatic Attribution Evaluation?*, 2024 (arXiv
2402.15089), which reports about .80 macro-F1 for a fine-tuned GPT-3.5.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import data
from bench.check_shelf import built
from yinzheng import Library
from yinzheng.corpus.segment import sentences
from yinzheng.types import Document

WANTED = 0.66
TOGETHER = 50
"""Claims that are checked as the paragraphs of one text."""


@dataclass(frozen=True, slots=True)
class Row:
    """A claim, the texts given for it, and whether a person found it borne out."""

    claim: str
    references: tuple[str, ...]
    supported: bool
    source: str


def rows() -> list[Row]:
    """The development half, in its order."""
    path = data.DATA / "attributionbench" / "dev_all_subset_balanced.jsonl"
    found = []
    for line in path.open(encoding="utf-8"):
        one = json.loads(line)
        references = tuple(text for text in one["references"] if text.strip())
        supported = one["attribution_label"] == "attributable"
        found.append(Row(" ".join(one["claim"].split()), references, supported, one["src_dataset"]))
    return found


def named(reference: str) -> str:
    """The file that holds a reference; equal texts are one document."""
    return hashlib.sha256(reference.encode()).hexdigest()[:16] + ".txt"


_OWN_MARKS = re.compile(r"\s?\[\d+(?:[,–-] ?\d+)*\]")
"""Marks that claims have from the answers that they were cut out of; their lists of sources are not given."""


def plain(claim: str) -> str:
    """A claim without the marks of its own."""
    return _OWN_MARKS.sub("", claim)


def marked(claim: str, references: Sequence[Document]) -> str:
    """A claim whose every sentence cites all its references, from their beginning to their end."""
    claim = plain(claim)
    marks = "".join(f"[{one.id}:0-{len(one.text)}]" for one in references)
    parts = [claim[span.start : span.end].strip() for span in sentences(claim)]
    return " ".join(f"{part} {marks}" for part in parts if part)


def prepared(cache: Path, held: Sequence[Row]) -> tuple[Path, dict[str, str]]:
    """The library of all references of some rows, and the id of the document that holds each."""
    folder = cache / "attribution"
    folder.mkdir(exist_ok=True)
    wanted = {named(text): text for row in held for text in row.references}
    for name, text in wanted.items():
        if not (folder / name).exists():
            (folder / name).write_text(text, encoding="utf-8")
    path = built(cache / "library-attribution", [folder / name for name in sorted(wanted)])
    with Library.open(path) as library:
        ids = {Path(document.source).name: document.id for document in library.documents()}
    return path, {text: ids[name] for name, text in wanted.items()}


def spread(held: Sequence[Row], count: int) -> list[Row]:
    """``count`` rows, all for 0, taken evenly: rows of one set and label lie together."""
    wanted = min(count or len(held), len(held))
    return [held[n * len(held) // wanted] for n in range(wanted)]


def measure(cache: Path, count: int, details: bool) -> None:
    """Print macro-F1, over all and by the set that rows come from; ``count`` rows, 0 for all."""
    held = spread(rows(), count)
    path, ids = prepared(cache, held)
    verdicts: list[str] = []
    with Library.open(path) as library:
        for first in range(0, len(held), TOGETHER):
            part = held[first : first + TOGETHER]
            starts, text = [], ""
            for row in part:
                starts.append(len(text))
                cited = [library.document(ids[one]) for one in row.references]
                text += marked(row.claim, cited) + "\n\n"
            report = library.check(text, cited_only=True)
            labels: list[set[str]] = [set() for _ in part]
            for verdict in report.verdicts:
                labels[sum(start <= verdict.start for start in starts) - 1].add(verdict.label)
            verdicts += [_whole(one) for one in labels]
    by_set: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for row, label in zip(held, verdicts, strict=True):
        by_set[row.source].append((row.supported, label == "supported"))
        by_set["all"].append((row.supported, label == "supported"))
    print(
        "\n| attributionbench dev | rows | macro-F1 | needed | said to be supported |\n|---|---|---|---|---|"
    )
    for name, pairs in sorted(by_set.items(), key=lambda pair: pair[0] == "all"):
        score = macro_f1(pairs)
        shown = f"**{score:.3f}**" if name == "all" and score < WANTED else f"{score:.3f}"
        needed = f"{WANTED}" if name == "all" else ""
        said = sum(told for _, told in pairs) / len(pairs)
        print(f"| {name} | {len(pairs)} | {shown} | {needed} | {said:.3f} |")
    print("\nPublished: a fine-tuned GPT-3.5 about .80 on the test half (arXiv 2402.15089).")
    print("Labels:", ", ".join(f"{label} {times}" for label, times in Counter(verdicts).most_common()))
    if details:
        _list_mistakes(held, verdicts)


def _whole(labels: set[str]) -> str:
    """A claim's label: what is worst among its sentences; uncheckable only where all of it is."""
    for label in ("contradicted", "unsupported", "supported"):
        if label in labels:
            return label
    return "uncheckable"


def macro_f1(pairs: Sequence[tuple[bool, bool]]) -> float:
    """The mean F1 of both classes over pairs of (true, told)."""
    scores = []
    for kind in (True, False):
        both = sum(true is kind and told is kind for true, told in pairs)
        either = sum((true is kind) + (told is kind) for true, told in pairs)
        scores.append(2 * both / either if either else 0.0)
    return sum(scores) / 2


def _list_mistakes(held: Sequence[Row], verdicts: Sequence[str]) -> None:
    for kind in (True, False):
        wrong = [
            (row, label)
            for row, label in zip(held, verdicts, strict=True)
            if row.supported is kind and (label == "supported") is not kind
        ]
        print(f"\n{'supported' if kind else 'not supported'}, told otherwise: {len(wrong)}")
        for row, label in wrong[:10]:
            print(f"  {label}: {row.claim}\n    {' | '.join(row.references)[:600]}")
