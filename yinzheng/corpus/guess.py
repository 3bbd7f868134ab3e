"""How much a text reads like one that somebody wrote: what tells a right decoding from a wrong one."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

_COMMON = frozenset(
    "的一是不了在人有我他这這个個上们們来來到时時大地为為子中你说說生国國年着著就那和要她出也得里裡裏后後自以会會"
    "家可下而过過天去能对對小多然于於心学學么麼之都好看起发發当當没沒成只如事把还還用第样樣道想作种種开開美总總从"
    "從无無情己面最女但现現前些所同日手又行意动動方期它头頭经經长長儿兒回位分爱愛老因很给給名法间間斯知世什两兩次"
    "使身者被高已亲親其进進此话話常与與活正感见見明问問力理尔爾点點文几幾定本公特做外孩相西果走将將月十实實向声聲"
    "车車全信重三机機工物气氣每并並别別真打太新比才便夫再书書部水像眼等体體却卻加电電主界门門利海受听聽表德少克代"
    "员員许許先口由死安写寫性马馬光白或住难難望教命花结結乐樂色更拉东東神记記处處让讓母父应應直字场場平报報友关關"
    "放至张張认認接告入笑内內英军軍候民岁歲往何度山觉覺路带帶万萬男边邊风風解叫任金快原吃妈媽变變通师師立象数數四"
    "失满滿战戰远遠格士音轻輕目条條病始达達深完今提求清王化空业業思切怎非找片罗羅钱錢南合网網产產市资資务務政及制"
    "请請您版文章留言网站首页頁新闻聞技术術使用用户戶系统統"
)
"""Han characters that make up about half of any Chinese text, in both scripts."""

_COMMON_HANGUL = frozenset(
    "이다는을의가에하고지로한를기도사은인자나시스리아대어서해그일정수있게들것보부으만여주장전라제조구우동오비"
    "면과와요습니했었성상원무안국생할세방실소마니"
)
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


CODECS = {
    "gb18030": "gb18030",
    "big5": "big5hkscs",  # the largest of its family: characters of Hong Kong are no mistakes
    "euc-tw": "",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "cp949": "cp949",
    "euc_jp": "euc_jp",
    "cp932": "cp932",
    "cp1252": "cp1252",
}
"""The encodings that are guessed, by family, and the codec that reads each."""

_KANA = 0.1
"""Share of kana from which a text is Japanese: hardly any sentence is without."""

_WESTERN = frozenset("‘’“”–—…•£€©®°·«»½¼¾×÷±²³µ¶§¡¿ªº™\xa0")
_FEW = 0.1
"""Share of characters beyond ASCII that Western European text has at most."""


def ranked(sample: bytes, declared: str | None = None) -> list[tuple[float, str]]:
    """The families of encodings with their scores, best first; ``declared`` is what the bytes say."""
    found = []
    for name in CODECS:
        if "16" in name and len(sample) % 2:
            continue
        text = decoded(sample, name)
        value = score(text) + (0.25 if name == declared else 0.0)
        if name in ("euc_jp", "cp932") and name != declared:
            kana = len(re.findall("[\u3041-\u30fe]", text))
            value -= 0.5 if kana < _KANA * len(BEYOND_ASCII.findall(text)) else 0.0
        found.append((value, name))
    found.append((damaged_utf8(sample), "utf-8"))
    return sorted(found, reverse=True)


def is_western(sample: bytes) -> bool:
    """Whether bytes are English, or a language like it, in Windows' encoding of Western Europe."""
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    found = BEYOND_ASCII.findall(text)
    return len(found) <= max(2, _FEW * len(text)) and all(
        "À" <= char <= "ÿ" or char in _WESTERN for char in found
    )


def decoded(data: bytes, name: str) -> str:
    """The text of ``data`` in a family's codec, or in any other; U+FFFD for what is wrong."""
    if name == "euc-tw":
        from yinzheng.corpus.euc_tw import decode_euc_tw

        return decode_euc_tw(data)
    # The last character of a sample may be cut in half: final=False leaves it out.
    return codecs.getincrementaldecoder(CODECS.get(name, name))("replace").decode(data, False)


def usual(text: str) -> float:
    """The share of characters that are usual: letters below U+0600, frequent Han, kana, Hangul."""
    known = sum(
        1 for c in text if " " <= c < "\x7f" or c in "\t\n\r" or "\xa0" <= c < "\u0600" or _weight(c) > 0.2
    )
    return known / max(1, len(text))


def score(text: str) -> float:
    """How much ``text`` reads like one somebody wrote; about 1 for a right guess, 0 and below for wrong ones.

    Only characters beyond ASCII count, each with its weight; a wrong decoding gives rare ones.
    """
    if "\ufffd" in text and text.count("\ufffd") > 0.05 * len(text):
        return -1.0
    found = BEYOND_ASCII.findall(text)
    if not found:
        return 0.0
    return sum(map(_weight, found)) / len(found) + _western(text, len(found))


def _western(text: str, found: int) -> float:
    """What letters of Western European words add: single among ASCII ones, as in ``café`` and ``it’s``."""
    words = len(re.findall(r"(?<=[A-Za-z ])[À-ÖØ-öø-ÿ‘’“”–—…•£€©®°·«»]{1,2}(?=[A-Za-z ,.\n\d])", text))
    return 1.2 * words / found


@lru_cache(maxsize=1 << 16)
def _weight(char: str) -> float:
    if char in _COMMON:
        return 1.6
    if char in _COMMON_HANGUL:
        return 1.2
    if "\u3001" <= char <= "\u3011" or char in "，。！？：；（）“”‘’—…·、%　":
        return 1.0
    if "\u3041" <= char <= "\u30fe":
        return 0.8
    if "\u4e00" <= char <= "\u9fff":
        return 0.35 if _frequent(char) else -0.4
    if "\uac00" <= char <= "\ud7a3":
        return 0.1
    if "\uff01" <= char <= "\uff5e" or "\u2460" <= char <= "\u2473":
        return 0.5
    if "\u00c0" <= char <= "\u00ff" or "\u2010" <= char <= "\u2027" or char == "\u00a0":
        return 0.0
    if char == "\ufffd":
        return -8.0
    return -0.6


def _frequent(char: str) -> bool:
    """Whether a standard lists ``char`` among the frequent ones: level 1 of GB 2312 or Big5."""
    for name, first, last in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            lead = char.encode(name)[0]
        except UnicodeEncodeError:
            continue
        if first <= lead <= last:
            return True
    return False


def damaged_utf8(sample: bytes) -> float:
    """The score of UTF-8 with a few broken characters in it."""
    text = decoded(sample, "utf-8")
    wrong = text.count("\ufffd")
    whole = len(BEYOND_ASCII.findall(text)) - wrong
    return 1.5 if whole >= max(1, 4 * wrong) else -1.0
