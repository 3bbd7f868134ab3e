"""The word cache of one language: tantivy over passage terms, BM25 as a share of the query's weight.

A query is a list of terms and concepts, never a syntax: the query tree is built here from term
queries. A concept has alternatives, of which the best one counts (what a word may be called in
another language), each of terms that must all be there. Scores are BM25 (k1 = 1.2, b = 0.75, with
the factor k1 + 1; Robertson and Zaragoza 2009) divided by the sum of the idf of *all* that is asked,
``ln(1 + (N - n + 0.5) / (n + 0.5))``, so that what no passage has counts against every passage.
tantivy rounds passage lengths to one byte.
"""

from __future__ import annotations

import functools
import itertools
import json
import math
import os
import re
import zlib
from typing import TYPE_CHECKING, Any

from yinzheng.corpus.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from yinzheng.corpus.lexicon import Concept

FORMAT = "tantivy-1"
"""Names fields and file format; another one is not read but rebuilt."""

_SAMPLE = """\
2024年第三季度，该公司營業收入達到12.5億元，同比增长３７.5％；净利润1,915万美元（约合好意思元）。
云计算与人工智能芯片的供应商签订了为期五年的合同，价值约119亿美元，年利率为9.25%。
他说：“这座历史悠久的城市，道路旁的森林和河流都变了。”软件工程师们在研究深度学习模型。
The company's quarterly revenues rose 12.5% to $1,915 million; its lenders' agreements were amended.
GPT-4 and H100 GPUs, 2GW of power, U.S. companies, naïve café owners, studies, running, better, e5-small.
"""

MOST_TERMS = 64
"""A query is searched by at most so many concepts, the rarest ones."""

COMMON = 0.3
"""Concepts in more than this share of the passages are left out where rarer ones remain."""

_FEW = 3_000  # passages: where so few have a term, it is not worth leaving out
_LOOKED_UP = 2_000  # distinct concepts of a query that are looked up at all: 13 µs each
_KNOWN_AT_MOST = 50_000  # terms, and concepts, whose frequency is kept: some 100 bytes each
_HEAP = 30_000_000  # bytes for the writer; with 15 MB, merging its segments took three times as long
_HEAP_ANEW = 120_000_000  # for all passages at once, likewise; used as far as there are passages to fill it


class Lexical:
    """A version of the word cache, open for searching. It never changes."""

    def __init__(self, folder: Path) -> None:
        """Open the version in ``folder``, which must be writable (tantivy takes a lock to open).

        Raises OSError when it cannot be read.
        """
        import tantivy

        self.folder = folder
        self._tantivy = tantivy
        try:
            index = tantivy.Index.open(str(folder))
            index.config_reader("manual")  # no thread that watches the folder
            segments = json.loads((folder / "meta.json").read_text())["segments"]
        except ValueError as error:  # tantivy gives every failure this type
            raise _failure("the word index cannot be read", error) from error
        self._schema = index.schema
        self._searcher = index.searcher()
        self._frequencies: dict[str, int] = {}
        self._found: dict[Concept, int] = {}
        self.total: int = sum(segment["max_doc"] for segment in segments)
        """Passages that the statistics are about: with removed ones that are not merged away yet."""

    @property
    def passages(self) -> int:
        """Passages that can be found."""
        return int(self._searcher.num_docs)

    def ids(self) -> set[int]:
        """Passages that can be found, by id."""
        found = self._hits(self._tantivy.Query.all_query(), self.passages) if self.passages else []
        return {i for i, _ in found}

    def frequency(self, term: str) -> int:
        """Return how many passages have the term."""
        found = self._frequencies.get(term)
        if found is None:
            if len(self._frequencies) >= _KNOWN_AT_MOST:
                self._frequencies.clear()
            found = self._frequencies[term] = int(self._searcher.doc_freq("tokens", term))
        return found

    def frequency_of(self, concept: Concept) -> int:
        """Return how many passages have one of the alternatives, at most: overlaps are counted twice."""
        found = self._found.get(concept)
        if found is None:
            if len(self._found) >= _KNOWN_AT_MOST:
                self._found.clear()
            each = sum(min(map(self.frequency, terms)) for terms in concept)
            found = self._found[concept] = min(each, self.total)
        return found

    def search(
        self, query: Iterable[str | Concept], k: int, without: Collection[int] = ()
    ) -> list[tuple[int, float]]:
        """Return up to ``k`` (id, score), best first; equal scores by id, and none of ``without``."""
        used, weight = self._weigh(query)
        if not used or k <= 0:
            return []
        return self._best(self._any(used), weight, k, without)

    def search_with(
        self, query: Iterable[str | Concept], k: int, ids: Sequence[int], without: Collection[int] = ()
    ) -> dict[int, float]:
        """Return the scores of what ``search`` finds and of those of ``ids`` that have any of the terms."""
        used, weight = self._weigh(query)
        if not used:
            return {}
        asked = self._any(used)
        found = dict(self._best(asked, weight, k, without))
        return found | self._scores(asked, weight, [i for i in ids if i not in found])

    def _best(self, asked: Any, weight: float, k: int, without: Collection[int]) -> list[tuple[int, float]]:
        hits = self._hits(asked, k + len(without))
        found = [(i, score / weight) for i, score in hits if i not in without]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]

    def scores(self, query: Iterable[str | Concept], ids: Sequence[int]) -> dict[int, float]:
        """Return the scores that ``search`` would give these passages; those without a term have none."""
        used, weight = self._weigh(query)
        return self._scores(self._any(used), weight, ids) if used else {}

    def _scores(self, asked: Any, weight: float, ids: Sequence[int]) -> dict[int, float]:
        if not ids:
            return {}
        make = self._tantivy.Query
        must, should = self._tantivy.Occur.Must, self._tantivy.Occur.Should
        # A third of the time that a term_set_query takes.
        one_of = make.boolean_query([(should, make.term_query(self._schema, "id", i)) for i in ids])
        among = make.const_score_query(one_of, 0.0)
        hits = self._hits(make.boolean_query([(must, among), (should, asked)]), len(ids))
        return {i: score / weight for i, score in hits if score > 0}

    def _any(self, query: Sequence[Concept]) -> Any:
        should = self._tantivy.Occur.Should
        return self._tantivy.Query.boolean_query([(should, self._one(concept)) for concept in query])

    def _one(self, concept: Concept) -> Any:
        ways = [self._all(terms) for terms in concept]
        return ways[0] if len(ways) == 1 else self._tantivy.Query.disjunction_max_query(ways)

    def _all(self, terms: Sequence[str]) -> Any:
        make, must = self._tantivy.Query, self._tantivy.Occur.Must
        each = [make.term_query(self._schema, "tokens", term, "freq") for term in terms]
        if len(each) == 1:
            return each[0]
        # Scores are summed: so many terms of one word must not count more than one term.
        return make.boost_query(make.boolean_query([(must, one) for one in each]), 1 / len(each))

    def _hits(self, query: Any, limit: int) -> list[tuple[int, float]]:
        hits = self._searcher.search(query, limit=limit, count=False).hits
        ids: list[Any] = self._searcher.fast_field_values("id", [address for _, address in hits])
        return [(int(i), float(score)) for i, (score, _) in zip(ids, hits, strict=True)]

    def _weigh(self, query: Iterable[str | Concept]) -> tuple[list[Concept], float]:
        """Return the concepts to search by, rarest first, and the summed idf of all distinct ones."""
        weight = 0.0
        known = []
        for one in itertools.islice(dict.fromkeys(query), _LOOKED_UP):
            concept = ((one,),) if isinstance(one, str) else one
            found = self.frequency_of(concept)
            weight += idf(found, self.total)
            if found:
                known.append((found, concept))
        known.sort()
        rare = [concept for found, concept in known if found <= max(_FEW, COMMON * self.total)]
        return (rare or [concept for _, concept in known])[:MOST_TERMS], weight


@functools.cache
def made() -> str:
    """Return what a version depends on beside the passages: its format, and the terms of a sample.

    So a new release of the tokenizer, its dictionary or the stemmer has the cache rebuilt: terms
    of a query would miss those that an older one has made.
    """
    return f"{FORMAT} {zlib.crc32(' '.join(tokens(_SAMPLE)).encode()):08x}"


def idf(found: int, total: int) -> float:
    """Return the BM25 weight of a term that ``found`` of ``total`` passages have; more than 0."""
    return math.log1p((total - found + 0.5) / (found + 0.5))


def build(folder: Path, base: Path | None, removed: Iterable[int], added: Iterable[tuple[int, str]]) -> None:
    """Make a version in the empty ``folder``: ``base`` without ``removed``, with (id, text) ``added``.

    ``base`` is linked, not copied: its files never change. Raises OSError.
    """
    import tantivy

    if base:
        link(base, folder, os.link)
    try:
        if base:
            index = tantivy.Index.open(str(folder))
        else:
            index = tantivy.Index(_schema(), path=str(folder))
        writer = index.writer(_HEAP if base else _HEAP_ANEW, 1)
        # Not delete_documents_by_term: it makes a signed term, which an unsigned field never has.
        gone = list(removed)
        if gone:
            writer.delete_documents_by_query(tantivy.Query.term_set_query(index.schema, "id", gone))
        for passage, text in added:
            document = tantivy.Document()
            document.add_unsigned("id", passage)
            document.add_text("tokens", " ".join(tokens(text)))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
    except ValueError as error:
        raise _failure("the word index could not be written", error) from error


def _failure(what: str, error: ValueError) -> OSError:
    # The system's own words stand somewhere in a nested structure; without any, its beginning.
    reason = re.search(r'message: "([^"]+)"', str(error))
    return OSError(0, f"{what}: {reason[1] if reason else str(error)[:120]}")


def link(base: Path, folder: Path, linked: Callable[[Path, Path], None]) -> None:
    """Give ``folder`` the files of a version; ``linked`` is ``os.link`` or ``os.symlink``."""
    for file in base.iterdir():
        if file.suffix != ".lock":
            # tantivy never changes a file: it makes new ones, and renames over the two .json.
            try:
                linked(file.absolute(), folder / file.name)
            except OSError:
                import shutil

                shutil.copyfile(file, folder / file.name)


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", stored=False, indexed=True, fast=True)
    builder.add_text_field("tokens", stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()
