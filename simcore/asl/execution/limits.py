"""What bounds one execution, by name."""

from __future__ import annotations

from typing import Final

__all__ = ["EXPRESS_EVENTS", "INLINE_ITERATIONS", "LONGEST_WAIT_S", "STANDARD_EVENTS"]

STANDARD_EVENTS: Final = 25_000
"""Length of a Standard execution's history; the last one says that it failed. Source: quotas page
of the step-functions developer guide, "Maximum execution history size", 2026."""

EXPRESS_EVENTS: Final = 1_000_000
"""The same of an Express execution, for which AWS names none: 5 minutes end it there. Here a loop
without a wait takes no time, and would never end."""

INLINE_ITERATIONS: Final = 40
"""Iterations of an inline Map at once, whatever MaxConcurrency says. Source: "Using Map state in
Inline mode", 2026."""

LONGEST_WAIT_S: Final = 1e10
"""Waits that grow without bound end here: longer than any execution lasts."""
