from __future__ import annotations

from tests.compatibility.combinations import API_VERSIONS, PYTHONS, REDISES, TRANSPORTS, every, pairwise


def test_every_two_values_of_different_axes_meet_in_a_combination_of_the_short_run() -> None:
    met = frozenset().union(*(each.pairs for each in pairwise()))
    assert met == frozenset().union(*(each.pairs for each in every()))


def test_the_short_run_is_a_quarter_of_the_full_one() -> None:
    assert len(every()) == len(PYTHONS) * len(REDISES) * len(API_VERSIONS) * len(TRANSPORTS)
    assert len(set(pairwise())) == len(pairwise()) <= len(every()) / 4 + 1
