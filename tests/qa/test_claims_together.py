"""Claims of several documents at once: the same as one by one, and one that fails stops no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from yinzheng.corpus.load import load_text
from yinzheng.errors import YinzhengError
from yinzheng.qa.claims import claims, claims_of
from yinzheng.qa.quantities import quantities as quantities_of
from yinzheng.types import Document

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.md"))


def documents() -> list[Document]:
    texts = [path.read_text("utf-8") for path in EXAMPLES]
    short = [
        "2024年营收19.15亿美元。",
        "Nothing to count here.",
        "员工2.1万人，同比增长12%。\n\n去年裁员300人。",
    ]
    return [load_text(text, source=f"{n}.md") for n, text in enumerate([*texts, *short, "无数字。"])]


def test_together_gives_what_one_by_one_gives() -> None:
    read = documents()
    alone = [claims(document) for document in read]
    assert claims_of(read) == alone
    assert claims_of(read[::-1]) == alone[::-1]
    assert sum(map(len, alone)) > 20
    assert claims_of([]) == []


def test_one_that_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    read = documents()
    alone = [claims(document) for document in read]
    broken = read[-2].text
    real = quantities_of

    def quantities(text: str) -> object:
        if text == broken:
            raise ValueError("broken")
        return real(text)

    monkeypatch.setattr("yinzheng.qa.sentence_claims.quantities", quantities)
    found = claims_of(read)
    assert isinstance(found[-2], ValueError)
    assert [*found[:-2], found[-1]] == [*alone[:-2], alone[-1]]
    with pytest.raises(ValueError, match="broken"):
        claims(read[-2])


def test_without_a_tagger_english_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def tag(texts: list[str]) -> list[list[object]]:
        if texts:
            raise YinzhengError("the Chinese tagger cannot be loaded")
        return []

    monkeypatch.setattr("yinzheng.qa.names.tagger.tag", tag)
    chinese = load_text("2024年营收19.15亿美元。", source="zh.md")
    english = load_text("Revenue rose to $2.1 billion in 2024.", source="en.md")
    failed, found = claims_of([chinese, english])
    assert isinstance(failed, YinzhengError)
    assert isinstance(found, list)
    assert found[0].quantity.raw == "$2.1 billion"
