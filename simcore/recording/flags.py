"""Flags: the first time that something worth looking at happened, per component."""

from __future__ import annotations

from typing import Any

from simcore import facts
from simcore.facts import Row
from simcore.recording.layout import Columns, Rows, column

FIRST = {
    facts.InvocationThrottled: "first_throttle",
    facts.MessagesReturned: "first_retry",
    facts.MessagesDeadLettered: "first_dead_letter",
    facts.InvocationEnded: "first_error",
    facts.LimitReached: "limit_reached",
    facts.AsyncAttemptFailed: "first_retry",
    facts.AsyncEventEnded: "first_dead_letter",
    facts.RecordsDiscarded: "first_dead_letter",
    facts.WriteThrottled: "first_throttle",
    facts.ItemWriteThrottled: "first_throttle",
}
"""Fact -> kind of flag."""

ONLY = {
    facts.InvocationEnded: "outcome",
    facts.AsyncAttemptFailed: "due",
    facts.AsyncEventEnded: "condition",
}
"""Facts of which only those count that have more than 0 in this column: failures, mostly."""


class Flags:
    """All flags of a run, in the order in which they were raised."""

    def __init__(self) -> None:
        self._raised: list[dict[str, Any]] = []
        self._sent = 0

    def add(self, t: float, kind: str, component: str, detail: str) -> None:
        """Raise a flag at ``t`` seconds."""
        flag = {"t_s": t, "kind": kind, "component": component, "detail": detail}
        self._raised.append(flag)

    def all(self) -> list[dict[str, Any]]:
        """All flags by time."""
        return sorted(self._raised, key=_order)

    def new(self) -> list[dict[str, Any]]:
        """Those raised since the last call, by time."""
        flags, self._sent = self._raised[self._sent :], len(self._raised)
        return sorted(flags, key=_order)


def _order(flag: dict[str, Any]) -> tuple[float, str, str, str]:
    return (flag["t_s"], flag["component"], flag["kind"], flag["detail"])


class FlagFold:
    """Raises flags from the rows of one ledger: once, or once per limit."""

    def __init__(self, fact: type[Any], component: str, flags: Flags) -> None:
        self.fact, self.component, self.flags = fact, component, flags
        self._limits = fact is facts.LimitReached
        self._only = ONLY.get(fact)
        self._index = 0 if self._only is None else column(fact, self._only)
        self._seen: set[int] = set()

    def few(self, rows: Rows) -> None:
        """Look for what has not been seen."""
        if self._limits:
            for row in rows:
                if row[1] not in self._seen:
                    self._raise(row[1], row)
        elif not self._seen:
            found = [row for row in rows if row[self._index] > 0] if self._only else rows
            if found:
                self._raise(0, found[0])

    def many(self, rows: Rows, columns: Columns) -> None:
        """Look for what has not been seen."""
        if self._only and not self._seen:
            self.few([rows[index] for index in columns.positive(self._only)[:1].tolist()])
        elif self._limits or not self._seen:
            self.few(rows)

    def close_bin(self) -> None:
        """Flags know no bins."""

    def _raise(self, key: int, row: Row) -> None:
        self._seen.add(key)
        self.flags.add(row[0], FIRST[self.fact], self.component, detail(self.fact, row))


def detail(fact: type[Any], row: Row) -> str:
    """What a person reads next to the flag."""
    if fact is facts.InvocationThrottled:
        return facts.THROTTLE_REASONS[row[1]]
    if fact is facts.LimitReached:
        return facts.LIMITS[row[1]]
    if fact is facts.InvocationEnded:
        return facts.OUTCOMES[row[column(fact, "outcome")]]
    if fact is facts.AsyncAttemptFailed:
        return f"attempt {row[1]} failed"
    if fact is facts.AsyncEventEnded:
        return facts.CONDITIONS[row[column(fact, "condition")]]
    if fact is facts.RecordsDiscarded:
        return facts.STREAM_CONDITIONS[row[column(fact, "condition")]]
    if fact in (facts.WriteThrottled, facts.ItemWriteThrottled):
        return f"shard {row[1]}"
    return f"{row[1]} {'message' if row[1] == 1 else 'messages'}"
