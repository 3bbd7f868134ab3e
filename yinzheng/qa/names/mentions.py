"""Who is mentioned in a sentence, by name or by pronoun, and in which role."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from yinzheng.qa.names.name_lists import listed
from yinzheng.qa.names.tagger import Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yinzheng.qa.names.entities import Name

MENTIONS_VERSION = "6"

Role = Literal["free", "voice", "speaker", "source", "object", "compared", "governed"]
"""How a mention stands: with nothing before it that takes the subject away (``free``); as the label before a
speech (``voice``); as who says it (``speaker``); as whose report says it (``source``: 据X年报); behind a verb
(``object``), one of comparison (``compared``); behind a preposition (``governed``)."""

Kind = Literal["org", "person", "place", "product", "it", "company", "he", "they", "we"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or a word that stands for one, at ``text[start:end]``."""

    start: int
    end: int
    text: str
    kind: Kind
    role: Role
    joined: bool = False  # a later member of a list: B in "A and B"
    leads: bool = False  # a place that its clause tells something of: 西藏完成…, not 在西藏

    @property
    def named(self) -> bool:
        """Whether it is a name, not a pronoun."""
        return self.kind in ("org", "person", "place", "product")


_ZH_PRONOUN = re.compile(
    r"(?P<company>该(?:公司|集团|企业|行(?!业)|机构|银行|股|基金|平台|校|院|厂|店|品牌)|这家(?:公司|企业|银行|机构|工厂)"
    r"|本(?:公司|集团|行|基金|企业)|我(?:司|行|公司)|贵公司)"
    r"|(?P<they>两家公司|双方|他们|她们|它们|两者|二者|三者)"
    r"|(?P<we>我们|咱们|你们)"
    r"|(?P<product>该(?:行业|市场|地区|国|省|市|县|区|州|项目|产品|系统|技术|业务|群体|车型|药物|芯片|模型|疾病|片|剧|书|工程|基地|园区|小镇|村|镇|乡|岛|街道|社区|小区))"
    r"|(?P<place>我国)"
    r"|(?P<it>它(?!们)|(?<![极尤与如及将由对任])其(?![中实他余次间后它一二三四])|自身|自己)"
    r"|(?P<he>[他她](?!们|[国人乡日])|本人)"
)
_EN_PRONOUN = re.compile(
    r"(?<![\w'’-])(?:"
    r"(?P<company>(?:[Tt]he|[Tt]his|[Tt]hat) (?:[Cc]ompany|[Gg]roup|[Cc]orporation|[Ff]irm|[Bb]ank"
    r"|[Rr]egistrant|[Pp]artnership"
    r"|[Tt]rust|[Mm]aker|[Rr]etailer|[Ss]tartup|[Cc]hipmaker|[Aa]utomaker|[Cc]arrier|[Aa]irline"
    r"|[Ii]nsurer|[Ll]ender|[Bb]usiness"
    r"|[Oo]rganization|[Aa]gency|[Ii]ssuer|[Bb]orrower|[Ff]und))"
    r"|(?P<they>[Tt]hey|[Tt]heir|[Bb]oth companies|[Tt]he two companies)"
    r"|(?P<we>[Ww]e|[Oo]ur|[Uu]s|I|[Mm]y|[Yy]ou|[Yy]our)"
    r"|(?P<it>[Ii]ts?)"
    r"|(?P<he>[Hh]e|[Ss]he|[Hh]is|[Hh]er)"
    r")(?![\w-])"
)
_SOURCES = frozenset(("据", "根据", "按照", "依据", "按", "从"))
_OWN_PAPERS = re.compile(
    r"(?:的|发布的|公布的|披露的|最新|[0-9]{4}年|年度|第[一二三四]季度|(?:上|下)半年)*"
    r"(?:招股|财报|年报|半年报|季报|中报|公告|业绩|报告|披露|公布|官网)"
)
_KINDS_OF = ("公司", "企业", "品牌", "平台", "机构", "厂商")
_QUOTES = frozenset(("“", "《", "「", "‘", '"', "", " "))
_NAMING = frozenset(("名为", "叫", "叫做", "名叫", "称为", "为", "就是", "即", "是"))
_TITLE_ZH = re.compile(
    r"(?:的|联合|原|前|副|总|执行|独立|首席|公司|全球|集团|、|和|兼|中国区|现任|时任|大区|研究院|研究|市场|部|业务|实际|第[一二]大)*"
    r"(?:(?:CEO|CFO|董事|董事长|总裁|总经理|副总经理|董事会秘书|财务总监)(?:兼|、|及|和))*"
    r"(?:CEO|CFO|COO|CTO|创始人|董事长|总裁|总经理|经理|主席|行长|总监|高管|董事|监事|秘书|董秘|主任|院长|局长|部长|省长|市长"
    r"|书记|分析师|研究员|专家|首席|发言人|负责人|记者|教授|主管|合伙人|官|股东|实控人|实际控制人|控制人|一致行动人|员工|掌门人|创办人"
    r"|控股股东|子公司|全资子公司|旗下|旗下的|关联方|附属公司|母公司|控股子公司)[\s，,]*"
)


def mentions(text: str, words: Sequence[Word], names: Sequence[Name], *, chinese: bool) -> list[Mention]:
    """Who is mentioned in the sentence whose ``words`` (offsets into ``text``) are given, in order."""
    if not words:
        return []
    start, end = words[0].start, words[-1].end
    found = [Mention(n.start, n.end, text[n.start : n.end], n.kind, "free") for n in names]
    taken = [(n.start, n.end) for n in names]
    pattern = _ZH_PRONOUN if chinese else _EN_PRONOUN
    for match in pattern.finditer(text, start, end):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            kind: Kind = match.lastgroup  # type: ignore[assignment]
            found.append(Mention(match.start(), match.end(), match.group(), kind, "free"))
    if chinese:
        found += _bare_companies(text, words, taken)
    found.sort(key=lambda m: m.start)
    roles = _Roles(text, words, chinese)
    placed: list[Mention] = []
    for mention in found:
        last = placed[-1] if placed else None
        gap = text[last.end : mention.start] if last else ""
        joined = last is not None and bool(_AND.fullmatch(gap)) and mention.named and last.named
        if joined and last is not None:
            role = (
                last.role
                if not gap.strip().startswith(("与", "同", "跟")) or last.role != "free"
                else "governed"
            )
            if chinese and (_ETC.match(text, mention.end) or _SUMMED.match(text, mention.end)):
                role = "governed"  # 甲、乙等17个省份, 甲、乙两国
                k = len(placed) - 1
                while k >= 0 and (placed[k].joined or k == len(placed) - 1 or placed[k + 1].joined):
                    placed[k] = replace(placed[k], role=role, leads=False)
                    if not placed[k].joined:
                        break
                    k -= 1
            placed.append(replace(mention, role=role, joined=True))
            continue
        role = roles.of(mention)
        led = last is not None and (last.named or last.kind == "company")
        if led and last is not None and mention.named and last.text.endswith(_KINDS_OF) and gap in _QUOTES:
            placed[-1] = replace(last, role="governed")  # 硅谷烈酒公司“X”
            placed.append(replace(mention, role=last.role))
            continue
        whose = gap == "的" and mention.kind == "person"  # 某队的张三
        if (
            led
            and last is not None
            and mention.named
            and role == "free"
            and (whose or _TITLE_ZH.fullmatch(gap))
        ):
            placed[-1] = replace(last, role="governed")  # 甲公司 CEO X, 该公司控股股东 X: the second one acts
            role = last.role
        if chinese and mention.named and _ETC.match(text, mention.end):
            role = "governed"  # 甲、乙等17个省份: the figure counts them
        leads = chinese and mention.kind == "place" and role == "free" and roles.leads(mention)
        placed.append(replace(mention, role=role, leads=leads))
    return placed


_AND = re.compile(r"\s*(?:、|和|与|及|以及|跟|同|,\s*and|，|,|&|and|or|或)\s*")
_BARE = frozenset(("公司", "集团", "上市公司"))


def _bare_companies(text: str, words: Sequence[Word], taken: Sequence[tuple[int, int]]) -> list[Mention]:
    """The word 公司 where it stands for one: nothing before it says which kind of company."""
    found = []
    for i, word in enumerate(words):
        raw = text[word.start : word.end]
        if raw not in _BARE or any(a < word.end and word.start < b for a, b in taken):
            continue
        if (
            i
            and words[i - 1].tag in listed("not_bare_before_tags")
            and not text[words[i - 1].start : words[i - 1].end].isspace()
        ):
            continue
        if text[word.end : word.end + 1] in ("名", "们", "法", "债"):
            continue
        found.append(Mention(word.start, word.end, raw, "company", "free"))
    return found


class _Roles:
    """How the mentions of one sentence stand in it."""

    def __init__(self, text: str, words: Sequence[Word], chinese: bool) -> None:
        self._text, self._words, self._chinese = text, words, chinese
        self._at = {word.start: i for i, word in enumerate(words)}
        label = None if chinese else _LABEL.match(text, words[0].start)
        self._label = label.end() if label else 0  # where the label of who speaks ends

    def of(self, mention: Mention) -> Role:
        text, words = self._text, self._words
        i = self._index(mention.start) - 1
        while i >= 0 and self._passes(i):
            i -= 1
        if self._chinese:
            if mention.kind == "org" and _WIRE.match(text, mention.end):
                return "voice"
            if mention.kind == "org" and _FINDS.match(text, mention.end) and _FINDER.fullmatch(mention.text):
                return "governed"
            if mention.kind == "person" and (_CREDIT.match(text, mention.end) or self._reports(i)):
                return "voice"
            i = self._apposed(i)
        before = text[words[i].start : words[i].end].lower() if i >= 0 else ""
        tag = words[i].tag if i >= 0 else "w"
        if self._chinese:
            if before in _SOURCES:
                own = _OWN_PAPERS.match(text, mention.end)
                return (
                    "source"
                    if own and not re.match(r".{0,6}(?:报道|消息)", text[mention.end : mention.end + 8])
                    else "governed"
                )
            if tag == "p" and before not in listed("free_prepositions_zh"):
                return "governed"
            if before in ("包括", "包含", "含", "除", "除了") and not self._acts(mention):
                return "governed"  # 包括张三在内的数十人
            if tag == "m" and before[:1].isdigit() and mention.kind in ("org", "product"):
                return "object"  # 送出8台某牌汽车
            if before in listed("comparing_zh"):
                return "compared" if mention.named else "object"
            if before in _NAMING:
                return "free"
            if (
                tag in ("v", "vn")
                and before not in listed("leading_verbs_zh")
                and before not in listed("speech_zh")
            ):
                return "free" if tag == "v" and self._acts(mention) else "object"
        else:
            if before == "to" and i and text[words[i - 1].start : words[i - 1].end].lower() == "according":
                return "source" if mention.kind == "org" else "speaker"
            if tag == "p":
                return "governed"
            if tag == "v" and before not in listed("leading_en"):
                return "object"
        if _SAYS.match(text, mention.end) and not text[words[0].start : mention.start].strip('"“”* \n-—'):
            return "voice"
        if mention.end <= self._label:
            return "voice"
        return "speaker" if self._speaks(mention) else "free"

    def _index(self, at: int) -> int:
        known = self._at.get(at)
        if known is not None:
            return known
        return next((i for i, word in enumerate(self._words) if word.end > at), len(self._words))

    def _passes(self, i: int) -> bool:
        """Whether the word stands between a preposition or verb and what it governs."""
        word = self._words[i]
        raw = self._text[word.start : word.end]
        if raw.isspace():
            return True
        if self._chinese:
            return (
                raw in ("了", "着", "过", "“", "《", '"', "的", "该", "这", "那", "一家", "一个", "由其")
                and raw != "的"
            )
        return raw.lower() in listed("determiners_en") or (word.tag == "a")

    def _reports(self, i: int) -> bool:
        """Whether the word says that a reporter or photographer is named: 记者 张三."""
        return i >= 0 and self._text[self._words[i].start : self._words[i].end] in _CREDITED

    def _apposed(self, i: int) -> int:
        """The word before a common noun that a name is put beside, where it governs both: 为应对台风“X”.

        A verb that opens its clause may be a part of the noun: 控股股东X.
        """
        k = i
        while k >= 0 and i - k < 2 and self._words[k].tag in ("n", "nz") and not self._blank(k):
            k -= 1
        if not 0 < k < i or self._blank(k):
            return i
        tag, earlier = self._words[k].tag, self._words[k - 1]
        governs = (
            tag == "v" and earlier.tag in ("p", "d", "r", "PER", "ORG", "LOC", "c") and not self._blank(k - 1)
        )
        return k if governs else i

    def _blank(self, i: int) -> bool:
        return self._text[self._words[i].start : self._words[i].end].isspace()

    def leads(self, mention: Mention) -> bool:
        """Whether a place is told something of: a verb or a figure stands behind it."""
        for word in self._words[self._index(mention.end) :]:
            raw = self._text[word.start : word.end]
            if raw.isspace() or word.tag in ("d", "ad", "TIME") or raw in _WHOLE_PLACE:
                continue
            return word.tag == "v" or (word.tag == "m" and raw[:1].isdigit())
        return False

    def _acts(self, mention: Mention) -> bool:
        """Whether a verb stands right behind the mention: 流传甲公司承诺…"""
        for word in self._words[self._index(mention.end) :]:
            raw = self._text[word.start : word.end]
            if raw.isspace() or word.tag in ("d", "ad", "TIME"):
                continue
            return word.tag == "v"
        return False

    def _speaks(self, mention: Mention) -> bool:
        text, words = self._text, self._words
        i = self._index(mention.end)
        verbs = 0
        for word in words[i : i + 5]:
            raw = text[word.start : word.end]
            if word.tag == "w" and raw.strip() and raw not in '“”"':
                return False
            if raw.startswith("据"):  # X 据报道用了…: others say it of X
                return False
            if self._chinese and mention.kind == "we" and raw in listed("cognition_zh"):
                return True
            if self._chinese and (raw in listed("speech_zh") or (raw[-1:] in "称说" and word.tag == "v")):
                return True
            if not self._chinese and raw.lower() in listed("speech_en"):
                return True
            if self._chinese and word.tag == "v":
                verbs += 1
                if verbs > 1:
                    return False
        return False


_WIRE = re.compile(
    r"[\d年月日（）()\s]{0,14}(?:电(?![^\s（(，,])|讯(?![^\s（(，,])|记者|消息|客户端|报道|援引|供图|供稿)"
)  # 新华社北京5月1日电, 长江日报记者
_ETC = re.compile(r"\s*[等这]\s*(?:\d|[一二三四五六七八九十百千两几多余数])")
_SUMMED = re.compile(r"\s*(?:\d{1,3}|[二三四五六七八九十两]{1,3})[个家所省市县区镇村国支名位](?!月)")
_CREDIT = re.compile(r"\s*[/／]\s*(?:摄|文|图|供图|制图)|\s+摄(?![影像制])")
_CREDITED = frozenset(
    ("记者", "通讯员", "摄影记者", "编辑", "责编", "责任编辑", "实习生", "实习记者", "校对", "摄影")
)
_WHOLE_PLACE = frozenset(
    ("全区", "全市", "全省", "全县", "全州", "全国", "全境", "全域", "境内", "地区", "当地", "方面")
)
_SAYS = re.compile(r"\*{0,2}\s?[:：]")
_LABEL = re.compile(
    r"\s*\*{0,2}(?P<name>[A-Z][\w.'’-]*(?: \w[\w.'’-]*){1,4})"
    r"(?: (?:--|[–—-]) [A-Z][^\n.!?:]{2,80}| \([^()\n]{2,60}\))\*{0,2}:\s"
)
"""Rosa Lindqvist -- Chief Executive Officer: Thank you."""


def speakers(text: str) -> set[str]:
    """The names before titles in labels of who speaks: Rosa Lindqvist -- Chief Executive Officer: …."""
    return {label["name"] for label in map(_LABEL.match, text.splitlines()) if label is not None}


_FINDS = re.compile(
    r"(?:的|发布的|公布的|披露的|最新)*(?:统计|监测|调研|调查)?(?:数据|统计|报告|研究|调查)(?:[也还]?显示|表明|指出)"
)
_FINDER = re.compile(
    r"[\x00-\x7f]+|.*(?:协会|学会|商会|联合会|委员会|局|署|部|院|中心|咨询|研究所|机构|交易所|智库|平台)"
)
"""Who publishes figures of others: 某协会数据显示."""


# English words, told by lists and endings: what roles need and no more.

_EN_WORD = re.compile(r"[^\W\d_][\w]*(?:['’&.-][\w]+)*|\d[\d,.]*\w*|\s+|[^\w\s]", re.UNICODE)


def english_words(text: str, start: int, end: int) -> list[Word]:
    """The words of an English sentence with the tags that roles are told by: p, v, r, c, d, m, w, n."""
    return [Word(*m.span(), _english_tag(m.group())) for m in _EN_WORD.finditer(text, start, end)]


@cache
def _closed() -> dict[str, str]:
    table = dict.fromkeys(listed("verbs_en"), "v")
    table |= dict.fromkeys(listed("prepositions_en"), "p")
    table |= dict.fromkeys(["and", "or", "but", "nor"], "c")
    return table


def _english_tag(raw: str) -> str:
    if raw[0].isdigit():
        return "m"
    if not raw[0].isalpha():
        return "w"
    low = raw.lower()
    known = _closed().get(low)
    if known:
        return known
    return "v" if low.endswith("ed") and raw[0].islower() and len(low) > 4 else "n"
