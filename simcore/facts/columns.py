"""Rows kept column by column, for facts that come many at a time."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, get_type_hints, overload

Row = tuple[Any, ...]

CODES = {float: "d", int: "q"}
"""How the numbers of a column lie in memory, in the letters of `array` and `struct`."""


class Usual:
    """A column that nearly always says the same: only what differs is kept, by the row's place.

    To state what is usual takes nothing at all.
    """

    __slots__ = ("others", "value")

    def __init__(self, value: float) -> None:
        self.value = value
        self.others: dict[int, float] = {}

    def put(self, place: int, value: float) -> None:
        """State what the row at ``place`` says."""
        if value != self.value:
            self.others[place] = value

    def clear(self) -> None:
        """Nothing differs any more."""
        self.others.clear()

    def at(self, places: Sequence[int]) -> list[float]:
        """What the rows at the places say."""
        others, value = self.others, self.value
        return [others.get(place, value) for place in places] if others else [value] * len(places)


class MostlyZero(Usual):
    """The same for zeros of a column that is signed as a whole, as if all of it had been kept.

    So it may take the place of a list, and the fingerprint stays what it was.
    """

    __slots__ = ()

    def __init__(self, kind: type[float]) -> None:
        super().__init__(kind())  # 0.0, or 0


Kept: TypeAlias = "list[Any] | array[Any] | Usual"  # arrays take no parameters before 3.12


class ColumnRows(Sequence[Row]):
    """Rows as columns: otherwise as a list of rows.

    To state a hundred facts takes one ``extend`` for each of ``columns`` instead of a hundred
    tuples. A list is best for what comes one by one; what comes in ``blocks`` is kept as an
    `array`, which takes another one by copying bytes; what is nearly always the same in a
    :class:`Usual` or a :class:`MostlyZero`. The first column is never of these kinds. ``before``
    counts the rows that were here and have been cleared.
    """

    __slots__ = ("before", "columns")

    def __init__(
        self,
        fact: type[Any],
        blocks: Collection[str] = (),
        usual: Mapping[str, int] | None = None,
        zero: Collection[str] = (),
    ) -> None:
        self.before = 0
        self.columns: tuple[Kept, ...] = tuple(
            MostlyZero(kind)
            if name in zero
            else _column(kind, name in blocks, (usual or {}).get(name))
            for name, kind in get_type_hints(fact).items()
        )

    def append(self, row: Row) -> None:
        """State one fact."""
        place = len(self)
        for column, value in zip(self.columns, row, strict=True):
            if isinstance(column, Usual):
                column.put(place, value)
            else:
                column.append(value)

    def extend(self, rows: Iterable[Row]) -> None:
        """State several facts."""
        for row in rows:
            self.append(row)

    def clear(self) -> None:
        """Empty the columns in place."""
        self.before += len(self)
        for column in self.columns:
            if isinstance(column, array):
                del column[:]
            else:
                column.clear()

    def __len__(self) -> int:
        first = self.columns[0]
        assert not isinstance(first, Usual)
        return len(first)

    def __iter__(self) -> Iterator[Row]:
        return iter(self[:])

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, int):
            place = range(len(self))[index]
            return self[place : place + 1][0]
        places = range(len(self))[index]
        parts = [c.at(places) if isinstance(c, Usual) else c[index] for c in self.columns]
        return list(zip(*parts, strict=True))

    def at(self, places: Sequence[int]) -> list[Row]:
        """The rows at these places, column by column."""
        parts = [
            c.at(places) if isinstance(c, Usual) else [c[place] for place in places]
            for c in self.columns
        ]
        return list(zip(*parts, strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # as a list


def _column(kind: type, in_blocks: bool, usual: int | None) -> Kept:
    if usual is not None:
        return Usual(usual)
    return array(CODES[kind]) if in_blocks else []
