"""yinzheng itself, by its Library with its defaults: files in, cut and read by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.peers.serving import serve


class Ours:
    """A library of one file a document.

    Of the settings, ``figures`` false leaves out reading them, as peers do; ``rerank`` is as in search.
    """

    def __init__(self, job: dict[str, Any]) -> None:
        from yinzheng import Library
        from yinzheng.extraction import Extraction

        if not job["settings"].get("figures", True):
            Extraction.extract = lambda self, documents: [None] * len(documents)  # type: ignore[method-assign]  # noqa: ARG005
        self.open = Library.open

    def at(self, job: dict[str, Any]) -> None:
        self.job = job
        self.library = self.open(job["store"], create=job["do"] in {"build", "look"})
        if job["do"] in {"build", "add"}:
            self.library.encoder.encode(["a"], "passage")

    def build(self, job: dict[str, Any]) -> None:
        if job.get("untitled"):
            for path in sorted(Path(job["documents"]).iterdir()):
                self.library.add_text(path.read_text("utf-8"), path.name)
        else:
            self.library.add([job["documents"]])
        self.library.close()

    add = build

    def load(self) -> None:
        """It is open; models are loaded by the first question."""

    def search(self, question: str, k: int) -> list[str]:
        hits = self.library.search(question, k, rerank=self.job["settings"].get("rerank", True))
        return [f"{Path(hit.document.source).stem}:{hit.passage.id}" for hit in hits]

    def held(self) -> list[str]:
        from yinzheng.index.index import Index

        with Index.open(Path(self.job["store"])) as index:
            return [
                f"{Path(document.source).stem}:{number}"
                for document in index.documents()
                for number, _ in enumerate(index.passages_of(document.id))
            ]

    def cut(self, text: str) -> list[tuple[int, int, str]]:
        from yinzheng.index.index import Index

        document = self.library.add_text(text, "cut")
        with Index.open(Path(self.job["store"])) as index:
            spans = [(passage.start, passage.end) for passage in index.passages_of(document.id)]
            stored = index.document(document.id).text
        return [(start, end, stored[start:end]) for start, end in spans]

    def vectors(self, question: str, passage: str) -> list[list[float]]:
        encoder = self.library.encoder
        made = [encoder.encode([question], "query")[0], encoder.encode([passage], "passage")[0]]
        return [list(map(float, vector)) for vector in made]


if __name__ == "__main__":
    serve(Ours)
