"""The facade: what is added, skipped, replaced, pruned and refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from yinzheng import EmptyDocument, EncoderMismatch, Library, LibraryNotFound, QueryError
from yinzheng.library import find_library

REVENUE = "青禾科技2024年实现营业收入12.5亿元，同比增长18%。公司有员工3,200人。\n"
ROBOT = "The robot arm from Marlow Works lifts 40 kg and costs $18,500 per unit.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "revenue.txt").write_text(REVENUE, "utf-8")
    (notes / "robot.md").write_text(f"# Robot\n\n{ROBOT}", "utf-8")
    return notes


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / ".yinzheng"


def test_sources_are_relative_to_the_folder_that_holds_the_library(folder: Path, place: Path) -> None:
    with Library.open(place, create=True) as library:
        report = library.add([folder])
        assert sorted(d.source for d in report.added) == ["notes/revenue.txt", "notes/robot.md"]
        assert report.passages == 2
        assert library.document("notes/revenue.txt").text == REVENUE


def test_adding_again_skips_what_is_unchanged_and_replaces_what_is_not(folder: Path, place: Path) -> None:
    with Library.open(place, create=True) as library:
        library.add([folder])
        (folder / "robot.md").write_text("# Robot\n\nThe arm now lifts 55 kg.\n", "utf-8")
        report = library.add([folder])

        assert report.unchanged == ("notes/revenue.txt",)
        assert [d.source for d in report.replaced] == ["notes/robot.md"]
        assert report.added == ()
        assert "55 kg" in library.search("how much does the robot arm lift")[0].text
        assert all("40 kg" not in hit.text for hit in library.search("robot arm 40 kg"))


def test_a_library_among_its_documents_is_not_told_as_left_out(folder: Path) -> None:
    (folder / ".git").mkdir()
    with Library.open(folder / ".yinzheng", create=True) as library:
        assert [Path(problem.source).name for problem in library.add([folder]).skipped] == [".git"]


def test_prune_drops_vanished_files_and_nothing_else(folder: Path, place: Path) -> None:
    with Library.open(place, create=True) as library:
        library.add([folder])
        library.add_text("A note that never was a file, about tides.", "notes/spoken")
        (folder / "robot.md").unlink()

        assert library.add([folder]).removed == ()
        assert library.add([folder], prune=True).removed == ("notes/robot.md",)
        assert [d.source for d in library.documents()] == ["notes/revenue.txt", "notes/spoken"]


def test_a_bad_file_is_named_and_the_others_go_on(folder: Path, place: Path) -> None:
    (folder / "broken.txt").write_bytes(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0")
    (folder / "empty.txt").write_bytes(b"")
    with Library.open(place, create=True) as library:
        report = library.add([folder, folder / "missing.txt"])

        assert len(report.added) == 2
        assert {Path(p.source).name for p in report.failed} == {"broken.txt", "empty.txt", "missing.txt"}
        assert all(p.reason for p in report.failed)


def test_hits_carry_spans_of_their_document(folder: Path, place: Path) -> None:
    with Library.open(place, create=True) as library:
        library.add([folder])
        for query in ("营业收入是多少", "What does the robot arm cost?", "revenue of 青禾科技"):
            for rerank in (True, False):
                for hit in library.search(query, rerank=rerank):
                    assert (
                        library.document(hit.document.id).text[hit.passage.start : hit.passage.end]
                        == hit.text
                    )


def test_each_language_finds_the_other(folder: Path, place: Path) -> None:
    with Library.open(place, create=True) as library:
        library.add([folder])
        assert library.search("机械臂一台多少钱？")[0].document.source == "notes/robot.md"
        assert library.search("How many employees does the company have?")[0].document.source == (
            "notes/revenue.txt"
        )


@pytest.mark.parametrize("query", ["", "   ", "？！", "\0", "\n"])
def test_an_empty_question_is_refused(folder: Path, place: Path, query: str) -> None:
    with Library.open(place, create=True) as library:
        library.add([folder])
        with pytest.raises(QueryError):
            library.ask(query)
        with pytest.raises(QueryError):
            library.search(query)


@pytest.mark.parametrize(
    "query", ["a-b", "12.5%", "NOT", '"', "* x", "a\0b", "营收 OR", "x" * 100_000, "收入" * 50_000]
)
def test_any_question_is_searched_as_text(folder: Path, place: Path, query: str) -> None:
    with Library.open(place, create=True) as library:
        library.add([folder])
        if query == '"':
            with pytest.raises(QueryError):
                library.search(query)
        else:
            assert library.search(query)


def test_an_empty_library_declines(place: Path) -> None:
    with Library.open(place, create=True) as library:
        answer = library.ask("营收是多少？")
        assert (answer.answered, answer.text, answer.citations) == (False, "", ())
        assert answer.reason
        assert library.search("营收") == []


def test_an_empty_text_is_refused(place: Path) -> None:
    with Library.open(place, create=True) as library, pytest.raises(EmptyDocument):
        library.add_text(" \n", "nothing")


def test_a_missing_library_is_named(tmp_path: Path) -> None:
    with pytest.raises(LibraryNotFound, match="yinzheng add"):
        Library.open(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_the_nearest_library_upwards_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / ".yinzheng").mkdir()
    assert find_library(deep) == tmp_path / ".yinzheng"
    monkeypatch.setenv("YINZHENG_LIBRARY", str(tmp_path / "other"))
    assert find_library(deep) == tmp_path / "other"


def test_another_encoder_is_refused_and_reindexing_takes_it(
    folder: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yinzheng.index.builtin import BuiltinEncoder

    with Library.open(place, create=True) as library:
        library.add([folder])
        before = library.documents()

    def other(threads: int | None = None) -> BuiltinEncoder:
        encoder = BuiltinEncoder(threads=threads)
        encoder.fingerprint = "another-build"
        return encoder

    monkeypatch.setattr(
        "yinzheng.index.encoder.open_encoder", lambda model=None, threads=None: other(threads)
    )
    with Library.open(place) as library:
        with pytest.raises(EncoderMismatch, match="reindex"):
            library.search("营收")
        report = library.add([folder], reindex=True)
        assert report.unchanged == ("notes/revenue.txt", "notes/robot.md")
        assert [d.id for d in library.documents()] == [d.id for d in before]
        assert library.search("机械臂一台多少钱？")[0].document.source == "notes/robot.md"


def test_status_counts(folder: Path, place: Path) -> None:
    with Library.open(place, create=True) as library:
        library.add([folder])
        status = library.status()
    assert (status.documents, status.passages) == (2, {"zh": 1, "en": 1})
    assert status.encoder == "e5-small-zh-en"
    assert status.dimension == 384
    assert status.bytes > 0
