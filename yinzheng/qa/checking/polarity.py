"""Negation, direction and roles: what turns a statement round while its words stay nearly the same."""

# Rows of words and patterns stay whole: a row is what one adds, looks for and compares.

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOT_NEGATION = re.compile(
    r"不断|不仅|不但|不只|不止|不光|不同|不少|不过|不论|不管|不得不|不可避免|不可或缺|不可忽视|不可分割|不可磨灭|不一|不等|不良|不动产|不锈"
    r"|不久|不时|不妨|不禁|不愧|不约而同|不菲|不凡|不懈|不遗余力|不俗|不错|不言而喻|不容忽视|不容小觑|不确定性|不足(?=\d|百|千|万|[一二三四五六七八九十])"
    r"|不(?:低于|少于|超过|高于|大于|小于|多于|超)|未来|未必|未经审计|未央|未成年|未履约|未分配利润|未平仓|未决(?=诉讼|赔款|仲裁|事项)|未结(?=订单|诉讼|余额)"
    r"|未实现(?=的?(?:收益|损益|利润|亏损|损失))|未上市(?=的|公司|企业|股权)|未到期(?=的|责任|合同|债)|无论|无疑|无线|无锡|无人机|无形|无限|无数|无比|无穷|无忧|无不|无机"
    r"|没收|沉没|淹没|埋没|非常|非洲|非凡|非公|非经常|非标|非流动|非控股|非执行|除非|莫非|是非|并非不|非法|非营利|非盈利|非政府|非机动|非遗|非物质"
    r"|莫斯科|·莫|别墅|别人|特别|分别|个别|级别|区别|类别|性别|差别|识别|鉴别|别克|告别|免疫|免费|避免|以免|难免|勿"
    r"|\bnot\s+only\b|\bnot\s+just\b|\bno\s+(?:more|less|fewer|later|greater)\s+than\b|\bnot\s+(?:more|less|fewer|later)\s+than\b"
    r"|\bno\s+doubt\b|\bno\.\s?\d|\bnumber\b|\bwhether\s+or\s+not\b|\bnon-?(?:profit|gaap|ifrs|executive|controlling|current)\w*"
    r"|\bnothing\s+but\b|\bno\s+matter\b|\bno-one\s+else\b",
)
"""What holds a word of negation and negates nothing."""

_NEGATION = re.compile(
    r"并未|并没有|并没|并不|从未|从不|没有|没能|未能|未曾|尚未|仍未|还未|不再|不会|不能|不可|不是|不存在|不具|不予|不准|不得|不曾|不曾|无法|无须|无需|毫无|绝不|决不"
    r"|否认|拒绝|并非|绝非|而非|免于|缺乏|放弃|不|未|没|无|非|莫|勿"
    r"|\b(?:not|no|never|none|neither|nor|nobody|nothing|nowhere|without|cannot|hardly|scarcely)\b|n['’]t\b"
    r"|\b(?:fail(?:s|ed|ing)?|refus(?:es?|ed|ing)|declin(?:es?|ed|ing)|unable|lack(?:s|ed|ing)?|den(?:y|ies|ied|ying))\s+(?:to\b|that\b|of\b|any\b)?"
)
_BARE_NEGATION = re.compile(
    r"[不没未]|没有|[并尚还仍从]未|并[不非]|不[是会能曾再]|并没有?|从不|not|no|never|none|neither|nor|cannot|\w+n['’]t"
)
_CLAUSE = re.compile(r"[，；;。！？!?：:\n]|[,.](?!\d)")
_SCOPED = re.compile(
    r"\b(?!(?:a|an|the|to|be|been|being|have|has|had|do|does|did|any|all|yet|so|as|in|on|at|of"
    r"|for|it|its|very|most|more|that|this|is|are|was|were)\b)[a-z][a-z'’-]+"
)
_SCOPE = 40  # characters behind a negation in which what it negates begins
_FIRST = 2  # words of content
_HAN_RUN = re.compile(r"[\u3400-\u9fff]{2,5}")
_STEM = 4
_WEAK = re.compile(r"\bdeclin(?:es?|ed|ing)\s*$|\black(?:s|ed|ing)?\s*$")
_PASSIVE = re.compile(r"被|遭|获(?!得|利|益|取|悉|奖)|由|\bby\b|为.{1,12}所")
_SYMMETRIC = re.compile(r"\s*(?:和|与|及|以及|、|跟|同|,|，|&|and|or|或|-|–|—|/)\s*(?:the\s+)?")


@lru_cache(maxsize=1 << 12)
def negations(folded: str) -> int:
    """How many words of negation a folded text has, those that negate nothing left out."""
    bare = _NOT_NEGATION.sub(lambda match: "\u3000" * len(match.group()), folded)
    return sum(1 for match in _NEGATION.finditer(bare) if not _WEAK.match(match.group()))


def is_negation(word: str) -> bool:
    """Whether a folded word does nothing but negate: which words it negates tells what a text is about."""
    return _BARE_NEGATION.fullmatch(word) is not None


def is_negated(said: str, source: str) -> bool:
    """Whether one of two folded clauses that say the same of one thing is negated and the other is not."""
    return negations(said) % 2 != negations(source) % 2


def is_denied(said: str, source: str) -> bool:
    """Whether one of two folded clauses of which one says more negates what the other says.

    Words behind the negation stand in the other one: "it is not a static goal" beside a sentence without a
    goal negates nothing of it.
    """
    if not is_negated(said, source):
        return False
    return _denies(said, source) if negations(said) % 2 else _denies(source, said)


def _denies(negated: str, other: str) -> bool:
    """Whether one of the first words behind a negation stands in the other text."""
    bare = _NOT_NEGATION.sub(lambda match: "\u3000" * len(match.group()), negated)
    return any(scope(bare, match.end(), other) is not None for match in _NEGATION.finditer(bare))


def scope(text: str, at: int, other: str, low: int = 0) -> tuple[int, bool] | None:
    """Where in ``other[low:]`` one of the first words behind ``at`` of a folded clause stands; None for none.

    Besides the place, whether it is that of the very first word, which is mostly the verb.
    """
    behind = _CLAUSE.split(text[at : at + _SCOPE])[0]
    run = _HAN_RUN.search(behind)
    found = [run[0][i : i + 2] for i in range(len(run[0]) - 1)] if run else _SCOPED.findall(behind)[:_FIRST]
    for n, word in enumerate(found):
        for form in (word, word[:_STEM] if word.isascii() and len(word) > _STEM else word):
            if (place := other.find(form, low)) >= 0:
                return place, n == 0
    return None


@cache
def _sides() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """The rows of ``opposites.tsv`` as two expressions each."""
    text = (files("yinzheng.qa.checking") / "opposites.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple((_pattern(a), _pattern(b)) for _, a, b in rows)


def _pattern(words: str) -> re.Pattern[str]:
    latin = [re.escape(word) for word in words.split("|") if word.isascii()]
    other = sorted(
        (re.escape(word) for word in words.split("|") if not word.isascii()), key=len, reverse=True
    )
    parts = [rf"\b(?:{'|'.join(latin)})\b"] if latin else []
    return re.compile("|".join([*other, *parts]))


@lru_cache(maxsize=1 << 12)
def _opposites(folded: str) -> tuple[tuple[int, list[str], list[str]], ...]:
    """The rows of which a text has words, with those of either side."""
    found = ((row, a.findall(folded), b.findall(folded)) for row, (a, b) in enumerate(_sides()))
    return tuple(one for one in found if one[1] or one[2])


def turned(said: str, source: str) -> tuple[str, str] | None:
    """A word of a folded text and its opposite in the source's; None where nothing is turned round.

    Of a row, one side stands more often in one text and the other side in the other.
    """
    for row, *here in _opposites(said):
        there = [side.findall(source) for side in _sides()[row]]
        more = [len(mine) - len(other) for mine, other in zip(here, there, strict=True)]
        if more[0] > 0 > more[1]:
            return here[0][-1], there[1][-1]
        if more[1] > 0 > more[0]:
            return here[1][-1], there[0][-1]
    return None


def is_passive(folded: str) -> bool:
    """Whether a folded text has a sign of the passive."""
    return _PASSIVE.search(folded) is not None


Held = tuple[int, int]
"""Where a name stands in a folded text."""


def swapped(said: str, source: str, places: Sequence[tuple[Held, Held]]) -> tuple[int, int] | None:
    """Which two names have changed places between two folded texts; None where none have.

    ``places`` has where each name stands in either text. Names that a comma or 和 joins have no order, and
    where just one of the texts is in the passive the order says nothing.
    """
    if is_passive(said) != is_passive(source):
        return None
    for i, (here, there) in enumerate(places):
        for j, (here2, there2) in enumerate(places[i + 1 :], i + 1):
            if (here < here2) == (there < there2):
                continue
            if not (_joined(said, here, here2) or _joined(source, there, there2)):
                return i, j
    return None


def _joined(folded: str, a: Held, b: Held) -> bool:
    first, second = sorted((a, b))
    return _SYMMETRIC.fullmatch(folded[first[1] : second[0]]) is not None
