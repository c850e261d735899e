"""What is said of facts in lists of events and flags."""

from __future__ import annotations

from simcore.facts import Row
from simcore.services.step_functions.facts import CALLS, REFUSALS, STATUSES

WHOSE = ("execution", "child execution", "redriven execution")
"""Whose end it is, by what is added to its status."""

__all__ = ["delayed", "ended", "refused", "status", "why"]


def refused(row: Row) -> tuple[str, str]:
    return f"start refused: {REFUSALS[row[1]]}", ""


def ended(row: Row) -> tuple[str, str]:
    whose, status = divmod(row[2], len(STATUSES))
    return f"{WHOSE[whose]} {STATUSES[status]}", f"after {row[0] - row[1]:.1f} s, {row[4]:,} events"


def delayed(row: Row) -> tuple[str, str]:
    return f"{CALLS[row[1]]} waits for its quota", ""


def status(row: Row) -> str:
    whose, status = divmod(row[2], len(STATUSES))
    return f"{WHOSE[whose]} {STATUSES[status]}" if whose else STATUSES[status]


def why(row: Row) -> str:
    return REFUSALS[row[1]]
