"""What the scripts of all peers share: jobs as JSON on stdin, lines of JSON on stdout.

Each script runs in its peer's own environment, so that nothing of this project is imported but this
module, and only the standard library here. Stdin is a list of jobs, done one after the other by one
peer, whose model is loaded once: ``{"do": …, "store": folder, "model": folder, "settings": {…}, …}``.

=========  =======================================  ==================================================
do         also in the job                          in the answer
=========  =======================================  ==================================================
build      passages, documents                      work, work_cpu (seconds, after imports and model)
add        the same, to a store that there is       the same
search     questions, k                             found (lists of ids, best first), ms and cpu_ms (one
                                                    each), start_cpu (CPU seconds to the first answer)
held       questions                                ids of all passages that the store holds, and those
look       text, question, passage                  parts ([start, end, text] or null: cuts no text) and
                                                    vectors of the two (or null: it embeds nothing)
=========  =======================================  ==================================================

``passages`` are ``{"id": "document:number", "text": …}``; ``documents`` is a folder with the same as files,
one a document, for whoever cuts by itself; ``untitled`` says that the names of the files mean nothing. The
lines are ``"ready"`` when all is imported and loaded, ``"first"`` when a question was answered, each for the
first job that comes to it, and at last ``{"answers": […], "reached": […]}``: what was found out, and the
addresses that were tried to be reached; they were refused.
"""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import struct
import sys
import time
from collections.abc import Callable
from typing import Any, Protocol

QUERY, PASSAGE = "query: ", "passage: "
"""What E5 wants before a question and before a passage."""

Passages = list[dict[str, str]]


class Peer(Protocol):
    """What a peer's script is made of; it is made with the first job, and then has its model loaded."""

    def at(self, job: dict[str, Any]) -> None:
        """Turn to the job's store."""

    def build(self, job: dict[str, Any]) -> None:
        """Make the store of the job's passages, on disk when this returns."""

    def add(self, job: dict[str, Any]) -> None:
        """Open the store and add the job's passages, on disk when this returns."""

    def load(self) -> None:
        """Open the store for searching."""

    def search(self, question: str, k: int) -> list[str]:
        """The ids of the ``k`` best passages, best first."""

    def held(self) -> list[str]:
        """The ids of all passages in the store that was opened."""

    def cut(self, text: str) -> list[tuple[int, int, str]] | None:
        """Cut a text as one ordinarily does with this peer, with the offsets that it gives itself."""

    def vectors(self, question: str, passage: str) -> list[list[float]] | None:
        """The vectors that a question and a passage get here."""


def serve(make: Callable[[dict[str, Any]], Peer]) -> None:
    """Do the jobs on stdin with the peer that ``make`` makes of the first, and print what came of it."""
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is no answer
    said: list[Any] = []

    def say(line: Any) -> None:
        if line not in said:
            print(json.dumps(line), file=lines, flush=True)
            said.append(line)

    jobs = json.load(sys.stdin)
    reached = refuse_network()
    answers = []
    peer = make(jobs[0])
    for job in jobs:
        peer.at(job)
        if job["do"] in {"search", "held"}:
            peer.load()
        say("ready")
        answers.append(_done(peer, job, say))
    say({"answers": answers, "reached": sorted(reached)})


def _done(peer: Peer, job: dict[str, Any], say: Callable[[Any], None]) -> dict[str, Any]:
    match job["do"]:
        case "build" | "add":
            begin, used = time.perf_counter(), time.process_time()
            (peer.build if job["do"] == "build" else peer.add)(job)
            return {"work": time.perf_counter() - begin, "work_cpu": time.process_time() - used}
        case "search":
            return _searched(peer, job, say)
        case "held":
            return {"ids": sorted(map(str, peer.held()))} | _searched(peer, job, say)
        case "look":
            made = peer.vectors(job["question"], job["passage"])
            return {"parts": peer.cut(job["text"]), "vectors": made}
    raise SystemExit(f"no such job: {job['do']}")


def _searched(peer: Peer, job: dict[str, Any], say: Callable[[Any], None]) -> dict[str, Any]:
    found, times, used = [], [], []
    start = 0.0
    for question in job["questions"]:
        begin, before = time.perf_counter(), time.process_time()
        found.append(list(map(str, peer.search(question, job["k"]))))
        times.append(1000 * (time.perf_counter() - begin))
        used.append(1000 * (time.process_time() - before))
        say("first")
        start = start or time.process_time()
    return {"found": found, "ms": times, "cpu_ms": used, "start_cpu": start}


def refuse_network() -> set[str]:
    """Let no connection of Python's own leave this machine; return where it was tried to."""
    tried: set[str] = set()
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def connecting(self: socket.socket, address: Any) -> None:
        if self.family == getattr(socket, "AF_UNIX", None) or address[0] in {"127.0.0.1", "::1"}:
            return connect(self, address)
        tried.add(str(address[0]))
        raise OSError(f"no network here: {address[0]}")

    def resolving(host: Any, *rest: Any, **more: Any) -> Any:
        if host in {None, "localhost", "127.0.0.1", "::1"}:
            return resolve(host, *rest, **more)
        tried.add(str(host))
        raise socket.gaierror(f"no network here: {host}")

    socket.socket.connect = connecting  # type: ignore[method-assign, assignment]
    socket.getaddrinfo = resolving
    return tried


def remember(job: dict[str, Any], texts: list[str], encode: Callable[[list[str]], Any]) -> list[Any]:
    """Return ``encode(texts)``, taking what is known from the SQLite file ``memory`` of the job.

    Texts must be as the model gets them, with their prompts. Quality is measured so: each peer ranks by
    itself, and what the same model makes of the same text is made once.
    """
    if not job.get("memory"):
        return list(encode(texts))
    known = sqlite3.connect(job["memory"], isolation_level=None, timeout=60)
    known.execute("CREATE TABLE IF NOT EXISTS vectors (text TEXT PRIMARY KEY, vector BLOB)")
    found: dict[str, tuple[float, ...]] = {}
    for text in dict.fromkeys(texts):
        row = known.execute("SELECT vector FROM vectors WHERE text = ?", (text,)).fetchone()
        if row:
            found[text] = struct.unpack(f"<{len(row[0]) // 4}f", row[0])
    new = [text for text in dict.fromkeys(texts) if text not in found]
    for text, vector in zip(new, encode(new) if new else (), strict=True):
        found[text] = tuple(map(float, vector))
        packed = struct.pack(f"<{len(found[text])}f", *found[text])
        known.execute("INSERT OR REPLACE INTO vectors VALUES (?, ?)", (text, packed))
    known.close()
    return [found[text] for text in texts]


def remember_sentences(job: dict[str, Any]) -> None:
    """Let sentence-transformers, whoever calls it, use ``remember`` where the job has a memory."""
    if not job.get("memory"):
        return
    import numpy as np
    from sentence_transformers import SentenceTransformer

    encode: Any = SentenceTransformer.encode

    def remembered(self: Any, sentences: Any, *rest: Any, **more: Any) -> Any:
        texts = [sentences] if isinstance(sentences, str) else list(sentences)
        name = more.pop("prompt_name", None) or self.default_prompt_name
        prompt = more.pop("prompt", None) or (self.prompts[name] if name else "")
        tensor = more.pop("convert_to_tensor", False)
        made = remember(
            job,
            [prompt + text for text in texts],
            lambda new: encode(self, new, *rest, prompt="", **more),
        )
        vectors = np.asarray(made, np.float32)
        vectors = vectors[0] if isinstance(sentences, str) else vectors
        if tensor:
            import torch

            return torch.from_numpy(vectors)
        return vectors

    SentenceTransformer.encode = remembered
