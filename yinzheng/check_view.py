"""What `yinzheng check` prints: each problem with its sentence, the reasons, and the source beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yinzheng import screen
from yinzheng.corpus.tokens import language
from yinzheng.output import BAD, EVIDENCE, TERM, TITLE, headed, highlighted, line_of, say, wrapped
from yinzheng.qa.checking.altered import differing
from yinzheng.sarif import Lines, against
from yinzheng.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from yinzheng.types import Citation, Label, Lang, Reason, Report, Verdict

_WRONG = "bold red underline"
_INDENT = "  "
_BAR = "    │ "
_SENTENCE_LINES, _EXCERPT_LINES = 4, 3
_BESIDE = 2
"""Places of the sources that are shown with a sentence, and better ones, at most."""

_STYLE: dict[Label, str] = {"contradicted": BAD, "unsupported": BAD, "supported": TITLE, "uncheckable": ""}


def print_report(
    out: Console, text: str, name: str, report: Report, *, every: bool = False, several: bool = False
) -> None:
    """Print the problems of the text called ``name``, or ``every`` sentence, and then how many of each kind.

    What is said of a sentence is in its language, the last line in that of the text; that names it where it
    is one of ``several``.
    """
    lines = Lines(text)
    for verdict in report.verdicts:
        if every or verdict.failed:
            _print_verdict(out, verdict, name, lines)
            out.print()
    named = f"{screen.visible(name)}: " * several
    out.print(wrapped(f"{named}{counted(report, language(text))}", out.width, style=TITLE, number=""))


def counted(report: Report, lang: Lang) -> str:
    """How many sentences there are of each kind, in one line."""
    counts = report.counts
    kinds: tuple[Label, ...] = ("supported", "contradicted", "unsupported", "uncheckable")
    said = [say(f"n_{label}", lang, n=counts[label]) for label in kinds if counts[label]]
    count = len(report.verdicts)
    total = say("one_sentence" if count == 1 else "n_sentences", lang, n=count)
    return f"{total}{'：' if lang == 'zh' else ': '}{('，' if lang == 'zh' else ', ').join(said)}"


def _print_verdict(out: Console, verdict: Verdict, name: str, lines: Lines) -> None:
    lang = language(verdict.sentence)
    line, column = lines.at(verdict.start)
    head = line_of(f"{screen.visible(name)}:{line}:{column}  ")
    head.append(say(verdict.label, lang), _STYLE[verdict.label])
    out.print(head, soft_wrap=True)
    reasons = against(verdict) if verdict.failed else list(verdict.reasons)
    spans = [
        Span(reason.start - verdict.start, reason.end - verdict.start)
        for reason in reasons
        if verdict.failed and (reason.start, reason.end) != (verdict.start, verdict.end)
    ]
    shown = screen.excerpt_lines(
        screen.mark(verdict.sentence, spans), out.width - len(_INDENT), _SENTENCE_LINES
    )
    out.print(highlighted(shown, out.width, _INDENT, _WRONG))
    for reason in reasons:
        said = f"{screen.visible(' '.join(reason.detail.split()))} [{reason.code}]"
        out.print(wrapped(said, out.width, f"{_INDENT}  ", first=f"{_INDENT}- ", number=""))
    for citation in _beside(verdict, reasons):
        if all(reason.code == "no_evidence" for reason in reasons):
            out.print(line_of(f"{_INDENT}  {say('nearest_one', lang)}"))
        _print_source(out, citation, _marked(verdict, citation, reasons), EVIDENCE)
    for citation in verdict.better[:_BESIDE]:
        out.print(line_of(f"{_INDENT}  {say('better', lang)}"))
        _print_source(out, citation, [], "")


def _beside(verdict: Verdict, reasons: Sequence[Reason]) -> list[Citation]:
    """The places to show: those that the reasons name, each in the sentence around it where that is cited."""
    better = {(c.doc_id, c.start, c.end) for c in verdict.better}
    found: dict[tuple[str, int, int], Citation] = {}
    for reason in reasons:
        if reason.source is not None:
            around = next((c for c in verdict.citations if _holds(c, reason.source)), reason.source)
            found.setdefault((around.doc_id, around.start, around.end), around)
    if not found:
        found = {(c.doc_id, c.start, c.end): c for c in verdict.citations[:1]}
    return [c for at, c in found.items() if at not in better][:_BESIDE]


def _holds(citation: Citation, part: Citation) -> bool:
    return citation.doc_id == part.doc_id and citation.start <= part.start and part.end <= citation.end


def _marked(verdict: Verdict, citation: Citation, reasons: Sequence[Reason]) -> list[Span]:
    """What of a place is to stand out: what the reasons name of it, of an altered quotation what differs."""
    spans: list[Span] = []
    for reason in reasons:
        source = reason.source
        if source is None or not _holds(citation, source):
            continue
        at = source.start - citation.start
        if reason.code == "quote_altered":
            quoted = [r for r in verdict.reasons if r.code == "quote_altered" and r.source == source]
            start, end = min(r.start for r in quoted), max(r.end for r in quoted)
            inner = _around(verdict.sentence, start - verdict.start, end - verdict.start)
            spans += (Span(at + s.start, at + s.end) for s in differing(inner, source.quote))
        elif (source.start, source.end) != (citation.start, citation.end):
            spans.append(Span(at, at + len(source.quote)))
    return spans


def _around(sentence: str, start: int, end: int) -> str:
    """The quotation of a sentence that ``[start, end)`` lies in, all of the sentence where none does."""
    low = max((sentence.rfind(sign, 0, start) for sign in '“「『"‘'), default=-1)
    high = min((at for sign in '”」』"’' if (at := sentence.find(sign, end)) >= 0), default=len(sentence))
    return sentence[low + 1 : high]


def _print_source(out: Console, citation: Citation, spans: list[Span], style: str) -> None:
    title = screen.visible(citation.title) or screen.visible(citation.source)
    named, _, place = headed(title, screen.visible(citation.locator), out.width - len(_BAR)).partition("\n")
    bold = (0, len(named) if place else len(title))
    out.print(wrapped(named, out.width, "    ", first="    ", number="", title=bold))
    if place:
        out.print(wrapped(place, out.width, "    ", first="    ", number=""))
    cut = screen.excerpt_lines(screen.mark(citation.quote, spans), out.width - len(_BAR), _EXCERPT_LINES)
    out.print(highlighted(cut, out.width, _BAR, TERM if spans else style))
