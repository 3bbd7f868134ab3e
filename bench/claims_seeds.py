"""Score quantities and claims against labels made by hand of four real documents.

``claims_labels.json`` holds offsets, values and names alone; the documents lie in ``../shared/seeds`` and
are checked by their hash. A label is ``{start, end, kind, value, low, high, unit, qualifier, period,
direction, alt, claim}``: ``kind``, ``unit``, ``qualifier`` and ``period`` list what is accepted (``*``
anything), ``alt`` holds other readings of the same words, ``optional`` labels count neither as missed nor as
false, and ``claim`` gives what the row must say: acceptable subjects, metric keys or words (as offsets),
periods and modalities, null where that is not scored.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.claims_sets import LABELS, Score
from bench.data import DATA
from yinzheng.types import Claim, Document, Quantity

SEEDS = DATA.parent / "seeds"
EXAMPLES = Path(__file__).parents[1] / "examples"
DISAGREEMENTS = Path(__file__).parent / "claims_disagreements.json"
"""What a reader finds that sources state differently: two figures by document and offset, and why."""


def documents() -> list[tuple[Document, list[dict[str, Any]]]]:
    """The labelled documents that are there, with their labels."""
    from yinzheng.corpus.load import load_file

    out = []
    for entry in json.loads(LABELS.read_text("utf-8"))["documents"]:
        path = SEEDS / entry["name"]
        if not path.is_file():
            continue
        document = load_file(path, source=entry["name"])
        if hashlib.sha256(document.text.encode()).hexdigest() != entry["sha256"]:
            raise SystemExit(f"{path} is not the text that was labelled")
        out.append((document, entry["labels"]))
    return out


def _same_number(mine: Decimal | None, expected: str | None) -> bool:
    if mine is None or expected is None:
        return mine is None and expected is None
    wanted = Decimal(expected)
    return abs(mine - wanted) <= abs(wanted) * Decimal("1e-9")


def agrees(q: Quantity, label: dict[str, Any]) -> bool:
    """Whether the quantity has the span, value and unit (or the date) of one reading of the label."""
    for reading in [label, *label["alt"]]:
        if (q.start, q.end) != (reading["start"], reading["end"]):
            continue
        if reading["kind"][0] in ("date", "period") or q.kind in ("date", "period"):
            # A reading may allow both a duration and a relative period (三年后).
            if q.kind in reading["kind"] and (
                "*" in (reading["period"] or ["*"]) or (q.period or "") in reading["period"]
            ):
                return True
            if q.kind in ("date", "period"):
                continue
        numbers = all(_same_number(getattr(q, name), reading[name]) for name in ("value", "low", "high"))
        if numbers and q.unit.casefold() in [unit.casefold() for unit in reading["unit"]]:
            return True
    return False


def _reading(q: Quantity, label: dict[str, Any]) -> dict[str, Any]:
    span = (q.start, q.end)
    return next((r for r in [label, *label["alt"]] if (r["start"], r["end"]) == span), label)


def score_quantities(quantities: Callable[[str], Iterable[Quantity]]) -> list[Score]:
    """Recall and precision of (span, value, unit), and how often kind, qualifier and direction agree."""
    recall = Score("seeds quantity recall", target=97.0)
    precision = Score("seeds quantity precision", target=97.0)
    kind, qualifier, direction = Score("seeds kind"), Score("seeds qualifier"), Score("seeds direction")
    for document, labels in documents():
        text = document.text
        got = list(quantities(text))
        asked = [label for label in labels if not label.get("optional")]
        optional = [label for label in labels if label.get("optional")]
        for label in asked:
            where = f"{_context(text, label['start'], label['end'])} {document.source[:3]}"
            q = next((q for q in got if agrees(q, label)), None)
            if q is None:
                near_by = [_told(q) for q in got if q.start < label["end"] and label["start"] < q.end]
                _count(recall, False, f"{where}: got {near_by}")
                continue
            _count(recall, True)
            reading = _reading(q, label)
            _count(kind, q.kind in reading["kind"], f"{where}: {q.kind}, not {reading['kind']}")
            if {q.kind, reading["kind"][0]} & {"date", "period"}:
                continue
            said, wanted = q.qualifier, reading["qualifier"]
            _count(qualifier, said in wanted, f"{where}: {said}, not {wanted}")
            if reading["direction"] is not None:
                right = q.direction == reading["direction"]
                _count(direction, right, f"{where}: {q.direction!r}, not {reading['direction']!r}")
        for q in got:
            right = any(agrees(q, label) for label in asked)
            if right or not any(o["start"] < q.end and q.start < o["end"] for o in optional):
                where = f"{_context(text, q.start, q.end)} {document.source[:3]}"
                _count(precision, right, f"{where}: {_told(q)}")
    return [recall, precision, kind, qualifier, direction]


def _count(score: Score, right: bool, failure: str = "") -> None:
    score.total += 1
    score.right += right
    if not right:
        score.failures.append(failure)


def _told(q: Quantity) -> str:
    amount = q.value if q.value is not None else f"{q.low}..{q.high}"
    return f"{q.raw!r} = {q.kind} {q.period or amount} {q.unit}"


def _context(text: str, start: int, end: int) -> str:
    return f"{text[max(0, start - 12) : start]}«{text[start:end]}»{text[end : end + 10]}".replace("\n", "⏎")


_COMPANY = ("股份有限公司", "有限公司", "公司", "集团", " inc.", " inc", " corp.", " corp", " gpu", "gpu")


def _name(text: str) -> str:
    name = unicodedata.normalize("NFKC", text).casefold().strip(" 《》“”\"'")
    for suffix in _COMPANY:
        if name.endswith(suffix) and len(name) > len(suffix):
            name = name.removesuffix(suffix).strip()
            break
    return name


def _squeeze(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _right_metric(claim: Claim, wanted: dict[str, Any], text: str) -> bool:
    if claim.metric_key and wanted["metric_key"]:
        key = claim.metric_key
        if claim.quantity.direction:  # 利用率提升了20%: a change of the labelled concept
            key = key.removesuffix("_growth") if key not in wanted["metric_key"] else key
        return key in wanted["metric_key"]
    words = {_squeeze(text[start:end]) for start, end in wanted["metric_words"]}
    mine = _squeeze(claim.metric)
    return bool(mine) and any(mine == word or word in mine or mine in word for word in words)


def score_conflicts() -> list[Score]:
    """How many of the disagreements that a reader finds in the seeds and the examples are shown, and how many
    of those shown are among them."""
    from yinzheng.corpus.load import load_file
    from yinzheng.qa.claims import claims_of
    from yinzheng.qa.conflicts import conflicts
    from yinzheng.qa.names.aliases import defined_names

    recall, precision = (
        Score("disagreements that a reader finds, shown"),
        Score("shown, and found by a reader"),
    )
    wanted = json.loads(DISAGREEMENTS.read_text("utf-8"))
    for folder in (SEEDS, EXAMPLES):
        read = [load_file(path, source=path.name) for path in sorted(folder.glob("[!.]*.*"))]
        rows = [claim for found in claims_of(read) if not isinstance(found, Exception) for claim in found]
        names = {document.id: defined_names(document.text) for document in read}
        shown = conflicts(rows, names, {document.id: document.date for document in read})
        known = [
            ((a[0], a[1]), (b[0], b[1]))
            for a, b in ((row["a"], row["b"]) for row in wanted)
            if (folder / a[0]).exists()
        ]
        held = [
            [{(claim.citation.source, claim.quantity.start) for claim in group} for group in one.groups]
            for one in shown
        ]
        for a, b in known:
            right = any(_apart(groups, a, b) for groups in held)
            _count(recall, right, f"{a} and {b}")
        for one, groups in zip(shown, held, strict=True):
            right = any(_apart(groups, a, b) for a, b in known)
            _count(precision, right, f"{one.subject} {one.metric_key} {one.period}")
    return [recall, precision]


def _apart(groups: list[set[tuple[str, int]]], a: tuple[str, int], b: tuple[str, int]) -> bool:
    """Whether two figures stand in different groups of one conflict."""
    return any(a in one and b in other for one in groups for other in groups if one is not other)


def score_claims(claims: Callable[[Document], Iterable[Claim]]) -> list[Score]:
    """Over the labelled rows that the claims hold: are subject, metric, period and modality right?"""
    found = Score("seeds labelled figures that got a claim")
    parts = {
        "subject": Score("seeds subject", target=85.0),
        "metric": Score("seeds metric", target=80.0),
        "period": Score("seeds period", target=80.0),
        "modality": Score("seeds modality", target=85.0),
    }
    for document, labels in documents():
        text = document.text
        rows = list(claims(document))
        for label in labels:
            wanted = label.get("claim")
            if not wanted:
                continue
            claim = next((c for c in rows if agrees(c.quantity, label)), None)
            found.total += 1
            found.right += claim is not None
            where = f"{_context(text, label['start'], label['end'])} {document.source[:3]}"
            if claim is None:
                found.failures.append(where)
                continue
            checks: dict[str, tuple[bool, object, object]] = {}
            if wanted["subject"] is not None:
                names = {_name(name) for name in wanted["subject"]}
                checks["subject"] = (_name(claim.subject) in names, claim.subject, wanted["subject"])
            if wanted["metric_key"] is not None:
                words = [text[start:end] for start, end in wanted["metric_words"]]
                said = f"{claim.metric} [{claim.metric_key}]"
                checks["metric"] = (_right_metric(claim, wanted, text), said, wanted["metric_key"] + words)
            if wanted["period"] is not None:
                checks["period"] = (
                    _right_period(claim.period, wanted["period"]),
                    claim.period,
                    wanted["period"],
                )
            if wanted["modality"] is not None:
                checks["modality"] = (
                    claim.modality in wanted["modality"],
                    claim.modality,
                    wanted["modality"],
                )
            for part, (right, was, expected) in checks.items():
                parts[part].total += 1
                parts[part].right += right
                if not right:
                    parts[part].failures.append(f"{where}: {was!r}, not {expected!r}")
    return [found, *parts.values()]


def _right_period(period: str, accepted: list[str]) -> bool:
    # "*-03": the month without its year
    return period in accepted or any(a.startswith("*") and period.endswith(a[1:]) for a in accepted)
