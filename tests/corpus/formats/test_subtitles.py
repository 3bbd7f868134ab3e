"""Subtitles become what is said: whole sentences, with the time and the speaker of each."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinzheng.corpus.content import Content
from yinzheng.corpus.formats.subtitles import read
from yinzheng.corpus.load import load_bytes
from yinzheng.corpus.locate import locator
from yinzheng.corpus.media import SRT, VTT, media_type_of
from yinzheng.corpus.segment import sentences
from yinzheng.errors import EmptyDocument, UnreadableDocument

SRT_ZH = """1
00:46:58,000 --> 00:47:03,500
主持人：<i>明年</i>的产能

2
00:47:03,500 --> 00:47:05,000
打算扩到多少？

3
00:47:10,200 --> 00:47:13,000
{\\an8}张总：我们明年扩到

4
00:47:13,000 --> 00:47:16,900
六十吉瓦时。资金来自绿色债券。

5
00:47:20,000 --> 00:47:22,000
主持人：您不担心过剩吗？

6
00:47:22,400 --> 00:47:24,000
张总：不担心。
"""

VTT_EN = """WEBVTT - Plant tour

STYLE
::cue { color: yellow }

NOTE this is for the editor

intro
00:03.000 --> 00:05.500 align:start position:10%
<v.loud Rosa Lindqvist>We moved <c.yellow>half</c> of the

00:05.500 --> 00:08.000
<v Rosa Lindqvist>racks to liquid cooling &amp; saved
28% of the energy.

00:12.000 --> 01:02:14.000
<v Piet>And what did <00:13.000>it cost?
"""


def content(text: str) -> Content:
    return read(text.encode(), "talk.srt")


def cited(text: str, name: str, words: str, lang: str) -> str:
    document = load_bytes(text.encode(), source=name)
    start = document.text.index(words)
    return locator(document, start, start + len(words), lang)  # type: ignore[arg-type]


def test_numbers_tags_and_positions_are_not_said() -> None:
    assert content(SRT_ZH).text == (
        "主持人：明年的产能打算扩到多少？\n\n张总：我们明年扩到六十吉瓦时。资金来自绿色债券。\n\n"
        "主持人：您不担心过剩吗？\n\n张总：不担心。\n"
    )


def test_a_sentence_over_several_cues_is_whole_and_has_all_their_time() -> None:
    text = content(SRT_ZH).text
    whole = [text[s.start : s.end].strip() for s in sentences(text)]
    assert "张总：我们明年扩到六十吉瓦时。" in whole
    assert cited(SRT_ZH, "a.srt", "我们明年扩到六十吉瓦时。", "zh") == "张总，47:10–47:16"
    assert cited(SRT_ZH, "a.srt", "资金来自绿色债券", "zh") == "张总，47:13–47:16"


def test_webvtt_with_voices_title_comments_and_styles() -> None:
    found = read(VTT_EN.encode(), "a.vtt")
    assert found.title == "Plant tour"
    assert found.text == (
        "Rosa Lindqvist: We moved half of the racks to liquid cooling & saved 28% of the energy.\n\n"
        "Piet: And what did it cost?\n"
    )
    assert cited(VTT_EN, "a.vtt", "28% of the energy", "en") == "Rosa Lindqvist, 00:05–00:08"
    assert cited(VTT_EN, "a.vtt", "what did it cost", "en") == "Piet, 00:12–1:02:14"


def cues(*said: str, gap: float = 0.0, form: str = "{h}:{m:02}:{s:06.3f}") -> str:
    lines, at = [], 0.0
    for words in said:
        times = [at, at + 2]
        shown = [form.format(h=int(t // 3600), m=int(t // 60 % 60), s=t % 60) for t in times]
        lines.append(f"{shown[0]} --> {shown[1]}\n{words}\n")
        at += 2 + gap
    return "\n".join(lines)


def test_a_pause_after_a_sentence_begins_a_paragraph_and_one_within_it_does_not() -> None:
    assert (
        content(cues("One is done.", "Two goes", "on here.", gap=3)).text
        == "One is done.\n\nTwo goes on here.\n"
    )
    assert content(cues("One is done.", "Two follows.")).text == "One is done. Two follows.\n"


def test_speech_without_punctuation_gets_lines_at_pauses() -> None:
    assert content(cues("大家好", "今天聊聊产能", gap=1)).text == "大家好\n\n今天聊聊产能\n"
    assert content(cues("大家好", "今天聊聊产能")).text == "大家好 今天聊聊产能\n"
    long = content(cues(*["so we moved the racks to the other hall"] * 30)).text
    assert max(map(len, long.split("\n\n"))) <= 170


def test_captions_that_roll_are_read_once() -> None:
    rolling = cues("we moved the racks", "we moved the racks\nin the spring", "in the spring\nof last year")
    assert content(rolling).text == "we moved the racks in the spring of last year\n"
    assert content(cues("No.", "Yes.", "Yes.", "Fine.", "I see.")).text == "No. Yes. Yes. Fine. I see.\n"


def test_dashes_and_angles_tell_that_another_speaks() -> None:
    talk = ["ROSA: Are you sure?", "- Yes, I am.\n- Then go.", ">> Thank you.", "ROSA: We will see."]
    found = content(cues(*talk, "BEN: I hope so.", "ROSA: So do I.", "BEN: Thank you."))
    assert found.text.startswith(
        "ROSA: Are you sure?\n\nYes, I am.\n\nThen go.\n\nThank you.\n\nROSA: We will see.\n\nBEN: "
    )
    named = [(a.label, found.text[a.start :].split("\n")[0]) for a in found.anchors if a.kind == "speaker"]
    assert named[:3] == [
        ("ROSA", "ROSA: Are you sure?"),
        ("", "Yes, I am."),
        ("ROSA", "ROSA: We will see."),
    ]


def test_names_before_colons_are_speakers_until_another_begins() -> None:
    text = cues(
        "ROSA: Are you sure?", "BEN: I am.", "We counted twice.", "ROSA: Thank you.", "BEN: You are welcome."
    )
    assert cited(text, "a.srt", "We counted twice", "en") == "BEN, 00:04–00:06"
    assert cited(text, "a.srt", "Thank you", "en") == "ROSA, 00:06–00:08"


@pytest.mark.parametrize(
    ("name", "text", "media_type"),
    [
        ("a.srt", SRT_ZH, SRT),
        ("a.txt", SRT_ZH, SRT),
        ("a", VTT_EN, VTT),
        ("a.vtt", VTT_EN, VTT),
        ("a.srt", "Nothing of the kind.", "text/plain"),
        ("a.txt", "WEBVTT is a format.\n", "text/plain"),
    ],
)
def test_subtitles_are_told_by_what_is_in_them(name: str, text: str, media_type: str) -> None:
    assert media_type_of(name, text) == media_type


def test_subtitles_in_another_encoding_with_other_line_ends(tmp_path: Path) -> None:
    document = load_bytes(SRT_ZH.replace("\n", "\r\n").encode("gb18030"), source="a.srt")
    assert document.text.startswith("主持人：明年的产能打算扩到多少？\n\n张总")
    assert document.media_type == SRT
    assert {a.kind for a in document.anchors} == {"speaker", "timestamp"}


def test_what_is_no_subtitles_or_empty_is_said() -> None:
    with pytest.raises(UnreadableDocument, match="no cues"):
        read(b"WEBVTT\n\nhello", "a.vtt")
    with pytest.raises(EmptyDocument, match="nothing is said"):
        content("1\n00:00:01,000 --> 00:00:02,000\n<i></i>\n")


PIECES = [
    "00:00:01,000 --> 00:00:02,000", "00:01.000 --> 00:02.000", "WEBVTT", "\n", "\n\n", "7", "<v Rosa>",
    "<i>", "Rosa: I", "我们", "- ", ">> ", "。", ". ", "&amp;", "{\\an8}", "NOTE", "张总：我",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=50).map("".join))
def test_anchors_point_into_the_text_in_order(pieces: str) -> None:
    try:
        found = content("00:00:00,000 --> 00:00:01,000\nSo.\n" + pieces)
    except EmptyDocument:
        return
    starts = [a.start for a in found.anchors]
    assert starts == sorted(starts)
    assert all(0 <= at < len(found.text) for at in starts)
    assert all(not found.text[at].isspace() for at in starts)
    assert "-->" not in found.text or "-->" in pieces.replace("\n", "")
