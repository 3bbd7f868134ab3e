"""Where the figures stand that a measure is worked out from: gross margin in the income statement.

A report seldom says whether its quick ratio improved: the reader takes current assets and liabilities from
the balance sheet. A question for such a measure is therefore also searched as what those statements say.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from yinzheng.qa.retrieve import FUSED_BACKGROUND, WORDS, Candidate, candidates, read_query
from yinzheng.qa.retrieve import search as search_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from yinzheng.index.encoder import Encoder
    from yinzheng.index.index import Index
    from yinzheng.qa.retrieve import Query
    from yinzheng.types import Hit, Lang

SAYS: dict[str, dict[Lang, str]] = {
    "results": {
        "en": "consolidated statements of income: revenue, operating income, income before taxes, net income",
        "zh": "合并利润表：营业收入、营业成本、营业利润、利润总额、所得税费用、净利润",
    },
    "costs": {
        "en": "consolidated statements of income: net sales, cost of sales, gross profit",
        "zh": "合并利润表：营业收入、营业成本、毛利",
    },
    "current": {
        "en": "consolidated balance sheets: current assets, inventories, receivables, current liabilities",
        "zh": "合并资产负债表：流动资产合计、存货、应收账款、流动负债合计",
    },
    "assets": {
        "en": "consolidated balance sheets: property, plant and equipment, total assets, total liabilities",
        "zh": "合并资产负债表：固定资产、资产总计、负债合计、所有者权益合计",
    },
    "inventories": {
        "en": "consolidated balance sheets: inventories, total current assets",
        "zh": "合并资产负债表：存货、流动资产合计",
    },
    "cash": {
        "en": "consolidated statements of cash flows: operating activities, capital expenditures, dividends",
        "zh": "合并现金流量表：经营活动产生的现金流量净额、购建固定资产支付的现金、分配股利支付的现金",
    },
}
"""What a statement says, in the words that stand in it; ``statements.tsv`` has the measures of each."""

_ASIDE = re.compile(
    r"(?<=[?？.。])\s*(?=(?:If|Round|Answer|Calculate|Please|Give|Use|Respond)\b|如果|若|请|保留|四舍五入|结果)"
)
"""Where a question ends and what to make of the answer begins."""

_STATED = 0.5
"""Weight of how well a passage is such a statement, beside how well it fits the question."""

_FOUND = 60  # passages looked at for the question and for each statement


@cache
def measures() -> list[tuple[tuple[str, ...], re.Pattern[str]]]:
    """The rows of ``statements.tsv``: keys of ``SAYS``, and a pattern of what the measures are called."""
    rows = []
    for line in files("yinzheng.qa").joinpath("statements.tsv").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            where, zh, en = line.split("\t")
            words = [re.escape(word).replace("\\ ", r"\s+") for word in en.split("|")]
            pattern = rf"{zh}|(?<![A-Za-z])(?:{'|'.join(words)})(?![A-Za-z])"
            rows.append((tuple(where.split(",")), re.compile(pattern, re.IGNORECASE)))
    return rows


def statements(question: str) -> list[str]:
    """The keys of the statements that the measures a question names are worked out from, each once."""
    found = [name for where, pattern in measures() if pattern.search(question) for name in where]
    return list(dict.fromkeys(found))


def search(index: Index, encoder: Encoder, text: str, k: int, *, rerank: bool = True) -> list[Hit]:
    """Return the ``k`` best passages for a question, best first, as ``retrieve.search`` does.

    Where the question names measures that are worked out, passages of the statements they are worked out
    from are found too, in the order of what both ways say; late interaction, which looks for the
    question's own words, is left out then.
    """
    wanted = statements(text)
    if not wanted:
        return search_words(index, encoder, text, k, rerank=rerank)
    return [candidate.hit for candidate in stated(index, encoder, text, wanted, k)]


def stated(index: Index, encoder: Encoder, text: str, wanted: Sequence[str], k: int) -> list[Candidate]:
    """Return the ``k`` best passages by the question and by what the ``wanted`` statements say."""
    asked = read_query(index, encoder, _ASIDE.split(text)[0])
    queries = [
        (lang, read_query(index, encoder, SAYS[name][lang])) for lang in asked.concepts for name in wanted
    ]
    found = {c.passage.id: c for c in candidates(index, asked, max(k, _FOUND))}
    for _, query in queries:
        for candidate in candidates(index, query, _FOUND):
            found.setdefault(candidate.passage.id, candidate)
    own = _scores(index, asked, found)
    best: dict[int, float] = {}
    for lang, query in queries:
        for i, score in _scores(index, query, found).items():
            if found[i].passage.lang == lang:
                best[i] = max(best.get(i, 0.0), score)
    ranked: list[Candidate] = []
    for lang in asked.concepts:
        rows = [
            replace(c, score=own[i] + _STATED * best.get(i, 0.0))
            for i, c in found.items()
            if c.passage.lang == lang
        ]
        rows.sort(key=lambda c: (-c.score, c.passage.id))
        level = FUSED_BACKGROUND.level([c.score for c in rows], lang == asked.lang)
        ranked += [replace(c, score=c.score - level) for c in rows]
    ranked.sort(key=lambda c: (-c.score, c.passage.id))
    return ranked[:k]


def _scores(index: Index, query: Query, found: Mapping[int, Candidate]) -> dict[int, float]:
    """How well passages fit a query, by vector and words."""
    ids = list(found)
    near = index.dense_scores(query.vector, ids)
    scores: dict[int, float] = {}
    for lang, weights in query.concepts.items():
        own = [i for i in ids if found[i].passage.lang == lang]
        worded = index.lexical_scores(weights, own, lang)
        scores |= {i: near.get(i, 0.0) + WORDS * worded.get(i, 0.0) for i in own}
    return scores
