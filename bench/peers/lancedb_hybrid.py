"""LanceDB: vectors and its own full-text index in one table, hybrid queries by its default re-ranker."""

from __future__ import annotations

from typing import Any

from bench.peers.serving import PASSAGE, QUERY, Passages, Peer, remember_sentences, serve


class LanceDB(Peer):
    """One table. Its registry's models take no prompts, so vectors are made by sentence-transformers."""

    def __init__(self, job: dict[str, Any]) -> None:
        import lancedb
        from sentence_transformers import SentenceTransformer

        remember_sentences(job)
        self.model = SentenceTransformer(job["model"], device="cpu")
        self.lancedb = lancedb
        self.settings = job["settings"]
        self.encode([PASSAGE + "a"])

    def at(self, job: dict[str, Any]) -> None:
        self.db = self.lancedb.connect(job["store"])

    def encode(self, texts: list[str]) -> Any:
        return self.model.encode(texts, normalize_embeddings=True, show_progress_bar=False)

    def _rows(self, passages: Passages) -> list[dict[str, Any]]:
        vectors = self.encode([PASSAGE + passage["text"] for passage in passages])
        return [{**passage, "vector": vector} for passage, vector in zip(passages, vectors, strict=True)]

    def build(self, job: dict[str, Any]) -> None:
        table = self.db.create_table("passages", self._rows(job["passages"]))
        table.create_fts_index("text", **self.settings.get("words", {}))

    def add(self, job: dict[str, Any]) -> None:
        self.load()
        self.table.add(self._rows(job["passages"]))
        self.table.optimize()

    def load(self) -> None:
        self.table = self.db.open_table("passages")

    def search(self, question: str, k: int) -> list[str]:
        vector = self.encode([QUERY + question])[0]
        found = self.table.search(query_type="hybrid").vector(vector).text(question).limit(k).to_list()
        return [row["id"] for row in found]

    def held(self) -> list[str]:
        return list(self.table.to_arrow()["id"].to_pylist())

    def vectors(self, question: str, passage: str) -> list[list[float]]:
        return [list(map(float, row)) for row in self.encode([QUERY + question, PASSAGE + passage])]


if __name__ == "__main__":
    serve(LanceDB)
