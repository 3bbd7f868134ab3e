"""What a terminal shows of a library's state: what ``doctor`` found, and what was copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yinzheng import screen
from yinzheng.output import BAD, TITLE, line_of, wrapped

if TYPE_CHECKING:
    from rich.console import Console

    from yinzheng.types import Checkup, Finding, Lang

MESSAGES: dict[str, tuple[str, str]] = {
    # key: (Chinese, English); the first ones are the names of checks
    "database": ("数据库文件", "database file"),
    "schema": ("数据库结构", "schema"),
    "setting": ("设置", "setting"),
    "lost_documents": ("丢失的文档", "lost document"),
    "document": ("文档信息", "document"),
    "text": ("正文", "text"),
    "anchors": ("位置标记", "anchors"),
    "passages": ("段落顺序", "passages"),
    "passage": ("段落", "passage"),
    "lost_passages": ("丢失的段落", "lost passages"),
    "vector": ("向量", "vector"),
    "index": ("数据库索引", "database index"),
    "mean": ("段落均值", "passage mean"),
    "claims": ("数字", "figures"),
    "old_claims": ("旧版数字", "older figures"),
    "copies": ("重复文档", "copies"),
    "flags": ("标记", "flags"),
    "removed": ("已移除段落", "removed passages"),
    "cache": ("缓存", "cache"),
    "old_cache": ("旧缓存", "older cache"),
    "stray_file": ("多余文件", "stray file"),
    "mode": ("文件权限", "permissions"),
    "metrics": ("指标表", "table of metrics"),
    "wrong": ("有误", "wrong"),
    "note": ("提示", "note"),
    "repaired": ("已修复", "repaired"),
    "sound": (
        "完好：文档 {documents}，段落 {passages}，数字 {claims}，缓存段落 {cached}",
        "Sound: documents {documents}, passages {passages}, figures {claims}, cached passages {cached}",
    ),
    "derived": (
        "{n} 处有误，其中 {m} 处可由其余内容重建：yinzheng doctor --repair",
        "Wrong: {n}, of which {m} can be made again: yinzheng doctor --repair",
    ),
    "lost": (
        "{n} 处有误，无法重建：请从备份恢复，或重新添加所涉文件",
        "Wrong: {n}, which cannot be made again: restore a backup, or add the files in question again",
    ),
    "backed_up": ("已备份到 {path}", "backed up to {path}"),
    "dumped": (
        "已写入 {path}：文档 {documents}，段落 {passages}，数字 {claims}",
        "written to {path}: documents {documents}, passages {passages}, figures {claims}",
    ),
    "loaded": (
        "已建库 {path}：文档 {documents}，段落 {passages}，数字 {claims}",
        "made {path}: documents {documents}, passages {passages}, figures {claims}",
    ),
}


def say(key: str, lang: Lang, **values: object) -> str:
    """Return the message ``key`` in ``lang``."""
    return MESSAGES[key][lang != "zh"].format(**values)


def print_checkup(out: Console, found: Checkup, lang: Lang) -> None:
    """Print what was found, a line each, and what to do about it."""
    for finding in found.findings:
        _print_finding(out, finding, lang)
    wrong = [finding for finding in found.findings if not finding.note and not finding.repaired]
    if not wrong:
        counts = {
            name: found.looked_at.get(name, 0) for name in ("documents", "passages", "claims", "cached")
        }
        out.print(line_of(say("sound", lang, **counts), TITLE), soft_wrap=True)
    elif derived := sum(finding.derived for finding in wrong):
        out.print(line_of(say("derived", lang, n=len(wrong), m=derived), BAD), soft_wrap=True)
    else:
        out.print(line_of(say("lost", lang, n=len(wrong)), BAD), soft_wrap=True)


def _print_finding(out: Console, finding: Finding, lang: Lang) -> None:
    state = "repaired" if finding.repaired else "note" if finding.note else "wrong"
    head = f"{say(state, lang)}  {say(finding.check, lang)}  "
    told = f"{screen.visible(finding.subject)}: {screen.visible(finding.detail)}"
    out.print(wrapped(head + told, out.width, "  ", first="", number=""))
