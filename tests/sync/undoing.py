"""Undoes one change out of many, over generated syncs, and counts what of the later edits is lost.

    python -m tests.sync.undoing --count 1000

Each sync goes through a sequence of edits, one of which is undone at the end. Its fields have to be as they were before
it unless a later edit touched them, which must be a named clash; every other field has to be as the last edit left it.
Exits 1 when anything is otherwise.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.sync.difference import difference
from syncbot.sync.document import Shape, configuration, same
from syncbot.sync.inverse import inverse
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.merge import merge
from tests.sync.documents import Generated, documents
from tests.sync.editing import edits_of

if TYPE_CHECKING:
    from syncbot.sync.difference import Item
    from syncbot.sync.document import JsonObject

LONGEST = 6
TRIES = 4


@dataclass(slots=True)
class Tally:
    """What was seen: sequences, later edits that had to be kept, overlaps that had to be named."""

    sequences: int = 0
    kept: int = 0
    named: int = 0


def walked(data: st.DataObject, generated: Generated) -> list[JsonObject]:
    """The states of a sync through a sequence of edits, each of which changes something."""
    states = [configuration(generated.raw, generated.shape)]
    for _ in range(data.draw(st.integers(2, LONGEST))):
        for _ in range(TRIES):
            edit = data.draw(edits_of(states[-1]))
            try:
                after = edit.apply(states[-1])
            except InvalidInput:
                continue  # a target that is mapped by now
            if changes(states[-1], after, generated.shape):
                states.append(after)
                break
    return states


def changes(a: JsonObject, b: JsonObject, shape: Shape) -> dict[tuple[str, str], Item]:
    """What differs, by row and key."""
    found = difference(a, b, shape=shape, known=NOTHING_KNOWN)
    return {(item.row, item.key): item for item in found}


def faults_of_undo(states: list[JsonObject], undone: int, shape: Shape, tally: Tally) -> list[str]:
    """What is wrong once the edit that led to `states[undone]` was undone at the end."""
    before, after, last = states[undone - 1], states[undone], states[-1]
    own, later = changes(before, after, shape), changes(after, last, shape)
    result = merge(after, inverse(before, after, after, shape=shape), last, shape=shape)
    clashes = {(clash.row, clash.key) for clash in result.clashes}
    moved, back = changes(last, result.merged, shape), changes(before, result.merged, shape)
    tally.sequences += 1
    tally.kept += len(later.keys() - own.keys())
    tally.named += len(clashes)
    faults = [f"moved without being undone: {place}" for place in moved.keys() - own.keys()]
    faults += [f"not taken back: {place}" for place in own.keys() - later.keys() & back.keys()]
    overlap = own.keys() & later.keys()
    faults += [f"named as overlapping, and did not: {place}" for place in clashes - overlap]
    for place in overlap - clashes:
        if not same(own[place].old, later[place].new):
            faults.append(f"overlaps, and was not named: {place}")
    return faults


def count_faults(count: int, *, seed_number: int = 20261124) -> tuple[Tally, list[str]]:
    """Undo one edit in each of so many sequences; what was seen, and what went wrong."""
    tally, found = Tally(), list[str]()

    @seed(seed_number)
    @settings(max_examples=count, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(documents(), st.data())
    def look(generated: Generated, data: st.DataObject) -> None:
        states = walked(data, generated)
        if len(states) > 1:
            undone = data.draw(st.integers(1, len(states) - 1))
            found.extend(faults_of_undo(states, undone, generated.shape, tally))

    look()
    return tally, found


def all_undone(states: list[JsonObject], shape: Shape) -> JsonObject:
    """What is left when every edit is undone, the last one first."""
    now = states[-1]
    for after, before in pairwise(reversed(states)):
        now = merge(after, inverse(before, after, after, shape=shape), now, shape=shape).merged
    return now


def main() -> int:
    """Print the figures; 1 when anything is otherwise than it should be."""
    parser = argparse.ArgumentParser(description="Undo one edit out of many, over generated syncs.")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=20261124)
    options = parser.parse_args()
    tally, found = count_faults(options.count, seed_number=options.seed)
    sys.stdout.write("".join(f"{fault}\n" for fault in found[:5]))
    sys.stdout.write(
        f"{tally.sequences} sequences, one edit undone in each: {tally.kept} later edits that do not overlap, "
        f"{tally.named} overlaps named, {len(found)} faults\n"
    )
    return 1 if found or tally.sequences < options.count * 0.95 else 0


if __name__ == "__main__":
    sys.exit(main())
