"""How many seats of classes are taken from an address: each brings room for more sockets."""

from __future__ import annotations

from collections import Counter

Seat = tuple[str, int | str]
"""A class by its code, and in it a seat, or what its teacher has open."""


class Places:
    """Addresses of those who are in a class, for as long as they are."""

    def __init__(self) -> None:
        self.taken: dict[str, Counter[Seat]] = {}

    def enter(self, place: str, seat: Seat) -> None:
        """A page comes from there, perhaps one more of the same seat."""
        self.taken.setdefault(place, Counter())[seat] += 1

    def leave(self, place: str, seat: Seat) -> None:
        """A page that came from there goes."""
        there = self.taken[place]
        there[seat] -= 1
        if not there[seat]:
            del there[seat]
        if not there:
            del self.taken[place]

    def seats(self, place: str) -> int:
        """Different ones, however many pages each has open."""
        return len(self.taken.get(place, ()))
