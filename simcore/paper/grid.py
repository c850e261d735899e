"""A function's execution environments as a picture: each one where there is room, else how many."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from simcore.paper.frozen import FREE, Grid

__all__ = ["drawn", "words"]

WIDTH = 400
MOST_CELLS = 400
MOST_REFUSED = 60
LARGEST, SMALLEST = 18, 10
TITLE_HEIGHT, LINE_HEIGHT = 20, 18

STATES = (("N", "initialising"), ("B", "busy"), ("E", "failed"), ("P", "provisioned"), ("I", "idle"))
"""In the order in which they are told."""

INK, FAINT, RULE = "#1b1d21", "#5f6671", "#5a1291"
COLOURS = {"N": "#3b8af1", "B": "#177355", "E": "#ae1c0a", "P": "#767d89", "I": "#767d89"}
REFUSED = "#5a1291"
"""The laboratory's colours on paper (static/src/styles/tokens.css), which a test compares."""


def words(grid: Grid) -> str:
    """What the picture shows, in a sentence."""
    counts = grid.counts
    told = [f"{counts[letter]:,} {name}" for letter, name in STATES if counts[letter]]
    said = ", ".join(told) if told else "no environments"
    limit = f"; at most {grid.limit:,} ({grid.limited_by})" if _limits(grid) else ""
    refused = f"; {grid.refused:,} refused in this second" if grid.refused else ""
    return f"{said}{limit}{refused}"


def _limits(grid: Grid) -> bool:
    return grid.limit is not None and bool(grid.limited_by)


def drawn(title: str, grid: Grid) -> Markup:
    """SVG, with the title and the sentence as text."""
    parts, height = _body(grid)
    said = words(grid)
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}: {escape(said)}" '
        'font-family="Inter, Arial, sans-serif" font-size="12">'
        f'<text x="0" y="12" fill="{INK}" font-weight="600">{escape(title)}</text>'
        f"{''.join(parts)}</svg>"
    )


def _body(grid: Grid) -> tuple[list[str], int]:
    alive = len(grid.slots)
    if alive > MOST_CELLS:
        return _strip(grid)
    size = _size(max(alive, _shown_limit(grid)))
    cells = list(_cells(grid, size))
    y = TITLE_HEIGHT + _rows(alive, size) * size
    cells += _below(grid, size, y)
    refused_rows = _rows(min(grid.refused, MOST_REFUSED), LARGEST)
    return cells, y + LINE_HEIGHT + refused_rows * LARGEST + 4


def _shown_limit(grid: Grid) -> int:
    return min(grid.limit or 0, MOST_CELLS)


def _size(cells: int) -> int:
    """As large as lets a dozen rows hold them."""
    return next((s for s in range(LARGEST, SMALLEST, -2) if cells <= 12 * (WIDTH // s)), SMALLEST)


def _rows(cells: int, size: int) -> int:
    return -(-cells // (WIDTH // size))


def _place(n: int, size: int, top: int) -> tuple[int, int]:
    columns = WIDTH // size
    return n % columns * size, top + n // columns * size


def _cells(grid: Grid, size: int) -> Iterator[str]:
    for n, letter in enumerate(grid.slots):
        if letter != FREE:
            yield _cell(letter, *_place(n, size, TITLE_HEIGHT), size - 4)


def _cell(letter: str, x: int, y: int, side: int) -> str:
    """As in the laboratory: the shape tells the state, too."""
    colour = COLOURS.get(letter, COLOURS["I"])
    x, y = x + 1, y + 1
    if letter == "N":
        half = side / 2
        return f'<circle cx="{x + half:g}" cy="{y + half:g}" r="{half:g}" fill="{colour}"/>'
    if letter == "E":
        return f'<path d="M{x} {y}l{side} {side}m0 -{side}l-{side} {side}" stroke="{colour}" stroke-width="3"/>'
    box = f'x="{x}" y="{y}" width="{side}" height="{side}" rx="2"'
    if letter == "B":
        return f'<rect {box} fill="{colour}"/>'
    dot = side / 2
    inside = f'<circle cx="{x + dot:g}" cy="{y + dot:g}" r="1.5" fill="{colour}"/>'
    return f'<rect {box} fill="none" stroke="{colour}" stroke-width="1.5"/>' + (
        inside if letter == "P" else ""
    )


def _below(grid: Grid, size: int, y: int) -> Iterator[str]:
    """The line of the limit, and beyond it what was refused."""
    if _limits(grid):
        yield f'<path d="M0 {y + 2}H{WIDTH}" stroke="{RULE}" stroke-dasharray="5 4"/>'
    yield f'<text x="0" y="{y + 15}" fill="{FAINT}">{escape(words(grid))}</text>'
    for n in range(min(grid.refused, MOST_REFUSED)):
        x, top = _place(n, LARGEST, y + LINE_HEIGHT + 2)
        yield f'<circle cx="{x + 7}" cy="{top + 7}" r="6" fill="{REFUSED}"/><path d="M{x + 4} {top + 7}h6" stroke="#fff" stroke-width="2"/>'


def _strip(grid: Grid) -> tuple[list[str], int]:
    """Each state as long as its share."""
    counts, x, parts = grid.counts, 0.0, []
    for letter, _ in STATES:
        wide = WIDTH * counts[letter] / counts.total()
        if wide:
            parts.append(
                f'<rect x="{x:.1f}" y="{TITLE_HEIGHT}" width="{wide:.1f}" height="24" '
                f'fill="{COLOURS[letter]}"/>'
            )
        x += wide
    said = f'<text x="0" y="{TITLE_HEIGHT + 40}" fill="{FAINT}">{escape(words(grid))}</text>'
    return [*parts, said], TITLE_HEIGHT + 48
