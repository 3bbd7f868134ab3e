"""What a question asks for: a number, a date …, and the signs of it in a sentence."""

from __future__ import annotations

import re
from typing import Literal

from yinzheng.corpus.fold import simplified

Asked = Literal[
    "reason", "yes_no", "share", "duration", "date", "money", "number", "person", "organisation", "place",
    "list", "manner", "definition", "other",
]  # fmt: skip

_ASKS: tuple[tuple[Asked, re.Pattern[str]], ...] = (
    (
        "reason",
        re.compile(
            r"(?<![之称作因])为什么|为何|何以|什么原因|原因(?:是|有|在|为)|\bwhy\b|\breasons?\b.*\?",
            re.IGNORECASE,
        ),
    ),
    (
        "yes_no",
        re.compile(
            r"是否|是不是|有没有|能不能|会不会|可不可以|(?<!什)吗[?？]?$"
            r"|^\s*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b(?!.*\b(?:who|what|when"
            r"|where|which|how)\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "date",
        re.compile(
            r"(?:[西公]元|民国)几年|几月(?:几[日号]|份|[?？]|$)|几世纪"
            r"|[于在是](?:[西公]元)?几[年月日号](?!以?[内后前])"
        ),
    ),
    (
        "share",
        re.compile(
            r"百分之[多几]|百分比|占比|比例|比重|份额|[费利汇税]率|毛利率|净利率|增长率|效率|多少(?:的?股权|个?百分点)|持股多少"
            r"|(?<![功频心斜曲辨])率(?:大?约|达到?)?[是为有]?(?:多少|几何|多高)"
            r"|(?<!质押)(?<!质押了)(?<!回购)(?<!回购了)(?<!减持)(?<!减持了)(?<!增持)(?<!增持了)多少的?股份"
            r"|[涨跌增降][长幅低]?了?多少|同比|占[总持股本]{1,3}比|几成"
            r"|占(?![地用据有领])[^，。？?]{1,24}?多少(?![元亿万人米名家个平])"
            r"|\bwhat ?%|\b(?:what|which) (?:(?:is|was|were|are) the )?(?:\w+ )?"
            r"(?:percentage|percent|share(?! (?:price|capital|count|buy|repurch))|proportion|fraction|rate)\b"
            r"|\bhow (?:much of|fast)\b|\b(?:interest|growth|tax|exchange|unemployment) rate\b"
            r"|\b(?:margin|efficiency)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "duration",
        re.compile(
            r"多久|多[长少]时间|[几多少]{1,2}(?:年(?![份轻龄])|个?月|天|日(?![圆元])|小时|周|分钟|秒)(?:的|以|内|[^以内前后])"
            r"|\bhow (?:long (?:did|does|do|will|has|have)"
            r"|many (?:years|months|weeks|days|hours|minutes|seconds)|much time)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "date",
        re.compile(
            r"何时|何年|何月|什么时候|什么时间|(?:时间|时刻|日期)(?:是什么|[是为])?[?？]?$"
            r"|哪[一]?[年天月]|[哪什][么一个]{0,2}(?:年(?![龄轻])代?|月|季度|世纪|时期|朝代)"
            r"|几[年月日号](?!以|内|前|后)|年份|日期|\bwhen\b"
            r"|\b(?:what|which) (?:years?|date|day|month|century|decade|quarter)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "money",
        re.compile(
            r"多少(?:钱|资金|[美日欧港澳加]元|元|亿元|万元)"
            r"|(?:金额|价格|价款|售价|单价|造价|身价|总价|中标价)(?:是什么|是多少|多少|[是为])?[?？]?$"
            r"|\bhow (?:much (?:money|cash)|many (?:dollars|euros|yuan|pounds))\b"
            r"|\bhow much (?:did|does|do|will|would|was|is|were) .{1,60}?"
            r"\b(?:cost|pay|paid|spend|spent|invest|earn|lose|owe|raise|donate|lend|borrow|sold|sell|bought|buy)\b"
            r"|\bwhat (?:(?:is|was|are|were) (?:the|its) )?(?:\w+ )?(?:price|cost|fee|salary|valuation)\b"
            r"|^what (?:did|does|do|has|will|would) .{1,60}? (?:lose|earn|spend|pay|owe|lost|paid)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "number",
        re.compile(
            r"多少|几(?![乎何])|多[大高长久远重快热冷]|金额|总额|数量|比分|年龄段"
            r"|(?:高度|长度|宽度|深度|厚度|直径|距离|间距|面积|体积|容量|重量|速度|温度|海拔|人口|年龄|价格|得分|限制)"
            r"(?:约|大约)?[是为有][?？]?$"
            r"|\bhow (?:many|much|large|big|long|wide|deep|heavy|old|high|tall|far|fast|often|hot|cold"
            r"|loud)\b"
            r"|\b(?:what|how) (?:is|was|are|were|did) .{1,60}?\b(?:valuation|revenue|turnover|profit|income"
            r"|rate|price|cost|capacity|headcount|market cap|debt|loss|cash|sales|assets|expenses?"
            r"|budget|total|yield|population|height"
            r"|size|score|length|weight|value|depth|width|distance|diameter|elevation|speed|temperature|age"
            r"|salary|area of)\b"
            r"|\b(?:what|which) (?:\w+ )?(?:number|amount|price|size|score|age|yard line|distance|height)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "person",
        re.compile(
            r"谁|何人|哪一?位|哪一?个人|姓名(?:是什么|叫什么|[是为])[?？]?$|\bwho(?:m|se)?\b", re.IGNORECASE
        ),
    ),
    (
        "organisation",
        re.compile(
            r"哪个?[一几]?[家间所](?!.{0,4}(?:店|门店|餐厅))|哪一?个?(?:公司|企业|银行|机构|集团|大学|学校|球队|组织|部门)"
            r"|(?:公司|企业|机构|(?:投资|出资|收购|中标|招标|质权|买|卖|合作)方)(?:的?(?:名称|名字|全称))?[是为叫]什么[?？]?$"
            r"|\b(?:what|which) (?:\w+ )?(?:company|companies|firm|bank|organi[sz]ation|agency|institution"
            r"|university|school|team|publisher|airline|network|group)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "place",
        re.compile(
            r"哪里|哪儿|(?<!如)何处|何地|在哪|哪一?个?(?:国家|城市|省|地区|地方)|\bwhere\b", re.IGNORECASE
        ),
    ),
    (
        "list",
        re.compile(
            r"哪些|哪几|有什么|包括什么|分别|\b(?:list|name) (?:the|all|some|two|three|four|five)\b"
            r"|\bwh(?:at|ich) (?:are|were) (?:the|some|two|three|four|its|their)\b"
            r"|\bwh(?:at|ich) (?:\w+ ){0,2}\w{3,}(?<!s)s (?:are|were|do|did|have|has)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "manner",
        re.compile(
            r"如何|怎么|怎样|\bhow (?:did|do|does|can|could|is|are|was|were|has|have|to)\b", re.IGNORECASE
        ),
    ),
    (
        "definition",
        re.compile(
            r"^什么是|是什么意思|指的?是什么|定义是"
            r"|\bwhat (?:does|do) .{1,60} (?:mean|stand for)\b|\bdefin(?:e|ition)\b"
            r"|^\s*what (?:is|are) (?:an? )?(?!the\b)[\w-]+(?: [\w-]+){0,2}\s*\?",
            re.IGNORECASE,
        ),
    ),
    # A phrase that names a measure asks for its figure.
    (
        "share",
        re.compile(
            r"(?:良|转化|复购|渗透|占有|利用|出租|入住|续费|增长|[毛净]利|负债|收益|周转|中签)率[?？]?$"
        ),
    ),
    (
        "number",
        re.compile(
            "(?:[产销出货用含总流]量|数额|营收|收入|利润|成本|费用|售价|单价|股价|估值|市值|产能|规模|薪酬|年薪)[?？]?$"
        ),
    ),
)

_NUMBER = (
    r"(?<![A-Za-z\d.-])\d|[一二两三四五六七八九十百千万亿]+(?:[个名人次年月日天岁元倍成座家位项种]|分之)|半数"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|hundred|thousand|million|billion|dozen|half|twice|double)\b"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_SHOWS: dict[Asked, re.Pattern[str]] = {
    "number": re.compile(_NUMBER, re.IGNORECASE),
    "money": re.compile(_NUMBER, re.IGNORECASE),
    "share": re.compile(
        r"[%％]|百分之|个百分点|基点|\d ?成|[一二三四五六七八九]成|分之|倍|一半|半数"
        r"|\bbps?\b|\bbasis points?\b|\bper ?cent\b|\bhalf\b"
        r"|\b(?:third|quarter|fifth|tenth)s?\b|\bdoubled?\b|\btripled?\b",
        re.IGNORECASE,
    ),
    "duration": re.compile(
        r"(?:\d|[一二两三四五六七八九十百半])\+? ?(?:多|余)?个? ?(?:年|月|天|周|星期|小时|分钟|日|世纪)"
        r"|\b(?:years?|months?|weeks?|days?|hours?|minutes?|decades?)\b",
        re.IGNORECASE,
    ),
    "date": re.compile(
        r"(?:1[0-9]|20)\d\d|\d{1,2} ?月|\d ?[年日号]|[一二三四五六七八九十〇]{1,4}[年月日]|世纪|年代"
        r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december"
        r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|century)\b",
        re.IGNORECASE,
    ),
    # A full name in Latin letters, a transcribed one, or a common surname before one or two characters.
    "person": re.compile(
        r"\b[A-Z][a-z]+ (?:[A-Z]\. |de |van |von |al-)?[A-Z][a-z]+|[一-龥]{2,}[·•・][一-龥]{2,}"
        rf"|(?<![一-龥])[{_SURNAMES}][一-龥]{{1,2}}|[一-龥][{_SURNAMES}][一-龥]{{1,2}}(?:[,，、。；;（(]|$)"
    ),
}
_YEAR = re.compile(r"(?<!\d)(?<!\d[.,])(?:19|20)\d\d(?!\d|[.,]\d)")


_FUNCTION_WORD = re.compile(
    r"[的了是在有和与及被把对为从到个各中其该这那吗呢么]|多少|几|什么|哪[里儿个些位家年]?|谁|何[时处人]?|怎[么样]*|如何|为什么|分别|请问"
    r"|(?:the|an?|of|to|in|on|at|by|for|from|with|and|or|as|is|are|was|were|be|been|do|does|did|has|have|had|will|would"
    r"|can|could|that|this|its?|their|his|her|what|which|who|whom|whose|when|where|why|how|many|much|there|s"
    r"|go|goes|going|went|gone|come|comes|came|coming|get|gets|got|make|makes|made|making|take|takes|took|taken"
    r"|give|gives|gave|given|put|let|they|them|he|she|we|you|i|been|being|than|so|if|then|also|any|some|all)",
    re.IGNORECASE,
)


def is_function_word(word: str) -> bool:
    """Whether a word of a question says nothing about its topic."""
    return _FUNCTION_WORD.fullmatch(word) is not None


def asked_for(question: str) -> Asked:
    """Return what the question asks for; ``other`` covers what nothing in its wording tells."""
    asked = simplified(question)
    late = _ASKS_HOW_MANY.match(asked) is not None
    for kind, pattern in _ASKS:
        if pattern.search(asked) and not (late and kind == "date"):
            return kind
    return "other"


_ASKS_HOW_MANY = re.compile(r"\s*(?:in |at |by |for |over |about )?how (?:many|much)\b", re.IGNORECASE)
"""What follows in such a question (``when the plant opened``) is a circumstance."""


def signs(sentence: str, kind: Asked) -> list[int] | None:
    """Return where in a sentence what is asked for may stand; None for kinds that leave no sign.

    Years are no sign of a number.
    """
    sign = _SHOWS.get(kind)
    if sign is None:
        return None
    sentence = simplified(sentence)
    found = [match.start() for match in sign.finditer(sentence)]
    if kind in {"number", "money"}:
        inside = {i for match in _YEAR.finditer(sentence) for i in range(match.start(), match.end())}
        found = [i for i in found if i not in inside]
    return found


def years(text: str) -> set[str]:
    """Return the years from 1900 to 2099 that a text names in digits."""
    return set(_YEAR.findall(text))


_RELATIVE = (
    (-2, re.compile(r"前年")),
    (-1, re.compile(r"去年|上年|上一年|\blast year\b|\bprevious year\b|\bprior year\b", re.IGNORECASE)),
    (0, re.compile(r"今年|本年|当年|\bthis year\b|\bcurrent year\b", re.IGNORECASE)),
    (1, re.compile(r"明年|下一年|来年|\bnext year\b", re.IGNORECASE)),
)


def relative_years(text: str) -> set[int]:
    """Return the years that a text tells from its own: -1 for 去年, 0 for this year."""
    return {step for step, pattern in _RELATIVE if pattern.search(text)}
