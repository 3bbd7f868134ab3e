"""Stored claims: exact, with their document or not at all, made again by another version of the grammar."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.figures import claim, document, revenue
from tests.index.libraries import ROOT, FakeEncoder, filled, numbered, unexpected, vectors
from yinzheng import DocumentNotFound, InternalError, Library, YinzhengError
from yinzheng.index import database, schema
from yinzheng.index.claims import numbered as claims_numbered
from yinzheng.index.index import Extracted, Index, NewPassage
from yinzheng.qa import claims as grammar
from yinzheng.types import Claim, Document

TEXT = "2024年，青禾科技实现营业收入12.5亿元，同比增长18%。\n"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index.open(tmp_path / "library", create=True, notify=unexpected) as opened:
        opened.bind(FakeEncoder(), "cut-1")
        yield opened


def put(index: Index, doc: Document, extracted: Extracted | None) -> Document:
    passage = NewPassage(0, len(doc.text), "zh", vectors(len(doc.text), 1)[0])
    return index.put(doc, [passage], "", extracted)[0]


def stored_claims(folder: Path) -> int:
    connection = sqlite3.connect(folder / database.FILE)
    (count,) = connection.execute("SELECT count(*) FROM claims").fetchone()
    connection.close()
    return int(count)


# --- rows -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    ["0", "-0.00", "8640000000.00", "1E+999", "-1E-999", "9" * 5000, "0.6666666666666666666666666667"],
)
def test_what_is_put_is_read_back_exactly(index: Index, value: str) -> None:
    given = (
        claim(
            "86.40 亿元",
            value,
            subject="a\x1b\U0001f642",
            metric="",
            period="去年",
            subject_from="antecedent",
        ),
        claim("$2.1 and $2.3 billion", None, "USD", low="2.1E+9", high="2300000000", qualifier="range"),
        claim(
            "31.5%", "31.5", "%", kind="percent", direction="up", status="inherited_unit", modality="planned"
        ),
    )
    put(index, document(), Extracted("v1", given))
    extracted = index.claims(index.document(document().id))
    assert extracted is not None
    assert extracted.version == "v1"
    assert extracted.claims == claims_numbered(given)
    assert str(extracted.claims[0].quantity.value) == value


def test_a_document_without_figures_has_claims_and_one_never_read_has_none(index: Index) -> None:
    put(index, document(), Extracted("v1", ()))
    other = put(index, document("no figures", "b", id="b" * 12), None)
    assert index.claims(index.document(document().id)) == Extracted("v1", ())
    assert index.claims(index.document(other.id)) is None
    assert index.without_claims("v1") == {other.id}
    assert index.without_claims("v2") == {document().id, other.id}


def test_claims_go_with_their_document(index: Index, tmp_path: Path) -> None:
    put(index, document(), Extracted("v1", (revenue(), revenue())))
    put(index, document("new text", id="b" * 12), None)
    assert stored_claims(tmp_path / "library") == 0
    put(index, document(), Extracted("v1", (revenue(),)))
    index.remove(["notes/a.md"])
    assert stored_claims(tmp_path / "library") == 0


def test_the_same_content_twice_is_cited_by_each_ones_own_name(index: Index) -> None:
    put(index, document(), Extracted("v1", (revenue(),)))
    second = put(index, document(source="b"), Extracted("v1", (revenue(),)))
    extracted = index.claims(index.document(second.id))
    assert extracted is not None
    assert (extracted.claims[0].citation.doc_id, extracted.claims[0].citation.source) == (second.id, "b")


@pytest.mark.parametrize(
    "wrong",
    [
        lambda item: replace(item, quantity=replace(item.quantity, start=item.quantity.start + 1)),
        lambda item: replace(item, quantity=replace(item.quantity, raw="86.41 亿元")),
        lambda item: replace(item, quantity=replace(item.quantity, end=9999)),
        lambda item: replace(item, citation=replace(item.citation, end=item.citation.end - 1)),
        lambda item: replace(item, quantity=replace(item.quantity, value=Decimal("NaN"))),
        lambda item: replace(item, quantity=replace(item.quantity, low=Decimal("-Infinity"))),
    ],
)
def test_a_claim_that_does_not_stand_where_it_says_is_our_bug_and_stores_nothing(
    index: Index, wrong: Callable[[Claim], Claim]
) -> None:
    with pytest.raises(InternalError):
        put(index, document(), Extracted("v1", (wrong(revenue()),)))
    assert index.documents() == []


def test_claims_made_from_a_text_that_has_been_replaced_are_not_stored(index: Index) -> None:
    old = put(index, document(), None)
    put(index, document("another text", id="b" * 12), None)
    assert not index.put_claims(old, Extracted("v1", (revenue(),)))
    assert index.claims(index.document("b" * 12)) is None


# --- the library ------------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with Library.open(tmp_path / ".yinzheng", create=True, notify=unexpected) as library:
        library.add([tmp_path / "a.txt"])
        library.add_text("The arm lifts 40 kg and costs $18,500.", "b")
    return tmp_path / ".yinzheng"


def other_version(monkeypatch: pytest.MonkeyPatch, version: str = "other") -> list[str]:
    """Let the grammar be of another version; return the sources that it is asked about."""
    asked: list[str] = []

    def counted(documents: Sequence[Document], own: Path | None = None) -> list[list[Claim] | Exception]:
        asked.extend(document.source for document in documents)
        return original(documents, own)

    original = grammar.claims_of
    monkeypatch.setattr(grammar, "claims_of", counted)
    monkeypatch.setattr(grammar, "CLAIMS_VERSION", version)
    return asked


def test_what_is_stored_is_what_the_grammar_makes(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(place) as library:
        held = [library.document(d.id) for d in library.documents()]
        made = [item for d in held for item in claims_numbered(grammar.claims(d))]
        monkeypatch.setattr(grammar, "claims_of", lambda *_: pytest.fail("made again"))
        assert library.claims() == made
        assert library.claims(["b"]) == [item for item in made if item.citation.source == "b"]
        assert library.claims([]) == []
        assert "12.5亿元" in {item.quantity.raw for item in made}
        with pytest.raises(DocumentNotFound):
            library.claims(["nobody"])


def test_another_version_makes_them_again_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(place) as library:
        before = library.claims()
    asked = other_version(monkeypatch)
    for _ in range(2):
        with Library.open(place) as library:
            assert library.claims() == before
    assert asked == ["a.txt", "b"]


def test_only_what_is_asked_for_is_made_again_and_progress_is_told(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []

    class Told:
        def start(self, total: int) -> None:
            told.append(total)

        def step(self, source: str) -> None:
            told.append(source)

        def done(self) -> None:
            told.append("done")

    other_version(monkeypatch)
    with Library.open(place) as library:
        library.claims(["b"], progress=Told())
        assert told == [1, "b", "done"]
        library.claims(["b"], progress=Told())
        assert told == [1, "b", "done"]
        library.claims(progress=Told())
    assert told[3:] == [1, "a.txt", "done"]


@pytest.mark.skipif(os.name != "posix", reason="POSIX file modes")
def test_a_library_that_cannot_be_written_gives_new_claims_from_memory(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = database.connect
    monkeypatch.setattr(database, "connect", lambda path: (connect(path)[0], True))
    asked = other_version(monkeypatch)
    before = (place / database.FILE).read_bytes()
    for _ in range(2):
        with Library.open(place) as library:
            assert "12.5亿元" in {item.quantity.raw for item in library.claims()}
    assert asked == ["a.txt", "b"] * 2
    assert (place / database.FILE).read_bytes() == before


def test_while_another_process_writes_claims_come_from_memory(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = other_version(monkeypatch)
    writer = sqlite3.connect(place / database.FILE, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    with Library.open(place) as library:
        assert len(library.claims()) >= 4
        writer.execute("ROLLBACK")
        writer.close()
        library.claims()
        library.claims()
    assert asked == ["a.txt", "b"] * 2


def test_a_bug_of_the_grammar_costs_the_figures_of_one_document_and_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = grammar.claims_of

    def broken(documents: Sequence[Document], own: Path | None = None) -> list[list[Claim] | Exception]:
        if documents[0].source == "a":
            return [RuntimeError("no such numeral")]
        return original(documents, own)

    said: list[str] = []
    with Library.open(tmp_path / "library", create=True, notify=said.append) as library:
        with monkeypatch.context() as patch:
            patch.setattr(grammar, "claims_of", broken)
            library.add_text("Revenue was $5 million.", "a")
            library.add_text("Costs were $4 million.", "b")
            assert {item.citation.source for item in library.claims()} == {"b"}
        assert len(said) == 2
        assert all("a: its figures" in line and "no such numeral" in line for line in said)
        assert library.search("revenue")[0].document.source == "a"
        assert {item.citation.source for item in library.claims()} == {"a", "b"}


def test_a_library_s_own_metrics_count_and_changing_them_makes_claims_again(place: Path) -> None:
    own = place / "metrics.tsv"
    with Library.open(place) as library:
        for key in ("arm_price", "arm_cost"):
            own.write_text(f"{key}\tmoney\t\tcosts\n", encoding="utf-8")
            assert key in {item.metric_key for item in library.claims(["b"])}
        own.write_text("arm_price\tmoney\n", encoding="utf-8")
        for call in (library.claims, lambda: library.add_text("New.", "c"), lambda: library.add([])):
            with pytest.raises(YinzhengError, match=r"metrics\.tsv, line 1"):
                call()
        assert len(library.documents()) == 2
        own.unlink()
        assert not {"arm_price", "arm_cost"} & {item.metric_key for item in library.claims()}


def test_reindexing_keeps_claims(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(place) as library:
        before = library.claims()
    with Library.open(place) as library:
        library.add([], reindex=True)
        monkeypatch.setattr(grammar, "claims_of", lambda *_: pytest.fail("made again"))
        assert library.claims() == before


# --- older libraries and kills ----------------------------------------------------------------------


def test_a_library_of_the_first_schema_is_moved_up_and_gets_its_claims(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = schema.MIGRATIONS[:1]
    place = tmp_path / "library"
    place.mkdir()
    connection = sqlite3.connect(place / database.FILE, isolation_level=None)
    schema.migrate(connection, first)
    connection.execute(
        "INSERT INTO documents VALUES"
        " (1, 'a1', 'a1', 'a.txt', '', 'zh', 'text/plain', '', '', '', NULL, '[]')"
    )
    connection.execute("INSERT INTO texts VALUES (1, ?, '[]')", (TEXT,))
    connection.close()
    with Library.open(place) as library:
        assert library.status().schema == schema.SCHEMA_VERSION >= 2
        assert "12.5亿元" in {item.quantity.raw for item in library.claims()}
    assert stored_claims(place) > 0


ADD = """
import os, signal, sys
from yinzheng import Library
from yinzheng.index import claims
turns = int(sys.argv[2])
put = claims.put
def killed(*arguments):
    global turns
    put(*arguments)
    turns -= 1
    if not turns:
        os.kill(os.getpid(), signal.SIGKILL)
claims.put = killed
with Library.open(sys.argv[1], create=True) as library:
    for n in range(3):
        library.add_text(f"Revenue was ${n} million in 2024.", str(n))
"""


@pytest.mark.faults
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_killed_add_leaves_documents_with_their_claims_or_without_themselves(
    tmp_path: Path, turn: int
) -> None:
    place = tmp_path / "library"
    ran = subprocess.run([sys.executable, "-c", ADD, str(place), str(turn)], cwd=ROOT, check=False)
    assert ran.returncode == -signal.SIGKILL
    with Library.open(place) as library:
        there = [document.source for document in library.documents()]
        assert there == [str(n) for n in range(turn - 1)]
        assert library._index.without_claims(grammar.CLAIMS_VERSION) == set()
        assert {item.citation.source for item in library.claims()} == set(there)


def test_claims_of_an_index_alone_need_no_grammar(tmp_path: Path) -> None:
    filled(tmp_path / "library", range(3)).close()
    with Index.open(tmp_path / "library") as index:
        for number in range(3):
            assert index.claims(index.document(numbered(number)[0].id)) is None
