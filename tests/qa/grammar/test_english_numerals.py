"""English numerals in words, and in digits with words: how far each goes, and what it is worth."""

# ruff: noqa: E501
# Rows of a table stay whole.

from __future__ import annotations

import pytest

from tests.told import figures, numbers, rows

CARDINALS = """
# every word, and what joins them
zero => zero | 0
nought degrees => nought | 0
nineteen => nineteen | 19
twenty one => twenty one | 21
twenty-nine people => twenty-nine | 29
fourty days => fourty | 40
ninety-nine thousand => ninety-nine thousand | 99,000 by 1,000
a hundred => a hundred | 100 by 100
a thousand years => a thousand | 1,000 by 1,000
a dozen eggs => a dozen | 12 by 12
two dozen => two dozen | 24 by 12
two dozen one => two dozen | 24 by 12 ;; one | 1
one thousand two dozen => one thousand two dozen | 1,024 by 12
five hundred => five hundred | 500 by 100
five hundred five => five hundred five | 505 by 100
five hundred and five => five hundred and five | 505 by 100
five hundred & five => five hundred & five | 505 by 100
five hundred and seventy => five hundred and seventy | 570 by 100
five hundred seventy-one => five hundred seventy-one | 571 by 100
fifteen hundred => fifteen hundred | 1,500 by 100
one thousand and two => one thousand and two | 1,002 by 1,000
one thousand and thirty => one thousand and thirty | 1,030 by 1,000
one thousand two => one thousand two | 1,002 by 1,000
two million three hundred thousand and four => two million three hundred thousand and four | 2,300,004 by 1,000
two million, three hundred thousand => two million, three hundred thousand | 2,300,000 by 1,000
three quadrillion => three quadrillion | 3,000,000,000,000,000 by 1,000,000,000,000,000
seven lakh => seven lakh | 700,000 by 100,000
four crore fifty lakh => four crore fifty lakh | 45,000,000 by 100,000
nine mn => nine mn | 9,000,000 by 1,000,000
two⏎million people => two⏎million | 2,000,000 by 1,000,000
# what cannot belong to the same number
nine two => nine | 9 ;; two | 2
eleven twelve => eleven | 11 ;; twelve | 12
nine eleven => nine | 9 ;; eleven | 11
thirty forty => thirty | 30 ;; forty | 40
seven thirty => seven | 7 ;; thirty | 30
twenty ten => twenty | 20 ;; ten | 10
twenty zero => twenty | 20 ;; zero | 0
thirty eleven => thirty | 30 ;; eleven | 11
two hundred hundred => two hundred | 200 by 100
one hundred and two hundred => one hundred | 100 by 100 ;; two hundred | 200 by 100
one hundred two hundred => one hundred | 100 by 100 ;; two hundred | 200 by 100
one thousand two thousand => one thousand | 1,000 by 1,000 ;; two thousand | 2,000 by 1,000
one million and two million => one million | 1,000,000 by 1,000,000 ;; two million | 2,000,000 by 1,000,000
one thousand and two billion => one thousand | 1,000 by 1,000 ;; two billion | 2,000,000,000 by 1,000,000,000
one thousand and five hundred million => one thousand | 1,000 by 1,000 ;; five hundred million | 500,000,000 by 1,000,000
one million two billion => one million | 1,000,000 by 1,000,000 ;; two billion | 2,000,000,000 by 1,000,000,000
two million, five million => two million | 2,000,000 by 1,000,000 ;; five million | 5,000,000 by 1,000,000
two hundred, three hundred => two hundred | 200 by 100 ;; three hundred | 300 by 100
two million thousand => two million | 2,000,000 by 1,000,000
one hundred and => one hundred | 100 by 100
one hundred and zero => one hundred | 100 by 100 ;; zero | 0
one hundred and more => one hundred | 100 by 100
one thousand and hundred => one thousand | 1,000 by 1,000
ten and five => ten | 10 ;; five | 5
one million, two of which => one million | 1,000,000 by 1,000,000 ;; two | 2
one million, two lucky hundred => one million | 1,000,000 by 1,000,000 ;; two | 2
1 million, two hundred people => 1 million | 1,000,000 by 1,000,000 ;; two hundred | 200 by 100
between five hundred and one thousand => five hundred | 500 by 100 ;; one thousand | 1,000 by 1,000
between one hundred and two and one hundred and nine => one hundred and two | 102 by 100 ;; one hundred and nine | 109 by 100
some five hundred and one thousand => five hundred and one thousand | 501,000 by 1,000
a two => two | 2
# scales of scales
one thousand million => one thousand million | 1,000,000,000 by 1,000,000
two thousand five hundred million => two thousand five hundred million | 2,500,000,000 by 1,000,000
a million million => a million million | 1,000,000,000,000 by 1,000,000
one lakh crore => one lakh crore | 1,000,000,000,000 by 10,000,000
one lakh crore fifty => one lakh crore fifty | 1,000,000,000,050 by 10,000,000
# decimals in words
three point one four => three point one four | 3.14
twelve point five million => twelve point five million | 12,500,000 by 1,000,000
zero point zero nine => zero point zero nine | 0.09
three point nine ten => three point nine | 3.9 ;; ten | 10
three point twelve => three | 3 ;; twelve | 12
three point => three | 3
three point one point five => three point one | 3.1 ;; five | 5
one hundred point five => one hundred point five | 100.5 by 100
one million point five => one million | 1,000,000 by 1,000,000 ;; five | 5
"""

DIGITS_WITH_WORDS = """
3 hundred and 21 => 3 hundred and 21 | 321 by 100
3 hundred 21 => 3 hundred 21 | 321 by 100
3 hundred 99 => 3 hundred 99 | 399 by 100
3 hundred and 100 => 3 hundred | 300 by 100 ;; 100 | 100
3 hundred 100 => 3 hundred | 300 by 100 ;; 100 | 100
3 hundred 0 => 3 hundred | 300 by 100 ;; 0 | 0
3 hundred and 0 => 3 hundred | 300 by 100 ;; 0 | 0
2 million 500 thousand => 2 million 500 thousand | 2,500,000 by 1,000
2 million 500 people => 2 million | 2,000,000 by 1,000,000 ;; 500 | 500
2 million and 500 => 2 million | 2,000,000 by 1,000,000 ;; 500 | 500
2 million and 500 thousand => 2 million | 2,000,000 by 1,000,000 ;; 500 thousand | 500,000 by 1,000
2 million 3 million => 2 million | 2,000,000 by 1,000,000 ;; 3 million | 3,000,000 by 1,000,000
1.5 thousand => 1.5 thousand | 1,500 by 1,000
1,250 million => 1,250 million | 1,250,000,000 by 1,000,000
15 hundred => 15 hundred | 1,500 by 100
150 hundred => 150 hundred | 15,000 by 100
5 dozen => 5 dozen | 60 by 12
5 twenty => 5 | 5 ;; twenty | 20
twenty-5 => twenty | 20
five 7 => five | 5 ;; 7 | 7
2 and a half million => 2 and a half million | 2,500,000 by 1,000,000 fraction
3 and one third => 3 and one third | 3.333333333333333333333333333 fraction
2-million => 2-million | 2,000,000 by 1,000,000
5 point 2 => 5 | 5 ;; 2 | 2
1 fifth => 1 fifth | 0.2 fraction
3 fifths => 3 fifths | 0.6 fraction
3 tenths of a million => 3 tenths of a million | 300,000 by 1,000,000 fraction
"""

FRACTIONS = """
half => half | 0.5 fraction
one half => one half | 0.5 fraction
a half of it => a half | 0.5 fraction
three halves => three halves | 1.5 fraction
half a million => half a million | 500,000 by 1,000,000 fraction
half a dozen => half a dozen | 6 by 12 fraction
half of a billion => half of a billion | 500,000,000 by 1,000,000,000 fraction
half million => half million | 500,000 by 1,000,000 fraction
half of it => half | 0.5 fraction
half a mile => half | 0.5 fraction
one fifth => one fifth | 0.2 fraction
a fifth of it => a fifth | 0.2 fraction
two thirds => two thirds | 0.6666666666666666666666666667 fraction
two-thirds => two-thirds | 0.6666666666666666666666666667 fraction
two thirds of a million => two thirds of a million | 666,666.6666666666666666666667 by 1,000,000 fraction
nine tenths => nine tenths | 0.9 fraction
seven eighths => seven eighths | 0.875 fraction
eleven twelfths => eleven twelfths | 0.9166666666666666666666666667 fraction
ten twentieths => ten twentieths | 0.5 fraction
twenty hundredths => twenty hundredths | 0.2 fraction
three twenty-firsts => three twenty-firsts | 0.1428571428571428571428571429 fraction
three twenty-fifths => three twenty-fifths | 0.12 fraction
one twentieth => one twentieth | 0.05 fraction
one one hundred and fifth => one one hundred and fifth | 0.009523809523809523809523809524 fraction
three one hundred and fifths => three one hundred and fifths | 0.02857142857142857142857142857 fraction
three quarters of a billion => three quarters of a billion | 750,000,000 by 1,000,000,000 fraction
three quarters billion dollars => three quarters billion | 750,000,000 by 1,000,000,000 fraction
a hundred thousandth of it => a hundred thousandth | 0.1 fraction
two millionths => two millionths | 0.000002 fraction
two hundred thousandths => two hundred thousandths | 0.2 fraction
# with a whole number before
two and a half => two and a half | 2.5 fraction
two and three quarters => two and three quarters | 2.75 fraction
two and one third => two and one third | 2.333333333333333333333333333 fraction
ten and a half million => ten and a half million | 10,500,000 by 1,000,000 fraction
one million and a half => one million and a half | 1,500,000 by 1,000,000 fraction
one thousand and a quarter => one thousand and a quarter | 1,250 by 1,000 fraction
one hundred and a half => one hundred and a half | 100.5 fraction
one hundred and three and two thirds => one hundred and three and two thirds | 103.6666666666666666666666667 fraction
one thousand five and a half => one thousand five and a half | 1,005.5 fraction
two and five halves => two | 2 ;; five halves | 2.5 fraction
two and => two | 2
# over and in
one over twenty-one => one over twenty-one | 0.04761904761904761904761904762 fraction
one in ten => one in ten | 0.1 fraction
nine in ten => nine in ten | 0.9 fraction
three in four => three in four | 0.75 fraction
one in a => one | 1
one and a => one | 1
one in a hundred => one in a hundred | 0.01 fraction
one in a thousand => one in a thousand | 0.001 fraction
1 in 5 => 1 in 5 | 0.2 fraction
1 in 1000 => 1 in 1000 | 0.001 fraction
1 in 2000 => 1 | 1 ;; 2000 | 2,000
ten in twelve => ten | 10 ;; twelve | 12
five in five => five | 5 ;; five | 5
five in three => five | 5 ;; three | 3
one in 2.5 => one | 1 ;; 2.5 | 2.5
zero in ten => zero | 0 ;; ten | 10
one in every => one | 1
# an ordinal is no share
two millionth => two | 2
twenty first => twenty | 20
two first => two | 2
first => nothing
the second half => half | 0.5 fraction
"""

QUARTERS = """
two quarters => two quarters | duration 2 quarter
four quarters of growth => four quarters | duration 4 quarter
five quarters => five quarters | duration 5 quarter
for twenty quarters => twenty quarters | duration 20 quarter
twenty-one quarters => twenty-one quarters | duration 21 quarter
one hundred quarters => one hundred quarters | duration 100 quarter
one quarter of it => one quarter | fraction 0.25
a quarter of it => a quarter | fraction 0.25
three quarters => three quarters | duration 3 quarter
three quarters of it => three quarters | fraction 0.75
those three quarters of growth => three quarters | duration 3 quarter
the consecutive three quarters of growth => three quarters | duration 3 quarter
three-quarters of it => three-quarters | fraction 0.75
two-quarters of it => two-quarters | fraction 0.5
three quarters billion dollars => three quarters billion dollars | money 750,000,000 USD
two and three quarters => two and three quarters | fraction 2.75
2.5 quarters => 2.5 quarters | duration 2.5 quarter
two thirds => two thirds | fraction 0.6666666666666666666666666667
"""

VAGUE = """
dozens of eggs => dozens of eggs | count egg vague
hundreds of people => hundreds of people | count person vague
hundreds of thousands of people => hundreds of thousands of people | count person vague
hundreds of millions => hundreds of millions | number vague
several hundred people => several hundred people | count person vague
several hundred thousand people => several hundred thousand people | count person vague
a few hundred people => a few hundred people | count person vague
few dozen people => few dozen people | count person vague
a few billion dollars => a few billion dollars | money USD vague
several of the hundred => nothing
dozens and hundreds => dozens | number vague ;; hundreds | number vague
thousands a year => thousands | number vague
"""


@pytest.mark.parametrize(("text", "said"), rows(CARDINALS + DIGITS_WITH_WORDS + FRACTIONS))
def test_words_that_make_one_number_are_read_together_and_others_apart(text: str, said: str) -> None:
    assert numbers(text) == said


@pytest.mark.parametrize(("text", "said"), rows(QUARTERS + VAGUE))
def test_quarters_are_a_time_or_a_share_and_many_are_left_vague(text: str, said: str) -> None:
    assert figures(text) == said
