"""Links open the right place, only in terminals that show them, and carry nothing else."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from tests.running import YINZHENG
from tests.test_output import HOSTILE, document, on_terminal
from yinzheng import document_view
from yinzheng.index.sizes import Size
from yinzheng.links import Links, links
from yinzheng.types import Anchor

LINK = re.compile(rb"\x1b\]8;[^;\x1b]*;([^\x1b]*)\x1b\\")


def test_a_link_leads_to_the_page_the_words_or_the_line(tmp_path: Path) -> None:
    for name in ("a b.md", "报告.pdf", "page.html"):
        (tmp_path / name).touch()
    made = Links(tmp_path)
    home = tmp_path.as_uri()
    text = document("one\ntwo\nthree", source="a b.md")
    assert made.to(text, 8, 13) == f"{home}/a%20b.md#3"
    pages = (Anchor(0, "page", "iv"), Anchor(4, "page", "12"))
    pdf = replace(document("one\ntwo", source="报告.pdf", anchors=pages), media_type="application/pdf")
    assert made.to(pdf, 5, 7) == f"{home}/%E6%8A%A5%E5%91%8A.pdf#page=2"
    page = replace(document("So-called growth, & more", source="page.html"), media_type="text/html")
    assert made.to(page, 0, 24) == f"{home}/page.html#:~:text=So%2Dcalled%20growth%2C%20%26%20more"
    web = replace(page, source="https://example.com/a?b=1&c=\x1b\\\u202e")
    assert made.to(web, 0, 2) == "https://example.com/a?b=1&c=%1B%5C%E2%80%AE#:~:text=So"
    assert made.to(document("gone", source="gone.md"), 0, 4) == ""
    assert made.to(document("x", source="stdin\x00"), 0, 1) == ""
    assert made.to(document("x", source="javascript:alert(1)"), 0, 1) == ""


@pytest.mark.parametrize(
    "name", [HOSTILE.replace("/", "|").replace("\x00", "")[:80], "a;b.md", "a\x1b\\\x1b]8;;x\x07.md"]
)
def test_no_name_can_end_a_link_or_begin_one(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    hostile = document("x" * 9, title=HOSTILE, source=name)
    link = Links(tmp_path).to(hostile, 0, 3)
    assert re.fullmatch(r"file:///[!-~]+", link)
    out = Console(
        file=io.StringIO(), force_terminal=True, width=200, color_system="standard", legacy_windows=False
    )
    document_view.print_documents(out, [hostile], {hostile.id: Size(3)}, "en", Links(tmp_path))
    raw = out.file.getvalue().encode()  # type: ignore[attr-defined]
    assert set(LINK.findall(raw)) == {link.encode(), b""}
    rest = re.sub(rb"\x1b\[[0-9;]*m", b"", LINK.sub(b"", raw)).decode()
    assert all(char.isprintable() or char == "\n" for char in rest)


@pytest.mark.parametrize(
    ("environ", "linked"),
    [
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7201"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4803"}, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM": "xterm-256color", "WT_SESSION": "x"}, True),
        ({"TERM": "tmux-256color", "TMUX": "x", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.4"}, True),
        (
            {"TERM": "tmux-256color", "TMUX": "x", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.3a"},
            False,
        ),
        ({"TERM": "xterm-kitty", "TMUX": "x"}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-256color", "FORCE_HYPERLINK": "1"}, True),
        ({"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, False),
        ({"TERM": "xterm-kitty", "NO_COLOR": "1"}, False),
        ({"TERM": "dumb", "FORCE_HYPERLINK": "1"}, False),
    ],
)
def test_terminals_that_show_links(tmp_path: Path, environ: dict[str, str], linked: bool) -> None:
    out = Console(file=io.StringIO(), force_terminal=True, _environ=environ)
    assert (links(out, tmp_path, environ) is not None) == linked
    assert links(Console(file=io.StringIO()), tmp_path, environ) is None


def test_an_answer_on_a_terminal_links_its_sources_and_a_pipe_has_none(at: tuple[str, Path]) -> None:
    ask = [*YINZHENG, "-L", str(at[1]), "ask", "羽石云的借款利率是多少？"]
    raw = on_terminal(ask, {"FORCE_HYPERLINK": "1"})
    targets = {target.decode() for target in LINK.findall(raw)} - {""}
    assert targets
    assert all(
        re.fullmatch(r"file:///\S+/examples/[a-z0-9-]+\.(?:md|txt|html)(?:#\S+)?", t) for t in targets
    ), targets
    assert b"\x1b]8" not in on_terminal(ask, {"FORCE_HYPERLINK": "1", "NO_COLOR": "1"})
    assert b"\x1b" not in subprocess.run(ask, capture_output=True, check=True).stdout
