"""What the reasons of a verdict say, in the language of the statement."""

# ruff: noqa: E501
# Rows of words and patterns stay whole: a row is what one adds, looks for and compares.

from __future__ import annotations

from yinzheng.types import Lang, ReasonCode

_DETAILS: dict[ReasonCode, dict[Lang, str]] = {
    "quote_found": {"zh": "引文逐字见于来源", "en": "the quotation stands in the source word for word"},
    "quote_altered": {"zh": "引文与来源不一致：{said} → {source}", "en": "the quotation differs from its source: {said} → {source}"},
    "quote_not_found": {"zh": "在来源中找不到这段引文", "en": "the quotation is in no source"},
    "figure_found": {"zh": "{said} 见于来源", "en": "{said} stands in the source"},
    "converted": {"zh": "{said} 即来源中的 {source}", "en": "{said} is {source} of the source, written otherwise"},
    "rounded": {"zh": "{said} 是来源中 {source} 的约数", "en": "{said} rounds {source} of the source"},
    "figure_mismatch": {"zh": "来源说的是 {source}，不是 {said}", "en": "the source says {source}, not {said}"},
    "unit_scale": {"zh": "数量级不符：来源为 {source}，文中为 {said}", "en": "a power of ten off: the source says {source}, not {said}"},
    "unit_mismatch": {"zh": "单位或币种不符：来源为 {source}，文中为 {said}", "en": "another unit or currency: the source says {source}, not {said}"},
    "bound_exceeded": {"zh": "来源只说 {source}，不足以支持 {said}", "en": "the source only says {source}, which does not bear out {said}"},
    "figure_not_found": {"zh": "在来源中找不到 {said}", "en": "{said} is in no source that speaks of this"},
    "period_mismatch": {"zh": "时间不符：来源为 {source}，文中为 {said}", "en": "another time: the source says {source}, not {said}"},
    "subject_mismatch": {"zh": "主体不符：来源说的是 {source}，不是 {said}", "en": "of another: the source speaks of {source}, not {said}"},
    "metric_mismatch": {"zh": "指标不符：来源中这是 {source}，不是 {said}", "en": "of something else: in the source this is {source}, not {said}"},
    "modality_mismatch": {"zh": "来源中这是预测、计划或假设：{source}", "en": "in the source this is a forecast, a plan or a supposition: {source}"},
    "negated": {"zh": "否定与来源相反", "en": "negated otherwise than in the source"},
    "direction": {"zh": "方向相反：来源为 {source}，文中为 {said}", "en": "the other way round: the source says {source}, not {said}"},
    "roles_swapped": {"zh": "{said} 与 {source} 的角色在来源中相反", "en": "{said} and {source} have each other's part in the source"},
    "name_not_found": {"zh": "在来源中找不到 {said}", "en": "{said} is in no source that speaks of this"},
    "meaning": {"zh": "来源有相同的内容", "en": "the source says the same"},
    "no_evidence": {"zh": "没有找到支持这句话的来源", "en": "no source was found that says this"},
    "unresolved_citation": {"zh": "引用标记无法对应到来源：{said}", "en": "the citation leads to no source: {said}"},
    "citation_lacks_support": {"zh": "所引来源不支持这句话", "en": "what is cited does not bear this out"},
    "citation_adds_nothing": {"zh": "去掉这个引用，其余来源仍足以支持", "en": "the other citations bear it out without this one"},
    "nothing_to_check": {"zh": "没有可核对的内容", "en": "nothing that a source could bear out"},
}  # fmt: skip

_NOT_FOUND: dict[ReasonCode, dict[Lang, str]] = {
    "period_mismatch": {"zh": "来源没有说到 {said}", "en": "no source speaks of {said} here"},
}
"""What is said where there is nothing on the other side."""


def detail(code: ReasonCode, lang: Lang, said: str = "", source: str = "") -> str:
    """Return what a reason says; ``said`` and ``source`` are the words of the text and of the document."""
    table = _NOT_FOUND if not source and code in _NOT_FOUND else _DETAILS
    return table[code][lang].format(said=said, source=source)
