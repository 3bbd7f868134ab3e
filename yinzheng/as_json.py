"""Results as the plain dictionaries that ``--json`` prints; docs/json.md describes every field.

Names and order are stable: fields are added, never renamed or removed.
"""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

from yinzheng.decimals import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from yinzheng.index.sizes import Size
    from yinzheng.library import Status
    from yinzheng.types import (
        AddReport,
        Answer,
        Checkup,
        Citation,
        Claim,
        Conflict,
        Document,
        Hit,
        Problem,
        Report,
        Summary,
        Verdict,
    )

Json = dict[str, Any]

_NOT_FOR_TERMINALS = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
# json.dumps escapes C0 controls by itself.


def dumps(value: Json, *, ascii_only: bool = False) -> str:
    r"""Return ``value`` as one JSON document; ``ascii_only`` is for streams that are not UTF-8.

    Characters that a terminal would act on are written as ``\uXXXX``, so that a reader gets them
    back exactly and a screen shows them.
    """
    text = json.dumps(value, ensure_ascii=ascii_only, indent=2, allow_nan=False)
    return _NOT_FOR_TERMINALS.sub(_escaped, text)


def put(value: Json) -> None:
    """Print ``value`` as one JSON document to stdout, in escapes where its encoding is not UTF-8."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "").replace("_", "")
    sys.stdout.write(dumps(value, ascii_only=encoding != "utf8") + "\n")


def line(value: Json) -> str:
    """Return ``value`` as one line of JSON Lines, with the same characters escaped as by ``dumps``."""
    return _NOT_FOR_TERMINALS.sub(_escaped, json.dumps(value, ensure_ascii=False, allow_nan=False))


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]


def search(query: str, hits: Sequence[Hit], locators: Sequence[str]) -> Json:
    """``search``: the query and its hits, best first; ``locators`` belong to ``hits`` one by one."""
    return {
        "query": query,
        "hits": [
            {
                "rank": rank,
                "score": round(hit.score, 6),
                "lexical": round(hit.lexical, 6),
                "dense": round(hit.dense, 6),
                "doc": _named(hit.document.id, hit.document.source, hit.document.title),
                "passage_id": hit.passage.id,
                "start": hit.passage.start,
                "end": hit.passage.end,
                "text": hit.text,
                "locator": locator,
            }
            for rank, (hit, locator) in enumerate(zip(hits, locators, strict=True), 1)
        ],
    }


def ask(answer: Answer) -> Json:
    """``ask``: the answer or the refusal, with its citations."""
    return {
        "question": answer.question,
        "answered": answer.answered,
        "reason": answer.reason,
        "text": answer.text,
        "short": answer.short,
        "confidence": round(answer.confidence, 4),
        "citations": [cited(citation) for citation in answer.citations],
        "conflicts": [conflict(item) for item in answer.conflicts],
        "short_at": cited(answer.short_at) if answer.short_at else None,
        "short_value": answer.short_value,
        "signals": {name: round(value, 4) for name, value in answer.signals},
        "notes": list(answer.notes),
    }


def summary(found: Summary) -> Json:
    """``summarize``: the points in the order of documents and texts."""
    return {
        "about": found.about,
        "reason": found.reason,
        "points": [
            {
                "text": point.text,
                "section": point.section,
                "citations": [cited(citation) for citation in point.citations],
            }
            for point in found.points
        ],
    }


def cited(citation: Citation) -> Json:
    """One citation."""
    return {
        "n": citation.n,
        "doc": {**_named(citation.doc_id, citation.source, citation.title), "flags": list(citation.flags)},
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "locator": citation.locator,
    }


def claims(found: Sequence[Claim]) -> Json:
    """``claims``: every figure with its subject, metric, period and place."""
    return {"claims": [claim(item) for item in found]}


def conflicts(found: Sequence[Conflict]) -> Json:
    """``claims --conflicts``: figures of one thing that do not agree."""
    return {"conflicts": [conflict(item) for item in found]}


def claim(found: Claim) -> Json:
    """One claim; decimal numbers are strings, so that no reader rounds them."""
    quantity, cited = found.quantity, found.citation
    return {
        "subject": found.subject,
        "metric": found.metric,
        "metric_key": found.metric_key,
        "raw": quantity.raw,
        "kind": quantity.kind,
        "value": _decimal(quantity.value),
        "low": _decimal(quantity.low),
        "high": _decimal(quantity.high),
        "unit": quantity.unit,
        "qualifier": quantity.qualifier,
        "direction": quantity.direction,
        "period": found.period,
        "modality": found.modality,
        "status": found.status,
        "subject_from": found.subject_from,
        "doc": _named(cited.doc_id, cited.source, cited.title),
        "start": quantity.start,
        "end": quantity.end,
        "sentence": cited.quote,
        "locator": cited.locator,
    }


def conflict(found: Conflict) -> Json:
    """Claims that do not agree; those with the same ``group`` agree among themselves."""
    first = found.groups[0][0]
    return {
        "subject": found.subject,
        "metric": first.metric,
        "metric_key": found.metric_key,
        "period": found.period,
        "reason": found.reason,
        "claims": [{**claim(item), "group": n} for n, group in enumerate(found.groups, 1) for item in group],
    }


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def report(found: Report) -> Json:
    """``check``: every sentence with its label, the reasons and what it was held against."""
    return {
        "ok": found.ok,
        "sentences": [_verdict(item) for item in found.verdicts],
        "counts": dict(found.counts),
    }


def report_parts(found: Report, *, ascii_only: bool = False) -> Iterator[str]:
    """``dumps(report(found))`` part by part: that of a text of megabytes is many times as long as it."""
    ok = "true" if found.ok else "false"
    yield f'{{\n  "ok": {ok},\n  "sentences": ['
    between = "\n    "
    for verdict in found.verdicts:
        # No line break of a text stands in its JSON: these are between fields.
        yield between + dumps(_verdict(verdict), ascii_only=ascii_only).replace("\n", "\n    ")
        between = ",\n    "
    counts: Json = dict(found.counts.items())
    end = "\n  ]" if found.verdicts else "]"
    yield end + ',\n  "counts": ' + dumps(counts).replace("\n", "\n  ") + "\n}"


def _verdict(found: Verdict) -> Json:
    return {
        "text": found.sentence,
        "start": found.start,
        "end": found.end,
        "label": found.label,
        "reasons": [
            {
                "code": reason.code,
                "detail": reason.detail,
                "start": reason.start,
                "end": reason.end,
                "source": _source(reason.source) if reason.source else None,
            }
            for reason in found.reasons
        ],
        "citations": [cited(citation) for citation in found.citations],
        "better": [cited(citation) for citation in found.better],
    }


def _source(citation: Citation) -> Json:
    return {name: value for name, value in cited(citation).items() if name != "n"}


def add(report: AddReport) -> Json:
    """``add``: what became of every source that was looked at."""
    return {
        "added": [document(item) for item in report.added],
        "replaced": [document(item) for item in report.replaced],
        "unchanged": list(report.unchanged),
        "removed": list(report.removed),
        "skipped": [_problem(item) for item in report.skipped],
        "failed": [_problem(item) for item in report.failed],
        "passages": report.passages,
    }


def documents(name: str, found: Sequence[Document]) -> Json:
    """``rm``: the documents that were removed, under ``name``."""
    return {name: [document(item) for item in found]}


def listed(found: Sequence[Document], sizes: Mapping[str, Size]) -> Json:
    """``ls``: documents with how long they are."""
    rows = []
    for item in found:
        size = sizes.get(item.id)
        places = {
            kind: size.places if size and size.kind == kind else None for kind in ("page", "slide", "sheet")
        }
        rows.append(
            {
                **document(item),
                "characters": size.characters if size else None,
                **{f"{kind}s": count for kind, count in places.items()},
            }
        )
    return {"documents": rows}


def show(found: Document) -> Json:
    """``show``: one document with its text and anchors."""
    anchors = [{"start": a.start, "kind": a.kind, "label": a.label} for a in found.anchors]
    fields = document(found)
    flags = fields.pop("flags")
    return {"doc": {**fields, "text": found.text, "anchors": anchors, "flags": flags}}


def show_span(found: Document, start: int, end: int, locator: str) -> Json:
    """``show --span``, ``--lines`` and ``--at``: the part, ``text[start:end]``."""
    return {
        "doc": _named(found.id, found.source, found.title),
        "start": start,
        "end": end,
        "quote": found.text[start:end],
        "locator": locator,
    }


def status(found: Status) -> Json:
    """``status``: what the library holds."""
    return {
        "path": str(found.path),
        "documents": found.documents,
        "passages": dict(found.passages),
        "encoder": found.encoder,
        "dimension": found.dimension,
        "generation": found.generation,
        "schema": found.schema,
        "bytes": found.bytes,
    }


def checkup(found: Checkup, path: Path) -> Json:
    """``doctor``: whether the library is sound, and what was found."""
    return {
        "path": str(path),
        "sound": found.sound,
        "findings": [
            {
                "check": finding.check,
                "subject": finding.subject,
                "detail": finding.detail,
                "derived": finding.derived,
                "note": finding.note,
                "repaired": finding.repaired,
            }
            for finding in found.findings
        ],
        "looked_at": dict(found.looked_at),
    }


def document(found: Document) -> Json:
    """A document without its text."""
    return {
        "id": found.id,
        "source": found.source,
        "title": found.title,
        "lang": found.lang,
        "media_type": found.media_type,
        "sha256": found.sha256,
        "added_at": found.added_at,
        "date": found.date,
        "flags": list(found.flags),
    }


def _named(doc_id: str, source: str, title: str) -> Json:
    return {"id": doc_id, "source": source, "title": title}


def _problem(found: Problem) -> Json:
    return {"source": found.source, "reason": found.reason}
