"""What people say around a question: 请问, 根据文档, could you tell me. It is not what they ask.

Words of politeness and of where to look are in no passage, or in the wrong one, and weigh as much as the
words that are asked about; so a question is read without them.
"""

from __future__ import annotations

import re

from yinzheng.corpus.fold import simplified
from yinzheng.qa.question import is_function_word

_LEAST = 3  # characters or so of a question that is left

_TEXTS = "文档|文件|文章|文本|资料库?|材料|报告|报道|新闻|内容|信息|原文|上文|下文|本文|全文|文中|段落"
_THESE = "(?:这[些份篇]?|上述|以上|以下|所给|给定|给出|提供|已有|现有|我|我们|手头)?的?"
_HAVE_SAID = "(?:一下|下|一查|一看|说|讲|看|查|找)?"
_SAY = rf"(?:告诉|告知)(?:我们?|一下)+|[查看找说讲问答](?:一下|下|一[查看找])|查查|看看|找找|说说|讲讲|回答{_HAVE_SAID}"
_CHINESE = (
    r"(?:你好|您好|嗨|大家好|那么?|好的?|嗯)[,，。!！~～]+",
    r"请(?:问|教)(?:一下|一句|下|你|您)*",
    r"(?:我们?|咱们?)?(?:很|非常|就|还|只)?(?:想要?|需要|要|希望)(?:请?问|知道|了解|弄清楚|搞清楚|弄明白|搞明白|确认)(?:一下|下)?(?:的是)?",
    r"我?(?:不知道|不清楚|很?好奇)[,，]?(?=.*(?:多少|几|什么|哪|谁|何|怎|如何|是否|有没有|是不是|为什么))",
    rf"(?:你们?|您)?(?:麻烦|劳驾|拜托|辛苦|请|能不能|能否|可不可以|可否|可以|能)?(?:你们?|您)?(?:请|帮忙|帮我|帮|给我|替我|为我|再)*(?:{_SAY})",
    r"(?:有没有人|有谁|谁|你们?|您|大家)(?:知道|知不知道|清楚|清不清楚|晓得)(?=.*(?:多少|几|什么|哪|谁|何|怎|是否|[吗么][?？ ]*$))",
    rf"(?:根据|依据|按照|基于|参考|参照|结合|通过|从){_THESE}(?:{_TEXTS})(?:当中|里面|[中里内上])?(?:的(?:内容|信息|描述|说法|记载|数据|说明))?"
    r"(?:来看|看|可知|所述|所说)?(?:[,，:：]|(?<=[中里]))",
    rf"(?:在?{_THESE}(?:文档|文件|文章|资料库?|材料|报告|报道|新闻|原文)(?:当中|里面|[中里])|[本上下原全]?文中)"
    r"(?:所?(?:提到|提及|提过|说到|说过|说|讲到|谈到|指出|写到|写|显示|给出|披露|记载|涉及)[了过]?(?:的|[,，:：])?|[,，:：])",
)
_CHINESE_ENDS = (
    r"[,，。?？!！ ]*(?:谢谢|多谢|感谢|拜托了?|辛苦了?|麻烦了?)(?:你们?|您|大家|啦|了)*[!！。~～ ]*",
    r"[,，。?？!！ ]*请(?:你|您)?(?:据此)?(?:回答|作答|解答|告知|告诉我|说明)(?:一下)?[!！。 ]*",
)
_ASKS_WHETHER = re.compile(
    r"^(?:(?:有没有人|有谁|谁|你们?|您|大家)(?:知道|清楚|晓得)|.{0,3}?(?:能|可以)(?:你们?|您)?.*?(?:告诉|告知)).*[吗么][?？ ]*$"
)
"""A question whether one knows or may tell; the 吗 at its end belongs to that."""
_ASKING = re.compile(r"多少|几|什么|啥|哪|谁|何|怎|是否|有没有|是不是|有无")
_WHETHER_END = re.compile(r"[吗么](?=[?？ ]*$)")

_LATIN_TEXTS = (
    r"(?:(?:the|these|those|this|that|our|your|my|all)(?: of)?(?: the| these)? )?"
    r"(?:(?:given|provided|above|attached|following|available|indexed|uploaded|source) )?"
    r"(?:documents?|articles?|texts?|passages?|sources?|files?|reports?|materials?|context|corpus|library|information|notes"
    r"|transcripts?)(?: (?:above|below|provided|given|here|i have|we have))?"
)
_KNOW = "(?:know|find out|learn|ask|check|confirm|understand|hear|be told)"
_LATIN = (
    r"(?:hi|hello|hey|ok|okay|so|well|excuse me|thanks|thank you|good (?:morning|afternoon|evening))(?: there)?[,!.]",
    r"(?:please|kindly)\b[,:]?",
    r"(?:can|could|would|will|may|might) (?:you|anyone|someone|anybody|somebody)(?: please| kindly)?(?: be able to)?"
    r" (?:tell|remind|inform|show|answer)(?: (?:me|us))?[,:]?(?! about\b| of\b)",
    r"(?:can|could|would|will) you(?: please| kindly)? (?:check|look up|find out|find)(?: for me)?[,:]?(?= (?:who|what|when|where|which|why|how|if|whether)\b)",
    r"(?:can|could|may|might) (?:i|we) (?:please )?(?:ask|know|find out|get to know)(?: you)?[,:]?",
    r"(?:tell|remind|show|let)(?: me| us)(?: know)?[,:]?(?! about\b| of\b)",
    rf"(?:i|we)(?:'d|’d| would| should)? (?:really |just )?(?:like|love|want|need|wish|hope) (?:you to tell me|to {_KNOW})[,:]?(?: about\b)?",
    r"(?:i|we)(?:'m|’m|'re|’re| am| are| was| were)? (?:just )?(?:wondering|wondered|wonder|curious|trying to find out)[,:]?(?: about\b)?",
    r"(?:do|does|did|would) (?:you|anyone|anybody|we)(?: happen to)? know[,:]?(?! about\b| of\b)",
    r"(?:any idea|(?:my|our|the|a|one) question(?: is)?|question)[,:]?",
    rf"(?:according to|based (?:up)?on|judging (?:from|by)|going by|as per|per|given|from|in|using|with(?:in)? (?:the help of )?|as stated in|as mentioned in|as described in) {_LATIN_TEXTS}[,:]",
)
_LATIN_ENDS = (
    r"\s*[,.?!]\s*(?:please|thanks(?: a lot| so much)?|thank you(?: very much| so much)?|cheers|if you know|do you know)[.!? ]*",
    rf"[,.?! ]*\b(?:according to|based on|as per|as stated in|as mentioned in|as described in|as reported in|going by) {_LATIN_TEXTS}[.!? ]*",
)
_BEFORE = re.compile(
    rf"[\s\"'“”‘’]*(?:{'|'.join(_CHINESE)}|(?:{'|'.join(_LATIN)})(?=\W))[\s,，:：]*", re.IGNORECASE
)
_BEHIND = re.compile(rf"(?:{'|'.join((*_CHINESE_ENDS, *_LATIN_ENDS))})$", re.IGNORECASE)

_OF = re.compile(r"(?<=[一-龥A-Za-z0-9）)])(?:事件)?(?:所|相)?对应的")
"""中标事件对应的金额 is 中标的金额."""
_DONE = (
    "中标|质押|回购|减持|增持|收购|并购|合并|重组|融资|投资|注资|入股|上市|退市|停牌|破产|清算|亏损|违约|约谈|处罚|起诉"
    "|涨价|降价|裁员|停产|扩产|签约|合作|转让|出售|变动|解禁|分红|破发|爆雷"
)
_WHO = re.compile(
    rf"(?P<who>公司|企业|股东|机构|银行)?(?P<done>[一-龥]{{0,4}}(?:{_DONE}))(?:事件)?的?(?:主体|当事人|当事方|当事公司|参与方|涉事方|涉及的?公司|涉事公司)"
    r"(?:都|分别|主要)?(?:有哪些|有谁|是谁|是哪些|是什么|是哪家|包括哪些|包括谁)[?？]?"
)


def unframed(question: str) -> str:
    """Return what a question asks without what is said around it; itself where nothing else is left.

    >>> unframed("请问根据文档，羽石云有多少张 GPU？谢谢")
    '羽石云有多少张 GPU'
    >>> unframed("Could you please tell me how many GPUs Quillstone has?")
    'how many GPUs Quillstone has?'
    """
    text = question.strip()
    if _ASKS_WHETHER.match(simplified(text)) and (end := _WHETHER_END.search(text)):
        bare = text[: end.start()] + text[end.end() :]
        rest = _BEFORE.sub("", simplified(bare), count=1)
        text = bare if _ASKING.search(rest) else text
    while (end := _BEHIND.search(simplified(text))) and end.group():
        if not _says_enough(text[: end.start()]):
            break
        text = text[: end.start()]
    while (start := _BEFORE.match(simplified(text))) and start.group():
        if not _says_enough(text[start.end() :]):
            break
        text = text[start.end() :]
    text = _OF.sub("的", text)
    if who := _WHO.fullmatch(simplified(text)):
        text = f"哪{'个' if who['who'] == '股东' else '家'}{who['who'] or '公司'}{who['done']}了？"
    return text


def _says_enough(text: str) -> bool:
    """Whether what is left asks for something."""
    from yinzheng.corpus.tokens import words

    return len(text.strip()) >= _LEAST and any(not is_function_word(word) for word in words(text))
