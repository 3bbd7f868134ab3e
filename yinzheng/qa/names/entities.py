"""Names of organisations, people, places and products, in Chinese and English text, with exact spans.

Chinese names are what LAC tags, put right where it is weak: Latin names inside Chinese text, names that it
calls common nouns in one sentence and names in the next, generic words that it takes for organisations.
English names are runs of capitalised words that are not common words at the head of a sentence or a title.
The words that decide stand in ``names.tsv`` and ``words.tsv``.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from yinzheng.corpus.segment import sentences
from yinzheng.qa.literals import any_of
from yinzheng.qa.names.datelines import dateline_end
from yinzheng.qa.names.english_names import Vocabulary, english_names, vocabulary
from yinzheng.qa.names.name_lists import Name, is_model, lexicon, listed
from yinzheng.qa.names.people import LAST, SURNAMES, name_end
from yinzheng.qa.names.trade_names import firm_end, headed_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from yinzheng.qa.names.name_lists import NameKind
    from yinzheng.qa.names.tagger import Word
    from yinzheng.types import Sentence

__all__ = [
    "HAN",
    "NAMES_VERSION",
    "Name",
    "Vocabulary",
    "english_names",
    "names",
    "tagged_names",
    "vocabulary",
]

NAMES_VERSION = "6"
"""Changes whenever the same text may have other names."""

HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")


def names(text: str, spans: Sequence[Sentence] | None = None) -> list[Name]:
    """The names of ``text``, in order and without overlaps; ``spans`` are its sentences where they are known.

    Raises :class:`YinzhengError` where the text holds Chinese and the tagger cannot be loaded.
    """
    spans = sentences(text) if spans is None else spans
    chinese = [s for s in spans if HAN.search(text, s.start, s.end)]
    found: list[Name] = []
    if chinese:
        from yinzheng.qa.names.tagger import tag

        tagged = tag([text[s.start : s.end] for s in chinese])
        for named in tagged_names(text, [(s.start, words) for s, words in zip(chinese, tagged, strict=True)]):
            found += named
    ordinary = vocabulary(text)
    for span in spans:
        if not HAN.search(text, span.start, span.end):
            found += english_names(text, span.start, span.end, ordinary)
    return sorted(found, key=lambda name: name.start)


# Chinese, and Latin names inside it.

_KINDS: dict[str, NameKind] = {"ORG": "org", "PER": "person", "LOC": "place"}
_LATIN = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*(?:[.&'+-][A-Za-z0-9]+)*"  # AT&T, McDonald's, GPT-4, Web 2.0
    r"(?:[ \u00a0](?:&[ \u00a0])?[A-Z][A-Za-z0-9]*(?:[.&'+-][A-Za-z0-9]+)*"
    r"|[ \u00a0]\d{1,3}(?:\.\d)?(?![\d.,]*[ \u00a0]?[\w%]))*"
)
_STATION = re.compile(r"[.@/\\_]|^(?:www|http)", re.IGNORECASE)
_CODE = re.compile(r"(?:SH|SZ|BJ|HK)\d{4,6}")  # of a share at its exchange
_LEGAL = re.compile(r"(?:股份|集团|控股|科技|有限|责任|公司|\(|\)|（|）)*(?:有限公司|有限责任公司|集团|公司)")


def tagged_names(text: str, tagged: Sequence[tuple[int, Sequence[Word]]]) -> list[list[Name]]:
    """The names of Chinese sentences, each given by its offset in ``text`` and its words.

    A name of an organisation that one sentence tells is found in all of them.
    """
    known: dict[str, NameKind] = {}
    for offset, words in tagged:
        ends = {offset + word.end for word in words if word.tag == "LOC"}
        for name in chinese_names(text, offset, words):
            whole = text[name.start : name.end]
            if name.kind == "org":
                known[whole] = "org"
            elif name.kind == "place" and len(ends & set(range(name.start + 1, name.end + 1))) > 1:
                known.setdefault(whole, "place")  # 宁波 | 和泽, which may be cut elsewhere
        known |= dict.fromkeys(told_names(text, offset, words), "org")
    gazetteer = Known(known)
    found = [chinese_names(text, offset, words, gazetteer) for offset, words in tagged]
    people_told = {text[n.start : n.end] for names in found for n in names if n.kind == "person"}
    longer = {name for name in people_told if name[-1] in LAST}
    found = [[_in_whole(text, name, longer) for name in names] for names in found]
    people = Counter(text[n.start : n.end] for names in found for n in names if n.kind == "person")
    return [[_less_verb(text, name, people) for name in names] for names in found]


def _in_whole(text: str, name: Name, whole: AbstractSet[str]) -> Name:
    """A person's name with the last character that it has elsewhere: 沈砚 | 之, where 沈砚之 stands, too."""
    if name.kind == "person" and text[name.start : name.end + 1] in whole:
        return Name(name.start, name.end + 1, "person")
    return name


def _less_verb(text: str, name: Name, people: Counter[str]) -> Name:
    """A person's name without a character that LAC added to it: 季政 where 季政勇 stands once, 季政 often."""
    raw = text[name.start : name.end]
    if name.kind == "person" and len(raw) == 3 and people[raw] < people[raw[:2]]:
        return Name(name.start, name.end - 1, "person")
    return name


def chinese_names(text: str, offset: int, words: Sequence[Word], known: Known | None = None) -> list[Name]:
    """The names among ``words``, whose offsets count from ``offset`` in ``text``.

    ``known`` are names of organisations met elsewhere in the document.
    """
    if not words:
        return []
    end = offset + words[-1].end
    latin = list(_latin_names(text, offset, end, words))
    found: list[Name] = []
    if known is not None:
        found = [Name(*m.span(), known.names[m.group()]) for m in known.pattern.finditer(text, offset, end)]
    marked = [Name(*m.span(), "org") for m in _SPECIAL_TREATMENT.finditer(text, offset, end)]
    found = [n for n in found if not any(m.start < n.end and n.start < m.end for m in marked)] + marked
    taken = bytearray(end - offset)
    for name in found:
        taken[name.start - offset : name.end - offset] = b"\1" * (name.end - name.start)
    latin = [n for n in latin if not any(k.start < n.end and n.start < k.end for k in found)]
    for name in latin:
        taken[name.start - offset : name.end - offset] = b"\1" * (name.end - name.start)
    lists = lexicon()
    others = known.names if known is not None else {}
    for i, word in enumerate(words):
        kind = _KINDS.get(word.tag)
        if kind is None and not (others and word.tag[0] in "nv"):
            continue  # most words
        start, stop = offset + word.start, offset + word.end
        raw = text[start:stop]
        if kind is None:
            if raw in others and not _overlaps(found, start, stop):
                found.append(Name(start, stop, others[raw]))
            continue
        if taken.find(1, word.start, word.end) >= 0 or not HAN.search(raw):
            if not (HAN.search(raw) and kind == "org" and HAN.search(raw[-1])) or _overlaps(
                found, start, stop
            ):
                continue
            latin = [n for n in latin if n.end <= start or n.start >= stop]
        if raw.endswith("市") and len(raw) > 2 and _OF_MARKETS.match(text, stop):
            raw, stop, kind = raw[:-1], stop - 1, "org"  # 小米 | 市占率, which LAC takes for a town
        bare = _EDGES.sub("", raw)
        start += raw.index(bare) if bare else 0
        raw, stop = bare, start + len(bare)
        cut = _VERB_INSIDE.search(raw) if kind == "org" else None
        if kind == "org" and cut is None:
            cut = _WORD_BEHIND.search(raw)
        if cut is not None:
            raw, stop = raw[: cut.start()], start + cut.start()
        if kind == "org" and _PLACE.fullmatch(raw):
            kind = "place"
        if len(raw) < 2 or raw in lists["generic_zh"] or (kind == "person" and not _person(raw)):
            continue
        if kind == "person" and (whole := name_end(text, words[i + 1 : i + 3], offset)):
            stop, kind = whole
        firm = firm_end(text, offset, words, i) if kind == "place" and cut is None else 0
        if firm:
            found.append(Name(start, firm, "org"))
            continue
        following = words[i + 1] if i + 1 < len(words) else None
        if following is not None and kind in ("org", "place") and cut is None:
            tail = text[offset + following.start : offset + following.end]
            trade = kind == "org" and tail in lists["trades_zh"] and not _BODY.fullmatch(raw)
            if trade or tail in lists["agents_zh"] or (kind == "org" and _LEGAL.fullmatch(tail)):
                stop = offset + following.end
                kind = "org" if kind == "org" or tail not in _LOOSE else "place"
            else:
                reach = _body(text, offset, words, i)
                if reach:
                    stop, kind = reach, "org"
        found.append(Name(start, stop, kind))
    told = dateline_end(text, offset, end)
    rest = [name for name in (*found, *latin) if name.start >= told]
    return _joined(text, sorted(rest, key=lambda name: (name.start, -name.end)))


def _person(raw: str) -> bool:
    """Whether what LAC calls a person can be one: two Han characters need a surname."""
    return raw not in _NOT_PEOPLE and (len(raw) > 2 or raw[0] in SURNAMES)


_PLACE = re.compile(r"[\u4e00-\u9fff]{2,7}[州省市县区国岛镇村]")


def _overlaps(found: Sequence[Name], start: int, stop: int) -> bool:
    return any(n.start < stop and start < n.end for n in found)


class Known:
    """Names that a document holds, with their kinds: LAC misses one in a sentence and tags it in the next."""

    def __init__(self, names: Mapping[str, NameKind]) -> None:
        self.names = {name: kind for name, kind in names.items() if len(name) > 1}
        long = [name for name in self.names if len(name) > 2 and HAN.search(name)]
        self.pattern = re.compile(any_of(long))


_SPECIAL_TREATMENT = re.compile(
    r"(?:\*ST|(?<![A-Za-z*])S?ST)(?![是为的和与在一指股等])[\u4e00-\u9fff][\u4e00-\u9fffA-Z](?<![是为的和与在指股等])"
)
"""How Chinese exchanges name shares under special treatment: *ST巴士, ST安控, of four letters in all."""
_OF_MARKETS = re.compile("占有?率|值|盈率|净率|销率|场")
_EDGES = re.compile(r"^[^\w《“*]*丨|^[^\w《“*]+|[^\w》”)）]+$")
_VERB_INSIDE = re.compile(r"(?<=..)(?:持有|减持|增持|质押|披露|宣布|公告|发布|拟)")
_WORD_BEHIND = re.compile(
    r"(?<=...)(?:(?<!基)因|(?<![自理])由|(?<![大小上中少名麻])将|(?<![虚模])拟|(?<!棉)被|遭)$"
)
"""The word after a name that LAC adds to it, and that no name of a company ends in: 博晟钢构 | 因…."""
_BODY = re.compile(
    r".*(?:协会|商会|学会|总会|分会|促进会|联谊会|联合会|工会|委员会|研究院|研究所|研究中心|集团|公司|银行|大学|学院|医院|法院|检察院|警方|海关|基金会|交易所|统计局"
    r"|管理局|总局|厅|署|社|联盟|俱乐部|实践中心|服务中心|中心|博物馆|图书馆|美术馆|纪念馆|合作社|开发区|示范区|旅游区|度假区|保税区|工程区|流域|高速公路|大桥|隧道|铁路|体育馆|中学|小学|煤矿|机场|港口|电厂|酒厂|工厂)"
)


def _body(text: str, offset: int, words: Sequence[Word], i: int) -> int:
    """Where a body's name ends that begins with the name ``words[i]`` (英国 + 零售 + 协会); else 0."""
    for word in words[i + 1 : i + 4]:
        raw = text[offset + word.start : offset + word.end]
        if word.tag not in ("n", "vn", "nz", "a", "ORG", "LOC") or raw.isspace():
            return 0
        if _BODY.fullmatch(raw):
            return offset + word.end
    return 0


_LISTED = re.compile(
    r"[（(]\s*(?:SZ|SH|HK|BJ|NASDAQ|NYSE|纳斯达克|代码|证券代码|股票代码|行情|\*?\d{5,6}(?!\d)|\d{5}\.HK|以下?简称|下称|简称"
    r"|证券简称|[\d.]+,-?[\d.]+,-?[\d.]+%)"
)
_SHORT = re.compile(
    r"(?:以下?简称|下称|简称|又称|下同)[:：为]?\s*[“\"'「]?(?P<name>[\w·&-]{2,16})[”\"'」)）]"
)


def told_names(text: str, offset: int, words: Sequence[Word]) -> set[str]:
    """Names that the text itself marks: before a stock code, and in 以下简称“…”."""
    if not words:
        return set()
    end = offset + words[-1].end
    found = {m["name"] for m in _SHORT.finditer(text, offset, end) if m["name"] not in listed("generic_zh")}
    found |= {headed_name(text, offset, words)} - {""}
    ends = {offset + w.end: i for i, w in enumerate(words)}
    for match in _LISTED.finditer(text, offset, end):
        i = ends.get(match.start())
        if i is None:
            continue
        first = i + 1
        while first and i - first < 3 and _part_of_name(text, offset, words[first - 1]):
            first -= 1
        if first <= i:
            name = text[offset + words[first].start : match.start()].strip().lstrip("丨｜")
            if 3 <= len(name) <= 20 and HAN.search(name) and name not in listed("generic_zh"):
                found.add(name)
    return found


def _part_of_name(text: str, offset: int, word: Word) -> bool:
    raw = text[offset + word.start : offset + word.end]
    if raw in (
        "股东",
        "公司",
        "股份",
        "股票",
        "公告",
        "讯",
        "消息",
        "快讯",
        "标题",
        "董事长",
        "原标题",
        "上市公司",
        "控股股东",
        "子公司",
        "其中",
        "记者",
    ):
        return False
    return word.tag in ("n", "nz", "ORG", "LOC", "PER", "nw", "vn", "an", "s") and bool(HAN.search(raw))


_NOT_PEOPLE = frozenset(("纳斯达克", "那斯达克", "道琼斯", "标普", "科创板", "创业板"))
_LOOSE = frozenset(("居民", "船东", "车企", "企业", "厂商", "经济", "股市", "楼市", "市场"))


def _joined(text: str, found: list[Name]) -> list[Name]:
    """Places and what follows them without a gap are one name: 美国 + 新泽西, 广东 + 省联社."""
    joined: list[Name] = []
    for name in found:
        last = joined[-1] if joined else None
        if last is not None and name.start < last.end:
            continue
        if (
            last is not None
            and last.end == name.start
            and last.kind == "place"
            and name.kind in ("place", "org")
            and HAN.match(text, name.start)
        ):
            joined[-1] = Name(last.start, name.end, name.kind)
            continue
        joined.append(name)
    return joined


def _latin_names(text: str, start: int, end: int, words: Sequence[Word]) -> list[Name]:
    found: list[Name] = []
    lists = lexicon()
    for match in _LATIN.finditer(text, start, end):
        at, stop = match.span()
        if _in_address(text, start, at, stop):
            continue
        parts = match.group().replace("\u00a0", " ").split(" ")
        # A head of acronyms is no part of the name: CEO Satya Nadella.
        while parts and (parts[0] in lists["acronyms"] or parts[0] in lists["titles"]):
            plain = len(parts) > 1 and parts[0] not in lists["titles"] and not is_model(parts[1])
            if plain and parts[1] not in lists["acronyms"]:
                break  # AI Agent, EV Group: kept whole
            at += len(parts[0]) + 1
            parts = parts[1:]
        while parts and (parts[-1] in lists["acronyms"] or parts[-1] in lists["titles"]):
            stop -= len(parts[-1]) + 1
            parts = parts[:-1]
        if not parts or stop <= at or len(text[at:stop]) < 2:
            continue
        raw = text[at:stop]
        if raw in lists["acronyms"] or raw in lists["months"] or (len(parts) == 1 and raw in lists["common"]):
            continue
        if not any(c.isupper() for c in raw) or _CODE.fullmatch(raw):
            continue
        found.append(Name(at, stop, _latin_kind(raw, parts, at - start, words)))
    return found


def _in_address(text: str, start: int, at: int, stop: int) -> bool:
    """Whether ``text[at:stop]`` is a part of an address or a path, not the end of a sentence."""
    if not _STATION.search(text[max(start, at - 1) : at] + text[stop : stop + 1]):
        return False
    full_stop = text[stop : stop + 1] == "." and not text[stop + 1 : stop + 2].isalnum()
    return not full_stop or text[max(0, at - 1)] in "@/\\_."


def _latin_kind(raw: str, parts: list[str], at: int, words: Sequence[Word]) -> NameKind:
    lists = lexicon()
    if raw in lists["places"]:
        return "place"
    if any(is_model(part) for part in parts) or parts[-1].replace(".", "").isdigit():
        return "product"
    if parts[-1].rstrip(".") in lists["org_suffix"]:
        return "org"
    if len(parts) > 1:
        for word in words:
            if word.start < at + len(raw) and word.end > at and word.tag == "PER":
                return "person"
            if word.start >= at + len(raw):
                break
    return "org"
