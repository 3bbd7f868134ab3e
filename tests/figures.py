"""Made-up claims for the tests of what is done with claims."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from yinzheng.types import Citation, Claim, Document, Quantity

TEXT = """2024 年，禾洛能源营收 86.40 亿元，同比增长 31.5%。
Orders fell by -4.2% to between $2.1 and $2.3 billion.
"""


def document(text: str = TEXT, source: str = "notes/a.md", **more: Any) -> Document:
    """A document as a reader would give it."""
    fields = {"id": "0123456789ab", "title": "题目 Title", "lang": "zh", "date": "2025-03-28", **more}
    return Document(
        source=source,
        text=text,
        media_type="text/plain",
        sha256="0" * 64,
        added_at="2025-05-20T08:00:00Z",
        **fields,
    )


def claim(
    raw: str,
    value: str | None = None,
    unit: str = "CNY",
    *,
    doc: Document | None = None,
    low: str | None = None,
    high: str | None = None,
    kind: Any = "money",
    **more: Any,
) -> Claim:
    """A claim about ``raw``, which stands in the document once; its sentence is the line around it."""
    doc = doc or document()
    start = doc.text.index(raw)
    first = doc.text.rfind("\n", 0, start) + 1
    last = doc.text.find("\n", start + len(raw))
    last = len(doc.text) if last < 0 else last
    quantity = Quantity(
        start,
        start + len(raw),
        raw,
        kind,
        _decimal(value),
        _decimal(low),
        _decimal(high),
        unit,
        more.pop("qualifier", "exact"),
        direction=more.pop("direction", ""),
    )
    cited = Citation(1, doc.id, doc.source, doc.title, first, last, doc.text[first:last], "§ 财务")
    fields = {
        "subject": "禾洛能源",
        "metric": "营收",
        "metric_key": "revenue",
        "period": "2024",
        "modality": "actual",
        "status": "exact",
        **more,
    }
    return Claim(quantity=quantity, citation=cited, **fields)


def _decimal(number: str | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def revenue(unit: str = "CNY", **more: Any) -> Claim:
    """Revenue of 8.64 billion yuan."""
    return claim("86.40 亿元", "8640000000.00", unit, **more)
