"""The documentation does what it says: its commands and programs run, its fields and options exist.

`UPDATE_DOCS=1 make test ARGS=tests/test_docs.py` writes what the commands print today into the READMEs.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.test_cli import commands
from yinzheng import export, types
from yinzheng.cli import app, main
from yinzheng.corpus.formats.subtitles import read as read_subtitles
from yinzheng.corpus.markdown import outline
from yinzheng.output import MESSAGES
from yinzheng.qa.conflicts import REASONS
from yinzheng.qa.metrics import table

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.zh.md"]
COLUMNS = "88"


@pytest.fixture
def desk(tmp_path: Path, examples: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that has what the READMEs talk of."""
    shutil.copytree(examples, tmp_path / "examples")
    for folder, note in (("reports", "notes.md"), ("研报", "笔记.md")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("The pilot line opens in May.", encoding="utf-8")
        (tmp_path / note).write_text("# 速记\n\n羽石云的借款利率为 11.2%。\n", encoding="utf-8")
    (tmp_path / "draft.md").write_text(
        "Quillstone's borrowings were $3.9 million at year end. "
        "Its report says: “We depend on one supplier of GPUs "
        "and have long-term supply agreements with it.”\n",
        encoding="utf-8",
    )
    (tmp_path / "初稿.md").write_text(
        "境外收入 24.19 万元，占 28%。"
        "年报提示：“若欧盟降低储能电池关税，公司葡萄牙工厂投产之前的出口业务将受到影响。”\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", COLUMNS)
    return tmp_path


def blocks(name: str, language: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def run(command: str, capfd: pytest.CaptureFixture[str], stdin: str = "") -> tuple[int, str]:
    """Run one `yinzheng …` line in this process; return its exit status and all that it printed."""
    words = shlex.split(command, comments=True)
    assert words[0] in {"yinzheng", "yz"}, command
    capfd.readouterr()
    before = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    try:
        with pytest.raises(SystemExit) as left:
            main(words[1:])
    finally:
        sys.stdin = before
    sys.stdout.flush()
    captured = capfd.readouterr()
    assert isinstance(left.value.code, int)
    return left.value.code, captured.out + captured.err


def sessions(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with what the documentation says it prints."""
    for part in re.split(r"^(?=\$ )", block, flags=re.MULTILINE):
        if part.strip():
            command, _, printed = part.partition("\n")
            yield command.removeprefix("$ "), printed


def without_scores(text: str) -> str:
    """Scores may differ in their last places between processors."""
    return re.sub(r"\b[01]\.\d{2,3}\b", "0.00", text).strip()


@pytest.mark.parametrize("name", READMES)
def test_the_sessions_are_real(name: str, desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    whole = (ROOT / name).read_text(encoding="utf-8")
    for block in blocks(name, "console"):
        today = ""
        for command, printed in sessions(block):
            status, output = run(command, capfd)
            assert status == (1 if command.startswith("yinzheng check") else 0), output
            output = "".join(line.rstrip() + "\n" for line in output.splitlines())
            today += ("\n" if today else "") + f"$ {command}\n{output}"
            if not os.environ.get("UPDATE_DOCS"):
                assert without_scores(output) == without_scores(printed), command
        whole = whole.replace(block, today)
    if os.environ.get("UPDATE_DOCS"):
        (ROOT / name).write_text(whole, encoding="utf-8")


@pytest.mark.parametrize("name", READMES)
def test_the_shell_examples_run(name: str, desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run("yinzheng add examples", capfd)
    tried = 0
    for line in "".join(blocks(name, "sh")).splitlines():
        command = line.removeprefix("pbpaste | ")
        if not command.startswith("yinzheng") or re.search("--model|--allow-network|--ocr", command):
            continue  # make and pip; models and pages that would have to be fetched; an extra
        status, output = run(
            command, capfd, stdin="How many GPUs did Quillstone operate at the end of 2024?\n"
        )
        assert status == 0, f"{line}: {output}"
        tried += 1
    assert tried >= 10


@pytest.mark.parametrize("name", READMES)
def test_the_python_examples_run(name: str, desk: Path) -> None:
    programs = blocks(name, "python")
    assert programs
    for program in programs:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(program, name, "exec"), {})
        assert len(printed.getvalue().splitlines()) > 3


@pytest.mark.parametrize("name", READMES)
def test_every_command_and_option_is_in_the_readme(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    import typer

    group: Any = typer.main.get_command(app)
    for command in commands():
        assert f"yinzheng {command}" in text
    for command in (group, *commands().values()):
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("-"):
                    assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", text), option


@pytest.mark.parametrize(
    "name",
    [
        *READMES,
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/json.md",
        "docs/csv.md",
        "docs/claims.md",
        "docs/check.md",
        "docs/pytest.md",
        "docs/dump.md",
        "docs/reliability.md",
    ],
)
def test_links_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if not target.startswith("https://"):
            assert ((ROOT / name).parent / target).exists(), target


def test_the_make_targets_are_described() -> None:
    targets = set(
        re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert {target for target in targets if f"make {target}" not in text} <= {"help", "clean", "setup-core"}


# --- docs/json.md -----------------------------------------------------------------------------------


def listed(heading: str, name: str = "json.md") -> list[str]:
    """What stands in the first column of the tables under a heading of a page of docs/."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    section = re.search(rf"^## {re.escape(heading)}.*?$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert section, heading
    rows = re.findall(r"^\| (`.*?) \|", section[1], re.MULTILINE)
    return [field for row in rows for field in re.findall(r"`([^`]+)`", row)]


def documented(heading: str) -> set[str]:
    """The fields in the first column of the tables under a heading of docs/json.md."""
    return set(listed(heading))


def fields(value: Any, prefix: str = "", stop: frozenset[str] = frozenset()) -> set[str]:
    """The paths of all fields of a JSON value: `hits[].doc`. What is in `stop` is described elsewhere."""
    found: set[str] = set()
    if isinstance(value, dict):
        for key, inner in value.items():
            path = f"{prefix}.{key}" if prefix else key
            found.add(path)
            if key not in stop:
                found |= fields(inner, path, stop)
    elif isinstance(value, list):
        for inner in value:
            found |= fields(inner, f"{prefix}[]", stop)
    return found


def test_json_fields_are_the_documented_ones(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def output(command: str) -> Any:
        status, printed = run(f"yinzheng {command} --json", capfd)
        assert status in {0, 3} or (status == 1 and command.startswith("check")), printed
        return json.loads(printed[: printed.rindex("}") + 1])

    (desk / "bad.txt").write_text("", encoding="utf-8")
    (desk / "examples" / ".hidden.txt").write_text("x", encoding="utf-8")
    full = documented("`doc`: a document in short") | documented("Documents in `ls`")
    parts = frozenset({"doc", "added", "replaced", "removed", "skipped", "failed", "passages", "conflicts"})
    added = output("add examples bad.txt")
    assert fields(added, stop=parts) == documented("`yinzheng add")
    assert {key for problem in added["failed"] for key in problem} == {"source", "reason"}
    assert {key for document in added["added"] for key in document} == full
    searched = output("search battery")
    assert fields(searched, stop=parts) == documented("`yinzheng search")
    assert set(searched["hits"][0]["doc"]) == documented("`doc`: a document in short")
    asked = output('ask "羽石云的借款利率是多少？"')
    assert fields(asked, stop=parts | {"short_at", "signals"}) == documented("`yinzheng ask")
    assert set(asked["short_at"]) == set(asked["citations"][0])
    assert fields(output("summarize --points 2"), stop=parts) == documented("`yinzheng summarize")
    extracted = output("claims")["claims"]
    assert [list(claim) for claim in extracted] == [listed("A claim")] * len(extracted)
    disagreeing = output("claims --conflicts")
    claim = frozenset({f"conflicts[].claims[].{name}" for name in documented("A claim")})
    found = fields(disagreeing, stop=parts - {"conflicts"})
    assert {name for name in found if not name.startswith(tuple(claim))} == (
        documented("`yinzheng claims --conflicts")
    )
    checked = output("check draft.md")
    assert fields(checked, stop=parts | {"source", "citations", "better", "counts"}) == documented(
        "`yinzheng check"
    )
    assert set(checked["sentences"][0]["citations"][0]) == set(asked["citations"][0])
    sources = [r["source"] for s in checked["sentences"] for r in s["reasons"] if r["source"]]
    assert {key for source in sources for key in source} == {"doc", "start", "end", "quote", "locator"}
    assert set(checked["counts"]) == set(get_args(types.Label))
    shown = output("show heluo-cfo-interview.md")
    assert set(shown["doc"]) == full | {"text", "anchors"}
    assert documented("`yinzheng show") == fields(shown) - {f"doc.{name}" for name in full} - {"doc"}
    assert list(shown["doc"])[-3:] == ["text", "anchors", "flags"]
    assert set(output("show heluo-cfo-interview.md --lines 3")) == {"doc", "start", "end", "quote", "locator"}
    listing = full | documented("`yinzheng ls")
    assert {key for document in output("ls")["documents"] for key in document} == listing
    assert fields(output("status"), stop=parts) == documented("`yinzheng status")
    assert fields(output("doctor"), stop=parts | {"looked_at"}) == {
        name for name in documented("`yinzheng doctor") if not name.startswith("findings[]")
    }
    assert {name[11:] for name in documented("`yinzheng doctor") if name.startswith("findings[].")} == {
        field.name for field in dataclasses.fields(types.Finding)
    }
    assert set(output("backup copy")) == documented("`yinzheng backup")
    assert set(output("dump all.jsonl")) == documented("`yinzheng dump")
    assert set(output("load all.jsonl -L loaded")) == documented("`yinzheng dump")
    assert {
        key for document in output("rm examples/heluo-cfo-interview.md")["removed"] for key in document
    } == full


def test_every_reason_of_a_check_is_explained_and_in_the_right_table() -> None:
    text = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
    section = text[text.index("## Reasons") : text.index("## In CI")]
    favour, against = (
        set(re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)) for part in section.split("Against:")
    )
    assert favour == types.IN_FAVOUR
    assert favour | against == set(get_args(types.ReasonCode))
    assert set(re.findall(r"^\| `(\w+)` \|", text[: text.index("## What is checked")], re.MULTILINE)) == set(
        get_args(types.Label)
    )


def test_the_values_of_a_claim_are_the_documented_ones() -> None:
    text = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    for field, kinds in (
        ("kind", set(get_args(types.QuantityKind)) - {"date", "period"}),
        ("qualifier", set(get_args(types.Qualifier))),
        ("modality", set(get_args(types.Modality))),
        ("status", set(get_args(types.ClaimStatus))),
    ):
        row = re.search(rf"^\| `{field}` \| string \| (.*) \|$", text, re.MULTILINE)
        assert row
        assert kinds <= set(re.findall(r"`(\w+)`", row[1])), field
    assert set(listed("What is read", "claims.md")) >= set(get_args(types.ClaimStatus))
    reasons = re.search(r"`conflicts\[\]\.reason` \| string \| (.*) \|", text)
    assert reasons
    assert set(re.findall(r"`(\w+)`", reasons[1])) == set(REASONS) <= set(MESSAGES)


def test_the_columns_of_tables_are_the_documented_ones() -> None:
    assert listed("Columns", "csv.md") == [*export.COLUMNS, *export.CONFLICT_COLUMNS]
    text = (ROOT / "docs" / "csv.md").read_text(encoding="utf-8")
    markdown = text[text.index("## Markdown") :]
    named = [name for name in re.findall(r"`(\w+)`", markdown) if name in export.COLUMNS]
    assert named[: len(export.READING_COLUMNS)] == list(export.READING_COLUMNS)


def test_the_metrics_file_of_the_documentation_is_one(tmp_path: Path) -> None:
    (example,) = blocks("docs/claims.md", "")
    own = tmp_path / "metrics.tsv"
    own.write_text(example, encoding="utf-8")
    assert table(own).named("客户流失率")[0].key == "churn_rate"


def test_the_subtitles_of_the_documentation_become_what_it_says() -> None:
    (subtitles,), (text,) = blocks("docs/formats.md", "srt"), blocks("docs/formats.md", "text")
    found = read_subtitles(subtitles.encode(), "talk.srt")
    assert found.text == text
    times = [anchor.label for anchor in found.anchors if anchor.kind == "timestamp"]
    assert times == ["47:10–47:13", "47:13–47:16"]


def test_the_turns_of_the_documentation_are_told() -> None:
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    table = text[text.index("| `张总：") : text.index("and calls that give name")]
    heads = [
        example for example in re.findall(r"`([^`]+)`", table) if re.search(r"张总|发言人|问：", example)
    ]
    assert len(heads) >= 7
    for head in heads:
        first = head.replace("我们扩产。", "").replace("你们扩产吗？", "")
        second = {"问：": "答："}.get(first) or re.sub("张总|发言人1", "发言人2", first)
        body = "\n" if first.endswith("47:10") else ""
        talk = f"{first}{body}我们扩产吗？\n\n{second}{body}我看是的。\n\n" * 2
        names = [anchor.label for anchor in outline(talk).anchors if anchor.kind == "speaker"]
        assert len(names) == 4, head


def test_the_examples_are_what_the_project_says_of_them(examples: Path) -> None:
    paths = sorted(examples.glob("[!.]*.*"))
    assert len(paths) >= 8
    assert {path.suffix for path in paths} == {".md", ".txt", ".html"}
    for path in paths:
        assert 600 <= len(path.read_text(encoding="utf-8")) <= 2500, path.name


def test_the_repository_names_no_places_of_the_machine_it_was_made_on() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix in {".md", ".toml", ".txt", ".py", ""} and path.is_file() and path != Path(__file__):
            assert not re.search(r"/work/|/tmp/w\b|/opt/pypi", path.read_text(encoding="utf-8")), name
