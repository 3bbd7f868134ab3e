"""The measurement of figures: labels that fit their documents, scorers that notice a worse grammar."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from bench import claims_seeds, claims_sets
from yinzheng.types import Quantity

LABELS = json.loads(claims_sets.LABELS.read_text("utf-8"))["documents"]
needs_seeds = pytest.mark.skipif(
    not claims_seeds.SEEDS.is_dir(), reason="the labelled documents are not there"
)


def label_as_quantity(text: str, label: dict[str, object]) -> Quantity:
    """The quantity that the label asks for."""
    start, end = int(str(label["start"])), int(str(label["end"]))
    value, low, high = (
        None if label[k] is None else Decimal(str(label[k])) for k in ("value", "low", "high")
    )
    period = label["period"]
    iso = None if not isinstance(period, list) or period[0] == "*" else period[0]
    kind, unit, qualifier = (label[k][0] for k in ("kind", "unit", "qualifier"))  # type: ignore[index]
    return Quantity(start, end, text[start:end], kind, value, low, high, unit, qualifier, iso)


def perfect(text: str) -> list[Quantity]:
    """Every required label of the document with this text."""
    for document, labels in claims_seeds.documents():
        if document.text == text:
            return [label_as_quantity(text, label) for label in labels if not label.get("optional")]
    raise AssertionError("not a labelled text")


def test_labels_hold_spans_in_order_and_no_text_of_the_documents() -> None:
    for document in LABELS:
        spans = [(label["start"], label["end"]) for label in document["labels"]]
        assert spans == sorted(spans)
        assert all(start < end <= start + 40 for start, end in spans)
        assert "raw" not in json.dumps(document)
    assert sum(not label.get("optional") for document in LABELS for label in document["labels"]) >= 250


@needs_seeds
def test_quantities_as_labelled_score_full_marks_and_worse_ones_less() -> None:
    recall, precision, *_ = claims_seeds.score_quantities(perfect)
    assert recall.percent == precision.percent == 100
    wrong_unit = claims_seeds.score_quantities(lambda text: [replace(q, unit="?") for q in perfect(text)])
    assert wrong_unit[0].percent < 35  # dates have no unit to get wrong
    shifted = claims_seeds.score_quantities(lambda text: [replace(q, end=q.end + 1) for q in perfect(text)])
    assert shifted[0].percent < 10
    nothing = claims_seeds.score_quantities(lambda _text: [])
    assert nothing[0].right == 0


def quantity(value: str, unit: str, kind: str = "money", raw: str = "$20") -> Quantity:
    """A quantity that begins the text."""
    return Quantity(0, len(raw), raw, kind, Decimal(value), None, None, unit, "exact")  # type: ignore[arg-type]


def test_money_is_compared_in_base_units_and_by_currency() -> None:
    assert claims_sets.same_money(Decimal("0.012"), "USD", "1.2", "Cent")
    assert claims_sets.same_money(Decimal(20), "USD", "20", "Dollar")
    assert not claims_sets.same_money(Decimal(20), "HKD", "20", "United States dollar")
    assert not claims_sets.same_money(Decimal(200), "USD", "20", "Dollar")


def test_physical_units_are_compared_by_what_they_are() -> None:
    assert claims_sets.same_physical(Decimal(1000), "bit", "1", "Kilobit")
    assert claims_sets.same_physical(Decimal(45), "acre", "45", "Acre")
    assert not claims_sets.same_physical(Decimal(10), "km", "10", "Mile")


@pytest.mark.skipif(not claims_sets.present("recognizers_specs"), reason="the public sets are not there")
def test_a_case_is_right_only_when_every_figure_is() -> None:
    exact = claims_sets.score_spec(
        "en", "Currency", lambda text: [quantity("20", "USD")] if text == "$20" else []
    )
    off_by_ten = claims_sets.score_spec(
        "en", "Currency", lambda text: [quantity("200", "USD")] if text == "$20" else []
    )
    assert exact.right == off_by_ten.right + 1
    assert exact.total == off_by_ten.total > 80
