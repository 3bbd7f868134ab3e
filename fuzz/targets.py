"""What must hold of any bytes and any text; each target raises where it does not.

A reader may refuse what it is given, with a DocumentError, and do nothing else. Whatever it returns is
clean, and every span stands in its text.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

from yinzheng import as_json, screen
from yinzheng.corpus.boilerplate import is_page
from yinzheng.corpus.decode import clean, decode
from yinzheng.corpus.fold import fold
from yinzheng.corpus.formats import delimited, html, mhtml, subtitles
from yinzheng.corpus.load import load_bytes
from yinzheng.corpus.segment import passages
from yinzheng.corpus.sentence import sentences
from yinzheng.corpus.spun import is_spun
from yinzheng.corpus.tokens import language, tokens
from yinzheng.decimals import plain
from yinzheng.errors import DocumentError
from yinzheng.index.lexical import MOST_TERMS
from yinzheng.qa.checking.blocks import blocks
from yinzheng.qa.checking.quotes import quotes
from yinzheng.qa.checking.statements import statements
from yinzheng.qa.grammar.iso_periods import interval, overlaps, same_period, shift_years
from yinzheng.qa.grammar.numerals import numerals
from yinzheng.qa.grammar.periods import periods, resolve
from yinzheng.qa.quantities import quantities
from yinzheng.qa.question import asked_for, years

MOST_DIGITS = 2_000  # of a figure's value written out: nothing may grow without bounds


def _text(data: bytes) -> str:
    """Any text: what is UTF-8 itself, else two-byte units, so that Han and rare characters are common."""
    try:
        return clean(data.decode())[0]
    except UnicodeDecodeError:
        return clean(data.decode("utf-16-le", "replace"))[0]


def _number(value: Decimal | None) -> None:
    if value is not None:
        assert value.is_finite()
        assert len(plain(value)) <= MOST_DIGITS
        assert Decimal(str(value)) == value


def decoding(data: bytes) -> None:
    """Bytes become clean text, or are refused."""
    try:
        found = decode(data)
    except DocumentError:
        return
    assert not {"\0", "\r"} & set(found.text)
    found.text.encode()  # no lone surrogates


def reading(data: bytes) -> None:
    """A plain text or Markdown file becomes a document whose spans all stand in it."""
    for name in ("a.txt", "a.md"):
        try:
            document = load_bytes(data, source=name, media_type="text/plain")
        except DocumentError:
            return
        text = document.text
        end = 0
        for anchor in document.anchors:
            assert end <= anchor.start <= len(text)
            end = anchor.start
        cut = passages(text, document.anchors, len)
        assert [span.start for span in cut] == [0, *(span.end for span in cut[:-1])]
        assert cut[-1].end == len(text)
        json.loads(as_json.dumps(as_json.show(document)))


def markup(data: bytes) -> None:
    """An HTML page becomes clean text with anchors in order."""
    _format(html.read, _text(data).encode(), "a.html")


def delimiting(data: bytes) -> None:
    """A CSV or TSV file likewise."""
    for name in ("a.csv", "a.tsv"):
        _format(delimited.read, _text(data).encode(), name)


def subtitling(data: bytes) -> None:
    """Subtitles likewise."""
    for name in ("a.srt", "a.vtt"):
        _format(subtitles.read, _text(data).encode(), name)


def archived(data: bytes) -> None:
    """A page saved with its parts likewise."""
    _format(mhtml.read, data, "a.mhtml")


def _format(read: Callable[[bytes, str], object], data: bytes, name: str) -> None:
    try:
        content = read(data, name)
    except DocumentError:
        return
    end = 0
    for anchor in content.anchors:  # type: ignore[attr-defined]
        assert end <= anchor.start <= len(content.text)  # type: ignore[attr-defined]
        end = anchor.start


def segmenting(data: bytes) -> None:
    """Sentences and passages join to the text, and what is seen of it holds no control characters."""
    text = _text(data)
    found = sentences(text)
    assert "".join(text[s.start : s.end] for s in found) == text
    cut = passages(text, (), len)
    assert "".join(text[s.start : s.end] for s in cut) == text
    is_page(text)
    is_spun(text)
    shown = screen.visible(text)
    assert not any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in shown)


def folding(data: bytes) -> None:
    """Every folded interval leads to one of the text, in order, and every one of the text to a folded one.

    Folding again changes 苧 in what was 薴, a chain in OpenCC's own table, so that is not asked.
    """
    text = _text(data)
    folded = fold(text)
    before = 0
    for at in range(min(len(folded.text), 200)):
        span = folded.original(at, at + 1)
        assert before <= span.start < span.end <= len(text)
        before = span.start
        back = folded.folded(span.start, span.end)
        assert back.start <= at < back.end


def figures(data: bytes) -> None:
    """Figures, numerals and periods stand where they say, in order, with finite values."""
    text = _text(data)
    end = 0
    for quantity in quantities(text):
        assert end <= quantity.start < quantity.end <= len(text)
        assert text[quantity.start : quantity.end] == quantity.raw
        for value in (quantity.value, quantity.low, quantity.high):
            _number(value)
        end = quantity.end
    for numeral in numerals(text):
        assert 0 <= numeral.start < numeral.end <= len(text)
    for period in periods(text):
        assert 0 <= period.start < period.end <= len(text)
        resolve(period, "2024-05-06")


def dating(data: bytes) -> None:
    """Periods compare with any other without error."""
    text = _text(data)
    a, _, b = text.partition("|")
    interval(a)
    shift_years(a, 1)
    assert overlaps(a, b) == overlaps(b, a)
    assert same_period(a, b) == same_period(b, a)


def asking(data: bytes) -> None:
    """A query is text, whatever stands in it, and its terms are clean."""
    text = _text(data)
    for term in tokens(text):
        assert term
        assert not any(char.isspace() for char in term)
    language(text)
    asked_for(text)
    years(text)
    assert MOST_TERMS


def checking(data: bytes) -> None:
    """A text that is checked falls into statements and quotations that stand in it."""
    text = _text(data)
    assert sum(block.end - block.start for block in blocks(text)) <= len(text)
    for statement in statements(text):
        assert 0 <= statement.start < statement.end <= len(text)
        for quote in quotes(text, statement):
            assert statement.start <= quote.start <= quote.end <= statement.end


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (
        decoding, reading, markup, delimiting, subtitling, archived, segmenting, folding, figures, dating,
        asking, checking,
    )
}  # fmt: skip
