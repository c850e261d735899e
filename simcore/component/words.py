"""Numbers and words that a picture writes: which reading, in which format, said when.

Names of metrics and counters are those of the frames (docs/reference/metrics.md). What a reading
gives where nothing was told counts as 0.
"""

from __future__ import annotations

from typing import Literal

from simcore.frozen import frozen

__all__ = [
    "Figure",
    "Format",
    "Quantity",
    "When",
    "Words",
    "counter",
    "part",
    "per_second",
    "ratio",
    "so_far",
    "value",
]

Format = Literal[
    "count", "number", "rate", "seconds", "milliseconds", "moment", "dollars", "percent", "plural"
]


@frozen
class Quantity:
    """A number; made by the functions below. ``whose``: "" is the node's own component."""

    read: Literal["value", "per_second", "counter", "part", "ratio"]
    of: tuple[str, ...] = ()
    whose: str = ""
    parts: tuple[Quantity, ...] = ()


def value(*metrics: str, whose: str = "") -> Quantity:
    """The sum of the metrics: levels as they are at the moment, all others over its bin."""
    return Quantity("value", metrics, whose)


def per_second(metric: str) -> Quantity:
    """A metric that counts, divided by the seconds of its bin."""
    return Quantity("per_second", (metric,))


def counter(*names: str, whose: str = "") -> Quantity:
    """Totals from the beginning on: their sum."""
    return Quantity("counter", names, whose)


def part(
    name: Literal["environments.limit", "environments.in_use", "async.waiting", "async.next_in"],
) -> Quantity:
    """A number of a frame's part: a limit, invocations that run (not told where an environment has
    several), events that wait, seconds until the next attempt."""
    return Quantity("part", (name,))


def ratio(of: Quantity, to: Quantity) -> Quantity:
    """One reading divided by another; 0 where that one is 0."""
    return Quantity("ratio", parts=(of, to))


@frozen
class When:
    """A condition: the reading is above 0; with ``told``, a frame says anything of it."""

    reading: Quantity
    told: bool = False


@frozen
class Figure:
    """A reading as it is written; ``one`` and ``many`` are the noun of format "plural"."""

    reading: Quantity
    format: Format = "count"
    one: str = ""
    many: str = ""


@frozen
class Words:
    """A text in which each ``{}`` is the next figure; said when all of ``when`` hold. ``{bin}`` is
    "this second", or however long a bin is.

    Where several are given, the first that holds is said.
    """

    text: str
    figures: tuple[Figure, ...] = ()
    when: tuple[When, ...] = ()
    unit: str = ""  # of a headline: what it counts


def so_far(name: str) -> Words:
    """What a counter came to."""
    return Words("{} so far", (Figure(counter(name)),))
