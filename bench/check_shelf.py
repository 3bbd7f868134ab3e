"""Documents that mutations are made of: libraries, their true sentences, and what stands in them.

A ``Shelf`` is a library with the sentences of its documents that can be told to be true by themselves. What a
mutant says must not stand in the documents, so a shelf knows their figures and names; figures are found by
expressions of their own (``bench/check_figures.py``) and not by the code that is measured.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench import data
from bench.check_figures import raws, signatures
from yinzheng import Library
from yinzheng.corpus.load import load_bytes
from yinzheng.corpus.segment import sentences
from yinzheng.corpus.tokens import language
from yinzheng.types import Lang

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
PARAGRAPHS = 100
"""Paragraphs of each encyclopaedia set."""

HAN = re.compile("[\u3400-\u9fff]")
_RUN = re.compile("[\u3400-\u9fff]{2,}")
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]{2,}")
_WHOLE = re.compile(r"[。！.!][”」\"’）)]*$")
_MARKUP = re.compile(r"[*#|\[\]{}<>\\_•\n]|https?:|^[-–—>]|[？?]|(?:\.\.\.|……)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that stands in document ``doc`` of its shelf."""

    text: str
    lang: Lang
    doc: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name and its kind: ``org``, ``person``, ``place``."""

    text: str
    kind: str


@dataclass(slots=True)
class Shelf:
    """Documents and the library at ``path``, see ``built``; ``names`` says in which documents each stands."""

    name: str
    path: Path
    files: list[Path]
    texts: list[str]
    true: list[Sentence]
    names: dict[Name, set[int]]
    _signatures: dict[int, set[str]] = field(default_factory=dict)
    _raws: dict[int, set[str]] = field(default_factory=dict)
    _sentences: dict[int, list[tuple[str, frozenset[str]]]] = field(default_factory=dict)
    _all: set[str] = field(default_factory=set)

    def signatures(self, doc: int) -> set[str]:
        """Values with their units that stand in a document."""
        if doc not in self._signatures:
            self._signatures[doc] = signatures(self.texts[doc])
        return self._signatures[doc]

    def raws(self, doc: int) -> set[str]:
        """Numbers of a document as they are written, without scale and unit."""
        if doc not in self._raws:
            self._raws[doc] = raws(self.texts[doc])
        return self._raws[doc]

    def every_signature(self) -> set[str]:
        """Values with their units that stand anywhere in the library."""
        if not self._all:
            self._all = set().union(*(self.signatures(doc) for doc in range(len(self.texts))))
        return self._all

    def sentences_of(self, doc: int) -> list[tuple[str, frozenset[str]]]:
        """The sentences of a document with their words (``grams``)."""
        if doc not in self._sentences:
            text = self.texts[doc]
            whole = [text[s.start : s.end] for s in sentences(text)]
            self._sentences[doc] = [(one, grams(one)) for one in whole]
        return self._sentences[doc]

    def named(self, sentence: Sentence) -> list[Name]:
        """The names that stand in a sentence, longest first, none inside another."""
        found: list[Name] = []
        here = [name for name, docs in self.names.items() if sentence.doc in docs]
        for name in sorted(here, key=lambda n: (-len(n.text), n.text)):
            if stands(name.text, sentence.text) and not any(name.text in longer.text for longer in found):
                found.append(name)
        return found

    def restated(self, mutant: str, doc: int, having: str, share: float = 0.6) -> bool:
        """Whether a sentence of a document that has ``having`` holds so much of the mutant's words."""
        own = grams(mutant)
        return any(
            having in text and len(own & words) >= share * len(own) for text, words in self.sentences_of(doc)
        )


def grams(text: str) -> frozenset[str]:
    """Pairs of Han characters and English words, what two sentences can be compared by."""
    runs = _RUN.findall(text)
    han = {run[at : at + 2] for run in runs for at in range(len(run) - 1)}
    return frozenset(han | {word.lower() for word in _WORD.findall(text)})


def stands(name: str, text: str) -> bool:
    """Whether a name stands in a text, in Latin letters as whole words."""
    if name not in text:
        return False
    if HAN.search(name):
        return True
    return bool(re.search(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", text))


def usable(text: str) -> bool:
    """Whether a sentence states something by itself: whole, plain, of a common length."""
    if _MARKUP.search(text) or not _WHOLE.search(text):
        return False
    if any(text.count(a) != text.count(b) for a, b in ("()", "（）", "“”", "《》", "「」")):
        return False
    if text.count('"') % 2:
        return False
    han = len(HAN.findall(text))
    return 14 <= han <= 120 if han else 7 <= len(text.split()) <= 45


def shelves(cache: Path) -> Iterator[Shelf]:
    """The documents that there are; what was found in them is kept under ``cache``, which exists."""
    if SEEDS.is_dir():
        yield _shelf("seeds", sorted(SEEDS.glob("*.txt")), cache)
    demo = sorted((ROOT / "examples").glob("[!.]*.*"))
    yield _shelf("examples", demo, cache)
    if data.available():
        for lang in ("zh", "en"):
            yield _dragonball(lang, cache)
        yield _encyclopaedia(cache)


def _dragonball(lang: Lang, cache: Path) -> Shelf:
    """RAGEval's documents; its reference sentences are the true ones."""
    folder = data.DATA / "rageval_dragonball"
    read = [json.loads(line) for line in (folder / "dragonball_docs.jsonl").open(encoding="utf-8")]
    held = [one for one in read if one["language"] == lang]
    at = {str(one["doc_id"]): number for number, one in enumerate(held)}
    true: dict[str, Sentence] = {}
    for line in (folder / "queries_from_raw_outputs.jsonl").open(encoding="utf-8"):
        asked = json.loads(line)
        for reference in asked["references"]:
            for doc in asked["ref_doc_hits"]:
                if doc in at and reference in held[at[doc]]["content"]:
                    true.setdefault(reference, Sentence(reference, lang, at[doc]))
    given = {Name(one["company_name"], "org"): {n} for n, one in enumerate(held) if "company_name" in one}
    files = _write(cache / f"dragonball-{lang}", [one["content"] for one in held])
    return _shelf(f"dragonball {lang}", files, cache, [s for s in true.values() if usable(s.text)], given)


def _encyclopaedia(cache: Path) -> Shelf:
    """Paragraphs of CMRC, SQuAD 2 and XQuAD, no paragraph in both languages."""
    chinese, english = data.xquad("zh", "zh").paragraphs, data.xquad("en", "en").paragraphs
    half = len(chinese) // 2
    picked = [
        *data.cmrc().paragraphs[:PARAGRAPHS],
        *data.squad2().paragraphs[: 6 * PARAGRAPHS : 6],
        *chinese[:half][:PARAGRAPHS],
        *english[half:][:PARAGRAPHS],
    ]
    return _shelf("encyclopaedia", _write(cache / "encyclopaedia", list(dict.fromkeys(picked))), cache)


def news(cache: Path, passages: int) -> Path:
    """A library of about so many passages of Chinese news."""
    texts: list[str] = []
    with gzip.open(data.DATA / "crud_news_distractors" / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        size = 0
        for line in lines:
            if size >= passages * 320:
                break
            texts.append(json.loads(line)["text"])
            size += len(texts[-1])
    return built(cache / f"library-news-{passages}", _write(cache / f"news-{passages}", texts))


def _write(folder: Path, texts: list[str]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, text in enumerate(texts):
        digest = hashlib.sha256(text.encode()).hexdigest()[:8]
        path = folder / f"{number:05}-{digest}.txt"
        if not path.exists():
            path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def built(path: Path, files: list[Path]) -> Path:
    """Make or bring up to date the library of these files; those that have not changed are not read again."""
    with Library.open(path, create=True) as library:
        report = library.add(files)
    if report.failed:
        raise SystemExit(f"{path.name}: {report.failed[0].source}: {report.failed[0].reason}")
    return path


def _shelf(
    name: str,
    files: list[Path],
    cache: Path,
    true: list[Sentence] | None = None,
    given: dict[Name, set[int]] | None = None,
) -> Shelf:
    path = cache / f"library-{name.replace(' ', '-')}"
    texts = [load_bytes(file.read_bytes(), source=file.name).text for file in files]
    if true is None:
        true = []
        for number, text in enumerate(texts):
            for span in sentences(text):
                one = text[span.start : span.end].strip()
                if usable(one):
                    true.append(Sentence(one, language(one), number))
    unique = list({sentence.text: sentence for sentence in true}.values())
    random.Random(name).shuffle(unique)
    return Shelf(name, path, files, texts, unique, given or _names(texts, cache / f"names-{path.name}.json"))


def _names(texts: list[str], kept: Path) -> dict[Name, set[int]]:
    """Names of organisations, people and places that stand in the texts at least twice."""
    from yinzheng.qa.names.entities import NAMES_VERSION, names

    key = hashlib.sha256("\0".join([NAMES_VERSION, *texts]).encode()).hexdigest()
    if kept.exists() and (stored := json.loads(kept.read_text("utf-8")))["key"] == key:
        return {Name(text, kind): set(docs) for text, kind, docs in stored["names"]}
    times: dict[Name, int] = defaultdict(int)
    for text in texts:
        for one in names(text):
            if one.kind != "product":
                times[Name(text[one.start : one.end].strip(), one.kind)] += 1
    found = {
        name: {doc for doc, text in enumerate(texts) if stands(name.text, text)}
        for name, count in times.items()
        if count >= 2 and _plain(name.text)
    }
    listed = [(name.text, name.kind, sorted(docs)) for name, docs in found.items()]
    kept.write_text(json.dumps({"key": key, "names": listed}, ensure_ascii=False), "utf-8")
    return found


def _plain(name: str) -> bool:
    return len(name) >= (2 if HAN.search(name) else 4) and not re.search(
        r"[\d\n()（）《》“”]|^[大该本一]", name
    )
