"""Each way of writing a number, with its span and its value, and what only looks like one."""

from __future__ import annotations

import pytest

from yinzheng.qa.grammar.numerals import Numeral, numerals

NUMERALS = """
# Chinese: places, zeros, last digits
二百五 => 二百五 | 250
二百零五 => 二百零五 | 205
二百五十 => 二百五十 | 250
两千零五十 => 两千零五十 | 2050
一千零十二 => 一千零十二 | 1012
一万二 => 一万二 | 12000
一万零二 => 一万零二 | 10002
一万零二百 => 一万零二百 | 10200
一亿二千 => 一亿二千 | 120000000
一亿零二千 => 一亿零二千 | 100002000
一亿二千万 => 一亿二千万 | 120000000
一亿九百 => 一亿九百 | 100000900
一万两千亿 => 一万两千亿 | 1200000000000
一万万 => 一万万 | 100000000
三万万五千万 => 三万万五千万 | 350000000
两万亿 => 两万亿 | 2000000000000
三兆 => 三兆 | 3000000000000
十 => 十 | 10
十五 => 十五 | 15
十万 => 十万 | 100000
一百十五 => 一百十五 | 115
一百一十五 => 一百一十五 | 115
一百一 => 一百一 | 110
一千一 => 一千一 | 1100
廿五 => 廿五 | 25
卅一 => 卅一 | 31
卌 => 卌 | 40
〇五 => 〇五 | 5
一九九八 => 一九九八 | 1998
三五百 => 三五百 | 300..500
三四百 => 三四百 | 300..400
二三十 => 二三十 | 20..30
十七八 => 十七八 | 17..18
三百五六 => 三百五六 | 350..360
一百二三十 => 一百二三十 | 120..130
七八万 => 七八万 | 70000..80000
一两百 => 一两百 | 100..200
两三千 => 两三千 | 2000..3000
八九亿 => 八九亿 | 800000000..900000000
三五 => 三五 | 3..5
四五 => 四五 | 4..5
五四 => 五四 | 54
# inside: more and some
十多万 => 十多万 | 100000 over
三十余亿 => 三十余亿 | 3000000000 over
500余万 => 500余万 | 5000000 over
两千多亿 => 两千多亿 | 200000000000 over
十来亿 => 十来亿 | 1000000000 over
20来万 => 20来万 | 200000 over
几十亿 => 几十亿 | 1000000000 vague
数百 => 数百 | 100 vague
数千万 => 数千万 | 10000000 vague
上千 => 上千 | 1000 vague
上亿 => 上亿 | 100000000 vague
几万 => 几万 | 10000 vague
十几万 => 十几万 | 100000 vague
一百零几万 => 一百零几万 | 1000000 vague
二十几 => 二十几 | 20 vague
# points
一点五 => 一点五 | 1.5
零点零五 => 零点零五 | 0.05
三点一四一六 => 三点一四一六 | 3.1416
十点五万 => 十点五万 | 105000
一百点五 => 一百点五 | 100.5
八点三十 => 八 | 8 ; 三十 | 30
# shares
三分之二 => 三分之二 | 0.6666666666666666666666666667 fraction
百分之五 => 五 | 5
万分之三 => 三 | 3
千分之二点五 => 二点五 | 2.5
百分之负五 => 负五 | -5
十分之三 => 十分之三 | 0.3 fraction
16分之5 => 16分之5 | 0.3125 fraction
三 分 之 二 => 三 分 之 二 | 0.6666666666666666666666666667 fraction
五又二分之一 => 五又二分之一 | 5.5 fraction
5又2分之1 => 5又2分之1 | 5.5 fraction
# mixed with digits
25万6千 => 25万6千 | 256000
3万4000 => 3万4000 | 34000
5亿3000万 => 5亿3000万 | 530000000
1,200万 => 1,200万 | 12000000
7万 5千 4百 => 7万 5千 4百 | 75400
2千零30万 => 2千零30万 | 20300000
1.5亿 => 1.5亿 | 150000000
.5亿 => .5亿 | 50000000
2百万 => 2百万 | 2000000
五十打 => 五十打 | 600
½万 => ½万 | 5000
半百 => 半百 | 50
负三 => 负三 | -3
# digits: separators
1,915 => 1,915 | 1915
1,915.25 => 1,915.25 | 1915.25
12,34 => 12,34 | 12.34
10 000 => 10 000 | 10000
1 234 567 => 1 234 567 | 1234567
12 345 => 12 | 12 ; 345 | 345
1.234.567 => 1.234.567 | 1234567
1.234,5 => 1.234,5 | 1234.5
2,5% => 2,5 | 2.5
2,5 million => 2,5 million | 2500000
1,23 million => 1,23 million | 1230000
24,26,31 => 24 | 24 ; 26 | 26 ; 31 | 31
$12 345 => 12 345 | 12345
12 345 € => 12 345 | 12345
12 345 usd => 12 345 | 12345
共12 345万 => 12 345万 | 123450000
第12 345万 => 345万 | 3450000
# digits: powers and fractions
1.3e6 => 1.3e6 | 1300000
1.3e-2 => 1.3e-2 | 0.013
2^5 => 2^5 | 32
2^-2 => 2^-2 | 0.25
2^--2 => 2^--2 | 4
6x10^3 => 6x10^3 | 6000
6×10^-3 => 6×10^-3 | 0.006
6*10^3 => 6*10^3 | 6000
2.48×10-5 => 2.48×10-5 | 0.0000248
10^300 => 10^300 | 1E+300
10^301 => 10^301 | -
1e9999 => 1e9999 | -
1e5万 => 1e5万 | -
0^-1 => 0^-1 | -
3/4 => 3/4 | 0.75 fraction
3 / 4 => 3 / 4 | 0.75 fraction
1 3/4 => 1 3/4 | 1.75 fraction
3/0 => 3/0 | - fraction
1/2/3 => 1 | 1 ; 2/3 | 0.6666666666666666666666666667 fraction
½ => ½ | 0.5 fraction
2¾ => 2¾ | 2.75 fraction
⅓ => ⅓ | 0.3333333333333333333333333333 fraction
1234567890123456789012345678 => 1234567890123456789012345678 | 1234567890123456789012345678
12345678901234567890123456789 => 12345678901234567890123456789 | -
# scales behind digits
40k => 40k | 40000
40K => 40K | 40000
1M => 1M | 1000000
2B => 2B | 2000000000
1,674.5 G => 1,674.5 G | 1674500000000
3T => 3T | 3000000000000
3 T => 3 T | 3000000000000
3bn => 3bn | 3000000000
3 mn => 3 mn | 3000000
3Mio => 3Mio | 3000000
3 mrd => 3 mrd | 3000000000
3trn => 3trn | 3000000000000
3 million => 3 million | 3000000
3-million => 3-million | 3000000
2.5 hundred => 2.5 hundred | 250
4x => 4 | 4
5kg => -
180ml => -
H100 => -
_5 => -
gpt-4 => -
3rd and 4th => -
3.5th => -
第三 => -
第3 => -
# signs
-5 => -5 | -5
- 5 => - 5 | -5
minus 5 => minus 5 | -5
negative 5 => negative 5 | -5
3-5 => 3 | 3 ; 5 | 5
胜负五 => 五 | 5
# words
one of them => -
the one => -
a hundred => a hundred | 100
a third of it => a third | 0.3333333333333333333333333333 fraction
a third man => -
first-class => -
two-class => -
half a dozen => half a dozen | 6 fraction
# characters of other words
四川 => -
一看 => -
收拾 => -
两两 => -
万科 => -
百 => -
两个 => 两 | 2
三个 => 三 | 3
"""


def rows(table: str) -> list[tuple[str, str]]:
    """The rows of a table, ⏎ being a line's end."""
    lines = [line for line in table.splitlines() if line and not line.startswith("# ")]
    return [
        (text.replace("⏎", "\n"), wanted) for text, _, wanted in (line.partition(" => ") for line in lines)
    ]


def shown(text: str, n: Numeral) -> str:
    """Raw | value or interval, and what it is besides."""
    value = (
        "-"
        if n.value is None
        else f"{n.value.normalize():f}"
        if n.value < 10**30
        else f"{n.value.normalize()}"
    )
    if n.low is not None:
        value = f"{n.low}..{n.high}"
    return f"{text[n.start : n.end]} | {value} {n.more} {'fraction' if n.fraction else ''}"


@pytest.mark.parametrize(("text", "wanted"), rows(NUMERALS))
def test_a_phrase_has_these_numbers_and_no_other(text: str, wanted: str) -> None:
    found = [" ".join(shown(text, n).split()) for n in numerals(text)]
    assert found == ([] if wanted == "-" else wanted.split(" ; "))
