"""sentence-transformers and FAISS: the script one would write, vectors alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench.peers.serving import PASSAGE, QUERY, Passages, Peer, remember_sentences, serve


class SentencesFaiss(Peer):
    """A flat index beside a JSON file with ids and texts."""

    def __init__(self, job: dict[str, Any]) -> None:
        import faiss
        from sentence_transformers import SentenceTransformer

        remember_sentences(job)
        self.faiss = faiss
        self.model = SentenceTransformer(job["model"], device="cpu")
        self.encode([PASSAGE + "a"])

    def at(self, job: dict[str, Any]) -> None:
        self.store = Path(job["store"])

    def encode(self, texts: list[str]) -> Any:
        return self.model.encode(texts, normalize_embeddings=True, show_progress_bar=False)

    def build(self, job: dict[str, Any]) -> None:
        self.store.mkdir(parents=True, exist_ok=True)
        self.index: Any = self.faiss.IndexFlatIP(self.model.get_sentence_embedding_dimension())
        self.passages: Passages = []
        self._grow(job["passages"])

    def add(self, job: dict[str, Any]) -> None:
        self.load()
        self._grow(job["passages"])

    def _grow(self, passages: Passages) -> None:
        self.index.add(self.encode([PASSAGE + passage["text"] for passage in passages]))
        self.passages += passages
        self.faiss.write_index(self.index, str(self.store / "passages.faiss"))
        (self.store / "passages.json").write_text(json.dumps(self.passages, ensure_ascii=False), "utf-8")

    def load(self) -> None:
        self.index = self.faiss.read_index(str(self.store / "passages.faiss"))
        self.passages = json.loads((self.store / "passages.json").read_text("utf-8"))

    def search(self, question: str, k: int) -> list[str]:
        rows = self.index.search(self.encode([QUERY + question]), k)[1][0]
        return [self.passages[row]["id"] for row in rows if row >= 0]

    def held(self) -> list[str]:
        if self.index.ntotal != len(self.passages):
            raise RuntimeError(f"{self.index.ntotal} vectors and {len(self.passages)} texts")
        return [passage["id"] for passage in self.passages]

    def vectors(self, question: str, passage: str) -> list[list[float]]:
        return [list(map(float, row)) for row in self.encode([QUERY + question, PASSAGE + passage])]


if __name__ == "__main__":
    serve(SentencesFaiss)
