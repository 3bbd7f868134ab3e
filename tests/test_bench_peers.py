"""The comparison with peers: its scripts' protocol, its judgements, its tables; with a peer made up here."""

from __future__ import annotations

import json
import sqlite3
import struct
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.peers import jobs, measures
from bench.peers.environments import REQUIREMENTS, Environment, environment
from bench.peers.measures import Bench, judge_held, judge_offsets, score
from bench.peers.roster import PEERS, Peer
from bench.peers.serving import remember
from bench.peers.sets import Texts, repetitive
from bench.peers.table import against, middle, tables

FAKE = '''
import json, os, time
from pathlib import Path
from bench.peers.serving import serve


class Fake:
    """Finds passages by a word of the question; its settings say what it does wrong."""

    def __init__(self, job):
        print("a library talks on stdout", flush=True)
        self.wrong = job["settings"]

    def at(self, job):
        self.path = Path(job["store"]) / "passages.json"

    def build(self, job):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.write(job["passages"])

    def write(self, passages):
        if self.wrong.get("in place"):
            with self.path.open("w") as file:
                file.write(json.dumps(passages)[:-9])
                file.flush()
                time.sleep(60 * (len(passages) > 3))
        self.path.with_suffix(".new").write_text(json.dumps(passages))
        time.sleep(60 * (len(passages) > 3))
        os.replace(self.path.with_suffix(".new"), self.path)

    def add(self, job):
        self.load()
        self.write(self.passages + job["passages"])

    def load(self):
        self.passages = json.loads(self.path.read_text())

    def search(self, question, k):
        if self.wrong.get("network"):
            import socket
            try:
                socket.create_connection(("example.org", 80))
            except OSError:
                pass
        return [p["id"] for p in self.passages if question in p["text"]][:k] or [self.passages[0]["id"]]

    def held(self):
        return [p["id"] for p in self.passages]

    def cut(self, text):
        return [(at, at + 10, text[at : at + 10]) for at in range(0, len(text), 10)]

    def vectors(self, question, passage):
        return [[1.0, 0.0], [0.0, 1.0]]


serve(Fake)
'''

PASSAGES = [{"id": f"{n // 2:05}:{n % 2}", "text": f"word{n}."} for n in range(6)]


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that makes a bench of the made-up peer with some settings."""
    folder = tmp_path / "scripts"
    folder.mkdir()
    (folder / "made_up_peer.py").write_text(FAKE)
    script = jobs._SCRIPT.replace(
        "import runpy, sys;", f"import runpy, sys; sys.path.append({str(folder)!r});"
    )
    monkeypatch.setattr(jobs, "_SCRIPT", script)
    monkeypatch.setattr(Peer, "module", property(lambda self: "made_up_peer"))

    def made(**settings: Any) -> Bench:
        return Bench(Peer("made up", "made_up_peer", "", settings), Environment(sys.executable), tmp_path)

    return made


def texts(folder: Path) -> Texts:
    folder.mkdir()
    for passage in PASSAGES:
        with (folder / f"{passage['id'].partition(':')[0]}.txt").open("a") as file:
            file.write(passage["text"])
    return Texts(folder, PASSAGES)


def test_jobs_are_done_in_one_process_and_answered(fake: Any, tmp_path: Path) -> None:
    bench = fake()
    store = tmp_path / "store"
    done = bench.run(
        bench.job("build", store, passages=PASSAGES[:3]),
        bench.job("search", store, questions=["word2", "word1"]),
    )
    assert done.answers[1]["found"] == [["00001:0"], ["00000:1"]]
    assert len(done.answers[1]["ms"]) == 2
    assert 0 < done.marks["ready"] <= done.marks["first"] <= done.seconds
    assert done.cpu > 0
    assert done.peak_mb > 5


def test_a_failure_says_the_last_line(fake: Any, tmp_path: Path) -> None:
    bench = fake()
    with pytest.raises(jobs.JobFailed, match="FileNotFoundError"):
        bench.run(bench.job("search", tmp_path / "nowhere", questions=["a"]))


def test_what_tries_the_network_is_refused_and_named(fake: Any, tmp_path: Path) -> None:
    bench = fake(network=True)
    store = tmp_path / "store"
    done = bench.run(
        bench.job("build", store, passages=PASSAGES[:3]), bench.job("search", store, questions=["word2"])
    )
    assert done.reached == ["example.org"]


@pytest.mark.parametrize(("settings", "said"), [({}, "yes, 2 of 2"), ({"in place": True}, "no, ")])
def test_kills_tell_who_writes_in_place(
    fake: Any, tmp_path: Path, settings: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.peers.measures.time.sleep", lambda seconds: None)
    found = measures.features(fake(**settings), texts(tmp_path / "texts"), tmp_path / "work", 2)
    assert found["kills"].startswith(said), found
    assert found["offsets"].startswith("yes")
    assert found["vectors"] == [[1.0, 0.0], [0.0, 1.0]]
    assert found["offline"].startswith("yes")


def test_stores_are_judged_by_whole_documents() -> None:
    whole = {"a": {"a:0", "a:1"}, "b": {"b:0", "b:1"}, "c": {"c:0"}}
    assert judge_held(["a:0", "a:1", "c:0"], whole, {"a"}) == ("", 0.5)
    assert judge_held(["a:0", "a:1", "b:0"], whole, {"a"})[0] == "1 documents were there in part"
    assert judge_held(["a:0", "b:0", "b:1"], whole, {"a"})[0] == "1 documents of before were gone"


def test_offsets_must_be_right_apart_and_cover_the_text() -> None:
    text = repetitive()
    half = len(text) // 2
    assert judge_offsets(text, [(0, half, text[:half]), (half, len(text), text[half:])]) == "yes, 2 of 2"
    assert judge_offsets(text, None) == "no: gives none"
    assert "1 of 1" in judge_offsets(text, [(1, half, text[:half])])
    row = "| 合计 | 100.0 |\n"
    at = text.index(row)
    assert judge_offsets(text, [(at, at + len(row), row)] * 2) == "no: parts share a place"
    assert "in no part" in judge_offsets(text, [(0, half, text[:half])])


def test_scores_count_a_document_where_it_first_stands() -> None:
    found = [["a:1", "a:0", "b:0"], ["b:0", "c:0"], ["c:0"]]
    assert score(found, ["b", "b", "a"]) == pytest.approx(
        {"recall@1": 1 / 3, "recall@5": 2 / 3, "MRR@10": (1 / 2 + 1) / 3}
    )


def test_vectors_are_remembered_to_the_bit(tmp_path: Path) -> None:
    job = {"memory": str(tmp_path / "m.sqlite")}
    asked: list[list[str]] = []

    def encode(new: list[str]) -> list[list[float]]:
        asked.append(new)
        return [[0.1, float(len(text))] for text in new]

    first = remember(job, ["a", "bb", "a"], encode)
    again = remember(job, ["bb", "ccc"], encode)
    assert asked == [["a", "bb"], ["ccc"]]
    assert [vector[1] for vector in first] == [1, 2, 1]
    assert again[0] == pytest.approx(first[1])
    kept = sqlite3.connect(job["memory"])
    ((blob,),) = kept.execute("SELECT vector FROM vectors WHERE text = 'bb'").fetchall()
    kept.close()
    assert struct.unpack("<2f", blob) == again[0]
    assert remember({}, ["a"], encode) == [[0.1, 1.0]]


def test_an_environment_that_cannot_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.peers.environments.REQUIREMENTS", tmp_path)
    (tmp_path / "none.txt").write_text("no such requirement\n")

    def venv(*command: str) -> None:
        import subprocess

        raise subprocess.CalledProcessError(1, command, stderr="Collecting\nERROR: Invalid requirement\n")

    monkeypatch.setattr("bench.peers.environments._run", venv)
    assert environment("none", tmp_path).failed == "ERROR: Invalid requirement"


def had(figures: dict[str, list[float]], failed: str = "") -> dict[str, Any]:
    return {"figures": figures, "said": {}, "failed": {"indexing": failed} if failed else {}}


def test_tables_have_medians_spread_and_failures() -> None:
    assert middle([3.0, 1.0, 2.0], ".1f") == "2.0 (1.0–3.0)"
    results = {
        "yinzheng": had({"cold": [1.0, 2.0, 1.5], "a second": [20.0]}),
        "txtai hybrid": had({"cold": [12.0], "a second": [4.0]}),
        "LanceDB hybrid": had({}, "no wheel"),
        "bm25s + jieba": had({"cold": [0.1]}),
    }
    shown = tables(results, [])
    assert "| yinzheng | 1.50 (1.00–2.00) |" in shown
    assert "- LanceDB hybrid: indexing failed: no wheel" in shown
    assert "| LanceDB hybrid | failed |" in shown
    compared = against(results, [])
    # What embeds nothing is no rival to what does.
    assert "8.0 times as good | txtai hybrid" in compared
    assert "5.0 times as good | txtai hybrid" in compared


def test_vectors_are_held_against_those_of_sentence_transformers() -> None:
    question, passage = "vector of a question", "vector of a passage"
    results = {
        "txtai hybrid": had({question: [2.0, 0.0], passage: [3.0, 4.0]}),
        "sentence-transformers + FAISS": had({question: [1.0, 0.0], passage: [1.0, 0.0]}),
        "bm25s + jieba": had({}) | {"said": {"offline": "yes"}},
    }
    shown = tables(results, [])
    assert "| txtai hybrid | – | – | – | 0.6000 |" in shown
    assert "| bm25s + jieba | – | – | yes | – |" in shown


def test_recall_is_compared_with_words_too() -> None:
    results = {
        "yinzheng": had({"cmrc recall@1": [0.97]}),
        "bm25s + jieba": had({"cmrc recall@1": [0.95]}),
    }
    assert "+2.0 points | bm25s + jieba" in against(results, ["cmrc"])


def test_every_peer_is_pinned_exactly_and_has_its_script() -> None:
    here = REQUIREMENTS.parent
    for peer in PEERS:
        assert (here / f"{peer.script}.py").exists()
        assert not peer.store_of or peer.store_of in {other.name for other in PEERS}
        if not peer.ours:
            lines = (REQUIREMENTS / f"{peer.environment}.txt").read_text().splitlines()
            assert lines
            assert all(line.count("==") == 1 for line in lines)
    assert json.dumps([peer.settings for peer in PEERS])
