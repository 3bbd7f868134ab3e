"""Documents on their way to vectors: order, work ahead, failures, and threads that end."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from yinzheng import Library
from yinzheng.corpus.load import load_text
from yinzheng.index.builtin import BuiltinEncoder
from yinzheng.index.embed import embed, embed_groups, passage_input
from yinzheng.index.encoder import Centres, Role
from yinzheng.types import Document

MANY = 300  # short documents of one passage each: several groups
SECONDS = 60  # what a thread is waited for before a test fails


class Counting:
    """A stand-in that records who encodes what; ``before`` is called with each text."""

    name = fingerprint = "counting"
    dimension = 2
    centres: Centres | None = None

    def __init__(self, before: Callable[[str], None] = lambda _: None) -> None:
        self.before = before
        self.seen: list[tuple[str, str]] = []  # thread's name, text

    def encode(self, texts: Sequence[str], role: Role) -> NDArray[np.float32]:
        for text in texts:
            self.before(text)
            self.seen.append((threading.current_thread().name, text))
        return np.array([[len(text), 1] for text in texts], np.float32).reshape(-1, 2)

    def count_tokens(self, text: str) -> int:
        return len(text)

    def token_states(self, texts: Sequence[str], role: Role) -> None:
        return None

    def readings(self, question: str, texts: Sequence[str]) -> None:
        return None


def many() -> list[Document]:
    return [load_text(f"Plant {n} makes {'x' * (n % 7)} cells.", source=f"{n}.txt") for n in range(MANY)]


@pytest.fixture(autouse=True)
def _threads_end() -> Iterator[None]:
    before = threading.active_count()
    yield
    assert threading.active_count() == before


def test_documents_come_in_order_each_with_its_own_vectors() -> None:
    long = load_text(
        "\n\n".join(f"Paragraph {n} of one long report. " * 20 for n in range(90)), source="long"
    )
    documents = [*many()[:70], long, *many()[70:]]
    made = list(embed(documents, Counting()))
    assert [document for document, _ in made] == documents
    for document, passages in made:
        assert [p.start for p in passages] == [0, *(p.end for p in passages[:-1])]
        assert passages[-1].end == len(document.text)
        for p in passages:
            assert p.vector[0] == len(passage_input(document, p.start, p.end)[0])
    assert len({d.source: passages for d, passages in made}["long"]) > 64


def test_the_next_group_is_encoded_while_the_caller_works() -> None:
    begun = threading.Event()
    caller = threading.current_thread().name

    def before(_text: str) -> None:
        if threading.current_thread().name != caller:
            begun.set()

    encoder = Counting(before)
    groups = embed_groups(many(), encoder)
    first = len(next(groups).documents)
    assert begun.wait(SECONDS)  # the second, with nobody asking for it yet
    assert {name for name, _ in encoder.seen[:first]} == {caller}  # loads what there is to load, alone
    next(groups).embedded()
    begun.clear()
    assert begun.wait(SECONDS)  # the third
    groups.close()


def test_a_group_is_given_before_its_passages_are_encoded() -> None:
    given = threading.Event()
    caller = threading.current_thread().name

    def before(_text: str) -> None:
        if threading.current_thread().name != caller:
            assert given.wait(SECONDS)

    groups = embed_groups(many(), Counting(before))
    next(groups)
    second = next(groups)
    given.set()
    assert [document for document, _ in second.embedded()] == second.documents
    groups.close()


def test_one_group_needs_no_thread() -> None:
    encoder = Counting()
    assert len(list(embed(many()[:8], encoder))) == 8
    assert {name for name, _ in encoder.seen} == {threading.current_thread().name}
    assert list(embed([], encoder)) == []


def test_a_failure_comes_after_the_groups_before_it() -> None:
    documents = many()

    def before(text: str) -> None:
        if text == documents[150].text:
            raise ValueError("cannot be encoded")

    arrived = []

    def take() -> None:
        for document, _ in embed(documents, Counting(before)):
            arrived.append(document)

    with pytest.raises(ValueError, match="cannot be encoded"):
        take()
    assert arrived == documents[: 8 + 2 * 64]


def test_an_interruption_stops_what_is_encoded_ahead() -> None:
    going_on = threading.Event()
    begun = threading.Event()
    caller = threading.current_thread().name

    def before(_text: str) -> None:
        if threading.current_thread().name != caller:
            begun.set()
            going_on.wait(SECONDS)

    def release() -> None:
        begun.wait(SECONDS)
        going_on.set()

    encoder = Counting(before)

    def take_two() -> None:
        with contextlib.closing(embed_groups(many(), encoder)) as groups:
            next(groups)
            threading.Thread(target=release).start()
            next(groups)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_two()
    assert len(encoder.seen) < MANY


def test_the_library_is_the_same_as_one_document_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    for n in range(150):
        text = f"第 {n} 号工厂2024年的产能是 {n + 7} 吉瓦时，营收 {n + 1}.5 亿元。"
        (tmp_path / "notes" / f"{n:03}.txt").write_text(text, "utf-8")
    with Library.open(tmp_path / "library", create=True) as library:
        report = library.add([tmp_path / "notes"])
        assert len(report.added) == 150
        claims = library.claims()
        held = [library.document(document.id) for document in library.documents()]
    assert [document.source for document in held] == [f"notes/{n:03}.txt" for n in range(150)]
    encoder = BuiltinEncoder(threads=1)
    with Library.open(tmp_path / "single", create=True) as single:
        for document in held:
            single.add_text(document.text, document.source, document.title, document.date)
        assert [claim.quantity for claim in claims] == [claim.quantity for claim in single.claims()]
    last = held[-1]
    (alone,) = encoder.encode([passage_input(last, 0, len(last.text))[0]], "passage")
    ((_, (passage,)),) = embed([last], encoder)
    assert (passage.vector == alone).all()


def test_the_parts_of_a_long_document_are_told_and_a_short_one_has_none() -> None:
    long = load_text(
        "\n\n".join(f"# Part {n}\n\n{'Wide rows of cells. ' * 12}" for n in range(90)), source="long.md"
    )
    told: list[tuple[str, int, int]] = []

    def tell(source: str, done: int, of: int) -> None:
        told.append((source, done, of))

    groups = embed_groups([*many()[:3], long], Counting(), tell)
    made = [one for group in groups for one in group.embedded()]
    of = len(made[-1][1])
    assert of > 64
    assert {(source, total) for source, _, total in told} == {("long.md", of)}
    done = [count for _, count, _ in told]
    assert done == sorted(set(done))
    assert done[-1] == of
