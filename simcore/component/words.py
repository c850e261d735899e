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
    "grown",
    "part",
    "per_second",
    "quota",
    "ratio",
    "setting",
    "so_far",
    "value",
]

Format = Literal[
    "count", "number", "rate", "seconds", "milliseconds", "moment", "dollars", "percent", "plural"
]


@frozen
class Quantity:
    """A number; made by the functions below. ``whose``: "" is the node's own component, a name in
    braces the one that its field of that name refers to, as in ``{source}``.

    Rows of the profile and fields are put in where rules are told of a scenario: ``constant``.
    """

    read: Literal[
        "value", "per_second", "counter", "part", "ratio", "grown", "quota", "setting", "constant"
    ]
    of: tuple[str, ...] = ()
    whose: str = ""
    parts: tuple[Quantity, ...] = ()
    amount: float = 0.0


def value(*metrics: str, whose: str = "") -> Quantity:
    """The sum of the metrics: levels as they are at the moment, all others over its bin."""
    return Quantity("value", metrics, whose)


def per_second(metric: str, whose: str = "") -> Quantity:
    """A metric that counts, divided by the seconds of its bin."""
    return Quantity("per_second", (metric,), whose)


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


def quota(key: str) -> Quantity:
    """A row of the run's profile, in its unit; only in what a rule says."""
    return Quantity("quota", (key,))


def setting(path: str) -> Quantity:
    """A field of the component, in base units, or of one that a field of it refers to, as in
    ``{source}.visibility_timeout``; only in what a rule says."""
    return Quantity("setting", (path,))


def grown(metric: str, start: Quantity, per_min: Quantity, most: Quantity) -> Quantity:
    """How far a level may have come since the rule binds: from what it was then, or ``start``, by
    ``per_min`` a minute, and no further than to ``most``; only in what a rule says."""
    return Quantity("grown", (metric,), parts=(start, per_min, most))


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
