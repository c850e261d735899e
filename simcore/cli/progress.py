"""How far a run is, on a terminal's standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["progress"]


@contextmanager
def progress(
    title: str, end: float, quiet: bool, what: str = "s", done: str = "simulated"
) -> Iterator[Callable[[float], None]]:
    """A bar to advance, to a simulated time or so many runs; nothing where nobody watches."""
    if quiet or not sys.stderr.isatty():
        yield _nothing
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn(escape(title[:60])),
        BarColumn(),
        TextColumn(f"{{task.completed:,.0f}} {what} of {{task.total:,.0f}} {what} {done}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=end)
        yield lambda t: bar.update(task, completed=t)


def _nothing(_t: float) -> None:
    pass
