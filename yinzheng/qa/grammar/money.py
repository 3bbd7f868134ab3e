"""Names and signs of money, Chinese and English, with the ISO 4217 code that each stands for."""

# ruff: noqa: E501
# Rows of words and patterns stay whole: a row is what one adds, looks for and compares.

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from yinzheng.qa.grammar.figure_text import figure_text
from yinzheng.qa.grammar.unit_tables import Unit, names, rows

_MONEY_NAMES: dict[str, tuple[str, str]] = {
    "CNY": (
        "元|圆|块钱|块|元整|元钱|元人民币|人民币元|人民币|元rmb|软妹币|币人民",
        "yuan|yuans|renminbi|rmb|rmb yuan|yuan rmb|yuan renminbi|kuai|chinese renminbi",
    ),
    "USD": (
        "美元|美金|美圆|好意思元|好意思金|刀|美刀|元美元|美币",
        "dollar|dollars|us dollar|us dollars|u.s. dollar|u.s. dollars|us$|buck|bucks|american dollar|american dollars|greenbacks",
    ),
    "HKD": ("港元|港币|港纸|港圆|元港币|元港元", "hk dollar|hk dollars|hong kong dollars"),
    "TWD": ("新台币|台币|台元|新台币元|元台币|元新台币", "taiwan dollar|taiwan dollars|nt dollars|ntd"),
    "MOP": ("澳门元|澳门币", "pataca|patacas"),
    "JPY": ("日元|日圆|日币|円", "yen|yens"),
    "EUR": ("欧元|欧", "euro|euros"),
    "GBP": ("英镑|镑", "sterling|pound sterling|pounds sterling|quid|british pounds|uk pounds"),
    "AUD": ("澳元|澳币|澳大利亚元|澳洲元", "australian dollars|aussie dollars"),
    "CAD": ("加元|加币|加拿大元", "canadian dollars"),
    "SGD": ("新元|新加坡元|新币|坡币", "singapore dollars"),
    "NZD": ("新西兰元|纽元|纽币", "new zealand dollars"),
    "CHF": ("瑞郎|瑞士法郎", "swiss francs"),
    "KRW": ("韩元|韩币|韩圆", "won"),
    "KPW": ("朝鲜圆|朝元", ""),
    "RUB": ("卢布|俄罗斯卢布", "ruble|rubles|rouble|roubles"),
    "INR": ("卢比|印度卢比", "rupee|rupees"),
    "THB": ("泰铢|铢", "baht|bahts"),
    "VND": ("越南盾|越盾", "dong"),
    "IDR": ("印尼盾|印度尼西亚盾|印尼卢比", "rupiah|rupiahs"),
    "MYR": ("林吉特|马币|令吉", "ringgit|ringgits"),
    "PHP": ("菲律宾比索|披索", "philippine pesos"),
    "BRL": ("雷亚尔|巴西雷亚尔", "reais|brazilian reals|brazilian real|brazilian reais"),
    "MXN": ("墨西哥比索", "mexican pesos"),
    "ZAR": ("兰特|南非兰特", "rand|rands"),
    "TRY": ("里拉|土耳其里拉", "lira|liras|turkish liras|turkish lira"),
    "SEK": ("瑞典克朗", "swedish kronor|swedish krona|swedish kronas|swedish crowns|swedish crown"),
    "NOK": ("挪威克朗", "norwegian kroner|norwegian krone|norwegian crowns|norwegian crown"),
    "DKK": ("丹麦克朗", "danish kroner|danish krone|danish crowns|danish crown"),
    "CZK": ("捷克克朗", "czech crowns|czech crown"),
    "ISK": ("冰岛克朗", "icelandic crowns|icelandic crown"),
    "AED": ("迪拉姆|阿联酋迪拉姆", "uae dirham|uae dirhams|emirati dirhams"),
    "SAR": ("沙特里亚尔|沙特里亚", "saudi riyals|saudi riyal"),
    "ILS": ("谢克尔|新谢克尔", "shekel|shekels|new shekels"),
    "UAH": ("格里夫纳", "hryvnia|hryvnias"),
    "PLN": ("兹罗提", "zloty|zlotys|zloties"),
    "DEM": ("德国马克", "deutsche mark|deutsche marks|deutschmark|deutschmarks|german marks|d-marks"),
    "FRF": ("法国法郎", "french francs"),
    "ITL": ("意大利里拉", "italian lire|italian lira"),
    "NLG": ("荷兰盾", "netherlands guilder|netherlands guilders|guilder|guilders"),
    "BTC": ("个比特币|比特币|枚比特币", "bitcoin|bitcoins|btc|xbt"),
    "ETH": ("个以太坊|以太币|枚以太币", "ether|eth"),
    "USDT": ("泰达币", "usdt|tether"),
    "": ("法郎|比索|马克|克朗|第纳尔|里亚尔|先令", "franc|francs|peso|pesos|krona|kronor|kroner|krone|dinar|dinars|riyal|riyals|shilling|shillings"),
}  # fmt: skip
"""Names that CLDR does not list, Chinese and English. Under the empty code: money of several countries."""


_MINOR: dict[str, tuple[str, str]] = {
    "cent": ("USD", "0.01"), "cents": ("USD", "0.01"), "us cents": ("USD", "0.01"), "美分": ("USD", "0.01"),
    "penny": ("USD", "0.01"), "pennies": ("USD", "0.01"), "dime": ("USD", "0.1"), "dimes": ("USD", "0.1"),
    "nickel": ("USD", "0.05"), "nickels": ("USD", "0.05"), "pence": ("GBP", "0.01"), "便士": ("GBP", "0.01"),
    "角": ("CNY", "0.1"), "毛": ("CNY", "0.1"), "毛钱": ("CNY", "0.1"), "角钱": ("CNY", "0.1"), "分钱": ("CNY", "0.01"),
    "mao": ("CNY", "0.1"), "jiao": ("CNY", "0.1"), "fen": ("CNY", "0.01"), "港仙": ("HKD", "0.01"), "港分": ("HKD", "0.01"),
    "欧分": ("EUR", "0.01"), "euro cents": ("EUR", "0.01"), "euro cent": ("EUR", "0.01"), "日本钱": ("JPY", "0.01"),
    "satoshi": ("BTC", "0.00000001"), "satoshis": ("BTC", "0.00000001"), "聪": ("BTC", "0.00000001"),
    "¢": ("USD", "0.01"), "paise": ("INR", "0.01"), "kopek": ("RUB", "0.01"), "kopeks": ("RUB", "0.01"), "centavos": ("", "0.01"),
}  # fmt: skip


_SIGNS: dict[str, str] = {
    "$": "USD", "US$": "USD", "U.S.$": "USD", "us $": "USD", "USD$": "USD", "¥": "CNY", "RMB¥": "CNY", "CN¥": "CNY", "JP¥": "JPY",
    "£": "GBP", "€": "EUR", "₩": "KRW", "₹": "INR", "₽": "RUB", "₺": "TRY", "₴": "UAH", "₪": "ILS", "₫": "VND", "฿": "THB",
    "₱": "PHP", "₦": "NGN", "₡": "CRC", "₲": "PYG", "₵": "GHS", "₸": "KZT", "₮": "MNT", "₭": "LAK", "₾": "GEL", "₼": "AZN",
    "₿": "BTC", "Rs": "INR", "Rs.": "INR", "R$": "BRL", "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "AU$": "AUD", "C$": "CAD",
    "CA$": "CAD", "CAD$": "CAD", "AUD$": "AUD", "HKD$": "HKD", "S$": "SGD", "SG$": "SGD", "NZ$": "NZD", "MX$": "MXN", "MXN$": "MXN",
    "RM": "MYR", "Rp": "IDR", "zł": "PLN", "Kč": "CZK", "RMB": "CNY", "CNH": "CNY", "NTD": "TWD", "BTC": "BTC", "XBT": "BTC",
    "ETH": "ETH", "USDT": "USDT", "人民币": "CNY", "美元": "USD", "美金": "USD", "港币": "HKD", "港元": "HKD", "新台币": "TWD",
    "台币": "TWD", "欧元": "EUR", "日元": "JPY", "英镑": "GBP",
}  # fmt: skip
"""Signs and codes that stand before an amount (or behind it)."""


class Money(NamedTuple):
    """Names of money and its signs: → currency code and how many currency units one is."""

    chinese: dict[str, Unit]
    english: dict[str, Unit]
    signs: dict[str, Unit]


def _money_unit(code: str, factor: str = "1") -> Unit:
    return Unit(code, "money", (), Decimal(factor))


@cache
def money_names() -> Money:
    """The currencies of ``currencies.tsv`` with the names and signs above."""
    found = Money({}, {}, {})
    for code, (chinese, english) in _MONEY_NAMES.items():
        unit = _money_unit(code)
        for name in names(chinese):
            found.chinese.setdefault(figure_text(name)[0], unit)
        for name in names(english):
            found.english.setdefault(name, unit)
    for name, (code, factor) in _MINOR.items():
        (found.english if name.isascii() or name == "¢" else found.chinese)[name] = _money_unit(code, factor)
    for sign, code in _SIGNS.items():
        found.signs[figure_text(sign)[0]] = _money_unit(code)
    for row in rows("currencies.tsv"):
        code, called, signs = (*row, "", "")[:3]
        unit = _money_unit(code)
        for name in names(called):
            (found.english if name[0] < "\u2e80" else found.chinese).setdefault(figure_text(name)[1], unit)
        for sign in (*names(signs), *(() if code in _CODES_THAT_ARE_WORDS else (code,))):
            found.signs.setdefault(figure_text(sign)[0], unit)
            if sign == code:
                found.signs.setdefault(f"{code}$", unit)
                if code not in _CODES_THAT_ARE_WORDS:
                    found.english.setdefault(code.lower(), unit)
    return found


_CODES_THAT_ARE_WORDS = frozenset(
    [
        "ALL",
        "TOP",
        "TRY",
        "CUP",
        "MOP",
        "SOS",
        "BAM",
        "PEN",
        "GEL",
        "LEK",
        "AMD",
        "MAD",
        "SOL",
        "ANG",
        "BAN",
        "DEM",
        "BEL",
        "ESP",
    ]
)
