"""Copies are found through noise and spinning; reports of one template are not taken for copies."""

from __future__ import annotations

import random
import re

import pytest

from yinzheng.corpus.boilerplate import OUTSIDE
from yinzheng.corpus.likeness import BANDS, bands, is_copy, shingles

REPORT = (
    "华东云计算公司2024年营收为19.15亿元，同比增长36.7%。公司拥有25万张加速卡，员工2,500人。"
    "全年签下合同119亿元，期限五年。微软贡献收入的62%，前五大客户合计占比为81.4%。"
    "管理层预计2025年资本开支达到200亿元，毛利率维持在45%左右，并计划在江苏和浙江建设32个数据中心。"
    "分析师认为，这家公司的债务在三年内集中到期，利率为10.53%，一旦需求放缓，现金流会受到压力。"
)
ARTICLE = (
    "The port of Haverford handled 4.2 million containers in 2023, up 11% on the year before. "
    "Its operator spent $310 million on cranes and employs 2,150 people across three terminals. "
    "A dispute with the pilots' union stopped traffic for nine days in March and cost 18 ships their slots. "
    "The city council wants the railway doubled by 2027 so that a third of the boxes leave by train."
)


def spun(text: str, share: float) -> str:
    """Every so many characters of a text replaced, its figures kept, as article spinners do."""
    chosen = random.Random(7)
    return "".join(
        chosen.choice("云水山风林石") if re.match("[一-龥]", char) and chosen.random() < share else char
        for char in text
    )


@pytest.mark.parametrize("text", [REPORT, ARTICLE])
def test_a_copy_with_a_pages_noise_around_is_one(text: str) -> None:
    noise = "首页 > 新闻 > 正文 浏览次数：35\n"
    assert is_copy(text, f"{noise}{text}\n上一篇：没有了 下一篇：没有了")
    assert is_copy(f"{noise}{text}", text)
    assert set(bands(text)) & set(bands(f"{noise}{text}"))


def test_width_case_and_script_make_no_difference() -> None:
    assert is_copy(REPORT, REPORT.replace("计", "計").replace("资", "資").replace("19.15", "１９．１５"))
    assert bands(ARTICLE) == bands(ARTICLE.upper())


def test_a_spun_copy_is_one_by_its_figures() -> None:
    rewritten = spun(REPORT, 0.08)
    both = shingles(REPORT) & shingles(rewritten)
    assert len(both) / len(shingles(REPORT) | shingles(rewritten)) < 0.6  # its words alone would not tell
    assert is_copy(REPORT, rewritten)
    assert not is_copy(REPORT, re.sub(r"\d", "3", rewritten))


def test_reports_of_one_template_are_not_copies() -> None:
    other = re.sub(r"\d+", lambda match: str(int(match[0]) * 3 + 1), REPORT)
    assert len(shingles(REPORT) & shingles(other)) > len(shingles(REPORT)) / 2
    assert not is_copy(REPORT, other)


def test_an_excerpt_is_not_a_copy_of_the_whole() -> None:
    assert not is_copy(REPORT[:60], REPORT + ARTICLE)


@pytest.mark.parametrize("text", ["", "   \n", "三个字", "one two three", "。。。。。。"])
def test_a_text_of_few_words_is_like_nothing(text: str) -> None:
    assert bands(text) == []
    assert not is_copy(text, text)


def test_bands_are_the_same_in_every_process_and_fit_the_database() -> None:
    numbers = bands(ARTICLE)
    assert len(numbers) == BANDS
    assert all(0 <= number < 2**63 for number in numbers)
    assert numbers == bands(ARTICLE)
    assert not set(numbers) & set(bands(REPORT))


def test_pages_of_one_site_are_no_copies_for_the_menus_they_share() -> None:
    around = f"\n\n{OUTSIDE}\n\n" + "\n".join(f"栏目{n}：第{n}条要闻，成交{n * 37}万元。" for n in range(60))
    one, other = "远山精密一季度收入12.6亿元，同比增长18.4%。", "临海重工全年亏损3.1亿元，员工8600人。"
    assert not is_copy(one + around, other + around)
    assert not set(bands(one + around)) & set(bands(other + around))
    assert is_copy(one * 3 + around, one * 3)


def test_of_very_long_texts_a_sample_of_shingles_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = random.Random(3)
    long = "".join(chosen.choices("云水山风林石海天地人日月星河川谷", k=6000))
    other = "".join(chosen.choices("云水山风林石海天地人日月星河川谷", k=6000))
    monkeypatch.setattr("yinzheng.corpus.likeness._COMPARED", 1000)
    sampled = shingles(long, 7)
    assert sampled < shingles(long)
    assert 0.5 < 7 * len(sampled) / len(shingles(long)) < 2
    assert shingles(long[:5000], 7) < sampled
    assert is_copy(long, f"首页{long}")
    assert is_copy(long, long[:4500])
    assert not is_copy(long, long[:2500])
    assert not is_copy(long, other)


def test_bands_do_not_depend_on_how_many_shingles_are_read_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = bands(ARTICLE)
    monkeypatch.setattr("yinzheng.corpus.likeness._BATCH", 7)
    assert bands(ARTICLE) == whole
