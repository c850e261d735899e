"""What bounds one execution, by name."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Final

__all__ = [
    "BOUNDS",
    "CHILDREN_PER_S",
    "EXPRESS_EVENTS",
    "EXPRESS_S",
    "FOLLOWED_CHILDREN",
    "INLINE_ITERATIONS",
    "LONGEST_WAIT_S",
    "MOST_CHILDREN",
    "STANDARD_EVENTS",
    "STANDARD_S",
    "VARIABLES_BYTES",
]

STANDARD_EVENTS: Final = 25_000
"""Length of a Standard execution's history; the last one says that it failed. Source: quotas page
of the step-functions developer guide, "Maximum execution history size", 2026. That the 25,000th is
ExecutionFailed, with States.Runtime and its cause: seen on AWS, floci-io/floci issue 2734, 2026."""

EXPRESS_EVENTS: Final = 1_000_000
"""The same of an Express execution, for which AWS names none: 5 minutes end it there. Here a loop
without a wait takes no time, and would never end. Assumed, and that it
fails like a Standard one."""

INLINE_ITERATIONS: Final = 40
"""Iterations of an inline Map at once, whatever MaxConcurrency says. Source: "Using Map state in
Inline mode", 2026."""

VARIABLES_BYTES: Final = 10 * 2**20
"""JSON of all variables that a state can see. Source: "Passing data between states with variables",
2026: 10 MiB for all of an execution; those of branches side by side are not added up here."""

MOST_CHILDREN: Final = 10_000
"""Child executions of one Map Run at once. Source: quotas page, 2026."""

CHILDREN_PER_S: Final = {"EXPRESS": 1_000.0, "STANDARD": 100.0}
"""Child executions that a Map Run begins a second where nothing else says so, by their type.
Source: quotas page, 2026."""

FOLLOWED_CHILDREN: Final = 10
"""So many children of one Map Run keep their events, where its parent does."""

STANDARD_S: Final = 31_536_000.0
"""Seconds that a Standard execution may last: a year. Source: quotas page, 2026."""

EXPRESS_S: Final = 300.0
"""Seconds that an Express execution may last. Source: quotas page, 2026."""

LONGEST_WAIT_S: Final = 1e10
"""Waits that grow without bound end here: longer than any execution lasts."""

BOUNDS: Final[Mapping[str, tuple[int, float]]] = {
    "STANDARD": (STANDARD_EVENTS, inf),
    "EXPRESS": (EXPRESS_EVENTS, EXPRESS_S),
}
"""Of a host that has no others; a Standard execution's year is for whoever begins it to set."""
