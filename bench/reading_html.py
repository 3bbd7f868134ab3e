"""Main texts and dates of real pages: F1 by the data set's own scorer, what is lost, what days are told.

python -m bench.reading_html
"""

from __future__ import annotations

import gzip
import json
import re
import statistics
import time
import types
from collections import Counter
from datetime import date

from bench.data import DATA
from yinzheng.corpus.boilerplate import main_text
from yinzheng.corpus.dates import date_in_text, date_in_url
from yinzheng.corpus.formats.html import read

PAGES = DATA / "article_extraction"
NEWS = DATA / "crud_news_distractors" / "docs.jsonl.gz"


def scorer() -> types.ModuleType:
    """The data set's scorer, as it is."""
    module = types.ModuleType("scorer")
    exec(compile((PAGES / "evaluate.py.txt").read_text("utf-8"), "scorer", "exec"), module.__dict__)
    return module


def pages() -> None:
    """Articles: words of the main text and anywhere in the text, and the day against that of the address."""
    score = scorer()
    gold = json.loads((PAGES / "ground-truth.json").read_text("utf-8"))
    precision, recall, kept = [], [], []
    main = around = 0
    days: Counter[str] = Counter()
    begun = time.process_time()
    for key, entry in gold.items():
        markup = gzip.decompress((PAGES / f"html/{key}.html.gz").read_bytes()).decode("utf-8", "replace")
        content = read(markup.encode(), f"{key}.html")
        said = main_text(content.text)
        main, around = main + len(said), around + len(content.text) - len(said)
        match = score.string_shingle_matching(entry.get("articleBody", ""), said)
        precision.append(score.precision_score(*match))
        recall.append(score.recall_score(*match))
        anywhere = score.string_shingle_matching(entry.get("articleBody", ""), content.text)
        kept.append(score.recall_score(*anywhere))
        days[_judged(content.date, date_in_url(entry.get("url", "")))] += 1
    seconds = time.process_time() - begun
    p, r = statistics.mean(precision), statistics.mean(recall)
    print(f"{len(gold)} pages, {len(gold) / seconds:.0f} a CPU second, scorer included")
    print(
        f"F1 {2 * p * r / (p + r):.4f} (precision {p:.4f}, recall {r:.4f}); with what stands around, recall",
        end=" ",
    )
    print(f"{statistics.mean(kept):.4f} ({around} characters around {main})")
    print("days: " + ", ".join(f"{kind} {count}" for kind, count in days.most_common()))


def _judged(found: str | None, told: object) -> str:
    """A day against the one in the page's address, which the reader did not see."""
    if found is None:
        return "none"
    if told is None:
        return "told, nothing to compare with"
    apart = abs(date.fromisoformat(found) - date.fromisoformat(getattr(told, "date", found))).days
    return "as in the address" if apart == 0 else "a day from the address" if apart == 1 else "WRONG"


def news() -> None:
    """News that begin with the day they came out: the day told with this line, and without it."""
    found: Counter[tuple[str, str]] = Counter()
    with gzip.open(NEWS, "rt", encoding="utf-8") as file:
        for line in file:
            text = json.loads(line)["text"]
            head = re.match(r"(\d{4}-\d\d-\d\d)(?: \d\d:\d\d(?::\d\d)?)?，正文：", text)
            if not head:
                continue
            for name, words in (("as found", text), ("without the line", text[head.end() :])):
                told = date_in_text(words)
                right = told is not None and told.date == head[1]
                found[name, "right" if right else "wrong" if told else "none"] += 1
    for name in ("as found", "without the line"):
        print(
            f"news, {name}: "
            + ", ".join(f"{kind} {found[name, kind]}" for kind in ("right", "wrong", "none"))
        )


if __name__ == "__main__":
    pages()
    news()
