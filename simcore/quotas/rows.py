"""The rows of a profile, each read when it is first asked for.

A profile has some 400 rows, and a run asks for those of the services that it has: to read all of
them took longer than many a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

__all__ = ["Rows"]

Row = TypeVar("Row")


class Rows(Mapping[str, Row], Generic[Row]):
    """Rows by their keys, in the order of the file; cannot be changed.

    `held` has a row, or the text of one that `read` makes a row of, given its key and the text.
    """

    def __init__(self, held: Mapping[str, Row | str], read: Callable[[str, str], Row]) -> None:
        self.held, self.read = held, read

    def __getitem__(self, key: str) -> Row:
        row = self.held[key]
        return self.read(key, row) if isinstance(row, str) else row

    def __contains__(self, key: object) -> bool:
        return key in self.held

    def __iter__(self) -> Iterator[str]:
        return iter(self.held)

    def __len__(self) -> int:
        return len(self.held)

    def replaced(self, key: str, row: Row) -> Rows[Row]:
        """The same rows, but for this one in its place."""
        return Rows({**self.held, key: row}, self.read)
