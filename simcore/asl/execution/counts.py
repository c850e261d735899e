"""Counters of a Map Run, as DescribeMapRun has them.

Assumed: of what succeeded the results are written, where there is a ResultWriter.

Source: API reference of Step Functions, ``MapRunItemCounts``, ``MapRunExecutionCounts``, 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["COUNTED", "counters"]

COUNTED: Final = {
    "SUCCEEDED": "succeeded",
    "FAILED": "failed",
    "TIMED_OUT": "timedOut",
    "ABORTED": "aborted",
}


def counters(
    total: int, ended: Mapping[str, int], running: int, again: int, *, is_written: bool
) -> dict[str, int]:
    """Of items, or of children: ``ended`` by what became of them, ``again`` those that wait for a
    redrive. All but two of them add up to the total: what has not begun is pending."""
    known = {name: ended.get(name, 0) for name in COUNTED.values()}
    return {
        "total": total,
        "pending": total - running - again - sum(known.values()),
        "running": running,
        **known,
        "pendingRedrive": again,
        "failuresNotRedrivable": ended.get("failuresNotRedrivable", 0),
        "resultsWritten": known["succeeded"] if is_written else 0,
    }
