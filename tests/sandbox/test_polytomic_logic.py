"""Labels by position, and the logic with them."""

from __future__ import annotations

import pytest

from syncbot.sandbox.polytomic.logic import label_at, relabel
from syncbot.sandbox.polytomic.replies import RefusalError


def _conditions(*labels: str) -> list[dict[str, object]]:
    return [{"function": "IsNull", "label": label} if label else {"function": "IsNull"} for label in labels]


@pytest.mark.parametrize(("position", "label"), [(0, "A"), (25, "Z"), (26, "AA"), (29, "AD"), (52, "BA")])
def test_labels_count_as_columns_of_a_sheet_do(position: int, label: str) -> None:
    assert label_at(position) == label


def test_own_labels_are_reported_by_position_and_the_logic_follows() -> None:
    conditions, logic = relabel(_conditions("big", "B", "A"), "big and (A OR B)", "model_filters")
    assert [condition["label"] for condition in conditions] == ["A", "B", "C"]
    assert logic == "A and (C OR B)"


def test_unlabelled_conditions_are_named_by_position() -> None:
    _, logic = relabel(_conditions("", ""), "A or B", "model_filters")
    assert logic == "A or B"


def test_empty_logic_means_that_all_hold() -> None:
    conditions, logic = relabel(_conditions("x"), "", "model_filters")
    assert (conditions[0]["label"], logic) == ("A", "")


@pytest.mark.parametrize(
    ("labels", "logic"),
    [
        (("A", ""), "A"),
        (("A", "A"), "A"),
        (("1",), "1"),
        (("and",), "and"),
        (("A", "B"), "A"),
        (("A",), "A AND B"),
        (("A", "B"), "(A OR B"),
        (("A", "B"), "A OR B)"),
        (("A", "B"), "A B"),
        (("A", "B"), "A AND OR B"),
        (("A", "B"), "A AND B OR"),
        (("A", "B"), "A & B"),
        (("A", "B"), "a AND B"),
        (("A",), "()"),
    ],
)
def test_labels_and_logic_that_make_no_sense_are_refused(labels: tuple[str, ...], logic: str) -> None:
    with pytest.raises(RefusalError) as refusal:
        relabel(_conditions(*labels), logic, "model_filters")
    assert (refusal.value.status, refusal.value.metadata["field"]) == (422, "model_filters")
