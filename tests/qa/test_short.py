"""Short answers: the figure, date or name that a question asks for, and none where that cannot be told."""

# ruff: noqa: E501
# A row is a question, a sentence and its answer: one line.

from __future__ import annotations

import pytest

from yinzheng.corpus.lexicon import concepts, literal
from yinzheng.corpus.tokens import language, tokens, words
from yinzheng.qa.coverage import Words
from yinzheng.qa.fitting import figures, read_asked
from yinzheng.qa.quantities import quantities
from yinzheng.qa.question import is_function_word
from yinzheng.qa.short import Short, may_be_a_person, of_figure, short_answer
from yinzheng.qa.signals import Pointed


def pointed(sentence: str, said: str, share: float = 0.95) -> Pointed:
    """What a reader says that points at a part of the sentence."""
    return Pointed(sentence.index(said), sentence.index(said) + len(said), share)


def short(question: str, sentence: str, at: Pointed | None = None) -> str | None:
    lang, to = language(question), language(sentence)
    topics = [word for word in words(question) if not is_function_word(word)]
    asked = literal(tokens(question)) if lang == to else concepts(topics, to)
    found = short_answer(question, sentence, dict.fromkeys(asked, 1.0), at)
    return None if found is None else sentence[found.start : found.end]


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        # The unit that is asked for decides.
        ("公司有多少名员工？", "公司在 12 个国家有 2,500 名员工，去年营收 8 亿元。", "2,500 名员工"),
        ("公司去年营收多少钱？", "公司在 12 个国家有 2,500 名员工，去年营收 8 亿元。", "8 亿元"),
        ("公司在多少个国家运营？", "公司在 12 个国家有 2,500 名员工，去年营收 8 亿元。", "12 个国家"),
        ("這座橋長多少公尺？", "這座橋長 320 公尺，造價約 2 億元。", "320 公尺"),
        ("How many gigawatts does the plant need?", "The plant needs 3.5 GW and will employ 400 people.", "3.5 GW"),
        ("How many people will it employ?", "The plant needs 3.5 GW and will employ 400 people.", "400 people"),
        ("How much did the plant cost?", "The plant, 12 km from the port, cost $45 million.", "$45 million"),
        ("全市有幾所大學？", "全市共四所大學，五萬名學生。", "四所大學"),
        ("How many pilots work at night?", "Some 7 to 10 percent of all pilots work at night.", "7 to 10 percent"),
        ("有多少飞行员在夜里工作？", "约7%的飞行员在夜里工作。", "约7%"),
        ("How many pilots work at night?", "Pay of pilots rose 7 percent at night.", None),
        # Places in an order.
        ("这是乐队的第几张专辑？", "这是乐队的第20张专辑，也是第二次合作。", "第20张"),
        ("他獲得第幾名？", "他在第三場比賽中獲得第五名。", "第五名"),
        ("该校在排名中名列第几？", "该校在去年的排名中位列22名。", "22名"),
        ("该省面积位列全国第几？", "该省面积居全国第六位。", "第六"),
        # Of two that fit, the nearer one.
        ("毛利率是多少？", "毛利率为 41%，净利率为 12%。", "41%"),
        ("净利率是多少？", "毛利率为 41%，净利率为 12%。", "12%"),
        ("What was the net margin?", "Gross margin was 41%, net margin 12%.", "12%"),
        # Dates, not the one that the question names.
        ("工厂什么时候投产？", "工厂 2019 年奠基，2022年11月投产。", "2022年11月"),
        ("When was the plant opened?", "The ground was broken in 2019 and the plant opened in November 2022.",
         "November 2022"),
        ("2023 年之后公司哪一年盈利？", "公司 2023 年仍亏损，2025 年首次盈利。", "2025 年"),
        # Words that bound a figure belong to it.
        ("公司持有多少股权？", "公司持有约 49% 的股权。", "约 49%"),
        # Across languages.
        ("公司去年的营收是多少？", "Last year revenue was $1.9 billion and the company had 300 staff.", "$1.9 billion"),
        ("How many employees does it have?", "公司在 12 个国家有 2,500 名员工，去年营收 8 亿元。", "2,500 名员工"),
        # Names.
        ("首席执行官是谁？", "首席执行官张伟在会上表示，公司将扩产。", "张伟"),
        ("Who is the chief executive?", "The chief executive, Maria Lindqvist, said that output would grow.",
         "Maria Lindqvist"),
    ],
)  # fmt: skip
def test_the_short_answer(question: str, sentence: str, answer: str) -> None:
    assert short(question, sentence) == answer


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("为什么推迟投产？", "因为 3 台设备没有到货，工厂推迟到 2022 年投产。"),  # not asked for a figure
        ("公司有多少名员工？", "公司的员工分布在各地。"),  # none there
        ("工厂什么时候投产？", "工厂将在设备到货后投产。"),
        ("2024 年营收增长了百分之多少？", "2024 年营收为 8 亿元。"),  # no percentage
        ("Who is the chief executive?", "The chief executive said that output would grow."),
    ],
)
def test_there_is_none(question: str, sentence: str) -> None:
    assert short(question, sentence) is None


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        # what stands beside the amount decides among figures that fit
        (
            "How many interceptions did the defense make?",
            "It gave up 308 points and led in interceptions with 24.",
            "24",
        ),
        ("参赛的队伍里有多少运动员？", "队伍共计40人，其中运动员23人，官员17人。", "23人"),
        ("峡谷有多长？", "这是一座长702米，深80米的峡谷。", "702米"),
        ("How deep is the gorge?", "The gorge is 702 m long and 80 m deep.", "80 m"),
        # brackets that say it in another unit, unless that unit is asked for
        (
            "How much lower was the sea?",
            "The sea level was approximately 120 m (390 ft) lower.",
            "approximately 120 m",
        ),
        ("每千瓦时使用多少磅蒸汽？", "每千瓦时消耗大约4千克（8.8磅）蒸汽。", "8.8磅"),
        # a figure said twice is one
        ("市议会有几位议员？", "共有24位市议员，第一选区11席，议长由24位市议员互选产生。", "24位"),
        ("哪一年停播？", "2015年停播了1998-2002年的片头。", "2015年"),
        ("最后一次冰期何时结束？", "冰期在距今11600年结束。", "11600年"),
        ("What was the final score?", "They won 23–16, scoring 11 points in three minutes.", "23–16"),
        ("居民在哪一天撤离？", "最后一批居民于2月24日撤离。", "2月24日"),
        ("销售配额降低了多少？", "放弃2GW的计划（销售配额降低40%）。", "40%"),
        # another name of whom the question names is no answer
        ("Who founded Quillstone?", "羽石云（Quillstone Compute）由李强创立。", "李强"),
        # what it is now, unless what it was is asked
        ("良率现在是多少？", "良率从去年三季度的91.5%提高到了94.8%。", "94.8%"),
        ("良率是多少？", "良率由91.5%升至94.8%。", "94.8%"),
        ("去年三季度良率是多少？", "良率从去年三季度的91.5%提高到了94.8%。", "91.5%"),
        ("良率原来是多少？", "良率从91.5%提高到了94.8%。", "91.5%"),
        ("周转天数是多少？", "应收账款周转天数由97天拉长到141天。", "141天"),
        ("What is the yield?", "The yield rose from 91.5% to 94.8%.", "94.8%"),
        ("平均高度为？", "那里有100座山峰，平均高度为6公里。", "6公里"),
    ],
)
def test_which_of_several_figures_is_meant(question: str, sentence: str, answer: str) -> None:
    assert short(question, sentence) == answer


@pytest.mark.parametrize(
    ("question", "sentence", "said", "answer"),
    [
        # the name that is pointed at, whole; not one more of whom the question names
        ("谁提出了方案？", "张伟主持会议，方案由李明远提出。", "李明远", "李明远"),
        ("谁提出了方案？", "张伟主持会议，方案由李明远提出。", "明远", "李明远"),
        ("Who leads it?", "Anna Berg of Nordhav met Maria Lindqvist, who leads it.", "Maria Lindqvist",
         "Maria Lindqvist"),
        ("谁共同主持？", "计划由张伟和李明远共同主持。", "张伟和李明远", "张伟和李明远"),
        ("Who founded Quillstone?", "羽石云（Quillstone Compute）成立于2015年。", "羽石云", None),
        ("谁提出了方案？", "方案由“义兄”提出。", "“义兄”", "义兄"),
        ("Who leads it?", "Led by “the elder”, it grew.", "“the elder”", "the elder"),
        # one that no list and no tagger knows
        ("谁领导了这次远征？", "远征由札木合领导，历时三年。", "札木合", "札木合"),
        ("总部在哪里？", "公司的总部设在青石巷。", "青石巷", "青石巷"),
        # no name: a figure, half a bracket, half a sentence
        ("工厂在哪里？", "该厂2019年建成。", "2019年", None),
        ("工厂在哪里？", "该厂建成，运行良好。", "建成，运行", None),
        # of two figures that fit the one that is surely pointed at, unless the metric tells
        ("有多少名选手获奖？", "共有308名选手参赛，24名选手获奖。", "24名", "24名"),
        ("净利率是多少？", "毛利率为 41%，净利率为 12%。", "41%", "12%"),
        ("有多少名选手？", "分别有308名和24名。", "24名", "24名"),
        # a phrase where the grammar knows no figure
        ("乡里制可追溯到什么时期？", "乡里制可追溯到西周时期。", "西周时期", "西周时期"),
        ("When was the act passed?", "The Nationality Act (1981) was passed.", "(1981)", "1981"),
        ("他多久旅行一次？", "他很少旅行。", "很少", "很少"),
        ("What is the dam made of?", "The dam is made of rolled clay.", "rolled clay", "rolled clay"),
        ("What did the founder pledge?", "Maria Lindqvist pledged her shares.", "Maria Lindqvist", None),
        ("What is the dam?", "The dam is a wall; it holds water.", "wall; it holds", None),
        ("系统由多少个集装箱组成？", "公司订购了480兆瓦时的储能系统。", "480", None),  # of something else
    ],
)  # fmt: skip
def test_what_the_reader_points_at(question: str, sentence: str, said: str, answer: str | None) -> None:
    assert short(question, sentence, pointed(sentence, said)) == answer


def test_what_is_pointed_at_in_doubt_is_no_answer() -> None:
    sentence = "The dam is made of rolled clay."
    assert short("What is the dam made of?", sentence, pointed(sentence, "rolled clay", 0.6)) is None
    sentence = "远征由他的义兄领导。"
    assert short("谁领导了远征？", sentence, pointed(sentence, "他的义兄", 0.4)) is None
    assert short("谁领导了远征？", sentence, pointed(sentence, "他的义兄", 0.6)) == "他的义兄"
    sentence = "共有308名选手参赛，24名选手获奖。"
    assert short("有多少名选手参赛？", sentence, pointed(sentence, "24名", 0.1)) == "308名"


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("占公司总股本的比例是多少？", "青禾股份(6.830,0.05,0.74%)回购股份，占公司总股本的1.2%。", "1.2%"),
        ("占总股本的比例是多少？", "青禾股份（12.18,-0.50,-4.28%）公布回购计划。", None),
        ("回购的金额是多少？", "公司计划回购3.85万股。", None),  # shares are no price
        ("哪家公司中标了？", "青禾集团收到海城银行发来的中标通知书。", "青禾集团"),
        ("哪家公司质押了股份？", "青禾集团把股份质押给海城银行。", "青禾集团"),
    ],
)
def test_a_figure_or_name_beside_is_no_answer(question: str, sentence: str, answer: str | None) -> None:
    assert short(question, sentence) == answer


def test_who_does_something_may_be_a_company() -> None:
    sentence = "海城银行收购了青禾集团的股份。"
    bank = Short(0, 4)
    assert may_be_a_person("谁收购了股份？", sentence, bank)
    assert may_be_a_person("Who bought the shares?", sentence, bank)
    assert not may_be_a_person("董事长是谁？", sentence, bank)
    assert may_be_a_person("董事长是谁？", "董事长张伟出席。", Short(3, 5))


@pytest.mark.parametrize(
    "sentence", ["入院时间：7月17日", "Admission Time: 12th, February", "on March 3 it began"]
)
def test_a_day_of_no_year_is_no_figure_and_may_still_be_the_date(sentence: str) -> None:
    asked = read_asked("入院时间是什么时候？")
    assert figures(asked, sentence, Words.of(sentence), {}) is None
    assert figures(asked, "入院记录：无", Words.of("入院记录：无"), {}) == []


@pytest.mark.parametrize(
    ("sentence", "bounded"),
    [
        ("代行期限不超过一个月。", "不超过一个月"),
        ("本次发行不低于2,650万股。", "不低于2,650万股"),
        ("逾期不改正的，处2万元以上10万元以下罚款。", "2万元以上10万元以下"),
        ("现有员工340余人。", "340余人"),
        ("It must be paid within 60 days.", "within 60 days"),
        ("It holds no more than 30 tons.", "no more than 30 tons"),
        ("It was signed by 30 June 2025.", "30 June 2025"),
        ("It cost $3 million.", "$3 million"),
    ],
)
def test_a_figure_keeps_its_bounds(sentence: str, bounded: str) -> None:
    short = of_figure(sentence, quantities(sentence)[0])
    assert sentence[short.start : short.end] == bounded


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("岚江2024年毛利率", "share"),
        ("What was Corvo's EPS in fiscal 2023?", "number"),
        ("capex guidance for 2025", "number"),
        ("岚江制作什么品牌的汽车？", "other"),
        ("What is the name of the area?", "other"),
        ("What did the founder pledge?", "other"),
    ],
)
def test_a_metric_is_asked_for_without_how_much(question: str, kind: str) -> None:
    assert read_asked(question).kind == kind


def test_a_figure_that_is_pointed_at_is_all_that_is() -> None:
    sentence = "The line yields 68% so far, and three companies, Ford among them, buy it."
    assert short("What yield has it?", sentence, pointed(sentence, "68%")) == "68%"
    assert short("Which brands buy it?", sentence, pointed(sentence, "three companies, Ford")) is None
