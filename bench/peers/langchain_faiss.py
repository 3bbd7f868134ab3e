"""LangChain: FAISS and BM25Retriever in an EnsembleRetriever, which is its ordinary hybrid search."""

from __future__ import annotations

import logging
from typing import Any

from bench.peers.serving import PASSAGE, QUERY, Passages, remember_sentences, serve


class LangChain:
    """A FAISS store saved in a folder; the words are indexed anew as it is opened: nothing saves them."""

    def __init__(self, job: dict[str, Any]) -> None:
        from langchain_community.vectorstores import FAISS
        from langchain_huggingface import HuggingFaceEmbeddings

        remember_sentences(job)
        self.faiss = FAISS
        self.model = HuggingFaceEmbeddings(
            model_name=job["model"],
            model_kwargs={"device": "cpu"},
            encode_kwargs={"prompt": PASSAGE},
            query_encode_kwargs={"prompt": QUERY},
        )
        self.model.embed_query("a")

    def at(self, job: dict[str, Any]) -> None:
        self.job = job

    def build(self, job: dict[str, Any]) -> None:
        store = self.faiss.from_documents(_documents(job["passages"]), self.model)
        store.save_local(job["store"])

    def add(self, job: dict[str, Any]) -> None:
        self._open()
        self.store.add_documents(_documents(job["passages"]))
        self.store.save_local(job["store"])

    def _open(self) -> None:
        self.store = self.faiss.load_local(
            self.job["store"], self.model, allow_dangerous_deserialization=True
        )
        ids = self.store.index_to_docstore_id
        self.documents = [self.store.docstore.search(ids[row]) for row in sorted(ids)]

    def load(self) -> None:
        self._open()
        from langchain_community.retrievers import BM25Retriever

        more: dict[str, Any] = {}
        if self.job["settings"].get("words") == "jieba":
            import jieba

            jieba.setLogLevel(logging.ERROR)
            more["preprocess_func"] = jieba.lcut
        self.words = BM25Retriever.from_documents(self.documents, **more)

    def search(self, question: str, k: int) -> list[str]:
        from langchain_classic.retrievers import EnsembleRetriever

        self.words.k = k
        nearest = self.store.as_retriever(search_kwargs={"k": k})
        both = EnsembleRetriever(retrievers=[self.words, nearest], weights=[0.5, 0.5])
        return [document.metadata["id"] for document in both.invoke(question)[:k]]

    def held(self) -> list[str]:
        if self.store.index.ntotal != len(self.documents):
            raise RuntimeError(f"{self.store.index.ntotal} vectors and {len(self.documents)} texts")
        return [document.metadata["id"] for document in self.documents]

    def cut(self, text: str) -> list[tuple[int, int, str]]:
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        # The sizes of its tutorials.
        cutter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
        parts = []
        for document in cutter.create_documents([text]):
            start, content = document.metadata["start_index"], document.page_content
            parts.append((start, start + len(content), content))
        return parts

    def vectors(self, question: str, passage: str) -> list[list[float]]:
        return [self.model.embed_query(question), self.model.embed_documents([passage])[0]]


def _documents(passages: Passages) -> list[Any]:
    from langchain_core.documents import Document

    return [Document(passage["text"], metadata={"id": passage["id"]}) for passage in passages]


if __name__ == "__main__":
    serve(LangChain)
