"""A function's execution environments as a picture: each one where there is room, else how many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simcore.paper.frozen import FREE, Grid

__all__ = ["STATES", "Cell", "Picture", "Share", "picture", "words"]

WIDTH = 400
MOST_CELLS, MOST_REFUSED = 400, 60
LARGEST, SMALLEST = 18, 10
ROWS = 12
GAP = 4
TITLE_HEIGHT, LINE_HEIGHT, STRIP_HEIGHT = 20, 18, 24

STATES = {"N": "initialising", "B": "busy", "E": "failed", "P": "provisioned", "I": "idle"}
"""In the order in which they are told."""


@dataclass(frozen=True)
class Cell:
    """A square of `side` with its upper left corner at x and y; what it shows is its `state`."""

    state: str
    x: int
    y: int
    side: int


@dataclass(frozen=True)
class Share:
    """How many are in a state, as a part of a strip."""

    state: str
    x: float
    wide: float


@dataclass(frozen=True)
class Picture:
    """What there is to draw (templates/frozen.html); `line` is that of a limit, where one holds."""

    title: str
    said: tuple[str, ...]
    height: int
    below: int
    cells: tuple[Cell, ...] = ()
    shares: tuple[Share, ...] = ()
    refused: tuple[Cell, ...] = ()
    line: int | None = None
    width: int = WIDTH
    strip_y: int = TITLE_HEIGHT
    strip_height: int = STRIP_HEIGHT
    line_height: int = LINE_HEIGHT


def words(grid: Grid) -> tuple[str, ...]:
    """What the picture shows: a line of states, and one of the limit and what was refused."""
    counts = grid.counts
    told = [f"{counts[letter]:,} {name}" for letter, name in STATES.items() if counts[letter]]
    limit = f"at most {grid.limit:,} ({grid.limited_by})" if _is_limited(grid) else ""
    refused = f"{grid.refused:,} refused in this second" if grid.refused else ""
    bounds = "; ".join(filter(None, (limit, refused)))
    return (", ".join(told) or "no environments", *([bounds] if bounds else []))


def _is_limited(grid: Grid) -> bool:
    return grid.limit is not None and bool(grid.limited_by)


def picture(title: str, grid: Grid) -> Picture:
    """All cells where there are few, else a strip of shares; beyond the line what was refused."""
    said = words(grid)
    if len(grid.slots) > MOST_CELLS:
        below = TITLE_HEIGHT + STRIP_HEIGHT
        height = below + LINE_HEIGHT * len(said) + GAP
        return Picture(title, said, height, below, shares=tuple(_shares(grid)))
    size = _size(max(len(grid.slots), min(grid.limit or 0, MOST_CELLS)))
    below = TITLE_HEIGHT + _rows(len(grid.slots), size) * size
    beyond = below + LINE_HEIGHT * len(said) + GAP
    refused = min(grid.refused, MOST_REFUSED)
    return Picture(
        title,
        said,
        beyond + _rows(refused, LARGEST) * LARGEST,
        below,
        cells=tuple(c for c in _cells(grid.slots, size, TITLE_HEIGHT) if c.state != FREE),
        refused=tuple(_cells("R" * refused, LARGEST, beyond)),
        line=below + 2 if _is_limited(grid) else None,
    )


def _size(cells: int) -> int:
    """As large as lets a dozen rows hold them."""
    sizes = range(LARGEST, SMALLEST, -2)
    return next((size for size in sizes if cells <= ROWS * (WIDTH // size)), SMALLEST)


def _rows(cells: int, size: int) -> int:
    return -(-cells // (WIDTH // size))


def _cells(states: str, size: int, top: int) -> Iterator[Cell]:
    columns = WIDTH // size
    for n, state in enumerate(states):
        yield Cell(state, n % columns * size + 1, top + n // columns * size + 1, size - GAP)


def _shares(grid: Grid) -> Iterator[Share]:
    counts, x = grid.counts, 0.0
    for state in STATES:
        wide = WIDTH * counts[state] / counts.total()
        if wide:
            yield Share(state, round(x, 1), round(wide, 1))
        x += wide
