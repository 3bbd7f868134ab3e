"""Questions that ask for several things at once, cut into questions that ask for one each.

Only what the wording makes plain is cut: ``A 和 B 各是多少``, ``what are the revenue and the profit of …``,
``… respectively``, and several sentences that each end in a question mark. ``When did A and B sign`` asks
for one thing.
"""

from __future__ import annotations

import re

MOST = 3
"""Parts beyond so many are not looked for: an answer quotes three sentences."""

_SENTENCE = re.compile(r"[^?？]+[?？]")
_EACH = re.compile(
    r"(?P<named>.+?)(?:各自|各|分别)(?P<rest>(?:是|为|有|占|达到?|在|叫)?[^,，。]*(?:多少|几|什么|谁|哪)[^,，。]*)"
)
_AND = re.compile(r"、|以及|[和与及跟]")
_SUBJECT = re.compile(r"(?:[A-Za-z][A-Za-z0-9.&-]*\s?)+|(?:19|20)\d\d年(?:的|度)?")
_WHAT = re.compile(
    r"(?P<what>what|which) (?:are|were) (?P<the>the )?(?P<first>(?:[\w%-]+ ){0,3}?[\w%-]+) and (?:the )?"
    r"(?P<second>(?:[\w%-]+ ){0,3}?[\w%-]+?) (?P<rest>(?:of|for|in|at|by|that) .+)",
    re.IGNORECASE,
)
_NAME = r"[A-Z0-9][\w&.-]*(?: [A-Z0-9][\w&.-]*)*"
_RESPECTIVELY = re.compile(
    rf"(?P<head>.+?\b)(?P<first>{_NAME}) and (?P<second>{_NAME})(?P<tail>.*?)"
    r",? (?:respectively|each)\s*(?P<end>[?？]?)"
)
_LEAST = 4  # characters of a question that stands alone


def parts(question: str) -> list[str]:
    """Return the questions that a question asks, in their order; itself where it asks one."""
    text = " ".join(question.split())
    several = [match.group().strip() for match in _SENTENCE.finditer(text)]
    if len(several) > 1 and all(len(one) > _LEAST for one in several):
        return several[:MOST]
    found = _chinese(text) or _english(text)
    return found[:MOST] if len(found) > 1 else [question]


def _chinese(text: str) -> list[str]:
    match = _EACH.fullmatch(text)
    if match is None:
        return []
    named = [part.strip() for part in _AND.split(match["named"])]
    if len(named) < 2 or not all(named):
        return []
    first, last = named[0], named[-1]
    if "的" in first and not any("的" in name for name in named[1:]):  # 公司的营收和利润: of one thing
        owner = first[: first.rindex("的") + 1]
        named = [first, *(owner + name for name in named[1:])]
    elif "的" in last and not any("的" in name for name in named[:-1]):  # 微软和谷歌的占比: one metric
        owned = last[last.index("的") :]
        named = [*(name + owned for name in named[:-1]), last]
    elif (subject := _SUBJECT.match(first)) and not any(_SUBJECT.match(name) for name in named[1:]):
        named = [first, *(subject.group() + name for name in named[1:])]
    return [name + match["rest"] for name in named]


def _english(text: str) -> list[str]:
    if match := _RESPECTIVELY.fullmatch(text):
        return [f"{match['head']}{match[name]}{match['tail']}{match['end']}" for name in ("first", "second")]
    if match := _WHAT.fullmatch(text):
        ask, the = f"{match['what']} is", match["the"] or ""
        return [f"{ask} {the}{match[name]} {match['rest']}" for name in ("first", "second")]
    return []
