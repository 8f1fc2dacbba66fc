from __future__ import annotations

from syncbot.store.seen import Kept, Seen


def kept(value: str, weight: int) -> Kept[str]:
    return Kept(f"mark of {value}", value, weight)


def names(seen: Seen[str]) -> list[str]:
    return [name for name in "abcd" if seen.get(name)]


def test_what_was_not_used_for_longest_goes_where_room_is_needed() -> None:
    seen = Seen[str](10)
    for name in "abc":
        seen.keep(name, kept(name, 3))
    assert seen.get("a") == kept("a", 3)
    seen.keep("d", kept("d", 4))
    assert names(seen) == ["a", "c", "d"]


def test_what_takes_the_place_of_another_weighs_instead_of_it() -> None:
    seen = Seen[str](10)
    for _ in range(5):
        seen.keep("a", kept("a", 4))
        seen.keep("b", kept("b", 6))
    assert names(seen) == ["a", "b"]
    seen.forget("a")
    seen.forget("a")
    seen.keep("c", kept("c", 4))
    assert names(seen) == ["b", "c"]


def test_what_is_too_heavy_alone_is_not_kept() -> None:
    seen = Seen[str](10)
    seen.keep("a", kept("a", 11))
    assert names(seen) == []
    seen.keep("b", kept("b", 10))
    assert names(seen) == ["b"]
