"""A document is its text, with a name, a date, anchors and what a reader should know about it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from yinzheng.corpus import load as module
from yinzheng.corpus.load import load_bytes, load_file, load_text
from yinzheng.corpus.locate import locator
from yinzheng.errors import EmptyDocument, UnreadableDocument, UnsupportedDocument

SEEDS = Path(__file__).parents[3] / "shared/seeds"
TW = "管理層表示，需求仍然強勁，但供應鏈的壓力沒有緩解，公司將會繼續投資。"


def test_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "笔记.txt"
    path.write_bytes("季度纪要\r\n\r\n2025-03-25 13:50\r\n\r\n营收增长了8%。\r\n".encode())
    document = load_file(path)
    assert document.text == "季度纪要\n\n2025-03-25 13:50\n\n营收增长了8%。\n"
    assert (document.title, document.date, document.lang) == ("季度纪要", "2025-03-25", "zh")
    assert (document.source, document.media_type, document.flags) == (str(path), "text/plain", ())
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert document.id == hashlib.sha256(f"text/plain\0{document.text}".encode()).hexdigest()[:12]
    added = datetime.fromisoformat(document.added_at)
    assert added.tzinfo is not None
    assert abs((datetime.now(UTC) - added).total_seconds()) < 60


def test_titles() -> None:
    assert load_bytes("# 一 **二**\n正文。".encode(), source="x.md").title == "一 二"
    assert load_bytes(b"no title here, only a long sentence. " * 9, source="dir/report.txt").title == "report"
    assert load_bytes(b"a\n\nb", source="x.txt", title="Given").title == "Given"
    assert load_text("只有一句话", source="s").title == ""
    assert load_text("一个标题\n\n正文在这里。", source="s").title == "一个标题"
    assert load_text("首页 > 资讯\n\n真正的标题\n\n正文在这里。", source="s").title == "真正的标题"


CODES = "证券代码：688733　　证券简称：甲公司　　公告编号：2025-027\n\n"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (CODES + "甲股份有限公司\n关于股东减持股份计划的公告\n", "关于股东减持股份计划的公告"),
        (CODES + "甲股份有限公司关于股东减持的公告\n", "甲股份有限公司关于股东减持的公告"),
        (CODES + "关于股东减持的公告（更正后）\n", "关于股东减持的公告（更正后）"),
        (
            CODES + "甲股份有限公司\n关于持股5%以上股东减持股份\n计划的提示性公告\n",
            "关于持股5%以上股东减持股份计划的提示性公告",
        ),
        ("股票代码：600000\n公告编号：临2025-1\n甲公司\n关于股票质押的公告\n", "关于股票质押的公告"),
        ("# 证券代码：600000 证券简称：甲公司\n\n# 关于质押的公告\n", "关于质押的公告"),
        (CODES + "甲股份有限公司\n第六届董事会第二次会议决议公告\n", "第六届董事会第二次会议决议公告"),
        ("# 甲股份有限公司\n\n## 关于质押的公告\n", "关于质押的公告"),
        ("# 甲股份有限公司\n\n## 业绩\n", "甲股份有限公司"),
        ("From: Jane Roe\nTo: Operations\nSubject: Outage in Lisbon\nDate: 3 May 2025\n", "Outage in Lisbon"),
        ("发件人：张三\n主题：里斯本停产\n", "里斯本停产"),
        ("甲股份有限公司\n2024年年度报告\n", "甲股份有限公司"),
        ("甲股份有限公司\n关于我们这家公司。\n", "甲股份有限公司"),
    ],
)
def test_the_title_of_a_notice_is_what_it_is_about(head: str, title: str) -> None:
    assert load_text(head + "\n本公司的股东计划减持股份，具体情况如下。", source="s").title == title


def test_flags_say_what_a_reader_should_know() -> None:
    document = load_bytes(TW.encode("big5"), source="x.txt")
    assert document.text == TW
    assert document.flags == ("guessed_encoding:big5",)
    damaged = (TW * 3 + "\x00\ud800").encode("utf-8", "surrogatepass")
    assert load_bytes(damaged, source="x.txt").flags == ("removed_characters:2",)
    assert load_bytes(TW.encode()[:-1], source="x.txt").flags[-1] == "undecodable_characters:1"
    assert load_text("a\x00b", source="s").flags == ("removed_characters:1",)


def test_an_encoding_can_be_named() -> None:
    document = load_bytes("café".encode("cp1252"), source="x.txt", encoding="cp1252")
    assert (document.text, document.flags) == ("café", ())


@pytest.mark.parametrize("data", [b"", b" \n\t ", "\ufeff".encode(), b"<html><body></body></html>"])
def test_nothing_to_read(data: bytes) -> None:
    with pytest.raises(EmptyDocument):
        load_bytes(data, source="x.txt")


def test_unreadable_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, words in [
        (tmp_path / "gone.txt", "no such file"),
        (tmp_path, "folder"),
        (tmp_path / "pipe", "pipe"),
        (Path("/dev/zero"), "device"),
        (tmp_path / ("n" * 300), "cannot be opened"),
    ]:
        with pytest.raises(UnreadableDocument, match=words) as caught:
            load_file(path)
        assert "\n" not in str(caught.value)
    big = tmp_path / "big.txt"
    big.write_bytes(b"0123456789")
    monkeypatch.setattr(module, "MAX_FILE_BYTES", 9)
    with pytest.raises(UnreadableDocument, match="larger than"):
        load_file(big)


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(UnreadableDocument, match="permissions"):
        load_file(tmp_path / "x.txt")


def test_huge_pages_are_refused_before_parsing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_HTML_BYTES", 100)
    with pytest.raises(UnreadableDocument, match="larger than"):
        load_bytes(b"<html>" + b"<p>a</p>" * 100, source="x.html")


def test_binary_files_name_themselves(tmp_path: Path) -> None:
    path = tmp_path / "scan.txt"
    path.write_bytes(b"GIF89a\x00\x00\x00\r")
    with pytest.raises(UnsupportedDocument, match=r"scan\.txt: this is a[n ]"):
        load_file(path)


def test_pictures_that_may_be_scans_say_how_their_text_is_read(tmp_path: Path) -> None:
    path = tmp_path / "scan.txt"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    with pytest.raises(UnsupportedDocument, match=r"scan\.txt: it is a picture: .*--ocr"):
        load_file(path)


def test_a_wrong_ending_does_not_hide_a_damaged_pdf(tmp_path: Path) -> None:
    path = tmp_path / "scan.txt"
    path.write_bytes(b"%PDF-1.4\n")
    with pytest.raises(UnreadableDocument, match=r"scan\.txt: it is damaged"):
        load_file(path)


def test_a_page_saved_as_text_is_read_as_html() -> None:
    document = load_bytes(
        b"<!doctype html><html><body><p>Words of the page.</p></body></html>", source="x.txt"
    )
    assert (document.text, document.media_type) == ("Words of the page.", "text/html")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_one_line_of_50_mb_is_read_within_bounds() -> None:
    code = (
        "import re; from pathlib import Path; from yinzheng.corpus.load import load_bytes;"
        "data = '营收增长了百分之八，'.encode() * 1_700_000;"
        "document = load_bytes(data, source='x.txt'); assert len(document.text) == 17_000_000;"
        # Not ru_maxrss, which counts what this process was before exec as well.
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) >> 10)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert int(done.stdout) < 400  # MB: the bytes (49 MB), the text (34 MB) and a copy or two


def test_reading_text_imports_nothing_heavy() -> None:
    code = (
        "import sys; from yinzheng.corpus.load import load_bytes; from yinzheng.corpus.files import discover;"
        "load_bytes('营收增长。'.encode('gb2312'), source='x.txt');"
        "heavy = {'trafilatura', 'lxml', 'charset_normalizer', 'langchain_core', 'numpy', 'rjieba'};"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.skipif(
    not SEEDS.exists(), reason="needs the seed documents beside the repository (../shared/seeds)"
)
def test_the_seeds_are_read_as_they_are() -> None:
    documents = [load_file(path) for path in sorted(SEEDS.iterdir())]
    assert [d.lang for d in documents] == ["zh"] * 4
    assert ["spun" in d.flags for d in documents] == [False, False, False, True]
    assert {flag for d in documents for flag in d.flags} <= {"boilerplate", "spun"}
    for document, path in zip(documents, sorted(SEEDS.iterdir()), strict=True):
        assert document.text == path.read_text(encoding="utf-8")
    assert [d.date for d in documents[:3]] == ["2025-03-25", "2025-04-02", "2026-01-07"]
    talk = documents[2]
    start = talk.text.index("###", talk.text.index("(30:00 - 40:00)") - 5)
    assert "30:00–40:00" in locator(talk, start + 60, start + 80)


def test_a_file_is_dated_by_its_name_where_its_text_says_nothing() -> None:
    named = load_bytes("公司有员工2,500人。".encode(), source="notes/2025-05-20-纪要.txt")
    assert (named.date, named.flags) == ("2025-05-20", ("dated_by:name",))
    told = load_bytes("标题\n发布时间：2025-05-19\n正文".encode(), source="2025-05-20-纪要.txt")
    assert (told.date, told.flags) == ("2025-05-19", ())
    paged = load_bytes("公司有员工2,500人。".encode(), source="https://example.com/2025/05/20/a")
    assert (paged.date, paged.flags) == ("2025-05-20", ("dated_by:url",))


def test_an_unsure_encoding_is_flagged() -> None:
    data = "выручка компании выросла на восемь процентов в этом году".encode("cp1251")
    flags = load_bytes(data, source="a.txt").flags
    assert [flag.partition(":")[0] for flag in flags] == ["guessed_encoding", "encoding_confidence"]
