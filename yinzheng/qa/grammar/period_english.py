"""Dates and periods that begin with an English word: November 5, FY2024, the third quarter, last year."""

from __future__ import annotations

import re

from yinzheng.qa.grammar.period_atoms import (
    BACK,
    DAY,
    MONTH,
    NTH,
    YEAR,
    Atom,
    Reader,
    decades,
    full_year,
    month_day,
    month_number,
    plain,
)

_COUNTS = {"three": 3, "six": 6, "nine": 9, "twelve": 12}


def _q_word(match: re.Match[str]) -> Atom:
    year = match["q_fiscal"] or match["q_short"] or match["q_full"]
    fiscal = match["q_fisc"] or match["q_fiscal"]
    loose = not year and match["q_part"][0] == "h"
    told = ("FY" if fiscal else "") + full_year(year) if year else "?" if fiscal else ""
    return plain(match, sort="loose" if loose else "", part=match["q_part"].upper(), english=True, year=told)


def _fiscal_year(match: re.Match[str]) -> Atom:
    year, last = full_year(match["fy_year"]), match["fy_last"]
    if last:
        return plain(match, whole=f"FY{year}/FY{full_year(last)}")
    return plain(match, year=f"FY{year}", part=(match["fy_part"] or "").upper(), english=True)


def _relative(match: re.Match[str]) -> Atom:
    words = match[0].split()
    unit = words[-1]
    if words[0] in {"previous", "prior"}:  # counted from the period spoken of, not from the document's date
        return plain(match, year="R-1", english=True) if unit == "year" else plain(match, whole="?")
    back = BACK[words[0]]
    if "fiscal" in words:
        return plain(match, year="?", english=True) if unit == "year" else plain(match, whole="?")
    if unit == "year":
        return plain(match, year=f"Y{back:+}", english=True)
    return plain(match, whole=f"{unit[0].upper()}{back:+}")


def _nearby(match: re.Match[str]) -> Atom:
    month = (
        "06" if match[0].startswith("mid") else "01" if match[0].startswith(("early", "st", "beg")) else "12"
    )
    return plain(match, sort="near", part=month, english=True)


def _ordinal(match: re.Match[str]) -> Atom:
    half = match["nth_what"] == "half"
    fiscal = "fiscal" in match[0]
    return plain(match, sort="loose" if half or match["nth"] == "final" else "", year="?" if fiscal else "",
                  part=f"{'H' if half else 'Q'}{NTH[match['nth']]}", english=True)  # fmt: skip


def _last_month(match: re.Match[str]) -> Atom:
    back = {"last": "<", "this": "=", "next": ">"}[match[0].split()[0]]
    return plain(match, whole=f"{back}{month_number(match['last_month']):02}")


def _english_month(match: re.Match[str]) -> Atom | None:
    month = month_number(match[0])
    if match["month_short"]:
        return plain(match, year=full_year(match["month_short"]), part=f"{month:02}", english=True)
    if match["month_day"]:
        days = [month_day(month, int(day)) for day in (match["month_day"], match["month_day2"]) if day]
        return plain(match, part="/".join(day for day in days if day), english=True) if all(days) else None
    return plain(match, sort="month", part=f"{month:02}", english=True)


def _ended(match: re.Match[str]) -> Atom:
    """Nine months ended: the months up to the date that follows."""
    text = match["ended_span"]
    months = 3 if "quarter" in text else 6 if "half" in text else 12
    if "month" in text:
        count = re.split(r"[-\s]", text)[0]
        months = _COUNTS.get(count) or int(count)
    return plain(match, sort="ended", months=months, english=True)


ENGLISH: dict[str, tuple[str, Reader]] = {
    # Q3, Q3'24, Q3 FY24, H1FY25
    "qword": (
        (
            rf"(?P<q_fisc>fiscal\s)?(?P<q_part>q[1-4]|h[12])(?:\s?'(?P<q_short>\d\d)"
            rf"|[\s-]?(?:fy|fiscal(?:\syear)?)\s?'?(?P<q_fiscal>{YEAR}|\d\d)|(?P<q_full>{YEAR}))?(?![a-z0-9])"
        ),
        _q_word,
    ),
    # FY2024, FY24Q1, fiscal 2024, FY22-24
    "fiscalyear": (
        (
            rf"(?:fy|fiscal\s(?:year\s)?)\s?'?(?P<fy_year>{YEAR}|\d\d)年?"
            r"(?:[\s-]?(?P<fy_part>q[1-4]|h[12])|\s?[-–/]\s?(?:fy)?(?P<fy_last>\d\d))?(?![a-z0-9])"
        ),
        _fiscal_year,
    ),
    # CY2024, calendar year 2024, the year 2024
    "calendar": (
        rf"(?:cy\s?|calendar\s(?:year\s)?|the\syear\s)(?P<cy_year>{YEAR})(?![\d%]|[.,]\d)",
        lambda m: plain(m, year=m["cy_year"], english=True),
    ),
    # year ended, nine months ended
    "ended": (
        (
            r"(?P<ended_span>(?:fiscal\s)?years?|quarters?|half[-\s]year"
            r"|(?:three|six|nine|twelve|3|6|9|12)[-\s]months?(?:\speriods?)?)\s(?:then\s)?end(?:ed|ing)\s(?:on\s)?"
        ),
        _ended,
    ),
    # for the full year, of which the text has said before which one it is
    "wholeyear": (
        r"(?:full[-\s]|(?:whole|entire)\s)year(?![a-z-]|\s(?:of\s|ended\s|ending\s)?(?:\d|fiscal|fy))",
        lambda m: plain(m, sort="full", english=True),
    ),
    "decades": (r"(?:(?:19|20)|')\d0'?s(?![a-z0-9])", decades),  # 1990s, '90s
    # last year, this quarter
    "relative": (
        (
            r"(?:last|this|next|previous|prior|current)\s(?:fiscal\s|calendar\s|full\s)?"
            r"(?:year|quarter|month|week)(?![a-z])"
        ),
        _relative,
    ),
    # the year-ago quarter, the same period last year, a year earlier, the year before
    "yearago": (
        (
            r"(?:year[-\s](?:ago|earlier)|prior[-\s]year(?:'s)?)\s(?:quarter|period|month|half)(?![a-z])"
            r"|(?:same|comparable|corresponding|equivalent)\s(?:period|quarter|month|half)\s(?:"
            r"(?:of\s|in\s)?(?:last|the\s(?:previous|prior|preceding))\syear|(?:a|one)\syear\s(?:ago|earlier))"
            r"|(?<!half\s)(?:a|one)\syear\s(?:ago|earlier)(?![a-z])"
            r"|(?:the|a|one)\syear\sbefore(?=\s*(?:[,.;:)\n]|$))"
        ),
        lambda m: plain(m, year="R-1", english=True),
    ),
    # the end of, early, mid-
    "nearby": (
        (
            r"(?:end|start|beginning|close|middle)\sof\s(?:the\s(?:year\s)?)?(?=\d|last|this|next|fy|fiscal)"
            r"|end-(?=\d)|mid(?:-\s?|\s)(?=\d)|(?:early|late)\s(?:in\s)?(?=\d|last|this|next|fy|fiscal)"
            r"|year[-\s]end\s(?=\d)"
        ),
        _nearby,
    ),
    "yearend": (
        r"year[-\s]end(?![a-z-])|end\sof\sthe\syear(?![a-z])",
        lambda m: plain(m, part="12", english=True),
    ),
    # third quarter, first half, fiscal third quarter
    "nthpart": (
        (
            r"(?:fiscal\s)?(?P<nth>first|second|third|fourth|final|1st|2nd|3rd|4th)[-\s](?:fiscal[-\s])?"
            r"(?P<nth_what>quarter|half)(?![a-z])"
        ),
        _ordinal,
    ),
    "lastmonth": (rf"(?:last|this|next)\s(?P<last_month>{MONTH})(?!\s\d)", _last_month),
    # November, Nov. 5, November 5-7, Nov-22
    "englishmonth": (
        (
            rf"{MONTH}(?:\.?(?:\s?'|-)(?P<month_short>\d\d)(?!\d|[.,%/:-]\d)"
            rf"|\.?\s?(?P<month_day>{DAY})(?:st|nd|rd|th)?"
            rf"(?:\s?(?:-|–|to)\s?(?P<month_day2>{DAY})(?:st|nd|rd|th)?)?(?![a-z%:]|[.:/]\d"
            rf"|,(?!{YEAR}(?!\d))\d"
            r"|\s?(?:%|percent|thousand|million|billion|trillion|people|[ap]\.?m\b))|\.(?=\s))?"
        ),
        _english_month,
    ),
}  # fmt: skip
"""Name → (pattern, reader), as for digits."""
