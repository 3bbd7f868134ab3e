"""Where a report tells from where it comes: OSLO, July 3 (Reuters) - …, 新华社北京5月1日电."""

from __future__ import annotations

import re

_DATE = r"(?:[A-Z][a-z]{2,8}\.?[ ]\d{1,2}(?:,?[ ]\d{4})?|\d{1,2}[ ][A-Z][a-z]{2,8}\.?(?:[ ]\d{4})?)"
_DATELINE = re.compile(
    rf"""
    [\s*_]* (?P<town> [A-Z][\w.'’&-]*? (?:[ /][A-Z][\w.'’&/-]*?){{0,4}} )
    (?: ,[ ] (?!{_DATE}) [A-Z][\w.]*(?:[ ][A-Z][\w.]*){{0,2}} ){{0,2}}      # NEW YORK, N.Y.
    (?P<date> (?:,[ ]|[ ]) {_DATE} )? ,?
    [ ]* [-–—]{{0,2}} [ ]*
    (?P<agency> \( [A-Z][^()\n]{{1,40}} \) | / [A-Z][^/\n]{{2,40}} / )?       # (Reuters), /PRNewswire/
    [ ]* [-–—]{{1,2}} [ ]*
    """,
    re.VERBOSE,
)
AGENCIES = (
    "(?:Reuters|AP|AFP|UPI|dpa|EFE|ANSA|NTB|TT|TASS|PTI|ANI|IANS|CNBC|CNN|Kyodo|Jiji|Yonhap|Xinhua|Bloomberg"
    "|Nikkei|Bernama|Antara|Globe|Dow Jones|MarketWatch|Benzinga|Interfax)"
)
_AGENCY = re.compile(rf"wire|\b{AGENCIES}\b", re.IGNORECASE)
_DATELINE_ZH = re.compile(
    r"[\s*（(【\[]*[\u4e00-\u9fff·]{2,24}?(?:\d{1,2}月)?\d{1,2}日(?:电|電|讯|訊)(?![\u4e00-\u9fff])"
    r"(?:[ ]?[（(](?:记者|記者)[^（）()\n]{1,30}[）)])?"
)


def dateline_end(text: str, start: int, end: int) -> int:
    """Where the dateline ends that ``text[start:end]``, a sentence, begins with; ``start`` where it has none.

    A town alone is none: it needs an agency that is known, or a date and capital letters.
    """
    chinese = _DATELINE_ZH.match(text, start, end)
    if chinese is not None:
        return chinese.end()
    match = _DATELINE.match(text, start, end)
    if match is None:
        return start
    told = _AGENCY.search(match["agency"] or "") or (match["date"] and match["town"].isupper())
    return match.end() if told else start
