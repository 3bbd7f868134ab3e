"""Who does what an event tells: 股东顾砚秋将其质押给银行的股份解除质押 is done by 顾砚秋, not by the bank.

A sentence about an event names who announces it, who reports it and who stands at its other end, too, and
each looks like an answer. The roles that tell whose a figure is (``whose.py``) tell who acts; notices of
companies put holders and subsidiaries behind a word that says what they are, whatever they are called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from yinzheng.corpus.fold import simplified
from yinzheng.qa.clauses import Layout
from yinzheng.qa.events import SUFFERED, told_at
from yinzheng.qa.names import entities, tagger
from yinzheng.qa.names.about import MEDIA
from yinzheng.qa.names.datelines import dateline_end
from yinzheng.qa.names.mentions import Mention, english_words, mentions
from yinzheng.qa.quantities import quantities
from yinzheng.qa.whose import Memory, Whose

_OF_SHARES = frozenset({"pledge", "release", "disposal", "purchase"})
"""Events that holders of shares do, not the company whose shares they are."""

_OF_TWO = frozenset({"acquisition", "lawsuit", "merger", "buyback", *_OF_SHARES})
"""Events whose verbs may be passive: who does them stands behind 被 and ``by``."""

_NAME = (
    r"[^\s，。；：、丨|（()）“”《》,;:\d%]{2,24}?"
    "(?:[（(](?:有限合伙|普通合伙|集团|[一-龥]{2,3})[)）][一-龥]{0,8}?)?"
)
_ASIDE = r"(?:[（(][^（()）]{0,60}[)）])*"
_ROLE = (
    "(?:股东|实际控制人|实控人|一致行动人|董事长|副?总经理|副?总裁|董事|监事|财务总监|董事会秘书"
    "|高级管理人员)"
)
_HOLDERS = (
    re.compile(
        rf"{_ROLE}(?P<name>{_NAME}){_ASIDE}(?=\s?(?:先生|女士|及其|将|于|拟|计划|通知|函告|的(?:通知|函告|告知函|关于)"
        r"|出具|发来|来函|关于|所持|持有|所质押|质押|解除|解质|减持|增持|通过|自|因|已|未|基于|累计|尚有|尚未|共|此次|本次|在|向|对|与|以|为|\d))"
    ),
    re.compile(
        rf"(?:^|[，。；\s])(?:获悉|其中)?(?P<name>{_NAME}){_ASIDE}(?:先生|女士)?(?=(?:已|拟|计划)?将(?:其|所|原|持有))"
    ),
)
_SUBSIDIARIES = (
    re.compile(
        rf"(?:[子孙]公司|(?:附属|项目|参股|成员)(?:公司|企业|单位)|(?:下属|旗下)(?:公司|企业|单位)?)(?P<name>{_NAME}){_ASIDE}"
        r"(?=\s?(?:近日|日前|今日|于|收到|预?中标|联合|成功|拟|成为|确[定认]|参[加与]|获|被|因|由于|已|将|以|与|和|及|等|宣布|完成|收购|[、，]))"
    ),
)
_ALONE = re.compile(
    rf"(?:^|[，。：:；】丨\s“])(?:其中|日前|近日|此外)?(?P<name>{_NAME})[”\s]?{_ASIDE}[：:]?\s?"
    r"(?:近日|日前|今日|已|正式|成功|再次|联合|预|拟|计划|宣布|完成|获得?|成为|申请|被|因|遭|连续|确认|共|累计|[\d.]+[亿万]元?)*$"
)
"""A name that the tagger does not know, right before the verb."""

_DAY = r"(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2}日|昨日|今日|上?周[一二三四五六日])?"
_ANNOUNCERS = re.compile(
    rf"(?:^|[丨|，。：:】\s]|\d日)(?P<name>{_NAME})\s?{_ASIDE}\s?{_DAY}"
    "(?:晚间|早间|午间|盘后|上午|下午|中午|晚|今早)?(?:近日)?(?:发布|刊发|发出)?(?:公告|公布|宣布|披露|发布|消息)"
)
_NO_NAME = re.compile(
    r"[的投标招【】了在是对与和或如此因为于等自按而近以由从其有不溢筹\[]|.{13}|[一-龥]{0,2}$"
)
"""What a name that nobody knows has none of."""

_NOBODY = re.compile(
    r"公司|集团|股[东份票权]|[子孙]公司|及|和|的|由|以|将|所|拟|发布|参与|合计|联合|大部分|减持|增持|质押|中标|近日|其|双方|该|本|消息|记者|现|净|归属|取得|至今|晚|早|午|部分|重大|次日|当日|全年|上半年|下半年|截至|预计"
    r"|近期|目前|去年|今年|同比|累计|每股|有望"
)
"""How what looks like a name begins where it is none."""

_TO_WHOM = re.compile(
    rf"了?[“\s]?(?P<name>{_NAME})[”\s]?(?=[，。；、”]|负责人|相关|账号|等|的|因|要求|\d|$)"
    r"| (?:the )?(?P<latin>[A-Z][\w&'’-]*(?: [A-Z][\w&'’-]*){0,4})"
)
_WINNER = re.compile(
    rf"中标(?:候选)?(?:人|单位|方|机构|供应商)(?:名称)?(?:[：:为是]|变更为)\s?(?P<name>{_NAME})(?=[（(、，。；;\s与和]|$)"
)
_FINED = re.compile(
    rf"(?:对|给予|责令)(?P<name>{_NAME}){_ASIDE}(?:处以?|作出|开出|开具|给予|进行|予以)?(?:行政|人民币)?"
    r"(?:[\d.,]+ ?[万亿]?[^\d，。；]{0,3}元的?)?$"
)
_SUFFERS = re.compile(r"[被遭]|\b(?:was|were|been|being|is|are|be)\b")
_HEADED = re.compile(rf"\s*(?:【[^】]*】)?(?P<name>{_NAME}){_ASIDE}[：:]")
"""Of whom a notice tells: 【处罚】天邈医药：…."""
_APPOINTED = re.compile(rf"(?P<name>{_NAME})(?:先生|女士)?{_ASIDE}(?:为|担任|出任|任|接任|接替)")
_PASSIVE = re.compile(
    rf"[被遭](?P<by>(?:{_NAME})?)(?:以[^，。；]{{1,16}})?(?:全资|正式|成功)*$"
    r"|\b(?:was|were|been|being|is|are|be)(?: (?:recently|later|then|also))? $"
)
_BY = re.compile(r"[^.;]{0,60}? by (?:the )?(?P<by>[A-Z][\w&'’-]*(?: [A-Z][\w&'’-]*){0,4})")
_APPOINTS = re.compile("委任|任命|聘任|增聘|免去")
_TERM = re.compile("[A-Z]{2,4}(?:项目|工程|总承包|模式|等|[）)])")
"""An abbreviation that names no company: EPC总承包."""
_PAPER = re.compile("(?:候选人)?(?:公告|公示|名单|结果)")
"""What is only about an event: 中标公告."""
_NOTIFIED = re.compile("收到[^，。；]*$")
"""收到A发来的《中标通知书》: A has not won it."""
_CAUSE = re.compile("因(?!特|斯)|由于")
"""Where a name ends that the tagger has not ended: 博晟钢构因买卖合同."""
_OTHER_END = re.compile("领投|跟投")


def doer(event: str, sentence: str) -> tuple[int, int] | None:
    """Return where a sentence names who does an event, half-open; None where that cannot be told.

    ``event`` is a key of ``events.tsv``. Of a fine or a summons it is who gets it.

    >>> doer("pledge", "公司控股股东顾砚秋将1125万股质押给北方银行。")
    (6, 9)
    """
    text = simplified(sentence)
    opened = dateline_end(text, 0, len(text))  # it names a town and an agency
    text = " " * opened + text[opened:]
    for start, end in told_at(event, text):
        if _OTHER_END.fullmatch(text[start:end]) or _PAPER.match(text, end):
            continue
        if event == "bid" and (notified := _NOTIFIED.search(text[:end])):
            start = notified.start()
        if found := _at(event, text, start, end):
            cause = _CAUSE.search(text, found[0] + 2, found[1])
            return found[0], cause.start() if cause else found[1]
    return None


def acting_at(sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a sentence names who does or says what it tells at ``[start, end)``; None if nowhere.

    That is who acts by the roles of those whom it mentions, or a name right before the place.
    """
    text = simplified(sentence)
    acting = _acting(text, start, end)
    if acting is not None:
        return (acting.start, acting.end) if acting.named and not MEDIA.fullmatch(acting.text) else None
    alone = _ALONE.search(text[:start])
    return alone.span("name") if alone and not _NO_NAME.search(alone["name"]) else None


def announcer(sentence: str, end: int) -> tuple[int, int] | None:
    """Return where a sentence names who announces what it tells before an offset; None where nobody does."""
    return _named((_ANNOUNCERS,), simplified(sentence), end)


def _at(event: str, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return who does an event that a text in simplified characters tells at ``[start, end)``."""
    if event in SUFFERED:
        to = _FINED.search(text[:start]) or _TO_WHOM.match(text, end)
        if to and not _NOBODY.match(said := to.groupdict().get("latin") or to["name"]):
            return to.start() + to.group().index(said), to.start() + to.group().index(said) + len(said)
        if to or not _SUFFERS.search(text[:start]):
            return headed.span("name") if (headed := _HEADED.match(text)) else None
    if event == "bid" and (winner := _WINNER.match(text, start)):
        return winner.span("name")
    if event == "management" and _APPOINTS.fullmatch(text[start:end]):
        return to.span("name") if (to := _APPOINTED.match(text, end)) else None
    if found := _named(_HOLDERS if event in _OF_SHARES else _SUBSIDIARIES, text, start):
        return found
    if event in _OF_TWO and (passive := _PASSIVE.search(text[:start])):
        by = passive if passive["by"] else _BY.match(text, end)
        return by.span("by") if by else None
    acting = _acting(text, start, end)
    if acting is not None and acting.named and not MEDIA.fullmatch(acting.text):
        kinds = ("person",) if event == "management" else ("org", "person")
        return (acting.start, acting.end) if acting.kind in kinds else None
    if event in _OF_SHARES or event == "management":
        return None
    if acting is None and (alone := _ALONE.search(text[:start])) and not _NO_NAME.search(alone["name"]):
        return alone.span("name")
    return _named((_ANNOUNCERS,), text, start)


def _named(patterns: Iterable[re.Pattern[str]], text: str, end: int) -> tuple[int, int] | None:
    """Return the last name before ``end`` that the first of the patterns finds which has one there."""
    for pattern in patterns:
        spans = [m.span("name") for m in pattern.finditer(text) if not _NOBODY.match(m["name"])]
        if before := [span for span in spans if span[1] <= end]:
            return before[-1]
    return None


def _acting(text: str, start: int, end: int) -> Mention | None:
    """Return who acts at a place in a sentence by the roles of those whom it mentions."""
    chinese = entities.HAN.search(text) is not None
    names = entities.names(text)
    words = tagger.tag([text])[0] if chinese else english_words(text, 0, len(text))
    placed = mentions(text, words, names, chinese=chinese)
    whole = sorted([*((n.start, n.end) for n in names), *((q.start, q.end) for q in quantities(text))])
    whose = Whose(text, placed, Layout(text, 0, len(text), whole), Memory(), chinese=chinese)
    acting = whose.acting(start, end)
    return None if acting and _TERM.match(text, acting.start) else acting
