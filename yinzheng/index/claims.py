"""Claims as rows of the database and back; ``text[start:end] == raw`` is looked at on the way in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

from yinzheng.errors import InternalError
from yinzheng.index.checksums import checksum
from yinzheng.types import Citation, Claim, Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from yinzheng.index.database import Database
    from yinzheng.types import Document, QuantityKind

COLUMNS = (
    'n, start, "end", kind, value, low, high, unit, qualifier, direction, iso, subject, subject_from, metric,'
    " metric_key, period, modality, status, sentence_start, sentence_end, locator"
)
"""What a row of claims holds, beside its document."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """The claims of one document, and the version of the code that made them.

    Their citations are numbered from 1 in their order, as they are when they are read back.
    """

    version: str
    claims: tuple[Claim, ...]


def numbered(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return claims with their citations numbered from 1."""
    return tuple(replace(claim, citation=replace(claim.citation, n=n)) for n, claim in enumerate(claims, 1))


def check(document: Document, claims: Sequence[Claim]) -> None:
    """Raise InternalError unless every figure and sentence stands in the text where its claim says."""
    for claim in claims:
        quantity, cited = claim.quantity, claim.citation
        for what, start, end, said in (
            ("figure", quantity.start, quantity.end, quantity.raw),
            ("sentence", cited.start, cited.end, cited.quote),
        ):
            if not 0 <= start < end <= len(document.text) or document.text[start:end] != said:
                raise InternalError(f"{document.source}: a claim's {what} is not at [{start}, {end})")
        for number in (quantity.value, quantity.low, quantity.high):
            if number is not None and not number.is_finite():
                raise InternalError(f"{document.source}: the figure at {quantity.start} is {number}")


def put(db: Database, seq: int, document: Document, extracted: Extracted) -> None:
    """Store the claims of the document in row ``seq`` in place of what was there, within a transaction.

    Raises InternalError for claims that do not stand in the document's text.
    """
    check(document, extracted.claims)
    db.execute("DELETE FROM claims WHERE doc = ?", (seq,))
    put_rows(db, seq, extracted.version, [_row(n, claim) for n, claim in enumerate(extracted.claims, 1)])


def put_rows(db: Database, seq: int, version: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Store claims as rows of ``COLUMNS``, within a transaction; the document has none yet."""
    sql = f"INSERT INTO claims (doc, {COLUMNS}) VALUES ({', '.join('?' * 22)})"  # noqa: S608 - our columns
    db.execute_many(sql, [(seq, *row) for row in rows])
    db.execute(
        "UPDATE documents SET claims_version = ?, claims_checksum = ? WHERE seq = ?",
        (version, _checksum(seq, version, rows), seq),
    )


def read(db: Database, document: Document) -> Extracted | None:
    """Return what is stored of a document, given with its text, or None where no claims were made yet.

    None also where they have changed by themselves in a damaged file: then they are made again.
    """
    found = rows_of(db, document.id)
    if found is None:
        return None
    version, rows = found
    return Extracted(version, tuple(_claim(document, row) for row in rows))


@dataclass(frozen=True, slots=True)
class Figure:
    """A stored figure: the document's id, where it begins in its text, and what it may be looked up by."""

    doc_id: str
    start: int
    kind: QuantityKind
    unit: str
    values: tuple[Decimal, ...]
    """Its value, or the ends of its range."""


def figures(db: Database, version: str) -> list[Figure]:
    """Return all figures that ``version`` of the code made, in the order of adding and of the texts.

    Those of documents whose claims have changed by themselves are left out, as ``read`` leaves them out.
    """
    sql = (
        f"SELECT documents.id, seq, claims_checksum, {', '.join(f'claims.{c}' for c in COLUMNS.split(', '))}"  # noqa: S608
        " FROM claims JOIN documents ON doc = seq WHERE claims_version = ? ORDER BY seq, n"
    )
    found = []
    every = chain.from_iterable(db.batches(sql, (version,)))
    for (doc_id, seq, made), group in groupby(every, key=lambda row: row[:3]):
        rows = [row[3:] for row in group]
        if _checksum(seq, version, rows) == made:
            for _, start, _, kind, *numbers, unit in (row[:8] for row in rows):
                values = tuple(Decimal(one) for one in numbers if one is not None)
                found.append(Figure(doc_id, start, kind, unit, values))
    return found


def rows_of(db: Database, doc_id: str) -> tuple[str, list[tuple[Any, ...]]] | None:
    """Return the version of a document's claims and their rows of ``COLUMNS``, or None as ``read`` does."""
    found = db.rows("SELECT seq, claims_version, claims_checksum FROM documents WHERE id = ?", (doc_id,))
    if not found or found[0][1] is None:
        return None
    seq, version, made = found[0]
    rows = db.rows(f"SELECT {COLUMNS} FROM claims WHERE doc = ? ORDER BY n", (seq,))  # noqa: S608
    return (version, rows) if _checksum(seq, version, rows) == made else None


def _checksum(seq: int, version: str, rows: Sequence[tuple[Any, ...]]) -> int:
    return checksum(seq, version, *chain.from_iterable(rows))


def _row(n: int, claim: Claim) -> tuple[Any, ...]:
    quantity, cited = claim.quantity, claim.citation
    return (
        n, quantity.start, quantity.end, quantity.kind, _stored(quantity.value), _stored(quantity.low),
        _stored(quantity.high), quantity.unit, quantity.qualifier, quantity.direction, quantity.period,
        claim.subject, claim.subject_from, claim.metric, claim.metric_key, claim.period, claim.modality,
        claim.status, cited.start, cited.end, cited.locator,
    )  # fmt: skip


def _claim(document: Document, row: tuple[Any, ...]) -> Claim:
    (
        n, start, end, kind, value, low, high, unit, qualifier, direction, iso, subject, subject_from, metric,
        metric_key, period, modality, status, first, last, locator,
    ) = row  # fmt: skip
    text = document.text
    quantity = Quantity(
        start, end, text[start:end], kind, _number(value), _number(low), _number(high), unit, qualifier, iso,
        direction,
    )  # fmt: skip
    cited = Citation(n, document.id, document.source, document.title, first, last, text[first:last], locator)
    return Claim(subject, metric, metric_key, quantity, period, modality, cited, status, subject_from)


def _stored(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _number(stored: str | None) -> Decimal | None:
    return None if stored is None else Decimal(stored)
