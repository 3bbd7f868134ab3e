"""Whose figure it is: a mention, whom a pronoun or an omitted subject means, or the document's subject."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from yinzheng.qa.names.about import MEDIA
from yinzheng.qa.stated import comparable_when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.qa.clauses import Layout
    from yinzheng.qa.measures import Metric
    from yinzheng.qa.names.mentions import Mention
    from yinzheng.types import Quantity

    From = Literal["sentence", "antecedent", "table", "document", ""]

WHOSE_VERSION = "8"


@dataclass(slots=True)
class Memory:
    """Who was spoken of last, for the sentences that come after; forgets at a heading."""

    main: str = ""
    reports: bool = False
    """Whether all of the document is about ``main``: what no sentence gives to others is theirs."""
    org: str = ""
    person: str = ""
    place: str = ""
    last: str = ""
    met: str = ""
    """Whom the sentence before names behind its verb, where we or the company act: We bought Acme. It…"""
    age: int = 0
    """How many sentences ago somebody was last spoken of."""

    def hear(self, name: str, kind: str) -> None:
        """Take note of whom a sentence is about; who only tells it, a newspaper, is no antecedent."""
        if MEDIA.fullmatch(name):
            return
        self.age = 0
        self.last = name
        if kind == "person":
            self.person = name
        elif kind != "place":
            self.org = name

    def forget(self) -> None:
        """A new section: what was said before is no antecedent."""
        self.org = self.person = self.place = self.last = self.met = ""


class Whose:
    """The subjects of one sentence's figures."""

    def __init__(
        self, text: str, mentions: Sequence[Mention], layout: Layout, memory: Memory, *, chinese: bool
    ) -> None:
        self._text, self._mentions, self._layout = text, mentions, layout
        self._memory, self._chinese = memory, chinese
        self._clauses: dict[int, list[Mention]] = {}
        for mention in mentions:
            self._clauses.setdefault(layout.index(mention.start), []).append(mention)

    def of(self, quantity: Quantity, metric: Metric | None) -> tuple[str, From]:
        """The subject of ``quantity`` and where it was found; both empty where there is none."""
        name, origin = self._told_of(quantity, metric)
        if origin == "document" and _ANYBODY.search(
            self._text, self._layout.clauses[0].start, quantity.start
        ):
            return "", ""
        if origin == "antecedent" and self._memory.main and metric is not None:
            before = self._text[max(0, metric.start - 6) : metric.start]
            if _OF_ALL.search(before):
                return self._memory.main, "document"
        return name, origin

    def _told_of(self, quantity: Quantity, metric: Metric | None) -> tuple[str, From]:
        mention = self._mention(quantity, metric)
        if mention is not None:
            if metric is not None and metric.key == "fine" and _PENALISES.match(self._text, mention.end):
                return "", ""  # who fines is not who pays
            return self._together(mention, quantity) or self.resolved(mention)
        if (several := self._together(None, quantity)) is not None:
            return several
        memory = self._memory
        if quantity.kind == "age" and self._chinese:
            return self._aged(quantity)
        if memory.main and (memory.reports or memory.age > _IN_MIND):
            return memory.main, "document"
        if memory.org:
            return memory.org, "antecedent"
        if memory.main and not memory.last:
            return memory.main, "document"
        place = next((m for m in self._mentions if m.kind == "place" and m.end <= quantity.start), None)
        if place is not None and place.role == "free":
            return self.resolved(place)
        if memory.main and memory.last == memory.person and _is_of_firms(metric):
            return memory.main, "document"  # Thanks, Dana. Gross margin was 71%
        if memory.last or memory.main:
            return (memory.last, "antecedent") if memory.last else (memory.main, "document")
        named = next(
            (
                m
                for m in self._mentions
                if m.named and m.end <= quantity.start and m.role not in ("object", "governed")
            ),
            None,
        )
        return (named.text, "sentence") if named else ("", "")

    def _mention(self, quantity: Quantity, metric: Metric | None) -> Mention | None:
        penalised = None if self._chinese else self._penalised(quantity)
        if penalised is not None:
            return penalised
        owner = self._owner(quantity, metric)
        if owner is not None:
            return owner
        if metric is not None and metric.key == "fine":
            fined = self._fined(metric)
            if fined is not None:
                return fined
        if quantity.kind == "age":
            behind = next((m for m in self._mentions if m.start >= quantity.end), None)
            old = (
                behind and behind.kind == "person" and _OLD.fullmatch(self._text[quantity.end : behind.start])
            )
            if old:
                return behind  # 64岁的张三, 54-year-old Tom Reed
            people = [m for m in self._mentions if m.kind in ("person", "he") and m.end <= quantity.start]
            if people:
                return people[-1]
            if self._chinese:
                return None  # neither companies nor places are so old
        return self.acting(quantity.start, quantity.end)

    def acting(self, start: int, end: int) -> Mention | None:
        """Who does or has what ``text[start:end]`` tells, as far as their places in the sentence say."""
        index = self._layout.index(start)
        own = [m for m in self._clauses.get(index, []) if m.end <= start]
        acting = next((m for m in own if m.role == "free" and m.kind != "place"), None)
        if acting is not None:
            return acting
        if self._layout.clauses[index].depth:
            noted = self._annotated(index)
            if noted is not None:
                return noted
        speakers = [m for m in own if m.role in ("speaker", "source")]
        places = [m for m in own if m.role == "free"]
        if places and not speakers:
            return places[0]
        for earlier in self._layout.before(index):
            clause = self._clauses.get(earlier, [])
            for mention in clause:
                if mention.role == "free" and mention.kind != "place" and mention.end <= start:
                    return mention
            speakers += [m for m in clause if m.role in ("speaker", "source")]
            places += [m for m in clause if m.role == "free" and m.kind == "place"]
        for mention in speakers:
            if mention.kind not in ("person", "he"):
                return mention
        if not self._chinese:
            behind = self._behind(index, end)
            if behind is not None:
                return behind
        leading = next((m for m in places if m.leads), None)
        if leading is not None and not self._memory.reports:
            return leading
        topic = None if self._chinese else self._topical()
        if topic is not None:
            return topic
        return None if self._memory.org or self._memory.reports or not places else places[0]

    def _together(self, mention: Mention | None, quantity: Quantity) -> tuple[str, From] | None:
        """Several who are said to come to the figure together, as written: 甲和乙合计占…, A and B jointly."""
        text, index = self._text, self._layout.index(quantity.start)
        clause = self._layout.clauses[index]
        if _EACH.search(text, clause.start, clause.end):
            return None
        named = [m for m in self._mentions if m.named and m.end <= quantity.start and m.kind != "place"]
        for row in _side_by_side(text, named):
            start, end = row[0].start, row[-1].end
            if end <= clause.start:
                continue
            if not self._chinese and (before := _ANOTHER_AND.search(text, clause.start, start)) is not None:
                start = before.start(1)  # of one that begins a sentence no capital tells that it is a name
            if (
                (len(row) > 1 or start < row[0].start)
                and (mention is None or mention in row)
                and _TOGETHER.match(text, end)
            ):
                return text[start:end], "sentence"
        return None

    def _aged(self, quantity: Quantity) -> tuple[str, From]:
        """Who is so old where nobody is named: the noun beside it (7岁的幼童), or the person spoken of."""
        clause = self._layout.clauses[self._layout.index(quantity.start)]
        told = _OF_AGE.match(self._text, quantity.end) or _SO_OLD.search(
            self._text[clause.start : quantity.start]
        )
        if told is not None:
            return told["who"], "sentence"
        memory = self._memory
        if memory.person:
            return memory.person, "antecedent"
        return (memory.main, "document") if memory.main and not memory.org else ("", "")

    def _fined(self, metric: Metric) -> Mention | None:
        """Who is fined: 对甲公司罚款50万元."""
        before = [m for m in self._mentions if m.named and m.end <= metric.start and m.role == "governed"]
        return next((m for m in reversed(before) if self._text[m.start - 1 : m.start] in ("对", "给")), None)

    def _penalised(self, quantity: Quantity) -> Mention | None:
        """Who stands right before what they are fined: fined Acme $5 million and Beta $3 million."""
        text, start = self._text, self._layout.clauses[0].start
        for mention in reversed([m for m in self._mentions if m.end <= quantity.start]):
            if not mention.named or not _SUM.fullmatch(text[mention.end : quantity.start]):
                return None
            return mention if _FINES.search(text, start, mention.start) else None
        return None

    def _topical(self) -> Mention | None:
        """Of whom an English sentence begins to speak: For Acme, sales grew 17%."""
        first = self._mentions[0] if self._mentions else None
        if first is None or first.kind not in ("org", "product"):
            return None
        return first if _FOR.search(self._text, max(0, first.start - 12), first.start) else None

    def _annotated(self, index: int) -> Mention | None:
        """Whom an aside is added to: 某公司（持有约6%股份）."""
        start = self._layout.clauses[index].start
        before = [m for m in self._mentions if m.end < start]
        if before and not self._text[before[-1].end : start].strip(" \u00a0（([【"):
            return before[-1]
        return None

    def _behind(self, index: int, end: int) -> Mention | None:
        """An English subject behind its figure: $5 billion in sales at Acme."""
        for mention in self._clauses.get(index, []):
            if mention.start >= end and mention.role == "free" and mention.kind in ("org", "product"):
                return mention
        return None

    def _owner(self, quantity: Quantity, metric: Metric | None) -> Mention | None:
        """The mention that has the metric: 甲公司的估值, Acme's revenue, the revenue of Acme."""
        if metric is None:
            return None
        text = self._text
        index = self._layout.index(quantity.start)
        if metric.end <= self._layout.clauses[index].start:
            own = [m for m in self._clauses.get(index, []) if m.end <= quantity.start and m.named]
            acting = next((m for m in own if m.role == "free" and (m.kind != "place" or m.leads)), None)
            if acting is not None:
                return acting  # 甲公司的市占率升至30%，而乙公司降到18%
        beside = next((m for m in reversed(self._mentions) if m.end <= quantity.start), None)
        if (
            beside is not None
            and not self._chinese
            and beside.named
            and beside.role == "free"
            and _ONE_MORE.search(text, self._layout.clauses[0].start, beside.start)
            and _BESIDE_FIGURE.fullmatch(text, beside.end, quantity.start)
        ):
            return beside  # Snacks made up 48% of sales, Beverages 33%
        for mention in self._mentions:
            if mention.end <= min(metric.start, quantity.start):
                near = max(0, mention.start - 60)
                if not self._chinese and mention.named and _OURS.search(text, near, mention.start):
                    continue  # our Acme line's revenue is ours
                if mention.role in ("object", "governed") and not self._chinese:
                    if mention.named and _JOINED.fullmatch(text[mention.end : metric.start]):
                        return mention  # as Acme sales grew
                    continue
                if mention.kind == "person" and mention.role == "speaker":
                    continue  # who reports sales does not have them: Mr Reed reported sales of…
                if mention.role in ("free", "speaker", "compared") and _OWNS.fullmatch(
                    text[mention.end : metric.start]
                ):
                    return mention
                behind = metric.start >= quantity.end and _NEAR.fullmatch(text[quantity.end : metric.start])
                if (
                    behind
                    and mention.role != "object"
                    and _OWNS.fullmatch(text[mention.end : quantity.start])
                ):
                    return mention  # 甲公司20亿美元估值, 超越乙公司今年2倍的涨幅
            elif mention.start >= metric.end and not self._chinese and metric.key not in _OF_OTHERS:
                owns = _OF_OWNER.fullmatch(text[metric.end : mention.start])
                if owns and mention.kind in ("org", "product", "company"):
                    return mention
        return None

    # Pronouns.

    def resolved(self, mention: Mention) -> tuple[str, From]:
        """The name that ``mention`` is or stands for."""
        memory = self._memory
        if _THAT_PLACE.fullmatch(mention.text):
            before = [m for m in self._mentions if m.kind == "place" and m.end <= mention.start]
            place = next(
                (m.text for m in reversed(before) if not _THAT_PLACE.fullmatch(m.text)), memory.place
            )
            if place:
                return place, "antecedent"
        if mention.named:
            return " ".join(mention.text.split()), "sentence"
        if mention.kind == "we":
            return (memory.main, "document") if memory.main else ("", "")
        if mention.kind == "he" and memory.reports and memory.main:
            return memory.main, "document"
        before = [m for m in self._mentions if m.end <= mention.start and _fits(mention, m)]
        if mention.kind == "company" and mention.text[0] in "该这" and self._speaks_of_itself(mention.start):
            others = [m for m in before if m.text != memory.main]
            if others:
                return others[-1].text, "antecedent"  # 公司持有甲公司62%的股权，该公司资产…
        if mention.kind == "it" and not before and memory.met:
            return memory.met, "antecedent"
        # The nearest that acts; nearer than a place or one that is acted on.
        ranked = sorted(before, key=lambda m: (m.role not in ("free", "source"), m.kind == "place", -m.start))
        bare = mention.text in _BARE
        acting = bool(ranked) and (
            ranked[0].role in ("free", "source", "speaker") or not (bare or memory.org)
        )
        if acting and not (bare and memory.main and ranked[0].kind != "org"):
            return ranked[0].text, "antecedent"
        if mention.kind == "he" and memory.person:
            return memory.person, "antecedent"
        if bare and memory.main:
            return memory.main, "document"
        if memory.org or memory.last:
            return memory.org or memory.last, "antecedent"
        if memory.main:
            return memory.main, "document"
        return ("", "") if bare else (mention.text, "sentence")

    def _speaks_of_itself(self, at: int) -> bool:
        """Whether we or the company act before ``at``."""
        first = next((m for m in self._mentions if m.role in ("free", "source")), None)
        return first is not None and first.end <= at and (first.kind == "we" or first.text in _BARE)

    def met(self) -> str:
        """Whom the sentence names last where we or the company act in it; the next one's "it" is no "we"."""
        named = [m for m in self._mentions if m.kind in ("org", "product") and m.role != "voice"]
        return named[-1].text if named and self._speaks_of_itself(named[-1].start) else ""

    def topic(self) -> tuple[str, str] | None:
        """Name and kind of whom the sentence is about, for the next one; None where it names nobody."""
        free = [
            m
            for m in self._mentions
            if m.role in ("free", "source", "compared")
            and m.kind != "place"
            and not self._layout.clauses[self._layout.index(m.start)].depth
        ]
        for mention in self._mentions:
            if mention.named and _NAMED.search(self._text[max(0, mention.start - 8) : mention.start]):
                return mention.text, mention.kind
        for mention in free:
            if not mention.named:
                break
            if mention.text == self._memory.main:
                return mention.text, mention.kind
        if not free:
            return None
        first = free[0]
        if first.kind == "we":
            return None
        name, origin = self.resolved(first)
        if not first.named and origin == "sentence":
            return None  # a pronoun that means nobody yet
        return (name, first.kind if first.named else "person" if first.kind == "he" else "org")


def _side_by_side(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Return the mentions in rows of which each stands right beside the next: 甲、乙和丙."""
    rows: list[list[Mention]] = []
    for mention in mentions:
        if rows and _BESIDE.fullmatch(text, rows[-1][-1].end, mention.start):
            rows[-1].append(mention)
        else:
            rows.append([mention])
    return rows


_CAPITAL = r"[A-Z][\w&.-]*(?: [A-Z][\w&.-]*){0,3}"
_ANOTHER_AND = re.compile(
    rf"(?<!\w)(?:(?:In|For|While|But|And|So|As|At|The|Both|Since) )*((?:{_CAPITAL}, )*{_CAPITAL},? and )\Z"
)
_BESIDE = re.compile(r"\s*(?:、|和|与|及|以及|跟|,? and |, )\s*")
_TOGETHER = re.compile(
    r"\s*(?:[两二三四五六七八九十]|\d{1,2})?(?:大|个|家|者|人|国|[大家个]?(?:公司|客户|企业|股东|巨头))*\s*[就便仅总]?\s*"
    r"(?:合计|共同|共计|总计|一共|总共|联合|加起来|加在一起|一起|占|共)"
    r"|,? (?:(?:have )?(?:together|combined|jointly|collectively)|account|ma[dk]e up|represent)"
)
_EACH = re.compile(r"分别|各|均|都占|\b(?:each|respectively)\b")
_ANYBODY = re.compile(r"你(?!们)(?:(?!我们).)*\Z")
"""Whom a speaker means by it is seldom the company that the document is about: 你可能有1000人."""
_OF_ALL = re.compile(
    r"(?:全球|全公司|全集[团團]|(?<![该这家])(?:公司|集[团團])(?:一共|总共|總共|共有?)?)\s*\Z"
)
"""What is told of all of a company is not of the plant that was spoken of: 全球员工共2,310人."""
_IN_MIND = 2  # sentences for which somebody stays in a reader's mind
_OLD = re.compile(r"的[\u4e00-\u9fff]{0,6}|[ \u00a0]?(?:[a-z]+[ \u00a0]){0,2}")
_SOMEBODY = (
    r"(?P<who>[\u4e00-\u9fff]{0,3}?(?:女孩|男孩|女子|男子|女性|男性|女士|先生|老人|老太|大爷|大妈|儿童|幼童|孩子|小孩|儿子|女儿|少年|少女"
    r"|青年|小伙子?|姑娘|学生|男生|女生|老年人|成年人|市民|村民|居民|患者|司机|员工|妇女|婴儿|选手|球员|演员|乘客|游客))"
)
_OF_AGE = re.compile(rf"(?:左右|以上|以下)?的?(?:[\u4e00-\u9fff]{{1,4}}的)?{_SOMEBODY}")
"""54岁的男子, 7个月大的幼童."""
_SO_OLD = re.compile(rf"[位名个]{_SOMEBODY}[^，。]{{0,6}}\Z")
"""一位小姑娘年纪不过10岁."""
_PENALISES = re.compile(r".{0,10}?(?:作出|开出|处以|给予|责令|决定)")
_THAT_PLACE = re.compile("该(?:地区|国|省|市|县|区|州|村|镇|乡|岛)")
_BARE = frozenset(("公司", "集团", "本公司", "上市公司", "本集团", "本行"))
_NAMED = re.compile(r"(?:名为|叫做|名叫|名称为|called|named)\s*[“\"《]?$")
_NEAR = re.compile(r"\s*(?:左右|以上)?\s*的?\s*(?:本轮|新|总|IPO|\s)?")
_OWNS = re.compile(
    r"(?:['’]s?)?[\s（(）)]*(?:的|本身的|自身的|最新|目前|当前|本年|今年|去年|[\d]{4}\s?年|全年|第[一二三四]季度|上半年|下半年|公司|总|年度|整体"
    r"|合计|约|超|近|[A-Z]{2,5}(?=[）)])|[\s（(）)])*"
    r"|['’]s?\s(?:[\w-]+\s){0,4}"
    r"|\s(?:total|net|annual|quarterly|adjusted|reported|consolidated|organic|core|fiscal|full-year"
    r"|first-quarter|second-quarter|third-quarter|fourth-quarter)\s"
)
_ONE_MORE = re.compile(r"(?:,|;|\band)\s\Z")
_BESIDE_FIGURE = re.compile(r" (?:about |nearly |another )?[$€£¥]?")
_FOR = re.compile(r"(?:^|[\s“\"])(?:For|At|Within) (?:the )?\Z")
_OURS = re.compile(r"\b[Oo]ur (?:[\w&-]+ ){0,4}\Z")
_JOINED = re.compile(r"['’]s |[ \u00a0](?:[a-z-]+ )?")
_STATUTE = re.compile(
    r"的[，,](?:[^，。；]{0,20}[，,])?(?:并|单|可以)?处|处[^，。；\d]{1,14}(?:以上|以下)[^，。；]{0,14}(?:有期徒刑|拘役|罚金|罚款)"
    r"|\bshall(?: also)? be (?:sentenced|fined|punished|imprisoned|liable|subject to)\b"
)


def _is_of_firms(metric: Metric | None) -> bool:
    """Whether nobody but a firm or a country has it: a revenue, a margin."""
    key = "" if metric is None else metric.key.removesuffix("_growth")
    return key in _OF_FIRMS or comparable_when().get(key) == "period"


_OF_FIRMS = frozenset(
    (
        "stock_compensation",
        "capex",
        "free_cash_flow",
        "cash_flow",
        "inventory",
        "receivables",
        "buyback",
        "backlog",
    )
)


def is_statute(text: str, start: int, end: int) -> bool:
    """Whether a sentence is a rule of law, whose figures are nobody's: 数额巨大的，处三年以上…."""
    return _STATUTE.search(text, start, end) is not None


_OF_OTHERS = frozenset(("acquisition_price", "fine"))
"""What is told of one who does not have it: the acquisition of Acme, a fine of Acme."""
_FINES = re.compile(r"\bfin(?:ed|es|ing) (?!by\b)")
_SUM = re.compile(
    r"\s(?:about |nearly |roughly |around |up to |a (?:record |total of |combined )?|more than )?"
)
_OF_OWNER = re.compile(r"\s(?:of|at|for|by)\s(?:the\s)?")


def _fits(pronoun: Mention, name: Mention) -> bool:
    """Whether ``pronoun`` may mean ``name``."""
    if not name.named or name.role == "voice":
        return False
    if name.role == "speaker" and name.kind == "person" and pronoun.kind != "he":
        return False
    if pronoun.kind == "he":
        return name.kind == "person"
    if pronoun.kind == "company":
        return name.kind == "org"
    if pronoun.kind == "it":
        return name.kind != "person" or pronoun.text in ("其", "自身", "自己")
    return pronoun.kind == "they"
