"""What a document as a whole is about: whom 我们, the Company and figures without a subject mean.

What a text or its title says of itself decides: the form that a record opens with (姓名：…), the registrant
of a filing, the words that define the Company. Else it is the organisation that is named most.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from yinzheng.corpus.fold import fold_text
from yinzheng.qa.coverage import occurrences
from yinzheng.qa.names.name_lists import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yinzheng.qa.names.entities import Name

ABOUT_VERSION = "5"
"""Changes whenever the same document may be about somebody else."""


def main_subject(text: str, title: str, names: Iterable[Name]) -> str:
    """What the document is about; empty where nothing says so.

    ``names`` are those found in ``text``. A person, place or product is it only where it is named more than
    twice as often as any organisation, or where the document is that person's record.
    """
    person = _recorded(text) or _defined_term(text)
    if person:
        return person
    kinds: dict[str, dict[str, int]] = {}
    for name in names:
        raw = " ".join(text[name.start : name.end].split())
        counts = kinds.setdefault(raw, {})
        counts[name.kind] = counts.get(name.kind, 0) + 1
    for told in (_told(text), _titled(title)):
        if told:
            return _as_called(told, kinds)
    return _most_named(text, title, kinds)


def reports_itself(text: str) -> bool:
    """Whether all of a text is about one: it speaks in their own voice, as filings do, or is their record."""
    if _recorded(text) or (len(text) < _ENTRY and _defined_term(text)):
        return True
    own = len(_OWN_VOICE.findall(text))
    return own >= 5 and own * 2000 >= len(text)


_ENTRY = 3000  # characters of an entry in an encyclopaedia
_ALIAS = "全称|全名|简称|又称|又名|亦称|俗称|也称|也叫|别称|别名|原名|原称|旧称|古称|通称"
_TERM = re.compile(
    rf"""
    [\s\#*《「“]* (?P<name>[\w·•–&.-][\w·•–&.\ -]{{1,23}}?) [》」”]? \s*
    (?:                                                         # 高英（…），北魏宣武帝的皇后
        (?: [（(] (?:[^（）()\n]{{0,90}} [（(] [^（）()\n]{{0,40}} [)）])? [^（）()\n]{{0,120}} [)）] \s* )+
        (?: [，,] | 又名 | 又称 | 亦作 | 亦即 | 别称 | 意为 | 由 )
      | [，,] \s? (?:{_ALIAS})
      | (?: [（(] [^（）()\n]{{0,120}} [)）] \s* )*
        (?: [，,] \s? (?:{_ALIAS}|学名|字|号|或音译) [^。；\n]{{1,80}}? )?
        (?: [，,] \s? )?
        (?: 是 (?= [^，。；\n]{{0,40}}? (?: 一[种个位座所家部间条项名款片支本首场类] | 的 | 之一 ) )
          | 为 (?= [^，。；\n]{{0,24}}? (?: [科属目纲种] | 一[种个位座] | 之一 ) )
          | 位于 | 坐落于? | 地处 | 生于 | 出生于 | 始建于 | 成立于 | 创立于 | 创建于
          | [，,] [\u4e00-\u9fff]{{2,12}}? (?: 人[，。]
            | (?:演员|歌手|作家|画家|政治家|运动员|教练|学者|科学家|导演|诗人|艺人|人物|选手|球员)[，。] ) )
    )
    """,
    re.VERBOSE,
)
"""How an entry opens: a name, what else it is called, and what it is. 赛里木湖，古称“净海”，位于…"""
_NO_TERM = re.compile(
    r"[本这那该此其今昨明近当我你他她它每各某一两三据对在由从为以如若因经自].*"
    r"|公司.*|.*(?:目前|日前|记者|去年|不过|但|同时|其中|作者|来源|许多|发布|公告|披露|指数|可能|需要|消息|研报|发表|分别|介绍|防控|宣布|将).*"
    r"|.*(?:的|日|月|年|时|后|前|都|也|就|还|已|了|不|才|认为|表示|认|称|说|以|作|成|视|定|应|被)|[\d\s.]+"
)
_OWN_VOICE = re.compile(r"\b[Oo]ur\b|\b[Tt]he Company\b|本公司|我公司|本集团|我司|本行(?!业)")

# What the text says of itself.

_RECORD = re.compile(
    r"(?:^|[\n*# ])(?:(?:患者|病人)?姓\s*名|患者|病人)\s*[:：]\**\s*"
    r"(?P<zh>[\u4e00-\u9fff·]{2,12})(?![\u4e00-\u9fff])"
    r"|(?:^|\n)[*# -]*(?:Patient |Full )?Name:?[*: ]+"
    r"(?P<en>[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3})[ *]*(?=\n|,)"
)
_FIELDS = re.compile(r"性\s*别\s*[:：]|年\s*龄\s*[:：]|\b(?:Gender|Sex|Age|Date of Birth)\W{1,4}\w")
_OPENING = 1500  # characters in which a form tells whose it is
_FRONT = 12_000  # characters in which a filing tells who files it and whom its words mean
_REGISTRANT = re.compile(
    r"(?P<name>[A-Z][^\n()]{1,70}?)[ \u00a0]*\n?[\s_*]*[(（]\s*Exact\s+name\s+of\s+(?:the\s+)?registrant",
    re.IGNORECASE,
)
_NAME = r"(?P<name>[A-Z][\w&.'’-]*(?:,?[ \u00a0\n](?:(?:of|and|the|de|&)[ \u00a0])?[A-Z][\w&.'’-]*){0,6})"
_MEANS_US = re.compile(
    r"[“\"](?:we|us|our|We|Us|Our|the Company|the Firm|Company)[,.]?[”\"][^.;“”\"]{0,12}"
    r"(?:(?:,|or|and)[ \n\u00a0]*[“\"][^”\"\n]{1,30}[”\"],?[^.;“”\"]{0,12}){0,6}"
    r"[^.;]{0,80}?\b(?:refers?|means?)[ \n\u00a0](?:to[ \n\u00a0])?"
    r"(?:only[ \n\u00a0]|collectively[ \n\u00a0]to[ \n\u00a0])?" + _NAME
)
_IS_US = re.compile(
    _NAME + r"[^.;()（）\n]{0,80}?[ \u00a0\n][(（](?:[^()（）\n]{0,60}?[,;][ \n])?"
    r"(?:the[ \u00a0\n]|collectively,?[ \n]|hereinafter[ \n])*[“\"](?:the[ \u00a0\n])?"
    r"(?:Company|Corporation|Group|Firm|we|us|Registrant|Bank|Partnership|Trust)[,.]?[”\"]"
)
_IS_US_ZH = re.compile(
    r"(?P<name>[\u4e00-\u9fffA-Za-z（）()]{2,30}?(?:有限公司|有限责任公司|集团|公司|银行|医院|大学))[^。；\n（(]{0,10}"
    r"[（(](?:以下)?(?:简称|称|下称)[:：为]?[“\"](?:公司|本公司|集团|本集团|本行|我们|发行人|上市公司)[”\"]"
)
_DEFINED_ZH = re.compile(
    r"""
      (?:^|\n)[ \u3000\#*]* (?P<name>[\u4e00-\u9fffA-Za-z·&（）()]{2,30}?)
      (?: （[^（）\n]{1,60}） | \([^()\n]{1,60}\) )?
      (?: 于[\d年月日\s]{4,14} (?:在[\u4e00-\u9fff]{2,12})? (?:注册)?成立   # 甲公司于2005年成立
        | 成立于 | 创立于
        | ，?是一?[家所支]
          (?: 成立于 | 创立于 | 位于 | 于 | 总部 | 专注 | 领先 | 以 | 全球 | 从事 | 上市 | 民营 | 国有
          | [\u4e00-\u9fff\d，、]{0,40}的[\u4e00-\u9fff]{0,10}             # 是一家…的云计算服务提供商
            (?:公司|企业|机构|提供商|服务商|集团|银行) )
      )
    """,
    re.VERBOSE,
)
_DEFINING = (
    (
        re.compile(r"[Nn]ame\s+of\s+(?:the\s+)?[Rr]egistrant|NAME\s+OF\s+(?:THE\s+)?REGISTRANT"),
        _REGISTRANT,
        160,
    ),
    (re.compile(r"[“\"](?:we|us|our|We|Us|Our|(?:the )?(?:Company|Firm))[,.]?[”\"]"), _MEANS_US, 0),
    (
        re.compile(
            r"[“\"](?:the\s)?(?:Company|Corporation|Group|Firm|we|us|Registrant|Bank|Partnership|Trust)[,.]?[”\"]"
        ),
        _IS_US,
        260,
    ),
    (re.compile(r"[“\"](?:公司|本公司|集团|本集团|本行|我们|发行人|上市公司)[”\"]"), _IS_US_ZH, 80),
)
"""What stands in such a definition, its pattern, and how many characters before may belong to it."""
_BEHIND = 320
_NOT_WHO = re.compile(r"(?:公司|该公司|本公司|我们|它|其|他|她|这|该.*)|.*(?:[，。、的]|目前|今年).*")


def _recorded(text: str) -> str:
    """The person whose record the text is: a form with a name and fields of a person beside it."""
    match = _RECORD.search(text, 0, _OPENING)
    if match is None or not _FIELDS.search(text, max(0, match.start() - 200), match.end() + 200):
        return ""
    return str(match["zh"] or match["en"])


def _defined_term(text: str) -> str:
    """What the text says what it is in its first words, as an entry of an encyclopaedia does; else empty."""
    match = _TERM.match(text)
    if match is None or not _HAN.search(match.group()):
        return ""
    name = match["name"].strip(" .·-–")
    return "" if len(name) < 2 or _NO_TERM.fullmatch(name) else name


def _told(text: str) -> str:
    """Whom the opening of the text defines as the Company, or files it; empty where it does not."""
    for marker, pattern, reach in _DEFINING:
        at = marker.search(text, 0, _FRONT)
        match = at and pattern.search(text, max(0, at.start() - reach), at.end() + _BEHIND)
        if match and not _NOT_WHO.fullmatch(match["name"]) and not _MANY.search(match["name"]):
            return _plain(match["name"])
    match = _DEFINED_ZH.search(text, 0, _OPENING)
    if match is not None and not _NOT_WHO.fullmatch(match["name"]):
        return str(match["name"])
    return ""


_MANY = re.compile(r"\b(?:form|commission|file|state|act|section|pursuant)\b", re.IGNORECASE)


def _plain(name: str) -> str:
    name = " ".join(name.split()).strip(" ,_*")
    return name.title() if name.isupper() and len(name) > 6 and " " in name else name


# What the title says.

_DATED_REPORT = re.compile(
    r"(?:(?:19|20)\d\d(?:q[1-4])?|fy\d{2,4}|q[1-4]|[1-4]q|10-?[kq]a?|8-?ka?|20-?f|6-?k|s-1|def14a|earnings|transcript)",
    re.IGNORECASE,
)
_REPORT_WORD = re.compile(
    r"(?:annual|quarterly|interim|reports?|results?|call|conference|filing|release|presentation|full|final"
    r"|first|second|third|fourth|quarter|year|the|of|for|and|form|dated(?:-[\d-]+)?|\d{1,2})",
    re.IGNORECASE,
)
_REPORT_ZH = re.compile(
    r"[\s_《]*(?P<name>[\u4e00-\u9fffA-Za-z&·]{2,20}?)[:：_\s]*(?:(?:19|20)\d\d)\s*年?\s*(?:年度|半年度|第[一二三四]季度|[一二三四]季度?|上半年)?"
    r"(?:年报|半年报|季报|财报|报告|年度报告|业绩.{0,6})(?:全文|摘要|正文)?》?\Z"
)
_ISSUER_ZH = re.compile(
    r"[\s_《]*(?P<name>[\u4e00-\u9fffA-Za-z&·]{2,24}?(?:股份有限公司|有限责任公司|有限公司))"
    r"(?:关于[^，。]{2,60}|[^，。与和诉向]{0,30})(?:招股|募集说明|公告|报告|说明书|意见书|公司章程|介绍|简介|资料)"
)
"""澄海工业股份有限公司首次公开发行股票招股说明书."""
_HEADED_ZH = re.compile(
    r"[\s_《]*(?P<name>[\u4e00-\u9fffA-Za-z&·]{2,20})[:：｜|\s]+(?:19|20)\d\d\s*年?[^，。]{0,6}"
    r"(?:[概情状狀]况|概況|情況|狀況|业绩|業績|财务|財務|年报|年報|季报|季報|报告|報告)"
)
"""澄海工业：2024年经营概况."""
_TALK_ZH = re.compile(
    r".{0,8}?(?:专访|对话|访谈|采访)[：:\s|｜]*(?P<name>[\u4e00-\u9fffA-Za-z&·]{2,16}?)(?:联合)?"
    r"(?:创始人|董事长|总裁|总经理|副总|首席|财务总监|CEO|CFO|CTO|COO|掌门|负责人|创办人|合伙人)"
)
"""专访蓝鲸财务总监王某: their 我们 are Blue Whale."""
_HEADED_EN = re.compile(
    r"(?P<name>[A-Z][\w&.'’-]*(?:,?[ ][A-Z&][\w&.'’-]*){0,4})\s*(?:[-–—:|]\s+|\s[-–—:|])(?P<rest>.+)"
)
"""Acme Compute - Q1 2025 earnings call."""
_FIRM_EN = re.compile(
    r"(?P<name>[A-Z][\w.'’-]*(?:,? [\w&.'’-]+){0,5}?,? (?:plc|PLC|Inc|Corp|Ltd|LLC|AG|SE|N\.V|S\.A)\b\.?)"
    r"\s*(?:[-–—:|]\s|\s[-–—:|]|\Z)"
)
"""Harrow & Pike plc – Segment results."""
_TITLE_WORD = re.compile(r"[\s_/,:|()–—]+")


def _titled(title: str) -> str:
    """The name in a title that holds nothing else but what kind of report it is and of when."""
    for pattern in (_REPORT_ZH, _ISSUER_ZH, _HEADED_ZH, _TALK_ZH):
        zh = pattern.match(title)
        if zh is not None and not _NOT_WHO.fullmatch(zh["name"]):
            return str(zh["name"])
    head = _HEADED_EN.match(title)
    if head is not None and any(_DATED_REPORT.fullmatch(word) for word in _TITLE_WORD.split(head["rest"])):
        return str(head["name"])
    firm = _FIRM_EN.match(title)
    if firm is not None:
        return str(firm["name"])
    words = [word for word in _TITLE_WORD.split(title) if word]
    rest = [word for word in words if not _DATED_REPORT.fullmatch(word)]
    if len(rest) == len(words):
        return ""
    rest = [word for word in rest if not _REPORT_WORD.fullmatch(word)]
    if not rest or len(rest) > 4:
        return ""
    name = " ".join(rest)
    fits = all(word[0].isupper() or word == "&" for word in rest)
    return name if fits and any(word not in lexicon()["common"] for word in rest) else ""


def _as_called(told: str, kinds: dict[str, dict[str, int]]) -> str:
    """What the text mostly calls the one that is ``told``: PepsiCo for PEPSICO and for PepsiCo, Inc."""
    whole = _letters(told)
    called = [
        raw
        for raw in kinds
        if (letters := _letters(raw)) == whole
        or (
            len(letters) > (3 if raw.isascii() else 1)
            and whole.startswith(letters)
            and raw not in lexicon()["common"]
        )
        or (len(whole) > 3 and letters.startswith(whole))
    ]
    if not called:
        return told
    return max(called, key=lambda raw: (sum(kinds[raw].values()), -len(raw)))


# Who is named most.

MEDIA = re.compile(
    r".*(?:网|报|社|电视台|卫视|新闻|快讯|周刊|财经|资讯|在线|News|Times|Post|Journal|Reuters|Bloomberg|Podcast|Media|WSJ)"
)
"""Names of who tells a story, seldom of whom it is about."""
_WEIGHTS = {"org": 1.0, "product": 0.4, "person": 0.5, "place": 0.4}
_CANDIDATES = 40  # names whose place in the whole text is counted
_HAN = re.compile("[\u3400-\u9fff]")
_PLACES = 60  # places of an English name that are looked at


def _most_named(text: str, title: str, kinds: dict[str, dict[str, int]]) -> str:
    heading = _letters(title)
    opening = text[:600]
    english = not _HAN.search(opening)
    often = sorted(kinds, key=lambda raw: -sum(kinds[raw].values()))[:_CANDIDATES]
    best, chosen = 0.0, ""
    for raw in dict.fromkeys([*often, *(raw for raw in kinds if raw in opening or _letters(raw) in heading)]):
        kind = max(kinds[raw], key=lambda k: kinds[raw][k])
        weight: float = _times(raw, text)
        if kind == "person" and _speeches(raw, text) > 1:
            continue  # who speaks in a transcript; it is about their company
        reports = any(_REPORTS.match(text, at + len(raw)) for at in occurrences(raw, text[:3000]))
        if reports:
            weight += 4
        if len(raw) < 3 and raw.isascii():
            weight *= 0.5
        headed = _letters(raw) in heading
        if headed:
            weight = weight * 1.5 + 3
        elif raw in opening and weight >= min(5, 1 + len(text) / 200) and kind != "place":
            weight *= 1.2
        elif weight < 5:
            continue
        if any(
            _ADDRESSED.search(text, max(0, at - 16), at) and _NAME_ENDS.match(text, at + len(raw))
            for at in occurrences(raw, text[:6000])
        ):
            kind = "person"  # whom a speaker addresses
        if english and not reports:
            weight *= as_name(raw, text)
        weight *= _WEIGHTS[kind] * (0.2 if MEDIA.fullmatch(raw) else 1.0)
        if weight > best:
            best, chosen = weight, raw
    return chosen if best >= 1.5 else ""


def as_name(raw: str, text: str) -> float:
    """How far an English text uses ``raw`` as somebody's name, from 0 to 1.

    Names own and act: Acme's, Acme said. What stands behind articles (the Credit Agreement) or before nouns
    (PPP loans, OEM revenue) is a term of the text.
    """
    places = list(islice(occurrences(raw, text), _PLACES))
    if not places:
        return 1.0
    defined = sum(bool(_DETERMINED.search(text, max(0, at - 8), at)) for at in places)
    if 3 * defined > len(places):
        return 0.1
    if raw.rsplit(maxsplit=1)[-1].rstrip(".") in lexicon()["org_suffix"]:
        return 1.0
    acts = sum(bool(_ACTS.match(text, at + len(raw))) for at in places)
    return 1.0 if 8 * acts >= len(places) else 0.6 if acts else 0.25


_DETERMINED = re.compile(r"\b(?:the|The|a|A|an|An|any|each|such|this|no)[ \u00a0\n]\Z")
_ACTS = re.compile(
    r"['’]s?\b|,? (?:Inc|Corp|Ltd|plc|PLC|LLC|Group|Company|Holdings|Corporation)\b"
    r"|[ \u00a0\n](?:is|was|has|had|will|would|said|says|reported|posted|announced|expects?|plans?|owns?"
    r"|made|also|acquired|completed|achieved|launched|continues|recorded|began|generated|delivered"
    r"|operates|and its|earned|raised|paid)\b"
)

# Looked for beside each place of a name: a pattern with the name in it is compiled for every name.
_REPORTS = re.compile(
    r"(?:['’]s)? (?:fiscal |first|second|third|fourth|full|quarterly|Q[1-4]|[1-4]Q|20\d\d|earnings|year-end"
    r"|annual|conference|Fiscal |First|Second|Third|Fourth|Earnings)"
)
_ADDRESSED = re.compile(r"(?:[Tt]hank(?:s| you),?|over to|[Ii]'m|[Gg]o ahead,?|[Aa]s) \Z")
_NAME_ENDS = re.compile(r"\b(?! of)")


def _speeches(raw: str, text: str) -> int:
    """How often a name stands before a speech: **张三**：…"""
    return sum(bool(_SPEAKS.match(text, at + len(raw))) for at in islice(occurrences(raw, text), _PLACES))


_SPEAKS = re.compile(r"\*{0,2}\s?[:：]")


def _times(raw: str, text: str) -> int:
    if not raw.isascii():
        return text.count(raw)
    return sum(
        not (_is_letter(text[at - 1 : at]) or _is_letter(text[at + len(raw) : at + len(raw) + 1]))
        for at in occurrences(raw, text)
    )


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _letters(text: str) -> str:
    return "".join(c for c in fold_text(text) if c.isalnum())
