from __future__ import annotations

from syncbot.sync.document import ABSENT
from syncbot.sync.entries import alone, arranged, grouped, listed, target_of


def entries(targets: str) -> list[dict[str, str]]:
    return [{"target": target} for target in targets]


def targets(found: list[dict[str, str]]) -> str:
    return "".join(entry["target"] for entry in found)


def test_what_has_no_target_is_grouped_under_an_empty_one() -> None:
    assert [target_of(entry) for entry in ("?", {}, {"target": 1}, {"target": "a"})] == ["", "", "", "a"]
    assert grouped(["?", {"target": "a"}, {}]) == {"": ["?", {}], "a": [{"target": "a"}]}


def test_a_list_is_what_is_one() -> None:
    assert listed(None) == listed(ABSENT) == listed("?") == []
    assert listed([1]) == [1]


def test_a_target_alone_is_its_entry_and_several_are_their_list() -> None:
    assert alone([]) is ABSENT
    assert alone([1]) == 1
    assert alone([1, 2]) == [1, 2]


def test_the_order_there_counts_and_the_rest_stands_at_the_end() -> None:
    assert targets(arranged(entries("cab"), grouped(entries("abcxy")), list("abcxy"))) == "cabxy"
    assert targets(arranged(entries("abc"), grouped(entries("axc")), list("axc"))) == "axc"
    assert targets(arranged(entries("abc"), grouped(entries("xbc")), list("xbc"))) == "xbc"
    assert targets(arranged(entries("ab"), grouped(entries("abxy")), [])) == "abxy"


def test_an_entry_more_for_a_target_that_is_there_stands_at_the_end() -> None:
    assert targets(arranged(entries("aba"), grouped(entries("aaab")), list("ab"))) == "abaa"
