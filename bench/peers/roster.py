"""Who is compared: each peer's script, environment and settings, and what is measured of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

ALL = frozenset({"install", "indexing", "features", "quality", "latency"})


@dataclass(frozen=True, slots=True)
class Peer:
    """A row of the tables. ``store_of`` names the peer whose stores this one searches, if not its own."""

    name: str
    script: str
    environment: str
    settings: dict[str, Any] = field(default_factory=dict)
    parts: frozenset[str] = ALL
    store_of: str = ""

    @property
    def module(self) -> str:
        """The script's module."""
        return f"bench.peers.{self.script}"

    @property
    def ours(self) -> bool:
        """Whether it is a row of our own."""
        return self.script == "ours"


_NGRAMS = {"base_tokenizer": "ngram", "ngram_min_length": 2, "ngram_max_length": 2, "stem": False}

PEERS = (
    Peer("yinzheng", "ours", "yinzheng"),
    Peer(
        "yinzheng --fast",
        "ours",
        "yinzheng",
        {"rerank": False},
        frozenset({"quality", "latency"}),
        store_of="yinzheng",
    ),
    Peer("yinzheng, no figures read", "ours", "yinzheng", {"figures": False}, frozenset({"indexing"})),
    Peer("LlamaIndex fusion", "llama_index_fusion", "llama_index"),
    Peer("LangChain ensemble", "langchain_faiss", "langchain"),
    Peer(
        "LangChain, words by jieba",
        "langchain_faiss",
        "langchain",
        {"words": "jieba"},
        frozenset({"quality"}),
        store_of="LangChain ensemble",
    ),
    Peer("txtai hybrid", "txtai_hybrid", "txtai"),
    Peer("LanceDB hybrid", "lancedb_hybrid", "lancedb"),
    Peer(
        "LanceDB, words by bigrams", "lancedb_hybrid", "lancedb", {"words": _NGRAMS}, frozenset({"quality"})
    ),
    Peer("sentence-transformers + FAISS", "st_faiss", "st_faiss"),
    Peer("bm25s + jieba", "bm25s_jieba", "bm25s"),
)
"""Defaults everywhere; where a documented parameter makes words of Chinese, a second row has it."""
