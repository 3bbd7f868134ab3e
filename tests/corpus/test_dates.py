"""A publication date is told where a text says it, and never taken from what merely mentions a day."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinzheng.corpus.dates import date_in_name, date_in_text, date_in_url, iso

BODY = (
    "本季度公司营业收入同比增长百分之八，管理层表示需求仍然强劲，但供应链的压力没有缓解，全年目标维持不变，"
    "投资计划也没有改变，详情见随后公布的季度报告全文，其中包括分部数据与会计政策说明。\n"
)
NEWS = (
    "The company said on Tuesday that demand held up in every region and that it keeps its target for the "
    "year.\n"
)

TOLD = [
    # labels, Chinese
    ("标题\n发布时间：2025-05-20 10:30\n" + BODY, "2025-05-20", "label"),
    ("标题\n来源：晨报　发布时间：2025年5月20日　字号：大 中 小\n" + BODY, "2025-05-20", "label"),
    ("标题\n【发布日期】2025/5/20\n发布日期: 2025/5/20\n" + BODY, "2025-05-20", "label"),
    ("標題\n發佈日期：2025年05月20日\n" + BODY, "2025-05-20", "label"),
    (
        "某公司公告\n披露日期：2025-04-30\n公司2024年12月31日的资产总额为三亿元。\n" + BODY,
        "2025-04-30",
        "label",
    ),
    ("通知\n成文日期：2025年05月18日\n发布日期：2025年05月20日\n" + BODY, "2025-05-20", "label"),
    ("通知\n成文日期：2025年05月18日\n" + BODY, "2025-05-18", "label"),
    ("- **发布日期**: 2026-01-07\n- **时长**: 59:11\n" + BODY, "2026-01-07", "label"),
    ("标题\n张三 发表于 2025-05-20 10:30:00 | 只看该作者\n" + BODY, "2025-05-20", "label"),
    ("公告日期 | 2025-05-20\n公告编号 | 12\n" + BODY, "2025-05-20", "label"),
    ("采访\n时间：2025-03-25\n" + BODY, "2025-03-25", "label"),
    ("标题\n日期：二〇二五年五月二十日\n" + BODY, "2025-05-20", "label"),
    (BODY + "发布时间：2025-05-20\n", "2025-05-20", "label"),
    ("某市召开座谈会\n来源：市政府办公室 时间：2025-06-11\n" + BODY, "2025-06-11", "label"),
    # labels, English
    ("Title\nPublished: May 20, 2025\n" + NEWS, "2025-05-20", "label"),
    ("Title\nPublished on 20 May 2025\n" + NEWS, "2025-05-20", "label"),
    ("Title\nFiled on May 20, 2025\n" + NEWS, "2025-05-20", "label"),
    ("Form 8-K\nFiling Date: 2025-05-20\nPeriod of Report: 2025-05-16\n" + NEWS, "2025-05-20", "label"),
    ("Title\nBy Jane Roe | Posted Tuesday, May 20, 2025 at 3:15 pm EDT\n" + NEWS, "2025-05-20", "label"),
    ("Title\nPublished: May 20, 2025 Updated: June 2, 2025\n" + NEWS, "2025-05-20", "label"),
    ("Title\nDate: 5/20/2025\n" + NEWS, "2025-05-20", "label"),
    # bylines
    ("标题\n2025-03-25 13:50:40\n" + BODY, "2025-03-25", "line"),
    ("标题\n晨报｜2025-05-20\n" + BODY, "2025-05-20", "line"),
    ("标题\n2025年5月20日\n" + BODY, "2025-05-20", "line"),
    ("标题\n2025年05月20日 08:00 来源：晨报 作者：张三\n" + BODY, "2025-05-20", "line"),
    ("标题\n2025-05-20 星期二 晨报\n" + BODY, "2025-05-20", "line"),
    ("标题\n晨报2025-05-20 08:00\n" + BODY, "2025-05-20", "line"),
    (BODY + "2025-04-02 22:18 广东\n" + BODY, "2025-04-02", "line"),
    ("2023-08-16 17:52:53，正文：" + BODY, "2023-08-16", "line"),
    ("Title\nMay 20, 2025\n" + NEWS, "2025-05-20", "line"),
    ("Title\nJane Roe · May 20th, 2025 · 5 min read\n" + NEWS, "2025-05-20", "line"),
    ("Title\n20 May 2025\n" + NEWS, "2025-05-20", "line"),
    ("标题\n2024-12-31 18:30\n" + BODY, "2024-12-31", "line"),
    ("# Title\n\n*Press release, Oslo, 3 July 2025*\n\n" + NEWS, "2025-07-03", "line"),
    ("Title\nFor immediate release: 3 July 2025\n" + NEWS, "2025-07-03", "label"),
    # datelines
    ("标题\n新华社北京2025年3月5日电 " + BODY, "2025-03-05", "dateline"),
    ("标题\n（新华社北京3月5日电）" + BODY + "2025年3月5日的会议通过了决定。\n", "2025-03-05", "dateline"),
    ("标题\n晨报2025年5月20日讯（记者 张三）" + BODY, "2025-05-20", "dateline"),
    ("Title\nNEW YORK, May 20, 2025 (Example Wire) -- " + NEWS, "2025-05-20", "dateline"),
    ("Title\nSHENZHEN, China, 20 May 2025 /PRNewswire/ -- " + NEWS, "2025-05-20", "dateline"),
    ("标题\n《晨报》2025年5月20日讯\n" + BODY, "2025-05-20", "dateline"),
    ("标题\n2025年5月20日，36氪获悉，一家公司完成融资。\n" + BODY, "2025-05-20", "dateline"),
    (
        "标题\n晨报\n2025年5月20日上午，本报记者从业内独家获悉，一家公司融资。" + BODY,
        "2025-05-20",
        "dateline",
    ),
    # signatures
    (BODY + "特此公告。\n某某股份有限公司董事会\n2025年5月20日\n", "2025-05-20", "signature"),
    (BODY + "　　　　市人民政府办公室\n　　　　2025年5月20日\n（此件公开发布）\n", "2025-05-20", "signature"),
    (BODY + "某某证券交易所 二〇二五年五月二十日\n", "2025-05-20", "signature"),
    (BODY + "某某股份有限公司\n2024年12月31日\n", "2024-12-31", "signature"),
    (NEWS * 40 + "Signature: /s/ Jane Roe\nDate: February 14, 2025\n", "2025-02-14", "signature"),
    # records are of the day that they record
    ("周会纪要\n\n时间：2025年5月9日 14:00-16:30\n地点：线上\n" + BODY, "2025-05-09", "label"),
    ("Minutes of the board\nDate: June 10, 2025\nVenue: Town hall\n" + NEWS, "2025-06-10", "label"),
    (
        "专访某公司总经理：不会降价\n时间：2025年6月30日 地点：杭州\n采访：张三\n" + BODY,
        "2025-06-30",
        "label",
    ),
    (
        "某公司三季度例会纪要\n日期：2025年10月14日 14:00\n地点：会议室\n出席：张三\n" + BODY,
        "2025-10-14",
        "label",
    ),
    ("某公司\n董事会会议纪要\n会议时间：2025年10月14日\n地点：会议室\n" + BODY, "2025-10-14", "label"),
    (
        "EXAMPLE LTD\nMinutes of the Meeting of the Board\nDate: 14 May 2025\nVenue: Bristol\n" + NEWS,
        "2025-05-14",
        "label",
    ),
    (
        "EXAMPLE LTD\nMinutes of the Board\nHeld on 14 May 2025 at 9:30 a.m. at 22 Quay Street\n" + NEWS,
        "2025-05-14",
        "label",
    ),
    (
        "Minutes of the annual meeting held in Leeds on Wednesday, May 14, 2025\n" + NEWS,
        "2025-05-14",
        "label",
    ),
    # only what was changed is dated
    ("标题\n更新日期：2025-05-20\n" + BODY, "2025-05-20", "updated"),
    (NEWS + "Last updated: May 20, 2025\n", "2025-05-20", "updated"),
]

NOT_TOLD = [
    "",
    "On 2024-01-02 we met and talked.",
    "标题\n2025-13-45\n" + BODY,
    "标题\n2025-02-30\n" + BODY,
    "标题\n2099-05-20\n" + BODY,  # nothing has come out yet
    "标题\n公司于2025年5月20日召开董事会。\n" + BODY,
    "资产负债表\n2024年12月31日\n单位：元\n" + BODY,
    "2024年12月31日财务报表\n" + BODY,
    "截至2025年3月20日\n" + BODY,
    "For the fiscal year ended\nDecember 28, 2024\n" + NEWS,
    "For the quarterly period ended December 28, 2024\n" + NEWS,
    "As of\nFebruary 3, 2025\n" + NEWS,
    "会议通知\n时间：2025年6月10日\n地点：三楼会议室\n" + BODY,
    "Invitation\nDate: June 10, 2025\nVenue: Town hall\n" + NEWS,
    "活动时间：2025年6月10日\n" + BODY,
    "标题\n参加方式：报名 时间：2025-06-11\n" + BODY,
    "关于股东大会的通知\n会议时间：2025年6月10日\n" + BODY,
    "股东大会议程\n审阅上次会议纪要\n时间：2025年6月10日\n地点：三楼\n" + BODY,
    "Agenda\nMinutes of the meeting held on 14 May 2025\nVenue: Bristol\n" + NEWS,
    "Minutes\nThe minutes of the meeting held on 14 May 2025 were approved.\n" + NEWS,
    "Title\nHeld on 14 May 2025 at the town hall, the fair was visited by many\n" + NEWS,
    "标题\n2025年5月20日，公司从报道获悉，其产品被召回。\n" + BODY,
    "标题\n2025年6月11日，远图集团获悉，其股份被冻结。\n" + BODY,
    "标题\n" + BODY + "2025年5月20日，36氪获悉，一家公司完成融资。\n",
    "标题\n据《晨报》2025年5月20日讯，" + BODY,
    "Title\nThe press release of 3 July 2025 says that costs fall\n" + NEWS,
    "报名截止时间：2025年6月10日\n" + BODY,
    "标题\n新华社北京3月5日电 " + BODY,  # of which year?
    "标题\n据新华社2025年3月5日电，" + BODY,
    "Title\nReleased on May 20, 2025, the film has since been seen by many people\n" + NEWS,
    "Title\nShares issued on May 20, 2025 were sold.\n" + NEWS,
    "Title\nDate: 05/06/2025\n" + NEWS,  # May or June?
    "Date of Report (Date of earliest event reported): May 20, 2025\n" + NEWS,
    "新闻列表\n2025-05-20\n第一条\n2025-05-19\n第二条\n",
    "2024-05-20 | 2025-05-20\n1 | 2\n" + BODY,
    BODY + "合同有效期至\n2025年5月20日\n",
    BODY + "会议定于下午举行\n2025年5月20日\n",
    "版本 2025.5.20.1\n" + BODY,
    "电话 2025-5-20-88\n" + BODY,
]


@pytest.mark.parametrize(("text", "date", "origin"), TOLD)
def test_a_date_that_is_told(text: str, date: str, origin: str) -> None:
    found = date_in_text(text)
    assert found is not None
    assert (found.date, found.origin) == (date, origin)
    assert text[found.start : found.end][-1] in "日0123456789"
    assert iso(text[found.start : found.end]) == date or origin == "dateline"


@pytest.mark.parametrize("text", NOT_TOLD)
def test_no_date_is_taken_from_what_only_mentions_one(text: str) -> None:
    assert date_in_text(text) is None


@pytest.mark.parametrize(
    ("url", "date"),
    [
        ("https://example.com/2025/05/20/growth.html", "2025-05-20"),
        ("https://example.com/news/2025-05-20/growth", "2025-05-20"),
        ("https://example.com/2025/0520/c1004-1.html", "2025-05-20"),
        ("https://example.com/20250520/1.shtml", "2025-05-20"),
        ("https://example.com/zw/202505/t20250520_123.html", "2025-05-20"),
        ("https://example.com/2025/5/2/x", "2025-05-02"),
        ("https://example.com/archive/2025/05/", None),
        ("https://example.com/a/company-20240928.htm", None),  # the end of its year
        ("https://example.com/id/20251399/1.html", None),
        ("https://example.com/?d=2025/05/20", None),
        ("https://example.com/2025/05/20/and/2025/05/21/", None),
    ],
)
def test_dates_of_addresses(url: str, date: str | None) -> None:
    found = date_in_url(url)
    assert (found.date if found else None) == date


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2025-05-20-minutes.md", "2025-05-20"),
        ("notes/20250520_纪要.txt", "2025-05-20"),
        ("2025年5月20日纪要.txt", "2025-05-20"),
        ("minutes 2025-05-20.md", "2025-05-20"),
        ("2024-12-31 annual report.md", None),
        ("report-2025-03-31.md", None),
        ("company-20240928.htm", None),
        ("20251399_1.txt", None),
        ("12025-05-20.txt", None),
        ("notes.txt", None),
    ],
)
def test_dates_of_file_names(name: str, date: str | None) -> None:
    found = date_in_name(name)
    assert (found.date if found else None) == date


def test_what_is_inferred_is_flagged() -> None:
    dated = [date_in_text(text) for text, _, _ in TOLD]
    flags = {found.origin: found.flags for found in dated if found}
    assert flags["label"] == flags["line"] == flags["updated"] == ()
    assert flags["signature"] == ("dated_by:signature",)
    assert flags["dateline"] == ("dated_by:dateline",)


@given(st.text(alphabet="0123456789-/年月日 :：.发布时间Date May\n公司电", max_size=80))
def test_any_text_gives_a_real_day_at_its_place_or_none(text: str) -> None:
    found = date_in_text(text)
    assert found is None or (0 <= found.start < found.end <= len(text) and len(found.date) == 10)
    date_in_name(text)
    date_in_url(f"https://example.com/{text}")
