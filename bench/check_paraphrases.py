"""True sentences said otherwise: synonyms, another order, without adverbs.

Each function gives a new sentence that says the same, or None where there is nothing to change safely.
"""

from __future__ import annotations

import re
from functools import cache
from random import Random

from bench.check_shelf import Sentence, Shelf
from bench.check_words import any_of, free, words

_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_COMPOUND = re.compile(r"(?:全部|主要)?(?:成功率|增强版|多于|也门|成功者|积极性|全面性|也许|积极心|深入浅出)")


def with_synonyms(sentence: Sentence, rng: Random, most: int = 3) -> str | None:
    """Up to three words exchanged for ones that mean the same."""
    text, table = sentence.text, words("synonym", sentence.lang)
    found = [one for one in any_of("synonym", sentence.lang).finditer(text) if free(text, *one.span())]
    found = [one for one in found if not _bound(one, text)]
    picked = sorted(rng.sample(found, min(most, len(found))), key=lambda one: -one.start())
    for one in picked:
        text = text[: one.start()] + table[one[0]] + text[one.end() :]
    return text if picked else None


def _bound(found: re.Match[str], text: str) -> bool:
    """Whether a word means something else where it stands."""
    before, after = text[: found.start()][-2:], text[found.end() :][:12]
    if found[0] in {"超过", "大约", "nearly", "almost", "approximately"}:
        return not re.match(r"\s*[\d$€£]", after)
    if found[0] in {"称为", "造成", "导致", "获得", "拥有", "达到"}:
        return bool(re.match(r"[者的]", after)) or before.endswith(("所", "名"))
    if found[0] == "表示":
        return not after.startswith(("，", "："))
    if found[0] == "due to":
        return bool(re.search(r"\b(?:is|are|was|were|be)\s$", text[: found.start()]))
    if found[0] in {"为了", "开始", "必须", "优化", "改善", "提升", "增强"}:
        return bool(re.match(r"[了性的，、]", after)) or before.endswith(("的", "和", "、", "从", "，"))
    if found[0] == "以及":
        return before.endswith(("、", "，"))
    if found[0] in {"large", "many", "various"}:
        return before[-1:] == "s" or bool(re.match(r"\s+(?:of|as|and)", after))
    if found[0] in {"though", "although", "because", "since"}:
        return bool(re.match(r"\s+(?:of|then|\d)", after))
    if found[0] == "because":
        return after.startswith(" of")
    return found[0] == "since"


def without_adverbs(sentence: Sentence, rng: Random) -> str | None:
    """One or two adverbs or connecting words left out that change nothing of what is stated."""
    text, kind = sentence.text, _adverbs(sentence.lang)
    found = [one for one in kind.finditer(text) if free(text, *one.span())]
    found = [one for one in found if not _COMPOUND.match(text, max(0, one.start() - 1))]
    if sentence.lang == "zh":
        found = [one for one in found if _adverbial(one, text)]
    picked = sorted(rng.sample(found, min(2, len(found))), key=lambda one: -one.start())
    for one in picked:
        text = text[: one.start()] + text[one.end() :]
    return text[:1].upper() + text[1:] if picked else None


@cache
def _adverbs(lang: str) -> re.Pattern[str]:
    options = "|".join(map(re.escape, words("adverb", lang)))
    return re.compile(
        options if lang == "zh" else rf"(?<![A-Za-z-])(?<!not )(?<!so )(?<!\ba )(?:{options})\s+(?!as\b|of\b)"
    )


def _adverbial(found: re.Match[str], text: str) -> bool:
    """Whether a Chinese adverb stands before what it modifies and is not part of something else."""
    if found[0].endswith("，"):
        return found.start() == 0 or text[found.start() - 1] in "，；。"
    before, after = text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 1]
    return not re.match(r"[的性了者地，。、；了于为]", after or "，") and before not in set(
        "不很更最较没未为是于而"
    )


_TIME = (
    r"(?:(?:在|于|截至|自)?\s*(?:\d{4}\s*年(?:度)?)?\s*(?:\d{1,2}\s*月(?:份)?)?"
    r"\s*(?:\d{1,2}\s*[日号])?\s*(?:[底末初]|上半年|下半年|期间)?)"
)
_CHINESE_FRONT = re.compile(
    rf"(?P<link>(?:此外|随后|首先|其次|另外|同时|最后)，)?(?P<time>(?=[^，]*\d){_TIME})，(?P<rest>.+)",
    re.DOTALL,
)
_CHINESE_BEHIND = re.compile(
    r"(?P<subject>[^，。、；：\d]{2,24}?)(?P<time>(?:在|于)\s*(?:\d{4}\s*年)(?:度)?\s*(?:\d{1,2}\s*月)?)(?=[\u4e00-\u9fff])(?![底末初中至到以起前后的及])(?P<rest>.+)",
    re.DOTALL,
)
_PREDICATE = re.compile(
    r"[ ]?(?:正式|决定|开始|对|将|已|被|与|向|从|以|营收|更名|任|获|入|出|还|也|又|就|首次|再次|共|因|"
    r"为|通过|"
    + "|".join(words("verb", "zh"))
    + r"|购买|资助|举办|参与|认定|依法|修订|更新|成功|积极|进一步)"
)
_MIDDLE = re.compile(r"、(?P<one>[\u4e00-\u9fff]{2,5})、(?P<two>[\u4e00-\u9fff]{2,5})(?=、|和|及|以及)")
_ENGLISH_FRONT = re.compile(
    rf"(?P<time>(?:In|On|By|During|As of|At|From)\s(?:[\w-]+\s){{0,5}}?(?:{_MONTH}\s)?(?:\d{{1,2}},\s)?"
    r"(?:(?:18|19|20)\d\d)),\s(?P<rest>[^;:]+?)\.$"
)
_ENGLISH_BEHIND = re.compile(
    rf"(?P<rest>(?:The|A|An|This|These|It|Its|He|She|They|[A-Z]\w+)\s[^;:]+?)\s(?P<time>(?:in|on|by|during)\s(?:{_MONTH}\s)?(?:\d{{1,2}},\s)?(?:18|19|20)\d\d)\.$"
)
_ENGLISH_MIDDLE = re.compile(r", (?P<one>[a-z]+(?: [a-z]+)?), (?P<two>[a-z]+(?: [a-z]+)?), and ")
_ENGLISH_CLAUSE = re.compile(
    r"(?P<word>Although|While|Because|When|After|Before|As)\s(?P<first>[^,;]+),\s(?P<second>[^,;]+)\.$"
)
_DETERMINER = re.compile(r"(?:The|A|An|This|These|It|Its|He|She|They|His|Her|Their)\b")


def reordered(sentence: Sentence, shelf: Shelf) -> str | None:
    """The same with its parts in another order."""
    return (_reordered_zh if sentence.lang == "zh" else _reordered_en)(sentence, shelf)


def _reordered_zh(sentence: Sentence, shelf: Shelf) -> str | None:
    text = sentence.text
    if found := _CHINESE_FRONT.fullmatch(text):
        rest = found["rest"]
        subjects = [name.text for name in shelf.named(sentence)] + ["该公司", "公司", "法院", "患者", "本院"]
        subject = next((one for one in subjects if rest.startswith(one)), "")
        time = found["time"].strip()
        if subject and _PREDICATE.match(rest[len(subject) :]):
            lead = (
                ""
                if time.startswith(("在", "于", "截", "自"))
                else "在"
                if "年" in time or "月" in time
                else ""
            )
            return (found["link"] or "") + subject + lead + time + rest[len(subject) :]
    if (found := _CHINESE_BEHIND.fullmatch(text)) and found["subject"] in _subjects(sentence, shelf):
        return f"{found['time'][1:].strip()}，{found['subject']}{found['rest']}"
    if (found := _MIDDLE.search(text)) and free(text, *found.span()):
        return f"{text[: found.start()]}、{found['two']}、{found['one']}{text[found.end() :]}"
    return None


def _subjects(sentence: Sentence, shelf: Shelf) -> set[str]:
    return {name.text for name in shelf.named(sentence)} | {"公司", "该公司", "他", "她", "法院", "患者"}


def _reordered_en(sentence: Sentence, shelf: Shelf) -> str | None:
    text = sentence.text
    if found := _ENGLISH_FRONT.fullmatch(text):
        rest, time = found["rest"], found["time"]
        if (
            not re.search(r"\b(?:18|19|20)\d\d\b|, (?:which|who|where|leading|resulting|with)\b", rest)
            and len(rest.split()) <= 30
        ):
            return f"{rest[0].upper()}{rest[1:]} {time[0].lower()}{time[1:]}."
    if found := _ENGLISH_BEHIND.fullmatch(text):
        rest, time = found["rest"], found["time"]
        if not re.search(r"\b(?:18|19|20)\d\d\b", rest) and not re.search(r"\b(?:which|that|who)\b", rest):
            names = {name.text.split()[0] for name in shelf.named(sentence)}
            if not _DETERMINER.match(rest) and rest.split()[0] not in names:
                return None
            head = rest[0].lower() + rest[1:] if _DETERMINER.match(rest) else rest
            return f"{time[0].upper()}{time[1:]}, {head}."
    if found := _ENGLISH_CLAUSE.fullmatch(text):
        second, first = found["second"], found["first"]
        if not re.match(r"(?:it|he|she|they)\b", second):
            return f"{second[0].upper()}{second[1:]} {found['word'].lower()} {first}."
    if (found := _ENGLISH_MIDDLE.search(text)) and free(text, *found.span()):
        return f"{text[: found.start()]}, {found['two']}, {found['one']}, and {text[found.end() :]}"
    return None
