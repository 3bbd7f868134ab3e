"""Find where sentences end in mixed Chinese and English text.

All decisions look back, and ahead only to the next token or the end of a quotation: appending text
never moves an earlier boundary, but for the last. Time is linear, whatever the text.
"""

from __future__ import annotations

import re
from itertools import pairwise

from yinzheng.types import Sentence

SENTENCE_BYTES = 1200
"""Longest sentence, in UTF-8 bytes without the whitespace behind it; what is longer is cut at a
clause, so that one sentence always fits one passage and one quotation."""

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_STOPS = "。！？!?｡…"
_CLOSERS = "”’」』）)】》\"'"
_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "【": "】", '"': '"'}

_EVENT = re.compile(
    rf"""
      (?P<stop> [。！？｡] [{_STOPS}]*+                      # 完成了。  真的？！
        | (?<![!?]) [!?] [{_STOPS}]*+ (?! [A-Za-z0-9_=&/\#%+-] )    # Really?  not …/watch?v=1
        | (?<=[{_HAN}]) [!?] [{_STOPS}]*+                   # 为什么?OpenAI认为
        | (?<!…) … [{_STOPS}]*+ (?= [\s{_CLOSERS}] | \Z )   # 等等……  not 他……走了
      )
    | (?P<dot> (?<!\.) \.++ (?= [\s{_CLOSERS}{_HAN}] | \Z )       # it rose.  Inc.  not 3.14, a.com
        | (?<=[{_HAN}%）)”」]) [.．] (?! [.\d０-９a-z] )      # 增长20%.公司
      )
    | (?P<open> [“‘「『（(《【] | (?<! \w ) " (?=\S) | (?<=[{_HAN}]) " (?=\S) )
    | (?P<line> \n )
    """,
    re.VERBOSE,
)
_SPACE = re.compile(r"\s*")
_PROSE = re.compile(r"\w")
_BLANK = re.compile(r"\n[^\S\n]*\n")
_TAIL = re.compile(
    r"(?: [”’」』）)】》'] | \"(?=\s|\Z) )*", re.VERBOSE
)  # not a quote that opens what follows

_STRUCTURE = re.compile(
    r"""
    [^\S\n]* (?:
        [-*+•·●▪◦■◆○※–—] [ \t\u3000]         # - item
      | \d{1,3} (?: [.．] (?!\d) | [)）、] )   # 1. item  2) item  3、item
      | [(（] [\d一二三四五六七八九十]{1,3} [)）]     # (1) item （二）item
      | [一二三四五六七八九十]{1,3} [、.．]           # 一、标题
      | 第 [\d一二三四五六七八九十百]{1,4} [章节節条條部回篇讲講]
      | [A-Za-z] [.)] [ \t]                   # a) item
      | \#{1,6} [ \t] | > | \| | ``` | ~~~ | --- | \*\*\* | ===
      | [\[(（]? \d{1,2} : \d\d (?: : \d\d )? # [12:30] speech
    )
    """,
    re.VERBOSE,
)
_ROW = re.compile(r"[ \t]{0,3}(?:\#{1,6}[ \t]|\|)")

_ATTRIBUTION = re.compile(
    r"[^。！？!?\n“”「」\s，,]{0,18}?(?:说|說|(?<![知难難])道|表示|称|稱|问|問|认为|認為|指出)[。，：,:！]"
)
_WORD = re.compile(r"[A-Za-z]+")
_ENUMERATOR = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[ivx]{1,5}|[a-z]")
_INITIALS = re.compile(r"(?:[a-z]\.)+[a-z]")
_TOKEN_BEFORE = re.compile(r"[A-Za-z0-9.,&$%/-]{0,24}\Z")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_NEVER_END = _words(
    "mr mrs ms messrs dr prof rev hon gen col lt sgt capt cmdr sen rep gov pres st mt ft "
    "v vs cf e.g i.e eg ie viz al approx est ca resp incl excl dept univ assn bros"
)
"""Abbreviations that a name or an explanation follows."""

_BEFORE_NUMBER = _words(
    "no nos fig figs eq eqs sec secs ch chap vol vols p pp art tab ref refs pt app ex "
    "jan feb mar apr jun jul aug sep sept oct nov dec rs us$ hk$"
)
"""Abbreviations when a number follows, and ordinary words otherwise (``He said no.``)."""

_MAY_END = _words("inc ltd co corp llc plc jr sr etc u.s u.k u.n e.u u.s.a a.m p.m ph.d d.c b.c a.d")
"""Abbreviations that end a sentence when a word that begins sentences follows."""

_STARTERS = _words(
    "the this that these those there it its he she they we you i in on at as an a but and or so if when "
    "while however meanwhile moreover for from with to by after before since although though our their his "
    "her what why how who where which is are was were not no all some many most both each another one two"
)
"""Words that begin sentences; after ``Inc.`` or ``U.S.`` a capital letter alone tells nothing."""


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Sentence]:
    """The sentences of ``text[start:end]``: consecutive, and covering that interval completely.

    Offsets are into ``text``. Blank lines, headings, list items and table rows end a sentence; the
    line breaks of hard-wrapped prose do not.
    """
    end = len(text) if end is None else end
    part = text if (start, end) == (0, len(text)) else text[start:end]
    if not part:
        return []
    cuts = [0]
    for boundary in [*_boundaries(part), len(part)]:
        if boundary > cuts[-1]:
            cuts.extend(_long(part, cuts[-1], boundary))
            cuts.append(boundary)
    return [Sentence(start + a, start + b) for a, b in pairwise(cuts)]


def _boundaries(text: str) -> list[int]:
    """Where sentences end, whitespace included; every position before the end of ``text``."""
    found: list[int] = []
    wrap = _Wrap()
    begin = 0  # of the current sentence
    at = _row_end(text, _space(text, 0))  # where to look on
    size = len(text)
    while match := _EVENT.search(text, at):
        kind = match.lastgroup or ""
        at = match.end()
        if kind == "line":
            at = _space(text, at)
            if at < size and not wrap.continues(text, match.start(), at):
                found.append(at)
                begin = at
                at = _row_end(text, at)
            continue
        if kind == "open":
            close = _closing(text, match.start())
            if close < 0:
                continue
            at = close + 1
            if not _closes_sentence(text, begin, match.start(), close):
                continue
            kind = "quote"
        elif kind == "dot" and not text[begin : match.start()].strip():
            continue  # … and so on
        at = _TAIL.match(text, at).end()  # type: ignore[union-attr]
        ahead = _space(text, at)
        if ahead >= size:
            break
        if _ends(text, kind, match, begin=begin, at=at, ahead=ahead):
            found.append(ahead)
            begin = ahead
            at = _row_end(text, ahead) if text[ahead - 1] == "\n" else ahead
    return found


def _space(text: str, at: int) -> int:
    """The offset of the next visible character from ``at`` on."""
    return _SPACE.match(text, at).end()  # type: ignore[union-attr]


def _row_end(text: str, at: int) -> int:
    """The end of the heading or table row that begins at ``at``, which is one sentence; else ``at``."""
    if not _ROW.match(text, at):
        return at
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _closes_sentence(text: str, begin: int, opener: int, closer: int) -> bool:
    """Whether a sentence may end with the quotation or aside at ``[opener, closer]``.

    ``begin`` is the start of the sentence around it. The title of a work never ends one, nor does an
    aside in the middle of one.
    """
    last = closer - 1
    while last > opener and text[last] in _CLOSERS:
        last -= 1
    if text[closer] in "》】" or text[last] not in _STOPS + ".":
        return False
    return text[closer] not in ")）" or not text[begin:opener].strip()


def _ends(text: str, kind: str, match: re.Match[str], *, begin: int, at: int, ahead: int) -> bool:
    """Whether the sentence that begins at ``begin`` ends at ``at``, behind stop and quotes.

    ``ahead`` is the offset of the next visible character.
    """
    if kind == "dot":
        return _dot_ends(text, match, begin=begin, at=at, ahead=ahead)
    if text.find("\n", at, ahead) >= 0:
        return True
    if text[ahead].islower():
        return False  # "Why?" he asked; Yahoo! is
    if kind == "quote" and at == ahead:  # “好。”他说。
        return text[at] not in "，,、；;：:的之。" and not _ATTRIBUTION.match(text, at)
    return True


def _dot_ends(text: str, match: re.Match[str], *, begin: int, at: int, ahead: int) -> bool:
    """Whether the full stop ``.`` at ``match`` ends a sentence; offsets as for ``_ends``."""
    broken = text.find("\n", at, ahead) >= 0
    following = text[ahead]
    dot = match.start()
    token = _TOKEN_BEFORE.search(text, max(begin, dot - 24), dot).group()  # type: ignore[union-attr]
    word = token.lower()
    if len(match.group()) > 1:
        return broken or (at < ahead and not following.islower())
    if word in _NEVER_END or (word in _BEFORE_NUMBER and following.isdigit()):
        return False
    if _is_enumerator(text, begin, dot, word):
        return False
    if word in _MAY_END or (len(word) == 1 and token.isupper()) or _INITIALS.fullmatch(word):
        first = _WORD.match(text, ahead)
        if first is None or text.startswith(".", first.end()):  # J. A. Smith
            return False
        return first.group()[0].isupper() and first.group().lower() in _STARTERS
    if broken:
        return True
    if at == ahead:  # 增长20%.公司: only Chinese puts no space behind a stop
        return not word or word[-1] == "%" or (len(word) > 2 and not word[-1].isdigit())
    return not following.islower()


def _is_enumerator(text: str, begin: int, dot: int, word: str) -> bool:
    """Whether ``word`` numbers an item: first in its sentence or line, or behind a colon or semicolon."""
    if not _ENUMERATOR.fullmatch(word):
        return False
    start = dot - len(word)
    line = max(begin, text.rfind("\n", max(begin, dot - 60), dot) + 1)
    if not text[line:start].strip("#*>- \t\u3000\n"):
        return start - line < 60
    return word.isdigit() and len(word) < 3 and text[start - 1] in "；：;:，、"


def _closing(text: str, start: int) -> int:
    """Offset of the mark that closes the one at ``start``; -1 when it is missing or too far away.

    A quotation longer than some sentences is not kept together: it would swallow what follows.
    """
    opener = text[start]
    closer = _PAIRS[opener]
    reach = start + (150 if text[start + 1 : start + 2] >= "\u2e80" else 300)
    close = text.find(closer, start + 1, reach)
    if close < 0:
        if reach <= len(text):
            return -1
        close = len(text) - 1  # it may still be closed in what is appended later
    if text.find("\n", start, close) >= 0 and (
        opener == '"' or text.find(opener, start + 1, close) >= 0 or _BLANK.search(text, start, close)
    ):
        return -1
    return close


class _Wrap:
    """Tells the line breaks of hard-wrapped prose from those between paragraphs.

    Widths are in columns, Han characters counting two. Only earlier lines serve as evidence.
    """

    __slots__ = ("column", "equal", "han_column", "indented", "width")

    def __init__(self) -> None:
        self.column = 0  # where English lines were seen to wrap
        self.han_column = 0  # where Chinese ones were: three lines in a row ended there, in mid-sentence
        self.width = self.equal = 0  # of the last Chinese line; how many before it were as wide
        self.indented = False  # whether paragraphs begin with two full-width spaces

    def continues(self, text: str, stop: int, ahead: int) -> bool:
        """Whether the line that ends at ``stop`` goes on at ``ahead``, the next visible character."""
        past = stop + 1
        indented = text.startswith("\u3000\u3000", past)
        if indented or text.find("\n", past, ahead) >= 0 or _STRUCTURE.match(text, past):
            self.width = 0
            return False
        begin = text.rfind("\n", max(0, stop - 400), stop) + 1
        self.indented |= text.startswith("\u3000\u3000", begin)
        if begin == 0 and stop > 400:
            return False  # a paragraph to a line
        line = text[begin:stop].strip()
        if not line or _ROW.match(text, begin) or not _PROSE.search(line):
            return False
        last, following = line[-1], text[ahead]
        if last in _STOPS + ":：;；|”」』":
            self.width = 0
            return False
        width = (len(line.encode("utf-8", "surrogatepass")) + len(line)) // 2
        if last in ",，、-–(（" or following in ",，。、；：）)”":
            return True
        if last < "\u2e80" and following < "\u2e80":
            if following.islower():
                if width < 30:
                    return False
                self.column = max(self.column, width)
                return True
            token = text[ahead : ahead + 40].split(maxsplit=1)[0]
            return self.column > 0 and width + len(token) >= self.column and width <= self.column + 20
        self.equal = self.equal + 1 if abs(width - self.width) <= 2 else 0
        self.width = width
        if self.equal >= 2 and 40 <= width <= 160:
            self.han_column = width
        return (self.han_column and abs(width - self.han_column) <= 2) or (
            self.indented and 40 <= width <= 160
        )


def _long(text: str, start: int, end: int) -> list[int]:
    """Where to cut the sentence ``text[start:end]`` when it is longer than ``SENTENCE_BYTES``."""
    cuts: list[int] = []
    while end - start > SENTENCE_BYTES // 4:
        window = text[start : min(end, start + SENTENCE_BYTES)].encode("utf-8", "surrogatepass")
        past = min(len(window), SENTENCE_BYTES)
        while past < len(window) and window[past] & 0xC0 == 0x80:  # not inside a character
            past -= 1
        head = window[:past].decode("utf-8", "surrogatepass")
        if _space(text, start + len(head)) >= end:
            break
        start = _space(text, start + _clause(head))
        cuts.append(start)
    return cuts


_CLAUSES = (
    re.compile(r"\n"),
    re.compile(r"[。！？!?](?!\w)|[；;](?=\D)"),
    re.compile(r"[，、：,:](?!\d)"),
    re.compile(r"(?<!\d)\s"),  # 5 million, 1,000 万元 and 3 % hold together as long as anything else does
    re.compile(r"\s"),
    # From U+3000 to U+323AF, said by what is not: CPython 3.11 takes 5 ms to compile the range itself.
    re.compile(r"(?<=[^\0-\u2fff\U000323b0-\U0010ffff])|(?<![\d.])(?=[^\0-\u2fff\U000323b0-\U0010ffff])"),
    re.compile(r"[^\w.,%]"),
)


def _clause(head: str) -> int:
    """The best place to end an overlong piece: behind a clause in its second half, else at its end."""
    for pattern in _CLAUSES:
        ends = [match.end() for match in pattern.finditer(head, len(head) // 2)]
        if ends and ends[-1] > 0:
            return ends[-1]
    return len(head)
