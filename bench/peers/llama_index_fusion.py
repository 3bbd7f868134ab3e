"""LlamaIndex: a VectorStoreIndex and BM25Retriever in a QueryFusionRetriever, by reciprocal ranks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.peers.serving import PASSAGE, QUERY, Passages, remember_sentences, serve


class LlamaIndex:
    """Its own store of vectors and texts, and the words beside it, each saved in a folder."""

    def __init__(self, job: dict[str, Any]) -> None:
        from llama_index.core import Settings
        from llama_index.core.llms import MockLLM
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        remember_sentences(job)
        self.model = HuggingFaceEmbedding(
            model_name=job["model"], query_instruction=QUERY, text_instruction=PASSAGE, device="cpu"
        )
        Settings.embed_model = self.model
        Settings.llm = MockLLM()  # fusion asks for one, also where it makes up no further questions
        self.model.get_query_embedding("a")

    def at(self, job: dict[str, Any]) -> None:
        self.store = Path(job["store"])

    def build(self, job: dict[str, Any]) -> None:
        from llama_index.core import VectorStoreIndex

        self.index: Any = VectorStoreIndex(_nodes(job["passages"]))
        self._save()

    def add(self, job: dict[str, Any]) -> None:
        self._open()
        self.index.insert_nodes(_nodes(job["passages"]))
        self._save()

    def _save(self) -> None:
        self.index.storage_context.persist(str(self.store / "index"))
        self._words(list(self.index.docstore.docs.values())).persist(str(self.store / "words"))

    def _words(self, nodes: list[Any]) -> Any:
        from llama_index.retrievers.bm25 import BM25Retriever

        return BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=min(10, len(nodes)))

    def _open(self) -> None:
        from llama_index.core import StorageContext, load_index_from_storage

        self.index = load_index_from_storage(
            StorageContext.from_defaults(persist_dir=str(self.store / "index"))
        )

    def load(self) -> None:
        from llama_index.retrievers.bm25 import BM25Retriever

        self._open()
        self.words = BM25Retriever.from_persist_dir(str(self.store / "words"))

    def search(self, question: str, k: int) -> list[str]:
        from llama_index.core.retrievers import QueryFusionRetriever

        self.words.similarity_top_k = min(k, len(self.index.docstore.docs))
        both = QueryFusionRetriever(
            [self.index.as_retriever(similarity_top_k=k), self.words],
            similarity_top_k=k,
            num_queries=1,
            mode="reciprocal_rerank",
            use_async=False,
        )
        return [found.node.metadata["id"] for found in both.retrieve(question)]

    def held(self) -> list[str]:
        nodes = self.index.docstore.docs
        vectors = self.index.vector_store.data.embedding_dict
        words = len(self.words.corpus)
        if not len(nodes) == len(vectors) == words:
            raise RuntimeError(f"{len(vectors)} vectors, {len(nodes)} texts and {words} texts of words")
        return [node.metadata["id"] for node in nodes.values()]

    def cut(self, text: str) -> list[tuple[int, int, str]]:
        from llama_index.core import Document
        from llama_index.core.node_parser import SentenceSplitter

        nodes: list[Any] = SentenceSplitter().get_nodes_from_documents([Document(text=text)])
        return [(node.start_char_idx, node.end_char_idx, node.text) for node in nodes]

    def vectors(self, question: str, passage: str) -> list[list[float]]:
        return [self.model.get_query_embedding(question), self.model.get_text_embedding(passage)]


def _nodes(passages: Passages) -> list[Any]:
    from llama_index.core.schema import TextNode

    # Left out of the text that is embedded, as metadata would otherwise be put before it.
    hidden = {"excluded_embed_metadata_keys": ["id"], "excluded_llm_metadata_keys": ["id"]}
    return [
        TextNode(id_=passage["id"], text=passage["text"], metadata={"id": passage["id"]}, **hidden)
        for passage in passages
    ]


if __name__ == "__main__":
    serve(LlamaIndex)
