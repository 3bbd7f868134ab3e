from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.running import Yinzheng
from yinzheng import Library
from yinzheng.cli import app

At = tuple[str, Path]
HOOKS = Path(__file__).parents[1] / ".pre-commit-hooks.yaml"

GOOD = "羽石云的借款一共 39 亿美元，加权平均利率 11.2%。\n"
BAD = "羽石云的借款一共 49 亿美元，加权平均利率 11.2%。\n"
SOURCE = "quillstone-zh-analysis.md"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    return tmp_path / "notes.md"


def test_a_text_that_the_documents_bear_out_passes(yinzheng: Yinzheng, at: At, text: Path) -> None:
    text.write_text(GOOD, "utf-8")
    run = yinzheng(*at, "check", text)
    assert (run.status, run.out, run.err) == (0, "共 1 句：1 句有依据\n", "")


def test_a_contradicted_sentence_fails_with_its_place_and_source(
    yinzheng: Yinzheng, at: At, text: Path
) -> None:
    text.write_text(f"# 债务\n\n{GOOD}{BAD}", "utf-8")
    run = yinzheng(*at, "check", "notes.md")
    assert run.status == 1
    first, *_, last = run.out.splitlines()
    assert first == "notes.md:4:1  与来源矛盾"
    assert "49 亿美元" in run.out
    assert "羽石云的借款一共 39 亿美元" in run.out
    assert "1 句与来源矛盾" in last
    assert "\x1b" not in run.out


def test_stdin_is_checked_too(yinzheng: Yinzheng, at: At) -> None:
    run = yinzheng(*at, "check", "-", stdin=BAD.encode())
    assert run.status == 1
    assert run.out.startswith("stdin:1:1  与来源矛盾\n")


def test_json_is_as_documented(yinzheng: Yinzheng, at: At, text: Path) -> None:
    text.write_text(BAD, "utf-8")
    run = yinzheng(*at, "check", text, "--json")
    assert run.status == 1
    found = run.json
    assert list(found) == ["ok", "sentences", "counts"]
    assert found["ok"] is False
    assert found["counts"] == {"supported": 0, "contradicted": 1, "unsupported": 0, "uncheckable": 0}
    (sentence,) = found["sentences"]
    assert list(sentence) == ["text", "start", "end", "label", "reasons", "citations", "better"]
    assert BAD[sentence["start"] : sentence["end"]] == sentence["text"]
    wrong = next(reason for reason in sentence["reasons"] if reason["code"] == "figure_mismatch")
    assert list(wrong) == ["code", "detail", "start", "end", "source"]
    assert BAD[wrong["start"] : wrong["end"]] == "49 亿美元"
    assert list(wrong["source"]) == ["doc", "start", "end", "quote", "locator"]
    assert wrong["source"]["quote"] == "39 亿美元"
    shown = yinzheng(*at, "show", wrong["source"]["doc"]["id"], "--json").json["doc"]["text"]
    assert shown[wrong["source"]["start"] : wrong["source"]["end"]] == "39 亿美元"


def test_characters_that_cannot_be_read_are_told(yinzheng: Yinzheng, at: At, text: Path) -> None:
    text.write_bytes(GOOD.encode() + "他们没有说明".encode()[:-1] + b"\n")
    run = yinzheng(*at, "check", text)
    assert "notes.md" in run.err
    assert "utf-8" in run.err
    text.write_bytes(GOOD.encode("gb18030"))
    assert yinzheng(*at, "check", text).err == ""


def test_what_fails_can_be_chosen(yinzheng: Yinzheng, at: At, text: Path) -> None:
    text.write_text("董事长说：“我们明年要到火星上去建造工厂。”\n", "utf-8")
    assert yinzheng(*at, "check", text).status == 1
    assert yinzheng(*at, "check", text, "--fail-on", "contradicted").status == 0
    text.write_text(BAD, "utf-8")
    assert yinzheng(*at, "check", text, "--fail-on", "contradicted").status == 1


def test_all_shows_what_is_borne_out_as_well(yinzheng: Yinzheng, at: At, text: Path) -> None:
    text.write_text(GOOD, "utf-8")
    run = yinzheng(*at, "check", "notes.md", "--all")
    assert run.out.startswith("notes.md:1:1  有依据\n")


def test_sarif_and_github_name_the_file_and_the_line(yinzheng: Yinzheng, at: At, text: Path) -> None:
    text.write_text(f"\n{BAD}", "utf-8")
    run = yinzheng(*at, "check", "notes.md", "--sarif")
    assert run.status == 1
    (result,) = run.json["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "notes.md"
    assert place["region"]["startLine"] == 2
    run = yinzheng(*at, "check", "notes.md", "--github")
    assert run.status == 1
    assert run.out.startswith("::error file=notes.md,line=2,")
    assert run.out.count("\n") == 1
    assert "1 句与来源矛盾" in run.err


def test_several_texts_are_checked_in_one_call(yinzheng: Yinzheng, at: At, text: Path) -> None:
    text.write_text(BAD, "utf-8")
    other = text.with_name("other.md")
    other.write_text(GOOD, "utf-8")
    run = yinzheng(*at, "check", "notes.md", "other.md")
    assert run.status == 1
    assert "notes.md: 共 1 句：1 句与来源矛盾\n" in run.out
    assert run.out.endswith("other.md: 共 1 句：1 句有依据\n")
    assert len(yinzheng(*at, "check", "notes.md", "other.md", "--sarif").json["runs"][0]["results"]) == 1
    assert yinzheng(*at, "check", "other.md").status == 0


@pytest.mark.parametrize(
    ("data", "args", "status", "said"),
    [
        (b"", (), 0, "notes.md: there is no sentence to check.\n"),
        (b"\n\n# \n---\n```\nx = 3\n```\n", (), 0, "notes.md: there is no sentence to check.\n"),
        (bytes(range(256)) * 8, (), 3, "binary"),
        (b"<!doctype html><html><body>x</body></html>", (), 0, ""),
        (b"x", ("--fail-on", "all"), 2, "--fail-on all: give contradicted or unsupported"),
        (b"x", ("--json", "--sarif"), 2, "--json and --sarif both want stdout"),
        (b"x", ("-o", "y.md"), 2, "--output goes with --fix-citations"),
        (b"x", ("notes.md",), 2, "given twice"),
        (b"x", ("-", "--json"), 2, "one text at a time"),
        (b"x", ("--encoding", "klingon"), 3, "no encoding named"),
    ],
)
def test_texts_and_options_that_make_no_sense_get_one_clear_line(
    yinzheng: Yinzheng, at: At, text: Path, data: bytes, args: tuple[str, ...], status: int, said: str
) -> None:
    if data.startswith(b"<!doctype"):
        text.with_suffix(".html").write_bytes(data)
        run = yinzheng(*at, "check", "notes.html")
        assert (run.status, run.out) == (3, "")
        assert "HTML is not checked" in run.err
        return
    text.write_bytes(data)
    run = yinzheng(*at, "check", "notes.md", *args)
    assert run.status == status
    assert said in run.out + run.err
    assert (run.out + run.err).count("\n") == 1


def test_missing_files_and_folders_get_one_clear_line(yinzheng: Yinzheng, at: At, tmp_path: Path) -> None:
    for name, said in (("gone.md", "there is no such file"), (".", "it is a folder")):
        run = yinzheng(*at, "check", name)
        assert (run.status, run.out) == (3, "")
        assert said in run.err


def test_an_empty_library_is_said(yinzheng: Yinzheng, tmp_path: Path, text: Path) -> None:
    Library.open(tmp_path / ".yinzheng", create=True).close()
    text.write_text(GOOD, "utf-8")
    run = yinzheng("check", text)
    assert run.status == 3
    assert "the library is empty" in run.err


def test_only_sentences_with_a_citation_are_checked_where_that_is_asked(
    yinzheng: Yinzheng, at: At, text: Path
) -> None:
    text.write_text(f"{BAD}\n{GOOD.strip()}[1]\n\n[1]: {SOURCE}\n", "utf-8")
    found = yinzheng(*at, "check", text, "--cited-only", "--json").json
    assert [sentence["label"] for sentence in found["sentences"]] == ["supported"]


CITING = f"{GOOD.strip()}[1]\n年报说奥林实验室占收入的 47%。[9]\n\n[1]: abilene-storage-meeting.md\n"
CITING += f"[2]: {SOURCE}\n"


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_citations_are_put_right_in_a_copy_and_all_else_stays_byte_for_byte(
    yinzheng: Yinzheng, at: At, text: Path, ends: str, encoding: str
) -> None:
    text.write_bytes(CITING.replace("\n", ends).encode(encoding))
    run = yinzheng(*at, "check", "notes.md", "--fix-citations")
    assert run.status == 1
    copy = text.with_name("notes.fixed.md")
    assert "notes.fixed.md" in run.err
    fixed = copy.read_bytes()
    found = yinzheng(*at, "check", "notes.fixed.md", "--json").json["sentences"]
    assert [sentence["label"] for sentence in found[:2]] == ["supported", "supported"]
    assert not any(r["code"] == "unresolved_citation" for s in found for r in s["reasons"])
    shown = fixed.decode(encoding)
    for sentence, mark in zip(found[:2], ("[1]", "[9]"), strict=True):
        shown = shown.replace(sentence["text"][sentence["text"].index("[") :], mark, 1)
    assert shown == CITING.replace("\n", ends)


def test_a_copy_never_replaces_anything_unasked(yinzheng: Yinzheng, at: At, text: Path) -> None:
    text.write_text(GOOD, "utf-8")
    copy = text.with_name("copy.md")
    copy.write_text("mine", "utf-8")
    run = yinzheng(*at, "check", "notes.md", "--fix-citations", "-o", "copy.md")
    assert run.status == 3
    assert "--force" in run.err
    assert copy.read_text("utf-8") == "mine"
    assert yinzheng(*at, "check", "notes.md", "--fix-citations", "-o", "notes.md", "--force").status == 3
    assert yinzheng(*at, "check", "-", "--fix-citations", stdin=b"x").status == 2
    assert yinzheng(*at, "check", "notes.md", "--fix-citations", "-o", "copy.md", "--force").status == 0
    assert copy.read_text("utf-8") == GOOD


def test_escapes_in_a_text_never_reach_the_terminal(yinzheng: Yinzheng, at: At, text: Path) -> None:
    text.write_text(f"\x1b]0;owned\x07{BAD}\u202e他说：“我们要到\x1b[31m火星上去建造工厂”。\n", "utf-8")
    for form in ((), ("--all",), ("--github",), ("--sarif",), ("--json",)):
        run = yinzheng(*at, "check", text, *form)
        assert run.status == 1
        assert not set("\x1b\x07\u202e") & set(run.out + run.err)


def test_the_pre_commit_hook_names_a_command_that_exists() -> None:
    yaml = pytest.importorskip("yaml")
    (hook,) = yaml.safe_load(HOOKS.read_text("utf-8"))
    assert hook["id"] == "yinzheng-check"
    assert hook["types"] == ["markdown"]
    program, command = hook["entry"].split()
    assert program == "yinzheng"
    assert command in {
        each.name or (each.callback and each.callback.__name__) for each in app.registered_commands
    }


def test_the_hook_is_called_with_several_files(
    yinzheng: Yinzheng, at: At, text: Path, examples: Path
) -> None:
    names = []
    for number in range(3):
        shutil.copy(examples / SOURCE, text.with_name(f"{number}.md"))
        names.append(f"{number}.md")
    run = yinzheng(*at, "check", *names)
    assert run.out.count("共 ") == 3
    assert json.loads(yinzheng(*at, "check", *names, "--sarif").out)["version"] == "2.1.0"


def test_a_draft_that_is_in_the_library_does_not_bear_itself_out(
    yinzheng: Yinzheng, tmp_path: Path, text: Path
) -> None:
    text.write_text(BAD, "utf-8")
    source = tmp_path / "source.txt"
    source.write_text(GOOD, "utf-8")
    library = ("-L", tmp_path / "library")
    assert yinzheng(*library, "add", text, source).status == 0
    run = yinzheng(*library, "check", text)
    assert run.status == 1
    assert "本身也在资料库里" in run.err
    assert "与来源矛盾" in run.out
    assert yinzheng(*library, "check", "-", stdin=BAD.encode()).status == 0
