"""bm25s over jieba's words: no embeddings, what is fastest to set up for Chinese."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from bench.peers.serving import Passages, Peer, serve


class Words(Peer):
    """An index of words with its corpus beside it, as bm25s saves them."""

    def __init__(self, job: dict[str, Any]) -> None:  # noqa: ARG002 - it has no model
        import bm25s
        import jieba

        jieba.setLogLevel(logging.ERROR)
        jieba.initialize()
        self.bm25s, self.jieba = bm25s, jieba

    def at(self, job: dict[str, Any]) -> None:
        self.store = Path(job["store"])

    def words(self, text: str) -> list[str]:
        return [word for word in self.jieba.lcut(text.lower()) if word.strip()]

    def build(self, job: dict[str, Any]) -> None:
        self._save(job["passages"])

    def add(self, job: dict[str, Any]) -> None:
        # Nothing can be added to such an index: it is made again.
        self.load()
        self._save([*self.passages, *job["passages"]])

    def _save(self, passages: Passages) -> None:
        index = self.bm25s.BM25()
        index.index([self.words(passage["text"]) for passage in passages], show_progress=False)
        index.save(str(self.store), corpus=passages)

    def load(self) -> None:
        self.index = self.bm25s.BM25.load(str(self.store), load_corpus=True)
        self.passages: Passages = [dict(passage) for passage in self.index.corpus]

    def search(self, question: str, k: int) -> list[str]:
        k = min(k, len(self.passages))
        rows, scores = self.index.retrieve([self.words(question)], k=k, show_progress=False)
        return [row["id"] for row, score in zip(rows[0], scores[0], strict=True) if score > 0]

    def held(self) -> list[str]:
        if self.index.scores["num_docs"] != len(self.passages):
            raise RuntimeError(f"{self.index.scores['num_docs']} documents and {len(self.passages)} texts")
        return [passage["id"] for passage in self.passages]


if __name__ == "__main__":
    serve(Words)
