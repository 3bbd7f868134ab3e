"""txtai: one Embeddings database with hybrid search and content, as its documentation shows."""

from __future__ import annotations

from typing import Any

from bench.peers.serving import PASSAGE, QUERY, Passages, Peer, remember, serve


class Txtai(Peer):
    """Its own loader of the model, its own words, its own fusion."""

    def __init__(self, job: dict[str, Any]) -> None:
        from txtai import Embeddings

        remember_transformers(job)
        self.db = Embeddings(
            path=job["model"],
            hybrid=True,
            content=True,
            instructions={"query": QUERY, "data": PASSAGE},
            gpu=False,
        )
        self.db.transform("a")

    def at(self, job: dict[str, Any]) -> None:
        self.job = job

    def build(self, job: dict[str, Any]) -> None:
        self.db.index(_rows(job["passages"]))
        self.db.save(job["store"])

    def add(self, job: dict[str, Any]) -> None:
        self.load()
        self.db.upsert(_rows(job["passages"]))
        self.db.save(job["store"])

    def load(self) -> None:
        self.db.load(self.job["store"])

    def search(self, question: str, k: int) -> list[str]:
        return [row["id"] for row in self.db.search(question, k)]

    def held(self) -> list[str]:
        rows = self.db.search("SELECT id FROM txtai", 1_000_000)
        if len(rows) != self.db.count():
            raise RuntimeError(f"{self.db.count()} vectors and {len(rows)} texts")
        return [row["id"] for row in rows]

    def vectors(self, question: str, passage: str) -> list[list[float]]:
        return [
            list(map(float, self.db.transform(question, "query"))),
            list(map(float, self.db.transform(passage, "data"))),
        ]


def remember_transformers(job: dict[str, Any]) -> None:
    """Let txtai's way to run a model use ``remember`` where the job has a memory."""
    if not job.get("memory"):
        return
    import numpy as np
    from txtai.vectors import HFVectors

    encode = HFVectors.encode

    def remembered(self: Any, data: list[str], category: str | None = None) -> Any:
        return np.asarray(remember(job, list(data), lambda new: encode(self, new, category)), np.float32)

    HFVectors.encode = remembered


def _rows(passages: Passages) -> list[tuple[str, str]]:
    return [(passage["id"], passage["text"]) for passage in passages]


if __name__ == "__main__":
    serve(Txtai)
