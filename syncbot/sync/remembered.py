"""What was made of documents and of what is known, kept for those that came last.

Both never change (`syncbot.sync.document`), and a process sees the same ones click after click, so what a click needs
of a large sync need not be made again for each. They are told apart by identity, which costs nothing whatever their
size; an equal one is another one, of which the same is made once more.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

AT_MOST: Final = 16
LISTS_AT_MOST: Final = 4
LONG: Final = 1_000
_BY_VALUE: Final = (str, bool, type(None))


def remembered(make: Callable[P, T]) -> Callable[P, T]:
    """`make`, a pure function, that answers again what it answered for the same arguments.

    Strings (and with them enums) and booleans are told apart by value, all else by identity.
    """
    kept: OrderedDict[tuple[Any, ...], tuple[object, T]] = OrderedDict()

    @wraps(make)
    def get(*args: P.args, **kwargs: P.kwargs) -> T:
        given = (*args, *kwargs.values())
        key = (*kwargs, *(one if isinstance(one, _BY_VALUE) else id(one) for one in given))
        found = kept.get(key)
        if found is None:
            found = given, make(*args, **kwargs)
            kept[key] = found  # what is held here keeps its identity for itself
            while len(kept) > AT_MOST:
                kept.popitem(last=False)
        else:
            kept.move_to_end(key)
        return found[1]

    return get


def remembered_each(make: Callable[[Any], T]) -> Callable[[Sequence[Any]], list[T]]:
    """What `make`, a pure function of one entry of a list, makes of each, in their order; of the same entry once.

    An edit leaves the entries that it does not touch the very same objects, so that of a thousand in a new list one has
    to be looked at. About as many are kept as `LISTS_AT_MOST` lists of this length hold, or so many `LONG` ones.
    """
    kept: dict[int, tuple[object, T]] = {}

    def get(entries: Sequence[Any]) -> list[T]:
        if len(kept) > LISTS_AT_MOST * max(len(entries), LONG):
            kept.clear()
        answers = []
        for one in entries:
            found = kept.get(id(one))
            if found is None:
                found = kept[id(one)] = one, make(one)  # what is held here keeps its identity for itself
            answers.append(found[1])
        return answers

    return get
