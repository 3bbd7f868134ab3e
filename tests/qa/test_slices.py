"""A document that is read part by part gives the claims of the whole, where they stand in the whole."""

from __future__ import annotations

import pytest

from yinzheng.qa import claims as module
from yinzheng.qa.claims import claims
from yinzheng.qa.slices import slices
from yinzheng.types import Anchor, Document

PARAGRAPHS = [f"{name}公司2024年营收为{n}亿元。" for n, name in enumerate("甲乙丙丁戊己庚辛", 11)]
TEXT = "\n\n".join(PARAGRAPHS)


def document(text: str = TEXT, anchors: tuple[Anchor, ...] = ()) -> Document:
    return Document("d", "s.txt", "", text, "zh", "text/plain", "", "", anchors)


def test_parts_join_to_the_text_and_end_between_paragraphs() -> None:
    made = list(slices(document(), 60))
    assert "".join(part.text for _, part in made) == TEXT
    assert [TEXT[at : at + len(part.text)] == part.text for at, part in made] == [True] * len(made)
    assert len(made) > 2
    assert all(part.text.endswith("\n\n") for _, part in made[:-1])


def test_a_usual_document_is_its_own_part() -> None:
    whole = document()
    assert [part for _, part in slices(whole)] == [whole]


def test_text_without_breaks_is_cut_all_the_same() -> None:
    assert [len(part.text) for _, part in slices(document("一" * 100), 30)] == [30, 30, 30, 10]


def test_a_part_knows_under_which_heading_it_begins() -> None:
    anchors = (Anchor(0, "heading", "前言"), Anchor(5, "heading", "2024年"), Anchor(90, "page", "2"))
    _, (at, second), *_ = slices(document(anchors=anchors), 60)
    assert second.anchors[0] == Anchor(0, "heading", "2024年")
    assert Anchor(90 - at, "page", "2") in second.anchors


def test_claims_are_those_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = claims(document())
    monkeypatch.setattr(module, "LONGEST", 60)
    found = claims(document())
    assert len(found) == len(PARAGRAPHS)
    assert found == whole
    for claim in found:
        assert TEXT[claim.quantity.start : claim.quantity.end] == claim.quantity.raw
        assert TEXT[claim.citation.start : claim.citation.end] == claim.citation.quote
