"""What was read of the database is kept exactly as long as nobody has written to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.index.libraries import FakeEncoder, filled, numbered
from yinzheng.errors import EncoderError
from yinzheng.index import recent
from yinzheng.index.index import Index, NewPassage


def test_documents_and_passages_are_read_once(tmp_path: Path) -> None:
    with filled(tmp_path, range(4)) as index:
        ids = [document.id for document in index.documents()]
        first, again = index.documents_by_id(ids), index.documents_by_id(reversed(ids))
        assert all(again[name] is first[name] for name in ids)
        assert list(again) == ids[::-1]
        assert first == {document.id: document for document in index.documents(text=True)}
        passage = index.passages_of(ids[0])[0]
        assert index.passages([passage.id])[passage.id] == passage
        assert index.passages([passage.id])[passage.id] is index.passages([passage.id])[passage.id]


def test_what_another_connection_writes_is_seen(tmp_path: Path) -> None:
    with filled(tmp_path, range(4)) as reader, Index.open(tmp_path) as writer:
        writer.bind(FakeEncoder(), "cut-1")
        ids = [document.id for document in reader.documents()]
        passages = [p.id for name in ids for p in reader.passages_of(name)]
        assert len(reader.documents_by_id(ids)) == 4
        assert set(reader.passages(passages)) == set(passages)
        before = reader.generation
        gone = {p.id for p in reader.passages_of(ids[1])}
        writer.remove([ids[1]])
        assert reader.generation > before
        assert list(reader.documents_by_id(ids)) == [ids[0], *ids[2:]]
        assert set(reader.passages(passages)) == set(passages) - gone


def test_what_was_undone_is_not_believed(tmp_path: Path) -> None:
    with filled(tmp_path, range(4)) as index:
        before = index.generation, index.passage_langs()
        document, passages = numbered(9)
        broken = [*passages, NewPassage(0, 1, "zh", passages[0].vector * float("nan"))]
        with pytest.raises(EncoderError):
            index.put_many([numbered(8), (document, broken)])
        assert (index.generation, index.passage_langs()) == before
        assert index.documents_by_id([document.id]) == {}


def test_texts_beyond_the_limit_are_forgotten_the_oldest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with filled(tmp_path, range(4)) as index:
        documents = index.documents(text=True)
        ids = [document.id for document in documents]
        two = sum(len(document.text) for document in documents[:2])
        monkeypatch.setattr(recent, "_CHARACTERS", two)
        first = index.documents_by_id(ids[:2])
        assert index.documents_by_id(ids[:2])[ids[0]] is first[ids[0]]
        index.documents_by_id(ids[2:3])
        assert index.documents_by_id([ids[0]])[ids[0]] is not first[ids[0]]
        monkeypatch.setattr(recent, "_PASSAGES", 0)
        passage = index.passages_of(ids[0])[0]
        assert index.passages([passage.id])[passage.id] is not index.passages([passage.id])[passage.id]
