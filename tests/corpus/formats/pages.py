"""Saved pages in the layouts that Chinese sites and filings use; every name, word and figure is invented."""

# ruff: noqa: E501 - markup is as wide as it is

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Saved:
    """A page, and what must come of it: words of its main text, words around it, title, date, flags."""

    name: str
    markup: str
    main: tuple[str, ...]
    outside: tuple[str, ...]
    title: str
    date: str | None
    flags: tuple[str, ...] = ()


def _links(*words: str) -> str:
    return "".join(f'<li><a href="/{n}">{word}</a></li>' for n, word in enumerate(words))


def _rows(*rows: str, tag: str = "td") -> str:
    cells = (f"</{tag}><{tag}>".join(cell.strip() for cell in row.split("|")) for row in rows)
    return "".join(f"<tr><{tag}>{row}</{tag}></tr>" for row in cells)


_NAV = f'<div class="nav"><ul>{_links("首页", "新闻", "财经", "科技", "体育", "登录", "注册")}</ul></div>'
_FOOT = (
    '<div class="footer"><p>关于我们 | 联系我们 | 招聘信息 | 网站地图</p>'
    "<p>版权所有 远山网 京ICP备00000001号 违法和不良信息举报电话：000-0000000</p></div>"
)
_HOT = f'<div class="sidebar"><h3>热门排行</h3><ul>{_links("城南新桥今日通车", "明日有雨", "球队客场取胜")}</ul></div>'
_STORY = (
    "远山精密本周披露的季度报告显示，公司一季度营业收入为12.6亿元，同比增长18.4%，净利润为1.9亿元。",
    "公司表示，增长主要来自出口订单，海外收入占比升至四成。新厂房预计在年底前投产，届时产能将提高三分之一。",
    "分析人士认为，原材料价格回落也帮助了利润率。不过，汇率波动仍然是下半年最大的不确定因素。",
    "管理层在电话会议上说，全年目标没有变化，研发投入将继续保持在收入的百分之七左右，现金流足以覆盖投资计划。",
)
_PARAGRAPHS = "".join(f"<p>　　{paragraph}</p>" for paragraph in _STORY)

PORTAL = Saved(
    "news portal",
    f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>远山精密一季度收入增长18.4%_财经_远山网</title>
    <meta property="og:title" content="远山精密一季度收入增长18.4%"><meta name="author" content="远山网">
    <meta property="og:site_name" content="远山网">
    <link rel="canonical" href="https://finance.yuanshan.example/2025-05-20/doc-1.shtml"></head><body>{_NAV}
    <div class="path"><a href="/">首页</a> &gt; <a href="/c">财经</a> &gt; 正文</div>
    <div class="main-content"><h1 class="main-title">远山精密一季度收入增长18.4%</h1>
    <div class="date-source"><span class="date">2025年05月20日 08:12</span> <a class="source">远山晚报</a>
    <span>字号：<a>大</a><a>小</a></span></div>
    <div class="article" id="artibody">{_PARAGRAPHS}<p class="show_author">责任编辑：林一</p></div>
    <div class="share"><span>分享到：</span><a>微博</a><a>微信</a><a>QQ空间</a></div>
    <div class="related"><h2>相关阅读</h2><ul>
    {_links("临海重工季度亏损扩大至3.1亿元", "远山精密获新订单9000万元", "行业协会发布年度白皮书")}</ul></div></div>
    {_HOT}{_FOOT}</body></html>""",
    _STORY,
    ("临海重工季度亏损扩大至3.1亿元", "京ICP备", "城南新桥今日通车", "远山晚报"),
    "远山精密一季度收入增长18.4%",
    "2025-05-20",
    ("url:https://finance.yuanshan.example/2025-05-20/doc-1.shtml", "site:远山网"),
)

_OFFICIAL = (
    "今天我们来谈一个老问题：为什么有的公司现金流很好，利润却总是不见增长？",
    "先看折旧。一家工厂买下价值3000万元的设备，按十年摊销，每年就要从利润里减去300万元，而现金早已付出。",
    "再看应收账款。客户拖欠三个月，账面上已是收入，银行里却没有钱；反过来，预收的款项是现金，却还不是收入。",
    "所以看一家公司，要把三张报表放在一起看，少一张都不行。下一篇我们讲如何从附注里找到答案。",
)
WECHAT = Saved(
    "article of a messenger",
    f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title></title>
    <meta property="og:title" content="现金流很好，利润为什么不涨？"><meta name="author" content="青禾">
    <meta property="og:url" content="https://mp.messenger.example/s?__biz=abc&amp;mid=1">
    <meta property="og:site_name" content="公众平台"></head><body id="activity-detail">
    <script>var nickname = "账本研究"; var ct = "1747699200"; var msg_title = '现金流很好';</script>
    <div id="js_article"><div class="rich_media_inner"><h1 class="rich_media_title" id="activity-name">
    现金流很好，利润为什么不涨？</h1><div id="meta_content"><span class="rich_media_meta">青禾</span>
    <a id="js_name">账本研究</a><em id="publish_time"></em></div>
    <div class="rich_media_content" id="js_content" style="visibility: hidden;">
    <section><section><p><span>{_OFFICIAL[0]}</span></p></section></section>
    <section style="margin: 10px"><p><strong>一、折旧</strong></p><p><span>{_OFFICIAL[1]}</span></p></section>
    <section><p><strong>二、应收账款</strong></p><p>{_OFFICIAL[2]}</p><p><br></p></section>
    <p><img data-src="https://img.example/1.png"></p><p>{_OFFICIAL[3]}</p></div>
    <div class="rich_media_tool"><a>阅读原文</a><span>阅读 10万+</span><span>赞</span><span>在看</span></div></div>
    <div class="qr_code_pc"><p>微信扫一扫<br>关注该公众号</p></div><div>预览时标签不可点</div></div></body></html>""",
    _OFFICIAL,
    ("阅读原文", "微信扫一扫", "预览时标签不可点"),
    "现金流很好，利润为什么不涨？",
    "2025-05-20",
    ("author:青禾",),
)

_SUMMARY = (
    "临海重工股份有限公司是一家生产港口机械的企业，成立于1958年，总部位于临海市，2003年在深圳证券交易所上市，"
    "主要产品有岸边起重机、堆取料机和自动化码头系统。"
)
ENCYCLOPAEDIA = Saved(
    "encyclopaedia",
    f"""<html><head><meta charset="utf-8"><title>临海重工（港口机械制造商）_远山百科</title>
    <meta name="description" content="{_SUMMARY[:60]}"></head><body><div class="header">{_NAV}
    <form><input name="word"><button>进入词条</button></form></div><div class="body-wrapper"><div class="content">
    <dl class="lemma-title"><dd><h1>临海重工</h1><h2>（港口机械制造商）</h2></dd></dl>
    <div class="lemma-summary"><div class="para">{_SUMMARY}<sup>[1]</sup></div></div>
    <div class="basic-info"><dl><dt>公司名称</dt><dd>临海重工股份有限公司</dd><dt>成立时间</dt><dd>1958年4月</dd>
    <dt>员工数</dt><dd>8600人（2023年）</dd></dl></div>
    <div class="lemma-catalog"><h2>目录</h2><ol>{_links("发展历程", "财务数据", "企业文化")}</ol></div>
    <h2 class="para-title">发展历程</h2><div class="para">1958年，临海港务局机修厂成立，这是公司的前身。1987年，
    公司制造出国内第一台四十吨岸边集装箱起重机，此后十年间产品出口到二十多个国家。</div>
    <div class="para">2003年6月，公司在深圳证券交易所挂牌上市，募集资金5.4亿元，用于建设新的总装基地和研发中心。</div>
    <h2 class="para-title">财务数据</h2><div class="para">公司近三年的主要财务数据见下表，金额单位均为亿元人民币：</div>
    <table>{_rows("年度|营业收入|净利润", tag="th")}{_rows("2021|88.2|4.1", "2022|91.7|3.6", "2023|97.5|-3.1")}</table>
    <h2 class="para-title">企业文化</h2><div class="para">公司奉行“一台机器一份责任”的理念，连续十二年发布社会责任报告，
    每年组织技术工人参加全国技能竞赛，并与三所大学联合培养研究生。</div>
    <div class="lemma-reference"><dt>参考资料</dt><ul><li>1. 公司年度报告</li></ul></div></div>
    <div class="side-content"><dl><dt>词条统计</dt><dd>浏览次数：128300次</dd><dd>编辑次数：45次历史版本</dd></dl></div>
    </div>{_FOOT}</body></html>""",
    (
        _SUMMARY[:30],
        "2003年6月，公司在深圳证券交易所挂牌上市",
        "年度 | 营业收入 | 净利润",
        "2023 | 97.5 | -3.1",
        "一台机器一份责任",
    ),
    ("编辑次数：45次历史版本",),
    "临海重工",
    None,
)


def _post(floor: str, who: str, when: str, words: str) -> str:
    return f"""<div class="post"><table class="plhin"><tr><td class="pls"><div class="authi"><a>{who}</a></div>
    <p>积分 1024</p><p>帖子 88</p></td><td class="plc"><div class="pi"><strong><a>{floor}</a></strong>
    <div class="authi"><em>发表于 {when}</em> | <a>只看该作者</a></div></div>
    <div class="pct"><div class="t_fsz"><table><tr><td class="t_f">{words}</td></tr></table></div></div>
    <div class="po"><a>回复</a> <a>举报</a></div></td></tr></table></div>"""


_OPENING = (
    "最近把家里的旧服务器换成了小主机，功耗从120瓦降到了15瓦，按每度电0.6元计算，一年大约省下550元电费。<br>"
    "装机过程并不复杂，只是硬盘盒要选带独立供电的，否则读写时容易掉盘。我用的是两块4TB的盘做镜像，已经稳定运行了半年。"
)
FORUM = Saved(
    "forum thread",
    f"""<html><head><meta charset="gbk"><title>旧服务器换小主机，一年省下多少电费 - 数码讨论区 - 山谷论坛</title></head>
    <body>{_NAV}<div id="pt"><a>山谷论坛</a> › <a>数码讨论区</a> › 查看内容</div><div id="postlist">
    <h1 class="ts"><span id="thread_subject">旧服务器换小主机，一年省下多少电费</span></h1>
    {_post("楼主", "溪边钓客", "2024-11-03 21:15:08", _OPENING)}
    {_post("沙发", "北坡", "2024-11-03 21:40:11", "请问散热怎么样？夏天室温三十五度的时候，我那台风扇声音很大，最后只好加了一个底座。")}
    {_post("板凳", "溪边钓客", "2024-11-04 08:02:55", "夏天满载时大约七十度，平时五十度上下，风扇几乎听不见，放在客厅里也没有问题。")}
    </div><div class="pgs"><a>返回列表</a> <a>发帖</a></div>{_FOOT}</body></html>""",
    ("功耗从120瓦降到了15瓦", "两块4TB的盘做镜像", "最后只好加了一个底座", "夏天满载时大约七十度"),
    (),
    "旧服务器换小主机，一年省下多少电费",
    "2024-11-03",
)

_RULES = (
    "各区人民政府，市政府各部门：",
    "为进一步规范公共停车场管理，保障停车人和经营者的合法权益，经市政府同意，现就有关事项通知如下。",
    "一、自2025年7月1日起，全市公共停车场首30分钟免费停放，超过30分钟的按实际停放时长计费，每小时不超过6元。",
    "二、各停车场应当在入口处公示收费标准、服务时间和投诉电话，未公示的，由价格主管部门责令改正。",
    "三、鼓励机关和事业单位在夜间和节假日向社会开放停车位，开放情况纳入年度考核。",
)
NOTICE = Saved(
    "government notice",
    f"""<html><head><meta charset="utf-8"><title>关于规范公共停车场管理的通知_通知公告_临海市人民政府</title>
    <meta name="ArticleTitle" content="关于规范公共停车场管理的通知"><meta name="PubDate" content="2025-06-12 09:30">
    <meta name="ContentSource" content="市政府办公室"></head><body><div class="top">{_NAV}</div>
    <div class="crumb">您现在的位置：<a>首页</a> &gt; <a>政务公开</a> &gt; <a>通知公告</a></div>
    <table class="index">{_rows("索 引 号:|000014349/2025-00071|主题分类:|城乡建设", "发文机关:|市政府办公室|成文日期:|2025年06月10日", "标　　题:|关于规范公共停车场管理的通知|发布日期:|2025年06月12日")}
    </table><h1>关于规范公共停车场管理的通知</h1><p>临政办发〔2025〕7号</p>
    <div class="TRS_Editor">{"".join(f"<p>{rule}</p>" for rule in _RULES)}
    <p style="text-align:right">临海市人民政府办公室</p><p style="text-align:right">2025年6月10日</p>
    <p>（此件公开发布）</p></div><div class="fj">附件：<a>停车场收费公示牌样式.docx</a></div>
    <div class="share">【打印】【关闭】 扫一扫在手机打开当前页</div>{_FOOT}</body></html>""",
    (*_RULES[1:], "临海市人民政府办公室"),
    ("扫一扫在手机打开当前页",),
    "关于规范公共停车场管理的通知",
    "2025-06-12",
)

SCRAPER = Saved(
    "page of a scraper",
    f"""<html><head><meta charset="utf-8"><title>远山精密一季度收入增长-彩云体育官方网站首页</title>
    <meta name="keywords" content="彩云体育,彩云体育官网,彩云体育登录入口"></head><body>
    <div class="head"><a>彩云体育登录入口</a> <a>彩云体育APP下载</a></div><ul class="menu">{_links("网站首页", "关于我们", "新闻资讯", "联系我们")}</ul>
    <div class="position">你的位置：<a>彩云体育登录入口官网首页</a> &gt; <a>资讯</a> &gt; 远山精密一季度收入增长</div>
    <div class="content"><h1>远山精密一季度收入增长-彩云体育官方网站首页</h1><div class="info">发布日期：2025-05-21 07:33　点击次数：183</div>
    <div class="text">{_PARAGRAPHS}</div></div><p>上一篇：<a>球队客场取胜</a></p><p>下一篇：没有了</p>
    <div class="links"><h3>友情链接</h3>{_links("彩云体育", "彩云娱乐", "彩云棋牌")}</div>
    <p>Powered by 彩云体育登录入口官网首页 RSS地图 HTML地图</p></body></html>""",
    _STORY,
    ("彩云体育APP下载", "友情链接"),
    "远山精密一季度收入增长-彩云体育官方网站首页",
    "2025-05-21",
)

_BALANCE = _rows(
    "货币资金|1,204,500|1,098,300",
    "应收账款|802,100|766,900",
    "存货|655,000|701,200",
    "资产总计|4,310,700|4,002,800",
)
_INCOME = _rows("营业收入|9,750,000|9,170,000", "营业成本|8,120,000|7,640,000", "净利润|-310,000|360,000")
FILING = Saved(
    "filing full of tables",
    f"""<html><head><meta charset="gb2312"><title>临海重工：2023年年度报告摘要</title></head><body>
    <div class="nav">{_links("首页", "公告", "行情")}</div><div id="content"><h2>临海重工：2023年年度报告摘要</h2>
    <p>公告日期：2024-04-26</p><p>证券代码：000000　证券简称：临海重工</p>
    <h3>一、重要提示</h3><p>本年度报告摘要来自年度报告全文，为全面了解本公司的经营成果、财务状况及未来发展规划，
    投资者应当到指定网站仔细阅读年度报告全文。</p>
    <h3>二、公司基本情况</h3><table>{_rows("股票简称|临海重工", "股票代码|000000", "联系电话|0576-00000000")}</table>
    <h3>三、主要会计数据</h3><p>单位：千元</p>
    <table>{_rows("项目|2023年|2022年", tag="th")}{_INCOME}</table>
    <h3>四、资产负债表</h3><p>2023年12月31日　单位：千元</p>
    <table>{_rows("项目|期末余额|期初余额", tag="th")}{_BALANCE}</table>
    <h3>五、前十名股东持股情况</h3>
    <table>{_rows("股东名称|持股数量|比例", tag="th")}{_rows("临海市国资委|120,000,000|34.2%", "远山投资|22,400,000|6.4%")}</table>
    <p>临海重工股份有限公司董事会</p><p>2024年4月25日</p></div>{_FOOT}</body></html>""",
    (
        "项目 | 2023年 | 2022年\n营业收入 | 9,750,000 | 9,170,000",
        "净利润 | -310,000 | 360,000",
        "项目 | 期末余额 | 期初余额\n货币资金 | 1,204,500 | 1,098,300",
        "资产总计 | 4,310,700 | 4,002,800",
        "临海市国资委 | 120,000,000 | 34.2%",
        "股票代码 | 000000",
    ),
    ("京ICP备",),
    "临海重工：2023年年度报告摘要",
    "2024-04-26",
)

_LINES = "<br><br>".join(f"　　{line}" for line in _STORY)
OLD_STYLE = Saved(
    "old page of one cell and line breaks",
    f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gb2312">
    <TITLE>远山精密一季度收入增长</TITLE></HEAD><BODY><TABLE width=980><TR><TD><A HREF="/">首页</A> | <A>新闻</A></TD></TR></TABLE>
    <TABLE><TR><TD width=200>{_HOT}</TD><TD><CENTER><B>远山精密一季度收入增长</B></CENTER>
    <CENTER>http://www.yuanshan.example 2025-05-20 10:30 远山晚报</CENTER><FONT size=3>{_LINES}</FONT></TD></TR></TABLE>
    <CENTER>版权所有：远山网</CENTER></BODY></HTML>""",
    _STORY,
    ("明日有雨",),
    "远山精密一季度收入增长",
    "2025-05-20",
)

_TAIWAN = (
    "遠山科技今天召開法人說明會，公布第一季合併營收為新台幣48.2億元，季增6.3%，年增21.7%，創下同期新高。",
    "財務長表示，伺服器散熱模組出貨優於預期，毛利率回升至31.5%，第二季可望維持成長，全年資本支出上看12億元。",
    "法人指出，客戶庫存調整已近尾聲，不過匯率走升恐侵蝕部分獲利，後續仍須觀察終端需求的變化。",
)
TAIWAN = Saved(
    "news in traditional characters",
    f"""<html lang="zh-TW"><head><meta charset="utf-8"><title>遠山科技第一季營收年增21.7% | 產經 | 山海新聞</title>
    <meta property="og:title" content="遠山科技第一季營收年增21.7% | 產經 | 山海新聞">
    <script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle",
    "datePublished":"2025-04-29T15:20:00+08:00","dateModified":"2025-04-30T09:00:00+08:00",
    "author":{{"@type":"Person","name":"陳小禾"}},"headline":"遠山科技第一季營收年增21.7%"}}</script></head><body>
    <header><nav>{_links("首頁", "即時", "政治", "產經")}</nav></header><main><article><h1>遠山科技第一季營收年增21.7%</h1>
    <div class="updatetime">2025/4/29 15:20（4/30 09:00 更新）</div>
    {"".join(f"<p>{line}</p>" for line in _TAIWAN)}<p>（編輯：林大山）1140429</p></article>
    <aside><h2>延伸閱讀</h2><ul>{_links("散熱族群走強 三檔漲停", "央行理監事會議登場")}</ul></aside></main>
    <footer>版權所有 山海新聞 本網站之文字不得轉載</footer></body></html>""",
    _TAIWAN,
    ("散熱族群走強 三檔漲停",),
    "遠山科技第一季營收年增21.7%",
    "2025-04-29",
    ("author:陳小禾",),
)

_CODE = "def fee(minutes):\n    if minutes &lt;= 30:\n        return 0\n    return -(-minutes // 60) * 6"
BLOG = Saved(
    "technical blog",
    f"""<html><head><meta charset="utf-8"><title>用Python计算停车费的三种写法-小山博客</title></head><body>
    <div class="toolbar">{_links("博客", "下载", "学习", "社区")}</div><div class="blog-content-box"><h1>用Python计算停车费的三种写法</h1>
    <div class="bar-content"><span class="time">于 2025-02-11 22:08:31 发布</span><span>阅读量3.2k</span><span>收藏 12</span></div>
    <div class="copyright">版权声明：本文为博主原创文章，转载请附上原文出处链接和本声明。</div>
    <article><div id="content_views"><h2>需求</h2><p>停车场首30分钟免费，之后每小时6元，不足一小时按一小时计算。
    看似简单的规则，写成代码却容易在边界上出错，下面比较三种写法的得失。</p>
    <h2>第一种：向上取整</h2><p>最直接的办法是先判断免费时长，再用整数除法向上取整，这样不需要浮点数，也就没有误差。</p>
    <pre><code class="language-python">{_CODE}</code></pre><h2>比较</h2>
    <ul><li>整数写法最快，一百万次调用用时0.18秒；</li><li>浮点写法在恰好六十分钟时可能多收一小时；</li>
    <li>查表写法最容易修改费率，但要维护表格。</li></ul><p>如果费率会随时段变化，建议使用查表的写法，并为每个边界写一条测试。</p></div></article></div>
    <div class="recommend-box"><h3>相关推荐</h3>{_links("十分钟读懂装饰器", "列表推导式的陷阱")}</div>{_FOOT}</body></html>""",
    (
        "    if minutes <= 30:\n        return 0",
        "- 整数写法最快，一百万次调用用时0.18秒；",
        "建议使用查表的写法",
    ),
    ("十分钟读懂装饰器",),
    "用Python计算停车费的三种写法",
    "2025-02-11",
)

LISTING = Saved(
    "front page of links",
    f"""<html><head><title>远山网</title></head><body>{_NAV}<ul>{
        "".join(
            f'<li><a href="/{n}">第{n}条新闻的标题写在这里</a> <span>05-{n:02}</span></li>'
            for n in range(1, 30)
        )
    }</ul>{_FOOT}</body></html>""",
    ("第1条新闻的标题写在这里", "第29条新闻的标题写在这里"),
    (),
    "远山网",
    None,
)

SEC = Saved(
    "English filing of nested tables",
    f"""<html><head><title>Form 10-Q</title></head><body><div style="display:none">ix:header 0000000000 --12-31 Q1 2025</div>
    <p align="center"><b>UNITED STATES</b></p><p align="center">FORM 10-Q</p>
    <p>For the quarterly period ended</p><p>March 31, 2025</p><p align="center"><b>YUANSHAN PRECISION INC.</b></p>
    <p>Indicate by check mark whether the registrant has filed all reports required to be filed during the preceding twelve
    months and has been subject to such filing requirements for the past ninety days. Yes [X] No [ ]</p>
    <p><b>Item 1. Financial Statements</b></p><div>CONDENSED CONSOLIDATED STATEMENTS OF INCOME (in millions)</div>
    <div><table>{_rows(" ||Three months ended March 31,||", " ||2025||2024", "Net sales|$|1,260|$|1,064", "Cost of sales||842||731", "Net income|$|190|$|151")}</table></div>
    <p>See accompanying notes to the condensed consolidated financial statements.</p>
    <p><b>Item 2. Management's Discussion and Analysis</b></p><p>Net sales rose 18.4% because export orders were strong in
    every region, while freight costs fell and the new plant began to ship its first machines in March.</p>
    <p>SIGNATURES</p><p>Pursuant to the requirements of the Exchange Act, the registrant has duly caused this report to be
    signed on its behalf by the undersigned thereunto duly authorized.</p><table>{_rows("Date: May 2, 2025|By:|/s/ Jane Roe")}</table>
    </body></html>""",
    (
        "Net sales | $ | 1,260 | $ | 1,064",
        "Net income | $ | 190",
        "Net sales rose 18.4%",
        "first machines in March",
    ),
    (),
    "Form 10-Q",
    "2025-05-02",
)

ANSWERS = Saved(
    "questions and answers",
    f"""<html><head><title>小主机做家庭服务器靠谱吗？ - 问山</title><meta itemprop="dateCreated" content="2024-12-01T02:00:00Z">
    </head><body><header>{_NAV}</header><div class="QuestionHeader"><h1>小主机做家庭服务器靠谱吗？</h1>
    <div>家里只有两个人用，主要存照片和看电影，预算两千元以内，担心稳定性和数据安全，请有经验的朋友说说。</div></div>
    <div class="List"><div class="AnswerItem"><div class="AuthorInfo"><span>北坡</span><span>机械工程师</span></div>
    <div class="RichContent"><p>靠谱，我的已经连续运行四百多天，期间只因为停电重启过两次。关键在于电源和散热，
    机器本身几乎没有会坏的部件。</p><p>数据安全靠的不是机器而是备份，至少要有一份放在别处，每月核对一次能不能恢复。</p></div>
    <div class="ContentItem-actions"><button>赞同 328</button><button>添加评论</button><span>分享</span><span>收藏</span></div></div>
    <div class="AnswerItem"><div class="AuthorInfo"><span>溪边钓客</span></div><div class="RichContent"><p>看你怎么用。如果要转码四千像素的影片，
    低功耗的处理器会很吃力，买之前先查清楚它支持哪些硬件解码格式，否则播放时会一卡一卡的。</p></div></div></div>
    <div class="Sidebar"><h3>相关问题</h3>{_links("家庭服务器用什么系统好？", "硬盘几年换一次？")}</div></body></html>""",
    ("我的已经连续运行四百多天", "每月核对一次能不能恢复", "买之前先查清楚它支持哪些硬件解码格式"),
    ("硬盘几年换一次？",),
    "小主机做家庭服务器靠谱吗？",
    None,
)

ALL = (
    PORTAL, WECHAT, ENCYCLOPAEDIA, FORUM, NOTICE, SCRAPER, FILING, OLD_STYLE, TAIWAN, BLOG, LISTING, SEC, ANSWERS,
)  # fmt: skip
