"""How what comes out of runs is shown in a notebook.

The rooms that make results do not know how to draw them. The front door, which knows every room,
says which module does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

__all__ = ["Shown", "Shows", "shown_by"]


class Shows(Protocol):
    """What can show results."""

    def html(self, what: Any) -> str:
        """A piece of a page; texts are escaped."""

    def frame(self, what: Any) -> Any:
        """A data frame of pandas; raises `ImportError` without it."""


_finders: list[Callable[[], Shows]] = []


def shown_by(find: Callable[[], Shows]) -> None:
    """What `find` gives shows results; it is asked when the first one is shown."""
    _finders[:] = [find]


class Shown:
    """Something that a notebook shows."""

    def _repr_html_(self) -> str | None:
        """A summary with its timelines, for notebooks; texts are escaped."""
        return _finders[0]().html(self) if _finders else None

    def to_frame(self) -> Any:
        """A data frame of pandas (see docs/how-to/report-a-run.md).

        Of a result its series: a row a bin, indexed by `time_s`, and a column for each component
        and metric. Of a comparison its outcomes: a row each, with `was`, `now`, `change` and
        `verdict`. Raises `ImportError` where pandas is not installed.
        """
        if not _finders:
            raise ImportError("data frames come with the package: import simcore")
        return _finders[0]().frame(self)
