"""Whose turn it is, so that nobody fills the queue for all.

Places (addresses) take turns; at one place its visitors do, and the runs of one visitor come in the
order in which they were asked for. Who has fewer runs under way is first, then who was served
longest ago.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar

REMEMBERED = 4096  # visitors and places, of whom it is known when they were served


class Whose(NamedTuple):
    """Who asked for a run, and from where; the same for all of whom nothing is known."""

    visitor: str = ""
    place: str = ""


NOBODYS = Whose()


class Asked(Protocol):
    """Something that waits or is under way: a seat."""

    whose: Whose


T = TypeVar("T", bound=Asked)


class Turns:
    """Remembers who was served when."""

    def __init__(self) -> None:
        self.served: OrderedDict[tuple[str, str], int] = OrderedDict()
        self.count = 0

    def took(self, whose: Whose) -> None:
        """A run of theirs has its turn."""
        self.count += 1
        for key in _keys(whose):
            self.served[key] = self.count
            self.served.move_to_end(key)
        while len(self.served) > REMEMBERED:
            self.served.popitem(last=False)

    def order(self, waiting: Iterable[T], under_way: Sequence[Asked]) -> list[T]:
        """All that wait, in the order in which they will have their turns."""
        found = list(waiting)
        for level in (0, 1):  # visitors first; then their places, each in the order of its visitors
            held = Counter(_keys(asked.whose)[level] for asked in under_way)
            ranks = []
            for asked in found:
                key = _keys(asked.whose)[level]
                ranks.append((held[key], self.served.get(key, 0)))
                held[key] += 1
            ranked = sorted(range(len(found)), key=lambda n: (ranks[n], n))
            found = [found[n] for n in ranked]
        return found


def _keys(whose: Whose) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("visitor", whose.visitor), ("place", whose.place)


def is_new(asked: Asked, under_way: Sequence[Asked]) -> bool:
    """Whether nothing of theirs is under way: nothing from that place or, where all that is under
    way is from there, nothing of that visitor."""
    near = [other for other in under_way if other.whose.place == asked.whose.place]
    if len(near) < len(under_way):
        return not near
    return all(other.whose.visitor != asked.whose.visitor for other in near)
