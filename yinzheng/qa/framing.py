"""What people say around a question: 请问, 根据文档, could you tell me. It is not what they ask.

Words of politeness and of where to look are in no passage, or in the wrong one, and weigh as much as the
words that are asked about; so a question is read without them.
"""

from __future__ import annotations

import re
from functools import cache

from yinzheng.corpus.fold import simplified
from yinzheng.corpus.tokens import words
from yinzheng.qa.events import event_names
from yinzheng.qa.question import is_function_word

_LEAST = 3
"""Characters of a question that is left."""

_MOST = 6
"""So many things said before it, and behind it, are left out."""

_ASKING = "多[少大高长久远快重]|几|什么|啥|哪|谁|何|怎|是否|有没有|是不是|有无"
_YOU, _I = "(?:你们?|您|大家)", "(?:我们?|咱们?)"
_MAY = "(?:能不能|能否|可不可以|可否|可以|能)"
_TEXTS = "文档|文件|文章|文本|资料库?|材料|报告|报道|新闻|原文|内容|信息|[上下本全]文|文中|段落"
_THESE = rf"(?:这[些份篇]?|上述|以[上下]|所?给[定出]?|提供|[已现]有|{_I}|手头)?的?"
_WITHIN = "(?:当中|里面|[中里内上])"
_ALREADY = "(?:提到|提及|提过|说到|说过|说|讲到|谈到|指出|写到|写|显示|给出|披露|记载|涉及)[了过]?"
_SAY = (
    rf"(?:告诉|告知)(?:{_I}|一下)+|[查看找说讲问答](?:一下|下|一[查看找])|查查|看看|找找|说说|讲讲"
    "|回答(?:一下|下)?"
)
_CHINESE = (
    "(?:[你您]好|嗨|大家好|那么?|好的?|嗯)[,，。!！~～]+"
    rf"|请[问教](?:一[下句]|下|{_YOU})*"
    r"|请?用(?:[中英]文|汉语|英语)(?:来)?(?:回答|作答|告诉我)(?:我|一下)?(?:[:：,，]|这个问题[:：,，])"
    rf"|{_I}?(?:很|非常|就|还|只)?(?:想要?|需要|要|希望)"
    "(?:请?问|知道|了解|弄清楚|搞清楚|弄明白|搞明白|确认)(?:一下|下)?(?:的是)?"
    rf"|我?(?:不知道|不清楚|很?好奇)[,，]?(?=.*(?:{_ASKING}|[吗么][?？ ]*$))"
    rf"|{_YOU}?(?:麻烦|劳驾|拜托|辛苦|请|{_MAY})?{_YOU}?(?:请|帮忙|[帮给替为]我|帮|再)*(?:{_SAY})"
    rf"|(?:有没有人|有谁|谁|{_YOU})(?:知道|知不知道|清楚|清不清楚|晓得)(?=.*(?:{_ASKING}|[吗么][?？ ]*$))"
    rf"|(?:根据|依据|按照|基于|参[考照]|结合|通过|从){_THESE}(?:{_TEXTS}){_WITHIN}?"
    "(?:的(?:内容|信息|描述|说法|记载|数据|说明))?(?:来看|看|可知|所[述说])?(?:[,，:：]|(?<=[中里]))"
    rf"|(?:在?{_THESE}(?:文档|文件|文章|资料库?|材料|报告|报道|新闻|原文){_WITHIN}|[本上下原全]?文中)"
    rf"(?:所?{_ALREADY}(?:的|[,，:：])?|[,，:：])"
)
_CHINESE_ENDS = (
    rf"[,，。!！ ]*(?:谢谢|多谢|感谢|拜托了?|辛苦了?|麻烦了?)(?:{_YOU}|[啦了])*[!！。~～ ]*"
    rf"|[,，。!！ ]*请{_YOU}?(?:据此)?(?:回答|作答|解答|告知|告诉我|说明)(?:一下)?[!！。 ]*"
)
_ASKS_WHETHER = re.compile(
    rf"(?:(?:有没有人|有谁|谁|{_YOU})(?:知道|清楚|晓得)|.{{0,3}}?{_MAY}{_YOU}?.*?(?:告诉|告知))"
    ".*[吗么][?？ ]*"
)
"""A question whether one knows or may tell; the 吗 at its end belongs to that."""

_DOCUMENTS = (
    r"(?:(?:the|these|those|this|that|our|your|my|all)(?: of)?(?: the| these)? )?"
    r"(?:(?:given|provided|above|attached|following|available|indexed|uploaded|source) )?"
    r"(?:documents?|articles?|texts?|passages?|sources?|files?|reports?|materials?|context|corpus|library"
    r"|information|notes|transcripts?)(?: (?:above|below|provided|given|here|i have|we have))?"
)
_SOMEONE = "(?:you|anyone|someone|anybody|somebody|we)"
_KNOW = "(?:know|find out|learn|ask|check|confirm|understand|hear|be told)"
_ABOUT_IT = r"[,:]?(?! (?:about|of)\b)"
_STATED = "as (?:stated|mentioned|described|reported) in|as per|according to|based (?:up)?on|going by"
_ENGLISH = (
    r"(?:hi|hello|hey|ok|okay|so|well|excuse me|thanks|thank you)(?: there)?[,!.]"
    r"|(?:please|kindly)\b[,:]?"
    rf"|(?:can|could|would|will|may|might) {_SOMEONE}(?: please| kindly)?(?: be able to)?"
    rf" (?:tell|remind|inform|show|answer)(?: (?:me|us))?{_ABOUT_IT}"
    rf"|(?:can|could|would|will) {_SOMEONE}(?: please| kindly)? (?:check|look up|find out|find)"
    r"(?: for me)?[,:]?(?= (?:who|what|when|where|which|why|how|if|whether)\b)"
    r"|(?:can|could|may|might) (?:i|we) (?:please )?(?:ask|know|find out|get to know)(?: you)?[,:]?"
    rf"|(?:tell|remind|show|let) (?:me|us)(?: know)?{_ABOUT_IT}"
    r"|(?:give|get) (?:me|us)(?! (?:a |an |the )?(?:summary|overview)\b)"
    rf"|(?:can|could|would|will) {_SOMEONE}(?: please| kindly)?"
    r"(?= (?:summari[sz]e|sum up|give|get|list|help)\b)"
    r"|help (?:me|us)(?: to)? (?:understand|find out|figure out|see)[,:]?"
    r"|(?:answer|reply|respond) in (?:english|chinese|mandarin)[:,.]"
    r"|(?:i|we)(?:['’]d| would| should)? (?:really |just )?(?:like|love|want|need|wish|hope)"
    rf" (?:you to tell me|to {_KNOW})[,:]?(?: about\b)?"
    r"|(?:i|we)(?:['’]m|['’]re| am| are| was| were)? (?:just )?"
    r"(?:wondering|wondered|wonder|curious|trying to find out)[,:]?(?: about\b)?"
    rf"|(?:do|does|did|would) {_SOMEONE}(?: happen to)? know{_ABOUT_IT}"
    r"|(?:any idea|(?:(?:my|our|the|a|one) )?question(?: is)?)[,:]?"
    rf"|(?:{_STATED}|judging (?:from|by)|per|given|from|in|using|within) {_DOCUMENTS}[,:]"
)
_ENGLISH_ENDS = (
    r"(?:\s*[,.!]|(?<=\?))\s*(?:please|thanks(?: a lot| so much)?|thank you(?: very much| so much)?|cheers"
    r"|if you know|do you know)[.!? ]*"
    r"|(?<!they)(?<!you)(?<!he)(?<!we)(?<!one) please[.!? ]*"
    rf"|[,.! ]*\b(?:{_STATED}) {_DOCUMENTS}[.!? ]*"
)
_BEFORE = re.compile(rf"[\s\"'“”‘’]*(?:{_CHINESE}|(?:{_ENGLISH})(?=\W))[\s,，:：]*", re.IGNORECASE)
_PARTICLES = re.compile(r"[呀啊哦哈嘛呢]+(?=[?？。!！~～ ]*$)")
_BEHIND = re.compile(rf"(?:{_CHINESE_ENDS}|{_ENGLISH_ENDS})$", re.IGNORECASE)

_OF = re.compile(r"(?<=[一-龥A-Za-z0-9）)])(?:事件)?[所相]?对应的")
"""中标事件对应的金额 is 中标的金额."""

_ABOUT_A_YEAR = (
    "全年|[上下]半年|(?:第?[一二三四]|前三)季|Q[1-4]|年报"
    "|[一-龥]{0,6}?(?:营收|收入|利润|净利|亏|赚|毛利|费用|出货|销量|产能|订单|业绩)"
)
_WRITTEN = (
    (re.compile("(?:啥|嘛|多)时候|啥时间|几时(?!起)|多会儿"), "什么时候"),
    (re.compile("[为因]啥"), "为什么"),
    (re.compile("啥"), "什么"),
    (re.compile("咋样"), "怎么样"),
    (re.compile("咋"), "怎么"),
    (re.compile(rf"(?<![\d.])(?=[12]\d年(?![前后以内间来多期]))(?=\d\d年的?(?:{_ABOUT_A_YEAR}))"), "20"),
    (re.compile(r"\b(?:fy|fiscal(?: year)?) ?['’]?(?=\d\d\b(?!\d))", re.IGNORECASE), "fiscal 20"),
    (re.compile(r"\bfy ?(?=20\d\d\b)", re.IGNORECASE), "fiscal "),
    (re.compile(r"\b(what|who|when|where|how)(?:['’]s|s)\b(?= )", re.IGNORECASE), r"\1 is"),
)
"""What is said in talk, and how it is written, which the models have read: 啥时候, 24年营收, FY24, what's."""

_PARTY = "主体|当事[人方]|当事公司|参与方|涉事方|涉事公司|涉及的?公司"
_OTHER_DEEDS = "投资|注资|入股|清算|违约|涨价|降价|停产|扩产|转让|出售|解禁"


@cache
def _whose_deed() -> re.Pattern[str]:
    """Return the form of questions like 股东减持的主体有哪些, which ask which shareholder did it."""
    deeds = "|".join((*event_names(), _OTHER_DEEDS))
    return re.compile(
        rf"(?P<who>公司|企业|股东|机构|银行|高管)?(?P<done>[一-龥]{{0,4}}(?:{deeds}))(?:事件)?的?(?:{_PARTY})"
        "(?:都|分别|主要)?(?:有哪些|有谁|是谁|是哪些|是什么|是哪家|包括哪些|包括谁)[?？]?"
    )


def unframed(question: str) -> str:
    """Return what a question asks without what is said around it; itself where nothing else is left.

    >>> unframed("请问根据文档，羽石云有多少张 GPU？谢谢")
    '羽石云有多少张 GPU'
    >>> unframed("Could you please tell me how many GPUs Quillstone has?")
    'how many GPUs Quillstone has?'
    """
    text = _without_whether(question.strip())
    for _ in range(_MOST):
        if not (found := _BEHIND.search(simplified(text))) or not _asks(text[: found.start()]):
            break
        text = text[: found.start()]
    if (found := _PARTICLES.search(text)) and _asks(text[: found.start()]):
        text = text[: found.start()] + text[found.end() :]
    for _ in range(_MOST):
        if not (found := _BEFORE.match(simplified(text))) or not _asks(text[found.end() :]):
            break
        text = text[found.end() :]
    text = _OF.sub("的", text)
    for said, written in _WRITTEN:
        text = said.sub(written, text)
    asked = simplified(text)
    if re.search(_PARTY, asked) and (who := _whose_deed().fullmatch(asked)):
        measure = {"股东": "个", "高管": "位"}.get(who["who"] or "", "家")
        return f"哪{measure}{who['who'] or '公司'}{who['done']}了？"
    return text


def _without_whether(question: str) -> str:
    """Return 你知道羽石云有多少GPU吗 without its 吗; 你知道羽石云盈利了吗 asks whether."""
    text = simplified(question)
    if not _ASKS_WHETHER.fullmatch(text):
        return question
    end = max(text.rfind("吗"), text.rfind("么"))
    if not re.search(_ASKING, _BEFORE.sub("", text[:end], count=1)):
        return question
    return question[:end] + question[end + 1 :]


def _asks(text: str) -> bool:
    """Whether what is left asks for something."""
    return len(text.strip()) >= _LEAST and any(not is_function_word(word) for word in words(text))
