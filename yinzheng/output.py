"""Everything a terminal shows. Text that is not ours passes ``screen.visible`` on its way out.

Views print to a rich ``Console`` and only ever give it ``Text`` objects, since a plain string could
be read as markup. Colours are the terminal's own bold, underline, magenta and red, which are legible
on light and on dark; nothing depends on colour alone.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Literal

from yinzheng import screen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console
    from rich.text import Text

    from yinzheng.library import Status
    from yinzheng.screen import Marked
    from yinzheng.types import Lang

EVIDENCE = "bold"
TERM = "bold underline"
NUMBER = "bold magenta"
TITLE = "bold"
BAD = "bold red"
ASIDE = "dim"

WIDE = 120
"""From this many columns on, what a row has stands in a column each."""

EXCERPT_LINES = 3

INFORMS = frozenset(("dated_by", "url", "site", "author"))
"""Flags that say where a date or a page is from. They warn of nothing; ``--json`` has all."""

MESSAGES: dict[str, tuple[str, str]] = {
    # key: (Chinese, English)
    "characters": ("第 {start}–{end} 字符", "characters {start}–{end}"),
    "confidence": ("把握：{word}（{value:.2f}）", "Confidence: {word} ({value:.2f})"),
    "high": ("高", "high"),
    "medium": ("中", "medium"),
    "low": ("低", "low"),
    "unanswered": ("资料没有回答这个问题。", "The documents do not answer this."),
    "signals": ("首句的信号：", "Signals of the first sentence:"),
    "further": ("其他相关句子（未用于作答）：", "Further evidence, not part of the answer:"),
    "disagree": ("各来源说法不一：", "The sources disagree:"),
    "nearest": ("最接近的段落：", "The nearest passages:"),
    "no_hits": ("没有找到任何段落。", "No passage was found."),
    "score": ("得分", "Score"),
    "document": ("文档", "Document"),
    "locator": ("位置", "Where"),
    "passage": ("段落", "Passage"),
    "id": ("编号", "Id"),
    "lang": ("语言", "Lang"),
    "added_at": ("添加于", "Added"),
    "title": ("标题", "Title"),
    "source": ("来源", "Source"),
    "flags": ("标记", "Flags"),
    "date": ("日期", "Date"),
    "format": ("格式", "Format"),
    "extent": ("篇幅", "Size"),
    "n_page": ("{n} 页", "{n} p."),
    "n_slide": ("{n} 张", "{n} slides"),
    "n_sheet": ("{n} 表", "{n} sheets"),
    "n_characters": ("{n} 字", "{n} ch."),
    "at_line": ("第 {n} 行起", "from line {n}"),
    "empty_library": ("库里还没有文档：yinzheng add 路径…", "The library is empty: yinzheng add PATH…"),
    "library": ("文档库", "Library"),
    "documents": ("文档数", "Documents"),
    "passages": ("段落数", "Passages"),
    "encoder": ("编码器", "Encoder"),
    "size": ("大小", "Size"),
    "by_language": ("{total}（中文 {zh}，英文 {en}）", "{total} ({zh} zh, {en} en)"),
    "none_yet": ("（尚无）", "(none yet)"),
    "added": ("新增 {n} 篇", "{n} added"),
    "replaced": ("更新 {n} 篇", "{n} replaced"),
    "unchanged": ("未变 {n} 篇", "{n} unchanged"),
    "removed": ("移除 {n} 篇", "{n} removed"),
    "skipped": ("跳过 {n} 个", "{n} skipped"),
    "failed": ("失败 {n} 个", "{n} failed"),
    "new_passages": ("新增段落 {n} 个", "{n} passages"),
    "nothing": ("没有可添加的文件。", "Nothing to add."),
    "skipped_one": ("跳过", "skipped"),
    "failed_one": ("失败", "failed"),
    "more": ("……另有 {n} 个", "… and {n} more"),
    "scans": ("未读入的扫描页 {n} 页", "scanned pages not read: {n}"),
    "scans_one": ("扫描页", "scanned pages"),
    "scans_add": ("yinzheng add --ocr 可识别其文字", "yinzheng add --ocr recognises their text"),
    "scans_install": (
        "要识别其文字：{install}，再 yinzheng add --ocr",
        "to recognise their text: {install}, then yinzheng add --ocr",
    ),
    "copies": ("{n} 篇是其他文档的副本", "copies of others: {n}"),
    "copy_of": ("{name} 是 {original} 的副本", "{name} is a copy of {original}"),
    "watching": ("正在关注 {paths}；Ctrl-C 停止", "watching {paths}; Ctrl-C stops"),
    "watch_added": ("新增 {name}", "added {name}"),
    "watch_replaced": ("更新 {name}", "replaced {name}"),
    "watch_removed": ("移除 {name}", "removed {name}"),
    "watch_gone": (
        "{name} 已不在；文档保留（--prune 会移除）",
        "{name} is gone; its document stays (--prune removes it)",
    ),
    "watch_failed": ("失败 {name}：{reason}", "failed {name}: {reason}"),
    "reading": ("读取", "Reading"),
    "subject": ("主体", "Subject"),
    "metric": ("指标", "Metric"),
    "figure": ("原文数字", "Figure"),
    "read_as": ("读作", "Read as"),
    "period": ("时间", "Period"),
    "where": ("出处", "Where it stands"),
    "claims": ("{documents} 篇文档，{n} 个数字", "Figures: {n}, documents: {documents}"),
    "by_context": (
        "* 主体由上下文推断，句中没有写明",
        "* the subject is told from the context; the sentence does not name it",
    ),
    "no_claims": ("没有符合条件的数字。", "No figure matches."),
    "no_figures": ("文档里没有数字。", "The documents hold no figures."),
    "no_conflicts": ("没有互相矛盾的数字。", "No figures contradict each other."),
    "conflicts": ("{n} 处不一致", "Disagreements: {n}"),
    "reason": ("可能的原因：{reason}", "Possible reason: {reason}"),
    "different_modality": ("一个是预测、计划或传闻", "one is a forecast, a plan or a report"),
    "different_period": ("时间可能不同", "perhaps of different times"),
    "scale_slip": ("相差十的整数次幂，疑为万、亿之误", "a power of ten apart: perhaps a slip of the scale"),
    "bound": ("一个只是上限或下限", "one is only a bound"),
    "quotation": ("两处文字几乎相同，数字不同", "one text repeats the other with another figure"),
    "beside": ("另见：{title} · {locator}", "Also: {title} · {locator}"),
    "rows_written": ("{n} 行写入 {path}", "{n} rows written to {path}"),
    "chart_written": ("图已写入 {path}", "chart written to {path}"),
    "forecast": ("预测", "forecast"),
    "planned": ("计划", "planned"),
    "reported": ("据报道", "reported"),
    "hypothetical": ("假设", "hypothetical"),
    "inherited_unit": ("单位取自别处", "unit from elsewhere"),
    "vague": ("不确切", "vague"),
    "unparsed": ("未能读出", "not read"),
    "ambiguous": ("有歧义", "ambiguous"),
    "supported": ("有依据", "supported"),
    "contradicted": ("与来源矛盾", "contradicted"),
    "unsupported": ("没有依据", "unsupported"),
    "uncheckable": ("无可核对", "nothing to check"),
    "n_sentences": ("共 {n} 句", "{n} sentences"),
    "one_sentence": ("共 {n} 句", "{n} sentence"),
    "n_supported": ("{n} 句有依据", "{n} supported"),
    "n_contradicted": ("{n} 句与来源矛盾", "{n} contradicted"),
    "n_unsupported": ("{n} 句没有依据", "{n} unsupported"),
    "n_uncheckable": ("{n} 句无可核对", "{n} with nothing to check"),
    "no_sentences": ("{name}：没有可核对的句子。", "{name}: there is no sentence to check."),
    "nearest_one": ("最接近的是：", "The nearest:"),
    "better": ("这里有依据：", "Borne out here:"),
    "checks_itself": (
        "{name} 本身也在资料库里：只用其他资料核对",
        "{name} is in the library itself: it is held against the other documents",
    ),
    "read_as_text": (
        "{name} 按 {encoding} 读入，{n} 个字符无法辨认；如不对，请用 --encoding 指明",
        "{name} was read as {encoding} with {n} unreadable characters; if that is wrong, name its --encoding",
    ),
    "many_sentences": (
        "共 {n} 句，大约需要 {minutes} 分钟；Ctrl-C 可以停下",
        "{n} sentences, which takes about {minutes} min; Ctrl-C stops",
    ),
    "marks_rewritten": ("改写了 {n} 处引用，存为 {path}", "citations rewritten: {n}, in {path}"),
    "prompt": ("问", "ask"),
    "welcome": (
        "直接输入问题，回车提问；Ctrl-D 退出。",
        "Type a question and press Enter; Ctrl-D leaves.",
    ),
}


def say(key: str, lang: Lang, **values: object) -> str:
    """Return the message ``key`` in ``lang``."""
    return MESSAGES[key][lang != "zh"].format(**values)


def interface_lang() -> Lang:
    """Return ``zh`` where the locale is Chinese: for commands that carry no question."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def console(stream: Literal["stdout", "stderr"] = "stdout") -> Console:
    """Return a console that interprets no markup, emoji codes or patterns.

    Rich leaves colours out when the output is no terminal or ``NO_COLOR`` is set.
    """
    from rich.console import Console

    file = sys.stdout if stream == "stdout" else sys.stderr
    # A pipe has no width: as wide as people read comfortably, unless COLUMNS says otherwise.
    width = None if file.isatty() or os.environ.get("COLUMNS") else 100
    return Console(file=file, markup=False, emoji=False, highlight=False, width=width)


def message(text: str, *, style: str = "") -> None:
    """Print one line for people to stderr, whatever is in it."""
    err = console("stderr")
    err.print(line_of(f"yinzheng: {screen.visible(text)}", style), soft_wrap=True)


def line_of(visible: str, style: str = "") -> Text:
    """Return visible text as one line."""
    from rich.text import Text

    return Text(visible, style=style, end="\n")


def wrapped(
    shown: str,
    width: int,
    indent: str = "",
    *,
    first: str | None = None,
    style: str = "",
    number: str = NUMBER,
    link: tuple[str, int] = ("", 0),
    title: tuple[int, int] = (0, 0),
) -> Text:
    """Wrap visible text to ``width`` cells; ``[n]`` marks and the half-open interval ``title`` stand out.

    ``link`` is where the first so many characters lead, as ``links.Links`` made it.
    """
    from rich.style import Style
    from rich.text import Text

    text = Text(shown, style=style)
    if link[0]:
        text.stylize(Style(link=link[0]), 0, link[1])
    text.stylize(TITLE, *title)
    for found in re.finditer(r"\[\d+\]", shown):
        text.stylize(number, *found.span())
    room = width - screen.cells(indent)
    result = Text()
    for at, (start, end) in enumerate(screen.wrap(shown, room)):
        result.append((first if first is not None and at == 0 else indent) if not at else "\n" + indent)
        result.append_text(text[start:end])
    return result


def highlighted(marked: Marked, width: int, indent: str, style: str) -> Text:
    """Wrap marked text to ``width`` cells with ``indent`` before each line."""
    from rich.text import Text

    result = Text()
    for at, (start, end) in enumerate(screen.wrap(marked.text, width - screen.cells(indent))):
        result.append("\n" * bool(at) + indent)
        for piece, stands_out in marked.runs(start, end):
            result.append(piece, style if stands_out else "")
    return result


def headed(title: str, place: str, width: int) -> str:
    """Return title and place in one line where they fit, else in two; a place like the title is left out."""
    if not place or place.removeprefix("§ ") == title:
        return title
    return (
        f"{title} · {place}"
        if screen.cells(title) + screen.cells(place) + 3 <= width
        else f"{title}\n{place}"
    )


def warnings(flags: Iterable[str]) -> list[str]:
    """Return the flags, made visible, that a reader should be warned by: copies, recognised text, menus."""
    return [screen.visible(flag) for flag in flags if flag.partition(":")[0] not in INFORMS]


def print_status(out: Console, status: Status, lang: Lang) -> None:
    """Print what the library holds."""
    counts = {"zh": 0, "en": 0, **status.passages}
    encoder = status.encoder and f"{screen.visible(status.encoder)} ({status.dimension})"
    rows = {
        "library": screen.visible(str(status.path)),
        "documents": str(status.documents),
        "passages": say("by_language", lang, total=sum(counts.values()), zh=counts["zh"], en=counts["en"]),
        "encoder": encoder or say("none_yet", lang),
        "size": size(status.bytes),
    }
    width = max(screen.cells(say(key, lang)) for key in rows)
    for key, value in rows.items():
        name = say(key, lang)
        out.print(line_of(f"{name}{' ' * (width - screen.cells(name))}  {value}"), soft_wrap=True)


def size(count: int) -> str:
    """Return a number of bytes for people: ``980 B``, ``1.4 MB`` (powers of 1,000)."""
    value = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 999.5 or unit == "GB":
            break
        value /= 1000
    return f"{value:.0f} {unit}" if unit == "B" or value >= 99.5 else f"{value:.1f} {unit}"
