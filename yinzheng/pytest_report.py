"""The report of a run's citation checks, as JSON or as one HTML page that needs nothing else."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from yinzheng.atomic import replacing
from yinzheng.screen import visible

Record = dict[str, Any]
"""One check: ``test``, ``assertion``, ``ok``, ``library``, ``problem``, and ``text`` with ``sentences`` or
``question`` with ``answer``, both as in docs/json.md."""

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.05rem; margin: 2rem 0 .3rem; word-break: break-all; }
.ok { color: #1a6b34; } .bad { color: #a3201b; } ol { padding-left: 1.5rem; } li { margin: .6rem 0; }
blockquote { margin: .2rem 0 .2rem .6rem; padding-left: .6rem; border-left: 3px solid #bbb; }
small { color: #555; } pre { white-space: pre-wrap; }
@media (prefers-color-scheme: dark) {
  body { background: #1b1b1b; color: #ddd; } .ok { color: #6fcf8f; } .bad { color: #ff8f87; }
  small { color: #aaa; }
}
"""


def write(path: Path, records: Sequence[Record]) -> None:
    """Write the records in the order of their tests; the ending of ``path`` tells the form."""
    ordered = sorted(records, key=lambda record: record["test"])  # those of one test stay in their order
    if path.suffix == ".json":
        whole = {"ok": all(record["ok"] for record in ordered), "checks": ordered}
        text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    else:
        text = page(ordered)
    with replacing(path, force=True) as file:
        file.write(text.encode("utf-8", "backslashreplace"))  # a lone surrogate of a checked text


def page(records: Sequence[Record]) -> str:
    """The records as a page of HTML."""
    failed = sum(not record["ok"] for record in records)
    head = f"{len(records)} checks, {failed} failed" if failed else f"{len(records)} checks, none failed"
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Citation checks: {head}</title><style>{_STYLE}</style></head><body>",
        f"<h1>Citation checks: {head}</h1>",
        *map(_check, records),
        "</body></html>",
    ]
    return "\n".join(parts) + "\n"


def _check(record: Record) -> str:
    kind = "ok" if record["ok"] else "bad"
    lines = [
        f'<h2 class="{kind}">{_safe(record["assertion"])} · {"passed" if record["ok"] else "failed"}</h2>',
        f"<small>{_safe(record['test'])} · {_safe(record['library'])}</small>",
    ]
    if record["problem"]:
        lines.append(f'<pre class="bad">{_safe(record["problem"], lines=True)}</pre>')
    if "question" in record:
        answer = record["answer"]
        lines.append(f"<p>{_safe(record['question'])}</p>")
        lines.append(f"<p>{_safe(answer['text'] or answer['reason'] or '')}</p>")
        lines += [_place(one) for one in answer["citations"]]
    else:
        lines.append("<ol>")
        lines += [_sentence(one) for one in record["sentences"]]
        lines.append("</ol>")
    return "\n".join(lines)


def _sentence(sentence: Record) -> str:
    kind = "bad" if sentence["failed"] else "ok" if sentence["label"] == "supported" else ""
    lines = [f'<li>{_safe(sentence["text"])} <small class="{kind}">{_safe(sentence["label"])}</small>']
    for reason in sentence["reasons"]:
        lines.append(f"<div><small>{_safe(reason['code'])}: {_safe(reason['detail'])}</small></div>")
        if reason["source"]:
            lines.append(_place(reason["source"]))
    return "\n".join([*lines, "</li>"])


def _place(cited: Record) -> str:
    named = f"{_safe(cited['doc']['source'])} · {_safe(cited['locator'])}"
    return f"<blockquote>{_safe(cited['quote'])}<br><small>{named}</small></blockquote>"


def _safe(text: str, *, lines: bool = False) -> str:
    """Text of documents as HTML: nothing in it is markup, and what cannot be seen is shown."""
    return html.escape(visible(text, lines=lines))
