"""Units and scales stated apart from their figures: 单位：万元, (in millions, except per share), RMB'000."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from yinzheng.qa.quantities import quantities


@dataclass(frozen=True, slots=True)
class Note:
    """A unit stated apart from its figures: ``scale`` to multiply by; ``kind``, ``unit`` where told."""

    scale: Decimal
    kind: str
    unit: str


_ZH_NOTE = re.compile(
    r"(?:单位|金额单位|货币单位|币种)\s*[:：]?\s*(?P<said>(?:人民币|美元|港币|港元)?\s*[百千万亿十]{0,3}\s*[^\s，,；;）)\]】|。]{0,6})"
    r"|[（(\[【]\s*(?P<aside>(?:人民币)?\s*[百千万亿十]{0,3}(?:元|美元|港元|欧元|日元|人民币|股|人|人次|吨|户|家|台|辆|件|张|个|套|倍|天|亿|万|%"
    r"|％)?(?:[/／]\S{1,6})?)\s*[)）\]】]"
    r"|[（(\[【]\s*(?P<than>%|％|pct|个百分点|x|X|×)\s*[)）\]】]"
)
_EN_NOTE = re.compile(
    r"""
      (?P<cur1>US\$|HK\$|NT\$|A\$|C\$|R\$|RMB|CNY|USD|EUR|GBP|JPY|HKD|[$€£¥￥])?\s*
      (?: \b in | [(（] | \b dollars\sin | \b amounts?\sin | \b expressed\sin | [$€£¥] \s in )?
      \s* \b (?P<scale>thousands?|millions?|billions?|trillions?|hundreds) \b
      (?: \s+ (?:of\s+)? (?P<cur2> U\.?S\.?\s*dollars | US\$ | dollars | euros? | RMB | yuan | renminbi | yen
        | pounds(?:\ssterling)? | HK\$ | Hong\sKong\sdollars | Canadian\sdollars | Australian\sdollars ) )?
    | (?P<cur3>US\$|HK\$|NT\$|A\$|C\$|RMB|CNY|USD|EUR|GBP|JPY|HKD|[$€£¥￥]) \s*
      (?P<short>['’‘]?000s?|[mM]n?\b|[bB]n?\b|[kK]\b|[mM]illion\b|[bB]illion\b)
    | (?P<bare>['’‘]000s?)
    | [(（] \s* (?P<percent>%|％|percent) \s* [)）]
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SCALES = {
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
    "hundred": 2,
    "k": 3,
    "m": 6,
    "mn": 6,
    "b": 9,
    "bn": 9,
}
CURRENCIES = {
    said: code
    for code, names in {
        "USD": ("us$", "$", "usd", "dollars", "u.s. dollars", "us dollars", "u.s.dollars"),
        "HKD": ("hk$", "hkd", "hong kong dollars"),
        "TWD": ("nt$",),
        "AUD": ("a$", "australian dollars"),
        "CAD": ("c$", "canadian dollars"),
        "BRL": ("r$",),
        "CNY": ("rmb", "cny", "yuan", "renminbi", "¥", "￥"),
        "EUR": ("eur", "€", "euro", "euros"),
        "GBP": ("gbp", "£", "pounds", "pounds sterling"),
        "JPY": ("jpy", "yen"),
    }.items()
    for said in names
}


@lru_cache(maxsize=4096)
def note(words: str) -> Note | None:
    """The unit that a caption or header states for the figures under it; None where it states none."""
    if not words:
        return None
    match = _ZH_NOTE.search(words)
    if match:
        said = (match["said"] or match["aside"] or match["than"] or "").strip()
        found = _chinese(said)
        if found is not None:
            return found
    for match in _EN_NOTE.finditer(words):
        found = _english(match, words)
        if found is not None:
            return found
    return None


def _chinese(said: str) -> Note | None:
    if not said:
        return None
    if said in ("%", "％", "pct", "个百分点"):
        return Note(Decimal(1), "percent", "%")
    if said in ("倍", "x", "X", "×"):
        return Note(Decimal(1), "multiple", "x")
    plain = re.fullmatch(r"([百千万亿十]{1,3})", said)
    powers = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
    if plain:
        return Note(Decimal(10) ** sum(powers[c] for c in said), "", "")
    body = said.removeprefix("人民币").strip()
    for probe in (f"1{body}", f"1{said}"):
        found = quantities(probe)
        if len(found) == 1 and found[0].value is not None and found[0].end == len(probe):
            q = found[0]
            scale = Decimal(1) if q.kind == "physical" else q.value
            return Note(scale if scale is not None else Decimal(1), q.kind, q.unit)
    return None


def _english(match: re.Match[str], words: str) -> Note | None:
    if match["percent"]:
        return Note(Decimal(1), "percent", "%")
    if match["bare"]:
        return Note(Decimal(1000), "", "")
    if match["short"]:
        low = match["short"].lower().strip("'’‘")
        power = 3 if low.startswith("000") else _SCALES.get(low, 6)
        return Note(Decimal(10) ** power, "money", CURRENCIES[match["cur3"].lower()])
    said = words[max(0, match.start() - 24) : match.end() + 40].lower()
    if not re.search(r"[(（$€£¥]|\bin\b|dollars", words[max(0, match.start() - 14) : match.end()].lower()):
        return None  # "millions of people" in running text
    power = _SCALES[match["scale"].lower().rstrip("s")]
    currency = (match["cur1"] or match["cur2"] or "").lower()
    unit = CURRENCIES.get(" ".join(currency.split()), "")
    if not unit:
        unit = next(
            (
                code
                for mark, code in CURRENCIES.items()
                if len(mark) > 1 and re.search(rf"(?<![a-z]){re.escape(mark)}(?![a-z])", said)
            ),
            "",
        )
        if not unit and re.search(r"\$", said):
            unit = "USD"
    return Note(Decimal(10) ** power, "money" if unit else "", unit)


# Where a text states them.

_SCALE = re.compile(
    r"\bin\s+(?:U\.?S\.?\s+)?(?:dollars?\s+in\s+|[$€£¥]\s?)?(?:thousands|millions|billions)\b|['’‘]000s?\b"
    r"|[(（](?:US|HK)?[$€£]\s?(?:m|mn|bn|k)[)）]|(?:单位|币种)\s*[:：]?[^\n，。；]{0,8}[百千万亿]"
    r"|[(（](?:人民币)?[百千万亿]{1,2}[元股]?[)）]",
    re.IGNORECASE,
)
_FIGURE_LINE = re.compile(r"[\s$€£¥(（—–-]*\d[\d,.]*[\s%)）—–-]*(?:\([a-z0-9]\)\s*)?")
_YEAR_LINE = re.compile(r"\s*(?:(?:19|20)\d\d|\d{1,2},?)\s*")
_LINES = 14  # lines of headers that may stand between a table and the note above it
_CAPTION = 160  # characters of a line that may be a caption


def states_scale(text: str) -> bool:
    """Whether the text says anywhere that figures are told in thousands, millions, 万元 and so on."""
    return _SCALE.search(text) is not None


def note_before(text: str, end: int) -> Note | None:
    """The scale stated above ``end`` with nothing but headers between; None where there is none."""
    lines: list[str] = []
    at = end
    while at > 0 and len(lines) < _LINES:
        start = text.rfind("\n", 0, at - 1) + 1
        line = text[start:at]
        if len(line) > _CAPTION or (_FIGURE_LINE.fullmatch(line) and not _YEAR_LINE.fullmatch(line)):
            return None
        lines.insert(0, line)
        if _SCALE.search("".join(lines[:2])):
            return note(" ".join("".join(lines[:3]).split()))
        at = start
    return None
