"""Canonical dumps: equal for equal libraries alone, the way between versions, and never half a library."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path

import pytest

from tests.faults.libraries import dumped, filled, text, tiny
from tests.running import Yinzheng
from yinzheng import Library, dump
from yinzheng.errors import ExportError, UnreadableDocument

REPORT = (
    "2024年，公司收入为12.5亿元，同比增长37.5%；净利润1,915万元。"
    "城市道路旁的森林和河流都变了，学校医院照常。\n"
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with copies and equal texts, whose originals come behind them in the order of sources."""
    folder = tmp_path_factory.mktemp("dump") / "library"
    with tiny(folder, create=True) as held:
        held.add_text(REPORT * 3, "z original.txt", "标题", "2024-12-01")
        held.add_text(REPORT * 3, "a equal.txt")
        held.add_text(REPORT * 3 + "全文完。", "b alike.txt")
        for number in range(12):
            held.add_text(text(number), f"{number}.txt")
        (folder / "metrics.tsv").write_text("")
    return folder


def test_a_loaded_library_says_the_same_and_is_sound(library: Path, tmp_path: Path) -> None:
    lines = dumped(library)
    counted = dump.load(lines, "dump", tmp_path / "new")
    assert counted.documents == len(lines) - 2 == 15
    assert dumped(tmp_path / "new") == lines
    with tiny(tmp_path / "new") as new, tiny(library) as old:
        assert new.doctor().sound
        assert {d.source: (d.id, d.flags) for d in new.documents()} == {
            d.source: (d.id, d.flags) for d in old.documents()
        }
        assert any(flag.startswith("duplicate_of") for d in new.documents() for flag in d.flags)
        assert new.claims() == sorted(old.claims(), key=lambda claim: order(new, claim.citation.doc_id))
        new.add_text("新的一篇，收入3亿元。", "new.txt")
        assert new.doctor().sound


def order(library: Library, doc_id: str) -> int:
    return [d.id for d in library.documents()].index(doc_id)


def test_the_order_of_adding_makes_no_difference_and_everything_else_does(tmp_path: Path) -> None:
    numbers = list(range(6))
    reference = None
    for way in range(3):
        random.Random(way).shuffle(numbers)
        with tiny(tmp_path / f"library{way}", create=True) as library:
            for number in numbers:
                library.add_text(text(number), f"{number}.txt")
                if way == 2:  # many generations and row numbers in between
                    library.add_text("别的", "gone.txt")
                    library.remove(["gone.txt"])
        lines = dumped(tmp_path / f"library{way}")
        reference = reference or lines
        assert lines == reference
    with tiny(tmp_path / "library0") as library:
        library.add_text(text(0, version=1), "0.txt")
    assert dumped(tmp_path / "library0") != reference
    with tiny(tmp_path / "library1") as library:
        library.remove(["0.txt"])
    assert dumped(tmp_path / "library1") != reference


def test_no_line_of_a_dump_holds_what_a_terminal_or_a_line_splitter_acts_on(tmp_path: Path) -> None:
    with tiny(tmp_path / "library", create=True) as library:
        library.add_text("收入\x1b]0;x\x07\u2028\u202e\x85\u009b12亿元。\n第二行", "\u202etxt.exe")
    for line in dumped(tmp_path / "library"):
        shown = line.decode()
        assert shown.splitlines() == [shown[:-1]]
        assert not set(shown[:-1]) & set("\x1b\x07\u2028\u202e\x85\x9b")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("cut off", lambda lines: lines[:-1]),
        ("a document is missing", lambda lines: [*lines[:3], *lines[4:]]),
        ("a line twice", lambda lines: [*lines[:3], lines[3], *lines[3:]]),
        ("two lines change places", lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]]),
        ("something behind", lambda lines: [*lines, b"{}\n"]),
        ("no library", lambda lines: lines[1:]),
        ("nothing", lambda lines: []),
        ("half a line", lambda lines: [*lines[:4], lines[4][: len(lines[4]) // 2]]),
        ("deep", lambda lines: [lines[0], b"[" * 100_000 + b"]" * 100_000]),
    ],
)
def test_a_damaged_dump_is_refused_and_leaves_nothing(
    library: Path, tmp_path: Path, name: str, change: object
) -> None:
    assert callable(change)
    with pytest.raises(UnreadableDocument, match="nothing was loaded"):
        dump.load(change(dumped(library)), name, tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_one_changed_byte_anywhere_is_refused(library: Path, tmp_path: Path) -> None:
    whole = b"".join(dumped(library))
    rng = random.Random(7)
    for _ in range(60):
        at = rng.randrange(len(whole))
        changed = bytearray(whole)
        changed[at] ^= 1 << rng.randrange(8)
        lines = bytes(changed).splitlines(keepends=True)
        with pytest.raises(UnreadableDocument, match="nothing was loaded"):
            dump.load(lines, "dump", tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


WRONG = {
    "a passage outside": lambda d: d["passages"][0].__setitem__(1, 10**6),
    "a gap": lambda d: d["passages"][0].__setitem__(0, 1),
    "a vector too few": lambda d: d.__setitem__("vectors", d["vectors"][:-12]),
    "no vectors": lambda d: d.__setitem__("vectors", ""),
    "a zero vector": lambda d: d.__setitem__("vectors", "A" * len(d["vectors"].rstrip("=")) + "="),
    "a figure outside its sentence": lambda d: d["claims"][0].__setitem__("sentence_end", 1),
    "a figure that is none": lambda d: d["claims"][0].__setitem__("value", "NaN"),
    "an anchor behind the text": lambda d: d.__setitem__("anchors", [[10**6, "page", "1"]]),
    "a number too large for a row": lambda d: d["passages"][0].__setitem__(1, 10**30),
    "a text that is a number": lambda d: d.__setitem__("text", 5),
    "no id": lambda d: d.pop("id"),
    "a copy of nothing": lambda d: d.__setitem__("copy_of", ["ffffffffffff"]),
    "half a character": lambda d: d.__setitem__("title", "\ud800"),
    "a language that is none": lambda d: d.__setitem__("lang", "xx"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_does_not_hold_is_refused_though_the_checksum_is_right(
    library: Path, tmp_path: Path, wrong: str
) -> None:
    records = [json.loads(line) for line in dumped(library)[:-1]]
    changed = next(r for r in records if r["kind"] == "document" and r["claims"])
    WRONG[wrong](changed)
    with pytest.raises(UnreadableDocument, match="nothing was loaded"):
        dump.load(signed(records), "dump", tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def signed(records: list[dict[str, object]]) -> list[bytes]:
    """Lines with a last one that bears them out."""
    counted = dump.Counted()
    lines = [json.dumps(record).encode() + b"\n" for record in records]
    for record in records[1:]:
        counted.count(record)
    counted.sha256 = hashlib.sha256(b"".join(lines)).hexdigest()
    return [*lines, json.dumps(counted.end()).encode() + b"\n"]


def test_fields_of_a_later_version_are_passed_over_and_a_later_format_is_not(
    library: Path, tmp_path: Path
) -> None:
    records = [json.loads(line) for line in dumped(library)[:-1]]
    dump.load(signed([{**record, "later": 1} for record in records]), "dump", tmp_path / "new")
    assert dumped(tmp_path / "new") == dumped(library)
    records[0]["format"] = 2
    with pytest.raises(UnreadableDocument, match=r"format 2 .* up to 1: update yinzheng"):
        dump.load(signed(records), "dump", tmp_path / "newer")


def test_an_empty_library_comes_back(tmp_path: Path) -> None:
    Library.open(tmp_path / "empty", create=True).close()
    dump.load(dumped(tmp_path / "empty"), "dump", tmp_path / "new")
    assert dumped(tmp_path / "new") == dumped(tmp_path / "empty")


def test_nothing_is_ever_written_over(library: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine").touch()
    with pytest.raises(ExportError, match="exists already"):
        dump.load(dumped(library), "dump", tmp_path / "there")
    with tiny(library) as held:
        for dest in (tmp_path / "there", tmp_path / "there" / "mine"):
            with pytest.raises(ExportError, match="exists already"):
                held.backup(dest)
        with pytest.raises(ExportError, match="inside the library"):
            held.backup(library / "copy")
        with pytest.raises(ExportError, match="no folder"):
            held.backup(tmp_path / "nowhere" / "copy")
    assert [path.name for path in tmp_path.rglob("*")] == ["there", "mine"]


def test_the_commands(yinzheng: Yinzheng, tmp_path: Path) -> None:
    filled(tmp_path / "lib", range(3))
    ran = yinzheng("-L", "lib", "dump")
    assert (ran.status, ran.out.encode().splitlines(keepends=True)) == (0, dumped(tmp_path / "lib"))
    ran = yinzheng("-L", "lib", "dump", "d.jsonl", "--json")
    assert ran.status == 0
    assert ran.json["documents"] == 3
    assert yinzheng("-L", "lib", "dump", "d.jsonl").status == 3
    assert yinzheng("-L", "lib", "dump", "--json").status == 2
    ran = yinzheng("load", "d.jsonl", "-L", "new", "--json")
    assert (ran.status, ran.json["path"], ran.json["documents"]) == (0, "new", 3)
    ran = yinzheng("load", "d.jsonl", "-L", "new")
    assert (ran.status, ran.err) == (
        3,
        "yinzheng: new exists already: name a new folder, nothing is written over\n",
    )
    assert yinzheng("load", "-", "-L", "piped", stdin=(tmp_path / "d.jsonl").read_bytes()).status == 0
    assert dumped(tmp_path / "piped") == dumped(tmp_path / "lib")
    ran = yinzheng("load", "missing.jsonl", "-L", "none")
    assert (ran.status, ran.err.count("\n")) == (3, 1)
    ran = yinzheng("-L", "lib", "backup", "copy", "--json")
    assert (ran.status, ran.json) == (0, {"path": "copy"})
    assert dumped(tmp_path / "copy") == dumped(tmp_path / "lib")
    assert yinzheng("-L", "lib", "backup", "copy").status == 3
