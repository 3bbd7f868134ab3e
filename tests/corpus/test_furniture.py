from __future__ import annotations

from itertools import pairwise

from yinzheng.corpus.boilerplate import boilerplate, is_page, touches
from yinzheng.corpus.furniture import furniture
from yinzheng.corpus.load import load_text
from yinzheng.corpus.segment import sentences

PAGES = (
    "\fValley Review\n\f12\n\nApples are dear this year.\n\n"
    "\f© 2031 Valley. All rights reserved.\n\f13\n\nPears too.\n"
)


def test_marked_lines_are_noise_and_nothing_else_is() -> None:
    assert [PAGES[s.start : s.end] for s in furniture(PAGES)] == [
        "Valley Review", "12", "© 2031 Valley. All rights reserved.", "13",
    ]  # fmt: skip
    noise = boilerplate(load_text(PAGES, source="a.txt"))
    quoted = [PAGES[s.start : s.end].strip() for s in sentences(PAGES) if not touches(noise, s.start, s.end)]
    assert quoted == ["Apples are dear this year.", "Pears too."]


def test_intervals_do_not_overlap_where_a_footer_is_a_notice() -> None:
    noise = boilerplate(load_text(PAGES, source="a.txt"))
    assert all(a.end <= b.start for a, b in pairwise(noise))


def test_page_numbers_do_not_make_a_page_of_scraps() -> None:
    assert not is_page("".join(f"\f{n}\n\nApples are dear.\n\n" for n in range(9)))
