"""A comparison as a person reads it: lines of text, or Markdown for a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from math import isfinite
from typing import Any

from simcore.analysis.comparison import Comparison
from simcore.analysis.fates import TwoFates, followed
from simcore.analysis.outcomes import Outcome
from simcore.units import format_clock_s

__all__ = [
    "OTHER_SCENARIO",
    "apart",
    "change",
    "enough_digits",
    "fates",
    "markdown",
    "number",
    "relative",
    "text",
    "value_text",
    "within",
]

MOST_MESSAGES = 5
DIGITS, MOST_DIGITS = 4, 17
"""What a person reads, and what says all that a number is."""
OTHER_SCENARIO = (
    "These are two scenarios: only what came out is compared, of components that have a name and "
    "a type in common."
)
Rows = Sequence[Sequence[str]]


def text(comparison: Comparison) -> Iterator[str]:
    """The lines for a terminal."""
    yield from _question(comparison)
    for head, rows in _tables(comparison):
        yield ""
        yield from columns([("", *head[1:]), *rows])
    yield from _messages(comparison)


def markdown(comparison: Comparison) -> Iterator[str]:
    """The same in Markdown, with tables."""
    first, *others = _question(comparison)
    yield f"## {escaped(first)}"
    yield ""
    yield from (escaped(line) for line in others)
    for head, rows in _tables(comparison):
        yield ""
        yield from table([head, *rows])
    yield ""
    yield from (f"- {escaped(line.strip())}" for line in _messages(comparison) if line)


def _tables(comparison: Comparison) -> Iterator[tuple[Sequence[str], Rows]]:
    """Head and rows of what was asked and of what came out; none that is empty."""
    if rows := _inputs(comparison):
        yield ("Input", "Was", "Now"), rows
    if rows := _outcomes(comparison):
        yield ("Outcome", "Was", "Now", "Change", ""), rows


def _question(comparison: Comparison) -> Iterator[str]:
    """What is compared, and when the two part."""
    was, now = comparison.titles
    yield was if was == now else f"{was} | {now}"
    parting = comparison.parting
    if comparison.same:
        yield "The same: same inputs, and the same happened."
    elif not comparison.same_scenario:
        yield OTHER_SCENARIO
    elif parting is None:
        yield "They differ in their inputs; no metric that both have does."
    else:
        where = f"{parting.component} {parting.metric}"
        values = " and ".join(apart(parting.was, parting.now))
        yield f"They part at {format_clock_s(parting.t_s)}: {where}, {values}."


def _inputs(comparison: Comparison) -> Rows:
    return [(one.path, value_text(one.was), value_text(one.now)) for one in comparison.inputs]


def _outcomes(comparison: Comparison) -> Rows:
    """Those that changed, a component's name only once."""
    changed = [one for one in comparison.outcomes if one.change != 0]
    found = []
    for component, together in groupby(changed, key=lambda one: one.component):
        found += [_row(component, one) for one in together]
    return found


def _row(component: str, one: Outcome) -> tuple[str, ...]:
    unit = f", {one.unit}" if one.unit else ""
    numbers = (*apart(one.was, one.now), change(one))
    return (f"{component}: {one.name}{unit}", *numbers, one.verdict)


def change(one: Outcome) -> str:
    """Absolute, and relative where that says something."""
    if one.change is None:
        return ""
    return f"{'+' if one.change > 0 else ''}{number(one.change)}{relative(one.change, one.was)}"


def _messages(comparison: Comparison) -> Iterator[str]:
    if not comparison.messages:
        return
    n = len(comparison.messages)
    yield ""
    yield f"The fate of {n:,} followed {followed(comparison.messages, several=n > 1)} differs:"
    yield from (f"  {fates(pair)}" for pair in comparison.messages[:MOST_MESSAGES])


def fates(pair: TwoFates) -> str:
    """What became of a message, in one run and in the other."""
    both = (pair.was, pair.now)
    times = apart(pair.was.after_s, pair.now.after_s)
    was, now = (f"{one.end} after {t} s" for one, t in zip(both, times, strict=True))
    return f"{pair.component} {pair.noun} {pair.id}: {was}, now {now}"


def value_text(value: Any) -> str:
    """An input as a person reads it."""
    if value is None or isinstance(value, bool):
        return {None: "-", True: "on", False: "off"}[value]
    if isinstance(value, Mapping):
        said = {key: one for key, one in value.items() if one is not None}
        return ", ".join(f"{key} {value_text(one)}" for key, one in said.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(value_text, value)) or "none"
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def relative(change: float, was: float | None) -> str:
    """ " (+12 %)"; below one percent with the first digit that is not 0: it did change."""
    if not was:
        return ""
    percent = 100 * change / was
    whole = not percent or abs(percent) >= 0.95
    return f" ({percent:+,.0f} %)" if whole else f" ({Decimal(f'{percent:.1g}'):+f} %)"


def number(value: float | None, digits: int = DIGITS) -> str:
    """About so many digits; of a whole number all."""
    if value is None:
        return "-"
    if value == int(value):
        return f"{value:,.0f}"
    whole = len(str(int(abs(value))))
    return f"{value:,.{max(digits - whole, 0)}f}" if whole >= DIGITS else f"{value:.{digits}g}"


def apart(*values: float | None) -> list[str]:
    """Them with as many digits as it takes to tell different ones apart."""
    digits = enough_digits(*values)
    return [number(value, digits) for value in values]


def enough_digits(*values: float | None) -> int:
    """How many digits that takes: four, or more."""
    found = {value for value in values if value is not None and isfinite(value)}
    return next((d for d in range(DIGITS, MOST_DIGITS) if _differ(found, d)), MOST_DIGITS)


def _differ(values: set[float], digits: int) -> bool:
    """Is each of them written otherwise?"""
    return len({number(value, digits) for value in values}) == len(values)


def columns(rows: Rows) -> Iterator[str]:
    """Rows below one another, the first cell to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [text.rjust(width) for text, width in zip(others, widths[1:], strict=True)]
        yield "  ".join(["", first.ljust(widths[0]), *cells]).rstrip()


def table(rows: Rows) -> Iterator[str]:
    """The same in Markdown; the first row is the head."""
    head, *body = rows
    yield f"| {' | '.join(head)} |"
    yield f"| --- |{' ---: |' * (len(head) - 1)}"
    yield from (f"| {' | '.join(map(within, row))} |" for row in body)


MARKS = "\\`*_{}[]<>#|!&~$"
"""What is markup wherever it stands."""

LEADING = re.compile(r"([-+=]|\d+(?=[.)]))")
"""What makes a list or a heading of a line that it begins."""

LINKED = (("://", "\\://"), ("www.", "www\\."), ("@", "@\u2060"))
"""What is made a link without markup: addresses and, where people are named, names; a word joiner
keeps those apart."""


def escaped(text: str) -> str:
    """A text that begins a line. Names are hostile until escaped: they make no markup, no link."""
    return _in_a_line(within(text))


def within(text: str) -> str:
    """The same within a line or a cell, which it does not end."""
    for mark in MARKS:
        text = text.replace(mark, f"\\{mark}")
    for linked, plain in LINKED:
        text = text.replace(linked, plain)
    return " ".join(text.split())


def _in_a_line(text: str) -> str:
    """Nothing but text at the beginning of one."""
    found = LEADING.match(text)
    if found is None:
        return text
    begin = found.group()
    if begin.isdigit():
        return f"{begin}\\{text[len(begin) :]}"
    return f"\\{text}"
