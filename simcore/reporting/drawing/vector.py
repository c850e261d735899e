"""A chart as SVG: drawn for paper, readable without colour, with its words inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from html import escape

from simcore.reporting.drawing.scales import nice_ceiling, points, rows, spread, time_ticks
from simcore.reporting.report import Chart, Level, Line
from simcore.reporting.words import figure
from simcore.units import format_clock_s

__all__ = ["HEIGHT", "WIDTH", "svg"]

WIDTH, HEIGHT = 880, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 200, 36, 76
PLOT_WIDTH, PLOT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
TICKS = 8
QUESTION_CHARACTERS, SEEN_CHARACTERS, RUN_CHARACTERS = 80, 130, 100
LABEL_GAP = 13
SHORTEST = 28.0
"""Of a level that holds at a moment."""

INK, FAINT, RULE, PAPER = "#1b1d21", "#5f6671", "#eceae3", "#ffffff"
LIMIT, GOAL = "#5a1291", "#177355"
FAMILY = "Inter, 'Helvetica Neue', Arial, sans-serif"

TONES = {
    "busy": "#177355",
    "init": "#3b8af1",
    "queued": "#4a505a",
    "thr": "#5a1291",
    "retry": "#b48204",
    "err": "#ae1c0a",
    "dlq": "#1b1d21",
    "ink2": "#4a505a",
    "ink3": "#5f6671",
    "p50": "#5e92c6",
    "p95": "#2c6aae",
    "p99": "#12396b",
}
"""The laboratory's colours on white paper (static/src/styles/tokens.css), which a test compares."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
"""What XML cannot hold."""


def svg(chart: Chart, run: str) -> str:
    """The chart with its title, caption and the name of its run; texts are escaped."""
    return "\n".join([*_drawn(chart, run), "</svg>", ""])


def text_of(text: str) -> str:
    """A text in SVG."""
    return escape(CONTROL.sub("\ufffd", text))


def _drawn(chart: Chart, run: str) -> Iterator[str]:
    id = f"c{sha256(f'{run} {chart.name}'.encode()).hexdigest()[:12]}"
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" '
        f'aria-labelledby="{id}t {id}d" font-family="{FAMILY}" font-size="11">'
    )
    yield f'<title id="{id}t">{text_of(chart.title)}</title>'
    yield f'<desc id="{id}d">{text_of(chart.alt)}</desc>'
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>'
    yield _text(LEFT, 20, chart.title, INK, ' font-size="14" font-weight="600"')
    top = _top(chart)
    yield from _grid(chart, top)
    yield from _marks(chart)
    yield from _lines(chart, top)
    yield from _levels(chart, top)
    yield from _names(chart, top)
    yield from _caption(chart, run)


def _top(chart: Chart) -> float:
    """The largest value of the scale."""
    values = [v for line in chart.lines for v in line.values if v is not None]
    values += [level.value for level in chart.levels]
    return nice_ceiling(max(values, default=0.0))


def _y(value: float, top: float) -> float:
    return TOP + PLOT_HEIGHT * (1 - min(value / top, 1.0))


def _x(t_s: float, chart: Chart) -> float:
    return LEFT + PLOT_WIDTH * t_s / _end(chart)


def _end(chart: Chart) -> float:
    return chart.end_s or 1.0


def _n(value: float) -> str:
    """A coordinate, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def _text(x: float, y: float, text: str, fill: str, more: str = "") -> str:
    return f'<text x="{_n(x)}" y="{_n(y)}" fill="{fill}"{more}>{text_of(text)}</text>'


def _grid(chart: Chart, top: float) -> Iterator[str]:
    steps = rows(top)
    for n in range(steps + 1):
        value = top * n / steps
        y = _n(_y(value, top))
        yield f'<path d="M{LEFT} {y}H{LEFT + PLOT_WIDTH}" stroke="{RULE}"/>'
        words = figure(value, chart.format)
        yield _text(LEFT - 6, _y(value, top) + 4, words, FAINT, ' text-anchor="end"')
    for t in time_ticks(_end(chart), TICKS):
        at = _x(t, chart)
        yield f'<path d="M{_n(at)} {TOP + PLOT_HEIGHT}v4" stroke="{FAINT}"/>'
        more = ' text-anchor="middle"'
        yield _text(at, TOP + PLOT_HEIGHT + 16, format_clock_s(t), FAINT, more)


def _marks(chart: Chart) -> Iterator[str]:
    for mark in chart.marks:
        x = _n(_x(mark.t_s, chart))
        yield f"<g><title>{text_of(f'{format_clock_s(round(mark.t_s, 1))} {mark.label}')}</title>"
        yield (
            f'<path d="M{x} {TOP}V{TOP + PLOT_HEIGHT}" stroke="{FAINT}" stroke-dasharray="1 3"/>'
        )
        yield f'<path d="M{x} {TOP}l-4 -6h8z" fill="{FAINT}"/></g>'


def _lines(chart: Chart, top: float) -> Iterator[str]:
    for line in chart.lines:
        pieces = list(points(line, _end(chart), PLOT_WIDTH, lambda value: _y(value, top)))
        tone = TONES[line.tone]
        if line.area:
            path = "".join(_closed(piece) for piece in pieces)
            yield f'<path d="{path}" fill="{tone}" fill-opacity="0.12"/>'
        path = "".join(_open(piece) for piece in pieces)
        dashes = ' stroke-dasharray="5 3"' if line.was else ""
        yield (
            f'<path d="{path}" fill="none" stroke="{tone}" stroke-width="{line.width:g}" '
            f'stroke-linejoin="round"{dashes}/>'
        )


def _open(piece: list[tuple[float, float]]) -> str:
    pairs = [f"{_n(LEFT + x)} {_n(y)}" for x, y in piece]
    return f"M{'L'.join(pairs if len(pairs) > 1 else pairs * 2)}"


def _closed(piece: list[tuple[float, float]]) -> str:
    base = TOP + PLOT_HEIGHT
    (first, _), (last, _) = piece[0], piece[-1]
    return f"{_open(piece)}L{_n(LEFT + last)} {base}L{_n(LEFT + first)} {base}Z"


def _levels(chart: Chart, top: float) -> Iterator[str]:
    for level in chart.levels:
        y, colour = _n(_y(level.value, top)), _colour(level)
        first, last = (_x(t, chart) for t in _stretch(level, chart))
        first = min(first, last - SHORTEST)
        yield (
            f'<path d="M{_n(max(first, LEFT))} {y}H{_n(last)}" stroke="{colour}" '
            'stroke-dasharray="6 4"/>'
        )


def _stretch(level: Level, chart: Chart) -> tuple[float, float]:
    """Where it is drawn; of a moment what comes before it."""
    from_s = 0.0 if level.from_s is None else min(level.from_s, _end(chart))
    to_s = _end(chart) if level.to_s is None else min(level.to_s, _end(chart))
    return from_s, to_s


def _colour(level: Level) -> str:
    return GOAL if level.sort == "goal" else LIMIT


def _names(chart: Chart, top: float) -> Iterator[str]:
    """Beside the right ends: what each line and each level is."""
    named = [(_y(_last(line), top), line.label, TONES[line.tone]) for line in chart.lines]
    several = named[::-1] if len(named) > 1 else []  # of equals the heaviest line first
    levels = [(_y(level.value, top), level.label, _colour(level)) for level in chart.levels]
    placed = sorted([*levels, *several], key=lambda one: one[0])
    ys = spread([y for y, _, _ in placed], TOP + 4, TOP + PLOT_HEIGHT, LABEL_GAP)
    for y, (_, label, colour) in zip(ys, placed, strict=True):
        yield _text(LEFT + PLOT_WIDTH + 6, y + 4, label, colour)


def _last(line: Line) -> float:
    return next((value for value in reversed(line.values) if value is not None), 0.0)


def _caption(chart: Chart, run: str) -> Iterator[str]:
    """Beside the title the question, below all what can be seen, and which run it is."""
    right = ' text-anchor="end"'
    yield _text(WIDTH - 8, 20, _shortened(chart.caption, QUESTION_CHARACTERS), FAINT, right)
    yield _text(LEFT, HEIGHT - 28, _shortened(chart.alt, SEEN_CHARACTERS), INK)
    yield _text(LEFT, HEIGHT - 10, f"run {_shortened(run, RUN_CHARACTERS)}", FAINT)


def _shortened(text: str, most: int) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[: most - 1]}…"
