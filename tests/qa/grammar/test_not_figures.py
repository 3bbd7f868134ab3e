"""What looks like a figure and is none: each rule with phrases that it holds for, and others that it leaves."""

# ruff: noqa: E501
# Rows of a table stay whole.

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from yinzheng.qa.grammar import not_figures

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERING = """
«1»、苹果
«12»、苹果
买了苹果。«2»、梨
买了苹果；«2»、梨
买了苹果;«2»、梨
买了苹果！«2»、梨
买了苹果？«2»、梨
买了苹果⏎«2»、梨
说完。«2»、㐀
说完。«2»、鿿
«一»、总则
«123»、附则
«1». Scope
«12». Scope
«123». Scope
  «1». Scope
### «4». Scope
> «2». Scope
* «2». Scope
- «2». Scope
-«2». Scope
• «2». Scope
· «2». Scope
| «2». Scope
【«2»】其次
[«2»] Smith
(«2») next
（«2»）其次
｜«2»） not this mark => no
«1») first
«1» ) first
«1»．范围
«1» ．范围
«1» 、范围
«1»: first
«1».
«3».Scope
这一段写得很长很长很长很长很长很长很长很长很长⏎«1». Scope
                        «1». Scope
                         («1») Scope
其中(«1»)为
其中（«12»）为
其中[«3»]为
公司(«三»)号
1234 («5») and
这一行的前面写了很多很多很多很多很多很多很多的字(«5»)
买了«2»、梨 => no
买了«12»、梨 => no
说。«2»、pears => no
说。«123»、梨 => no
«1234»、梨 => no
«1234». Scope => no
«1».5 => no
«1»:30 => no
«1» first => no
«1» => no
共«1». 然后 => no
and «1». Then => no
其中(«123»)为 => no
其中(«1»为 => no
其中«1»为 => no
其中«1»(为 => no
其中“«1»”为 => no
这一行的前面写了很多很多很多很多很多很多很多的字 «5»、梨 => no
"""

LABELLED = """
see no. «5»
see nos «5»
Section «12»
sections «12»
figure «3»
Figure: «3»
table «3»
p. «12»
pp. «12»
vol. «3»
version «2»
flight «714»
p.o. box «12»
passcode «4432»
passcode is «4432»
extension «33»
invoice «882»
page 12 of «45»
分机«8021»
密码：«4432»
合同号«118»
exercise nrs «12»
编号«12»
编号：«12»
编号为«12»
编号是 «12»
电话 «12»
表«3»
#«5»
№«5»
§«3»
«5» apples => no
kino «5» => no
subsection «5» => no
the figures «5» => no
it sold «5» => no
section of «5» => no
section    «5» => no
编号的第一个«5» => no
"""

CLOCK = """
at 2:«00»
2:«00»
«13»:50
«3»点
下午«3»点钟
«3»点半
«3»点20分
«18»时30分
«9»时许
«2» pm
«2»pm
«2» p.m.
«2» a.m
«10» o'clock
«2.13» am
«12.59» pm
«02.00» am
«10000»点
«5» amps => no
«2.1» am => no
«2.134» am => no
«12.60» am => no
«123.13» am => no
«100000»点 => no
«8»时间 => no
«8»时代 => no
«8»小时 => no
«13»:95 => no
«13»: 50 => no
:«30» => no
a:«30» => no
比:«30» => no
2;«30» => no
«30» => no
"""

CODE = """
«007»
«05»
«13812345678»
(«600519»)
（«600519»）
abc-«12»
x-«12»
a/«12»
x/«12»
和/«12»
«62»-1234567
«1234»-5678
«12»/05
«5»-06
«1»-2-3
«1»/2/3
«5»/5-1
«4»-二氯
«10»-k
a@«12»
v_«2»
\\«2»
a&«3»
id=«300»
x=«2.5»
v.«2»
a.«2.5»
a/«2.5»
«2»@qq
«2»_x
«2»\\
«2».5
«0» => no
«5» => no
«1381234567» => no
(«60051») => no
(«600519» 元 => no
元«600519») => no
[«600519»] => no
 -«12» => no
-«12» => no
/«12» => no
«12»-34567 => no
«12»/5 => no
«12»- 345678 => no
«12»-345678 => yes
«30»-ish => no
«10»- => no
«10»- x => no
«10»-¥ => no
=«3» => no
x =«3» => no
10%=«3» => no
此时=«3» => no
>=«3» => no
<=«3» => no
1 + «3» => no
.«2» => no
 .«2» => no
和/«2.5» => no
/«2.5» => no
 /«2.5» => no
«2». 5 => no
«2».a => no
«2».二 => no
«2». => no
«2.5»-x => no
"""

CHAIN = """
1.«2»
«1».2
192.«168».0
a.«2» => no
«1».a => no
«1». 2 => no
.«2» => no
«1»,2 => no
1,«2» => no
«12» => no
"""

LISTED = """
沃原饲料（«600977».sh）
沃原饲料 «600977».sz 收入
«9988».hk rose
«005930».ks rose
sh：«600977»
asx: «123»
hkex:«0700»
收入«600977»元 => no
net «2024».to => no
flash: «600977» => no
ratio: «600» => no
"""

RATE = """
about $1.5 million «a quarter».
burns 5 million euros «a quarter»
sells 3,000 cars «a quarter»
$5 «a quarter»
grew 5% «a quarter»
once «a quarter»
«a quarter» of sales => no
$5 million «a quarter» of it => no
sales rose «a quarter» => no
in 2024 sales fell «a quarter» => no
$5 million «a half» => no
"""

CALENDAR = """
在«12»楼会议室
«12»楼盘 => no
«8»月
«8»月份
«8» 月
«3»号
«19»世纪
«80»年代
«3»日
«15»届
«3»胜1负
«1»负
«2»平
«2»比0
2比«0»
«2001.09»
«1901.12»
«2001.00»
«2025»这家公司
«2025»那款
«2025»该公司
«2022»级
«1998»届
«2023»款
«2023»版
in «1066»
in «1000»
in «2100»
since «2011»
by «2011»
born «1970»
(«2011»
（«1998»
2019, «2020»
2019、«2020»
2019和«2020»
«1998»-2004
«1998»–2004
«1998»—2004
«1990» operating metrics
«2039» targets
«8»月均 => no
«3»号召 => no
«5»日元 => no
«5»日均 => no
«3»胜均 => no
«2»平均 => no
«2»比例 => no
«2»对0 => no
很多年比分«2» => no
«2001.13» => no
«2101.09» => no
«1801.09» => no
«12345.6» => no
«2001,09» => no
«2025»家公司 => no
«1822»级 => no
«2022»个 => no
in «999» => no
in «2101» => no
in «10660» => no
win «2011» => no
in, «2011» => no
12, «2020» => no
«1998»-x => no
«1998»+2004 => no
«1989» operating metrics => no
«2040» targets => no
«2021» Operating metrics => yes
«2021» => no
«1998» 个 => no
"""

SET_NAME = """
双«11»
双«1212»
«618»大促
«618»购物节
«1111»狂欢
«985»高校
«211»大学
«985»/211高校
«12315»热线
«110»报警
双«12345» => no
«618»元 => no
«619»大促 => no
«985»人 => no
«12»热线 => no
«123456»热线 => no
单«11» => no
"""

NAME = """
«90»后
«00»后
«95»后
讲《硅谷«101»》的
《城市«12»》
“计划«12»”
'plan «12»'
"plan «12»"
【计划«12»】
sent Voyager «2»
sent Voyager  «2»
sent Voyager «2000»
the NASA «2»
NASA «2»
Web «2.0»
Industry «4.0»
时代«2.0»
时代 «2.0»
with McDonald «2»
92后«2000» => no
«92»后 => no
«190»后 => no
«9»后 => no
“«12»” => no
(计划«12») => no
计划«12»” => no
“计划«12» => no
很长很长的“计划很长很长很长很长很长«12»” => no
sent voyager «2» => no
sent Voyager   «2» => no
sent Voyager-«2» => no
sent Voyager «20000» => no
sent Voyager «2.5» => no
web «2.0» => no
Web «12.0» => no
Web «2.1» => no
时代«2» => no
Voyager «2» => no
Then. Voyager «2» => no
Then! Voyager «2» => no
好。Voyager «2» => no
Head: Voyager «2» => no
first⏎Voyager «2» => no
- Voyager «2» => no
**Voyager «2» => no
## Voyager «2» => no
we About «20» => no
we Total «20» => no
«2» => no
 «2» => no
"""


def rules(table: str) -> list[tuple[str, bool]]:
    """The rows of a table: a phrase whose number stands in «», and whether the rule holds for it."""
    lines = [line.partition(" => ") for line in table.splitlines() if line]
    return [(phrase.replace("⏎", "\n"), said != "no") for phrase, _, said in lines]


def assert_rule(rule: Callable[[str, int, int], bool], phrase: str, holds: bool) -> None:
    start, end = phrase.index("«"), phrase.index("»") - 1
    text = phrase.replace("«", "").replace("»", "")
    assert rule(text, start, end) is holds


@pytest.mark.parametrize(("phrase", "holds"), rules(NUMBERING))
def test_a_small_number_at_the_head_of_a_line_numbers_it(phrase: str, holds: bool) -> None:
    assert_rule(lambda text, start, end: not_figures.is_numbering(text.lower(), start, end), phrase, holds)


@pytest.mark.parametrize(("phrase", "holds"), rules(LABELLED))
def test_a_word_before_makes_a_name_of_a_number(phrase: str, holds: bool) -> None:
    assert_rule(lambda text, start, _: not_figures.is_labelled(text.lower(), start), phrase, holds)


@pytest.mark.parametrize(("phrase", "holds"), rules(CLOCK))
def test_a_time_of_day_is_known_by_its_marks(phrase: str, holds: bool) -> None:
    assert_rule(not_figures.is_clock, phrase, holds)


@pytest.mark.parametrize(("phrase", "holds"), rules(CODE))
def test_telephone_numbers_codes_and_paths_are_known(phrase: str, holds: bool) -> None:
    assert_rule(not_figures.is_code, phrase, holds)


@pytest.mark.parametrize(("phrase", "holds"), rules(LISTED))
def test_a_companys_number_at_an_exchange_is_a_name(phrase: str, holds: bool) -> None:
    assert_rule(not_figures.is_listed, phrase, holds)


@pytest.mark.parametrize(("phrase", "holds"), rules(RATE))
def test_how_often_is_no_share(phrase: str, holds: bool) -> None:
    assert_rule(not_figures.is_rate, phrase, holds)


@pytest.mark.parametrize(("phrase", "holds"), rules(CHAIN))
def test_a_link_of_a_chain_is_no_number(phrase: str, holds: bool) -> None:
    assert_rule(not_figures.is_chain, phrase, holds)


@pytest.mark.parametrize(("phrase", "holds"), rules(CALENDAR))
def test_months_days_years_and_scores_are_known(phrase: str, holds: bool) -> None:
    assert_rule(lambda text, start, end: not_figures.is_calendar(text.lower(), start, end), phrase, holds)


@pytest.mark.parametrize(("phrase", "holds"), rules(SET_NAME))
def test_days_and_sets_with_a_number_for_a_name_are_known(phrase: str, holds: bool) -> None:
    assert_rule(not_figures.is_set_name, phrase, holds)


@pytest.mark.parametrize(("phrase", "holds"), rules(NAME))
def test_a_number_behind_a_name_belongs_to_it(phrase: str, holds: bool) -> None:
    assert_rule(lambda text, start, end: not_figures.is_name(text, text.lower(), start, end), phrase, holds)
