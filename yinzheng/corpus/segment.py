"""Cut text into passages, and into sentences, without losing a character.

Both give consecutive half-open intervals that join back to the text; whitespace belongs to what
stands before it. A sentence never ends inside a number, an abbreviation, a URL or a closed quotation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from yinzheng.corpus.sentence import SENTENCE_BYTES, sentences
from yinzheng.types import Anchor, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["PASSAGES_VERSION", "PASSAGE_BYTES", "PASSAGE_TOKENS", "SENTENCE_BYTES", "passages", "sentences"]

PASSAGES_VERSION = "sentences-1200-480-1"
"""Names this way of cutting passages; a library keeps it, since spans of two ways do not mix."""

PASSAGE_BYTES = 1200
"""Size aimed at, in UTF-8 bytes: 400 Han characters or 1,200 English ones weigh the same."""

PASSAGE_TOKENS = 480
"""Most tokens of a passage; e5 models read 512, and the title is put before it."""


_CELLS = re.compile(r"![A-Z]{1,3}(\d{1,9})(?::[A-Z]{1,3}\d{1,9})?$")


def passages(text: str, anchors: Sequence[Anchor], count_tokens: Callable[[str], int]) -> list[Span]:
    """Cut ``text`` into passages: consecutive spans that cover it completely.

    Passages end with sentences, never cross a heading (slide, sheet, page), weigh at most
    ``PASSAGE_BYTES`` (whitespace aside) and ``PASSAGE_TOKENS`` by ``count_tokens``, and those of one
    section are about equally long. A heading with nothing under it goes with the next one, a page
    begins with the first sentence that begins on it, and rows begin with their header rows where a sheet
    repeats them.
    ``count_tokens`` is called once for each sentence; one is added for the seam between two.
    """
    starts = [s.start for s in sentences(text)]
    borders = set(_sections(text, anchors, starts))
    edges = sorted({*borders, *starts, len(text)})
    cuts = [0]
    section: list[str] = []
    for start, end in pairwise(edges):
        section.append(text[start:end])
        if end in borders:
            for chunk in _chunks(section, count_tokens):
                cuts.append(cuts[-1] + len(chunk))
            section = []
    return [Span(a, b) for a, b in pairwise(cuts)]


def _chunks(section: list[str], count_tokens: Callable[[str], int]) -> list[str]:
    """The chunks of one section, given as its sentences; a short one is one and needs no splitter."""
    weights: dict[str, int] = {}

    def weight(piece: str) -> int:
        """Bytes, or tokens scaled to them: what is nearer to its limit, so that sums keep both."""
        if not piece:
            return 0
        if piece not in weights:
            size = len(piece.strip().encode("utf-8", "surrogatepass"))
            tokens = count_tokens(piece) + 1
            weights[piece] = max(size, -(-tokens * PASSAGE_BYTES // PASSAGE_TOKENS))
        return weights[piece]

    if sum(map(weight, section)) <= PASSAGE_BYTES:
        return ["".join(section)]
    return _splitter()(weight).merge(section)  # type: ignore[no-any-return]


def _sections(text: str, anchors: Sequence[Anchor], sentence_starts: Sequence[int]) -> list[int]:
    """Offsets that passages may not cross, from 0 to ``len(text)``."""
    starts = {a.start for a in anchors if a.kind in ("heading", "slide")} | set(_sheets(anchors))
    # A sentence that crosses a page stays whole: it is what is quoted, and quoted from where it begins.
    pages = (bisect_left(sentence_starts, a.start) for a in anchors if a.kind == "page")
    starts |= {sentence_starts[i] for i in pages if i < len(sentence_starts)}
    edges = [0, *sorted(s for s in starts if 0 < s < len(text)), len(text)]
    kept = [edges[0]]
    for above, start in pairwise(edges[:-1]):
        lines = text[above:start].strip()
        if "\n" in lines or len(lines) > 200:  # else a heading and nothing more
            kept.append(start)
    return [*kept, len(text)] if text else [0]


def _sheets(anchors: Sequence[Anchor]) -> Iterator[int]:
    """Where a sheet begins, or its header rows are repeated: anchors of cells that go back to rows above."""
    sheet, row = "", 0
    for anchor in anchors:
        if anchor.kind != "sheet":
            continue
        cells = _CELLS.search(anchor.label)
        name = anchor.label[: cells.start()] if cells else anchor.label
        number = int(cells.group(1)) if cells else 0
        if name != sheet or number < row:
            yield anchor.start
        sheet, row = name, number


@cache
def _splitter() -> Any:
    """The text splitter class, made at the first need: langchain takes half a second and more to import."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter, TextSplitter

    lossless: dict[str, Any] = {"keep_separator": "end", "strip_whitespace": False, "chunk_overlap": 0}

    class SentenceSplitter(TextSplitter):
        """Merges sentences into chunks of even weight, none heavier than ``chunk_size``."""

        def __init__(self, weight: Callable[[str], int]) -> None:
            self._weight = weight
            super().__init__(chunk_size=PASSAGE_BYTES, length_function=weight, **lossless)
            self._inside = RecursiveCharacterTextSplitter(
                separators=[r"\n", r"[。！？；;]", r"[，、：](?!\d)|,(?!\d)", r"\s", ""],
                is_separator_regex=True,
                chunk_size=PASSAGE_BYTES,
                length_function=weight,
                **lossless,
            )

        def split_text(self, text: str) -> list[str]:
            return self.merge([text[s.start : s.end] for s in sentences(text)])

        def merge(self, section: list[str]) -> list[str]:
            """Chunks of one section, given as its sentences."""
            pieces: list[str] = []
            for sentence in section:
                whole = self._weight(sentence) <= PASSAGE_BYTES
                pieces += [sentence] if whole else self._inside.split_text(sentence)
            return self._balanced(pieces)

        def _balanced(self, pieces: list[str]) -> list[str]:
            """As few chunks as greedy merging gives, with the smallest limit that gives as few."""
            self._chunk_size = PASSAGE_BYTES
            best = self._merge_splits(pieces, "")
            high = PASSAGE_BYTES
            low = max(sum(map(self._weight, pieces)) // max(len(best), 1), *map(self._weight, pieces), 1, 1)
            while high - low > PASSAGE_BYTES // 40:
                self._chunk_size = (low + high) // 2
                chunks = self._merge_splits(pieces, "")
                if len(chunks) <= len(best):
                    best, high = chunks, self._chunk_size
                else:
                    low = self._chunk_size
            return best

    return SentenceSplitter
