"""True sentences made false by their words: direction, negation, subject, invented quotations.

Each function gives a new sentence, or None where a sentence offers nothing to change safely.
"""

from __future__ import annotations

import re
from random import Random

from bench.check_shelf import HAN, Name, Sentence, Shelf, stands
from bench.check_words import any_of, free, rules, words

_NOT_A_CHANGE = re.compile(
    r"(?:经济|业绩|高|快速|利润|收入|业务|新的?|可持续|长期|盈利)?(?:增长点|增长极|增长长进|增长前景|增长动力|增长策略|未来增长|增长率|增长潜力|增长机会|增长空间|提高班|增加值|扩大会议|加强针|提升机|提高者)"
)


def turned(sentence: Sentence, rng: Random) -> str | None:
    """The direction of a change turned round: 增长 → 下降, rose → fell."""
    text, table = sentence.text, words("direction", sentence.lang)
    found = [one for one in any_of("direction", sentence.lang).finditer(text) if free(text, *one.span())]
    if _OPEN.search(text):
        return None
    skipped = {
        one.span()
        for one in found
        for near in _NOT_A_CHANGE.finditer(text)
        if near.start() <= one.start() < near.end()
    }
    found = [one for one in found if one.span() not in skipped]
    # Above, below and the like are turned only where a figure is what they compare with.
    found = [
        one
        for one in found
        if one[0] not in {"above", "below", "higher", "lower"}
        or re.match(r"\s*(?:than)?\s*[\d$€£]", text[one.end() :])
    ]
    if not found:
        return None
    one = rng.choice(found)
    new = table[one[0]]
    before = text[: one.start()]
    if re.search(r"\b[Aa]n $", before) and new[0] not in "aeiou":
        before = re.sub(r"([Aa])n $", r"\1 ", before)
    elif re.search(r"\b[Aa] $", before) and new[0] in "aeiou":
        before = before[:-1] + "n "
    return before + new + text[one.end() :]


_OPEN = re.compile(
    r"如果|若|是否|除非|不仅|不但|不只|not only|\b(?:if|whether|unless|may|might|nor|neither|what|how)\b",
    re.IGNORECASE,
)


def negated(sentence: Sentence) -> str | None:
    """A negation put in or taken out."""
    text = sentence.text
    if _OPEN.search(text):
        return None
    removed, put_in = rules("negated", sentence.lang), rules("affirmed", sentence.lang)
    if sentence.lang == "zh":
        verbs = "|".join(words("verb", "zh"))
        put_in = [(rf"(?<![不没未所])(?:已)?({verbs})了(?!解)", r"没有\1"), *put_in]
    for pattern, new in (*removed, *put_in):
        for found in re.finditer(pattern, text):
            if free(text, *found.span()):
                made = text[: found.start()] + found.expand(new) + text[found.end() :]
                return re.sub(r"clear significant", "significant", made)
    if sentence.lang == "en" and not any(re.search(p, text) for p, _ in removed):
        past = words("past", "en")
        # After a subject and not after an auxiliary, an article or "to": a verb, not a participle.
        found_verb = re.search(
            rf"(?<![,\-])\b(?<!by )(?<!the )(?<!a )(?<!an )(?<!and )({'|'.join(past)})\b(?! by\b)", text
        )
        head = text[: found_verb.start()] if found_verb else ""
        if (
            found_verb
            and 0 < len(head.split()) <= 12
            and not re.search(
                r"\b(?:was|were|is|are|be|been|being|has|have|had|which|that|who|of|for|with|newly)\s(?:\w+ly\s)?$|[,(]\s?$",
                head,
            )
        ):
            return f"{head}did not {past[found_verb[1]]}{text[found_verb.end() :]}"
    return None


_YET = re.compile(
    r"\b(?:(?:expects?|plans?|intends?|aims?|(?:is|are) (?:expected|set|projected)) to|will) ([a-z]+)\b"
)


def done(sentence: Sentence) -> str | None:
    """What is planned or expected told as done: 计划建设 → 已经建设, expects to open → opened."""
    text = sentence.text
    if sentence.lang == "zh":
        verbs = "|".join(words("verb", "zh"))
        for found in re.finditer(
            rf"(?:预计将?|(?<!该)计划|打算|(?<![虚模])拟|有望|力争|(?<!必)将|准备)(?=(?:进一步|继续|于|在[^，。]{{1,8}})?(?:{verbs}))",
            text,
        ):
            if free(text, *found.span()):
                return text[: found.start()] + "已经" + text[found.end() :]
        return None
    past = {base: made for made, base in words("past", "en").items()}
    for found in _YET.finditer(text):
        if free(text, *found.span()) and found[1] in past:
            return text[: found.start()] + past[found[1]] + text[found.end() :]
    return None


def swapped_subject(sentence: Sentence, shelf: Shelf, rng: Random) -> str | None:
    """The first name of a sentence exchanged for another of its kind that this is not said of."""
    text = sentence.text
    named = sorted(shelf.named(sentence), key=lambda name: text.index(name.text))
    if not named or not free(text, (at := text.index(named[0].text)), at + len(named[0].text)):
        return None
    old = named[0]
    others = [
        other
        for other in sorted(shelf.names, key=lambda name: name.text)
        if other.kind == old.kind
        and bool(HAN.search(other.text)) == bool(HAN.search(old.text))
        and other.text not in text
        and old.text not in other.text
        and other.text not in old.text
    ]
    rng.shuffle(others)
    # One that stands in the same document is the harder one to tell.
    others.sort(key=lambda other: sentence.doc not in shelf.names[other])
    half = others[: (len(others) + 1) // 2] if rng.random() < 0.5 else others
    for other in half[:30]:
        if _aliases(old, other, shelf):
            continue
        made = text.replace(old.text, other.text)
        if not any(
            shelf.restated(made, doc, "", 0.7) for doc in shelf.names[other] if doc != sentence.doc
        ) and not any(
            stands(other.text, one)
            and not stands(old.text, one)
            and shelf.restated(made, sentence.doc, other.text)
            for one, _ in shelf.sentences_of(sentence.doc)
        ):
            return made
    return None


def _aliases(one: Name, other: Name, shelf: Shelf) -> bool:
    """Whether a text puts one name in brackets behind the other, or both begin alike."""
    if one.text[: (2 if HAN.search(one.text) else 4)] == other.text[: (2 if HAN.search(one.text) else 4)]:
        return True
    if set(one.text.split()) & set(other.text.split()):
        return True
    for a, b in ((one.text, other.text), (other.text, one.text)):
        joined = re.compile(re.escape(a) + r".{0,12}[（(][^）)]{0,20}" + re.escape(b))
        if any(joined.search(shelf.texts[doc]) for doc in shelf.names[one] & shelf.names[other]):
            return True
    return False


def invented_quote(sentence: Sentence, shelf: Shelf, rng: Random) -> str:
    """Words that nobody said, put into the mouth of a name of the library."""
    said = rng.choice(list(words("invented", sentence.lang)))
    people = [
        n
        for n in shelf.names
        if n.kind in {"person", "org"} and bool(HAN.search(n.text)) == (sentence.lang == "zh")
    ]
    who = rng.choice(sorted(people, key=lambda n: n.text)).text if people else ""
    if sentence.lang == "zh":
        return f"{who or '负责人'}表示：“{said}。”"
    return f'{who or "The manager"} said: "{said}."'
