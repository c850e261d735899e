"""The event list of a frame: at most `MAX_EVENTS` rows, rare kinds first.

A frame may hold a hundred thousand facts; a person reads a few. Of every kind the first
`MAX_EVENTS` rows of a frame are kept; `choose` then takes `SHARE` of each kind in order of rarity,
fills up in the same order, and sorts by time. Nothing is drawn at random.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from simcore import facts
from simcore.facts import Row
from simcore.recording import stream_events
from simcore.recording.layout import Columns, Rows, column

MAX_EVENTS = 24
SHARE = 6
UNLISTED = 99
"""The rarity of kinds that are only kept to tell the size of the batch an environment got."""

Event = list[Any]
"""[t, kind, component, text, detail]; kind is one of busy thr retry init err dlq end."""

Batches = dict[tuple[str, float], str]
"""(function, time of the start) -> what the batch is made of"""


class Kind(NamedTuple):
    """How the rows of a fact read; ``rarity`` 0 comes first, ``only`` keeps some rows."""

    rarity: int
    kind: str
    text: Callable[[Row], tuple[str, str]]
    only: tuple[str, bool] | None = None
    """(column, True): rows in which it is above zero; (column, False): the others."""


def _messages(n: int) -> str:
    return f"{n} msg" if n == 1 else f"{n} msgs"


def _lasts(seconds: float) -> str:
    """As everywhere in the lab: milliseconds below a second."""
    return f"{seconds:.2f} s" if seconds >= 0.9995 else f"{seconds * 1000:.0f} ms"


def _cold_start(row: Row) -> tuple[str, str]:
    return f"env {row[1]:04d} cold start", _lasts(row[2])


def _start(row: Row) -> tuple[str, str]:
    return f"env {row[1]:04d} start", ""


def _suppressed(row: Row) -> tuple[str, str]:
    lasts = f"{_lasts(row[2])}, {facts.RERUNS[row[3]]}"
    return f"env {row[1]:04d} init again, in the invocation", lasts


def _restored(row: Row) -> tuple[str, str]:
    return f"env {row[1]:04d} restored", _lasts(row[2])


def _restore_timeout(row: Row) -> tuple[str, str]:
    return f"env {row[1]:04d} restore timed out", "SnapStartTimeoutException"


def _proactive(row: Row) -> tuple[str, str]:
    return f"env {row[1]:04d} was initialised already", _lasts(row[2])


def _end(row: Row) -> tuple[str, str]:
    return f"env {row[1]:04d} {facts.OUTCOMES[row[5]]}", _lasts(row[4])


def _invoked(row: Row) -> tuple[str, str]:
    return f"batch invoked, {_messages(row[1])}", ""


def _refused(row: Row) -> tuple[str, str]:
    return "invocation refused", facts.THROTTLE_REASONS[row[1]]


def _poller_refused(row: Row) -> tuple[str, str]:
    return f"poller refused, batch of {row[1]}", "429"


def _abandoned(row: Row) -> tuple[str, str]:
    return f"batch given up, {_messages(row[1])}", "visibility timeout"


def _returned(row: Row) -> tuple[str, str]:
    return f"{_messages(row[1])} visible again", "visibility timeout"


def _dead_lettered(row: Row) -> tuple[str, str]:
    return f"{_messages(row[1])} to the dead-letter queue", "maxReceiveCount"


def _expired(row: Row) -> tuple[str, str]:
    return f"{_messages(row[1])} expired", "message retention period"


def _dropped(row: Row) -> tuple[str, str]:
    sent_on = "sent on" if row[4] else "lost"
    return f"event dropped after {row[2]} attempts, {sent_on}", facts.CONDITIONS[row[3]]


def _not_delivered(row: Row) -> tuple[str, str]:
    return "delivery failed, lost", facts.CHANNELS[row[1]]


def _recursive(row: Row) -> tuple[str, str]:
    return "recursive loop cut", f"invocation {row[1]} of a chain"


def _retry(row: Row) -> tuple[str, str]:
    return f"attempt {row[1]} failed, event waits", f"{row[2] - row[0]:.0f} s"


def _event_refused(row: Row) -> tuple[str, str]:
    return "event back to the queue", facts.REFUSALS[row[2]]


def _duplicated(row: Row) -> tuple[str, str]:
    return "event delivered twice", ""


def _delivered_again(row: Row) -> tuple[str, str]:
    return f"{_messages(row[1])} visible again", "deleted before"


def _moved(row: Row) -> tuple[str, str]:
    return f"{_messages(row[1])} moved", "StartMessageMoveTask"


def _limit(row: Row) -> tuple[str, str]:
    return f"{facts.LIMITS[row[1]]} reached", ""


def _requested(row: Row) -> tuple[str, str]:
    return f"provisioned concurrency {row[1]:,} asked for", ""


def _ready(row: Row) -> tuple[str, str]:
    return f"provisioned concurrency {row[1]:,} ready", ""


def _environments(row: Row) -> tuple[str, str]:
    what = "more" if row[2] > 0 else "fewer"
    return f"{abs(row[2]):,} {what} environments: {row[1]:,}", "scaler"


KINDS: dict[type[Any], tuple[Kind, ...]] = {
    facts.ProvisionedRequested: (Kind(2, "init", _requested),),
    facts.EnvironmentsRequested: (Kind(2, "init", _environments),),
    facts.ProvisionedReady: (Kind(2, "init", _ready),),
    facts.MessagesDeadLettered: (Kind(0, "dlq", _dead_lettered),),
    facts.AsyncEventEnded: (Kind(0, "dlq", _dropped, ("condition", True)),),
    facts.DeliveryFailed: (Kind(0, "err", _not_delivered),),
    facts.RecursiveInvocationDropped: (Kind(0, "err", _recursive),),
    facts.AsyncEventDuplicated: (Kind(1, "retry", _duplicated),),
    facts.MessagesExpired: (Kind(1, "err", _expired),),
    facts.MessagesDuplicated: (Kind(1, "retry", _delivered_again),),
    facts.MessagesMoved: (Kind(5, "retry", _moved),),
    facts.RecordsDiscarded: (Kind(0, "dlq", stream_events.discarded),),
    facts.RecordsExpired: (Kind(1, "err", stream_events.expired),),
    facts.WriteThrottled: (Kind(6, "thr", stream_events.write_refused),),
    facts.ItemWriteThrottled: (Kind(6, "thr", stream_events.write_refused),),
    facts.StreamBatchInvoked: (Kind(UNLISTED, "busy", _invoked),),
    facts.LimitReached: (Kind(2, "thr", _limit),),
    facts.InvocationEnded: (
        Kind(3, "err", _end, ("outcome", True)),
        Kind(9, "end", _end, ("outcome", False)),
    ),
    facts.BatchAbandoned: (Kind(4, "retry", _abandoned),),
    facts.AsyncAttemptFailed: (Kind(4, "retry", _retry, ("due", True)),),
    facts.AsyncAttemptRefused: (Kind(6, "retry", _event_refused),),
    facts.BatchInvoked: (Kind(UNLISTED, "busy", _invoked),),
    facts.MessagesReturned: (Kind(5, "retry", _returned),),
    facts.InvocationThrottled: (Kind(6, "thr", _refused),),
    facts.BatchThrottled: (Kind(6, "thr", _poller_refused),),
    facts.RestoreTimedOut: (Kind(3, "err", _restore_timeout),),
    facts.SuppressedInit: (Kind(7, "init", _suppressed),),
    facts.EnvironmentRestored: (Kind(7, "init", _restored),),
    facts.ProactivelyInitialized: (Kind(7, "init", _proactive),),
    facts.InvocationStarted: (
        Kind(7, "init", _cold_start, ("init_s", True)),
        Kind(8, "busy", _start, ("init_s", False)),
    ),
}
"""Facts that are listed. The others are too many to be events, or are told by these."""

BATCHES: dict[type[Any], Callable[[int], str]] = {
    facts.BatchInvoked: _messages,
    facts.StreamBatchInvoked: stream_events.records,
}
"""What a batch is made of, by the fact that tells its size."""


class Head:
    """The first rows of one kind in a frame."""

    def __init__(self, fact: type[Any], component: str, number: int) -> None:
        self.fact, self.component, self.number = fact, component, number
        self.kind = KINDS[fact][number]
        self.rows: list[Row] = []
        self._only = self.kind.only
        self._index = 0 if self._only is None else column(fact, self._only[0])

    def few(self, rows: Rows) -> None:
        """Keep the first ones."""
        missing = MAX_EVENTS - len(self.rows)
        if missing > 0:
            if self._only is not None:
                index, wanted = self._index, self._only[1]
                rows = [row for row in rows if (row[index] > 0) is wanted]
            self.rows += rows[:missing]

    def many(self, rows: Rows, columns: Columns) -> None:
        """Keep the first ones."""
        if len(self.rows) >= MAX_EVENTS:
            return
        if self._only is None:
            self.few(rows[:MAX_EVENTS])
            return
        positive = columns.positive(self._only[0])
        if self._only[1]:
            missing = MAX_EVENTS - len(self.rows)
            self.rows += [rows[index] for index in positive[:missing].tolist()]
        else:  # enough of them are among the first rows, however many of the others there are
            self.few(rows[: MAX_EVENTS + len(positive)])

    def close_bin(self) -> None:
        """Events go by frames, not by bins."""

    def __getstate__(self) -> tuple[Any, ...]:
        return (self.fact, self.component, self.number, self.rows)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.__init__(*state[:3])  # type: ignore[misc]
        self.rows = state[3]


class Events:
    """The event list over all components; ``targets`` is mapping id -> function id."""

    def __init__(self, targets: Mapping[str, str]) -> None:
        self._heads: list[Head] = []
        self._targets = dict(targets)

    def heads(self, fact: type[Any], component: str) -> list[Head]:
        """What takes in the rows of ``fact``: one head for each of its kinds."""
        heads = [Head(fact, component, number) for number in range(len(KINDS.get(fact, ())))]
        self._heads += heads
        return heads

    def new(self) -> list[Event]:
        """The frame's events by time; the next frame begins anew."""
        batches = self._batches()
        events = [event(head, row, batches) for head, row in choose(self._heads)]
        for head in self._heads:
            head.rows = []
        return events

    def _batches(self) -> Batches:
        """Sizes of the batches handed over first; the start has the very same time."""
        return {
            (self._targets.get(head.component, ""), row[0]): BATCHES[head.fact](row[1])
            for head in self._heads
            if head.kind.rarity == UNLISTED
            for row in head.rows
        }


def choose(heads: list[Head]) -> list[tuple[Head, Row]]:
    """At most `MAX_EVENTS` rows of all kinds, by time."""
    kinds: dict[int, list[tuple[Head, Row]]] = {}
    for head in heads:
        if head.rows and head.kind.rarity != UNLISTED:
            kinds.setdefault(head.kind.rarity, []).extend([(head, row) for row in head.rows])
    ranked = [sorted(kinds[rarity], key=_time) for rarity in sorted(kinds)]
    chosen = [part for kind in ranked for part in kind[:SHARE]]
    chosen += [part for kind in ranked for part in kind[SHARE:]]
    return sorted(chosen[:MAX_EVENTS], key=_time)


def event(head: Head, row: Row, batches: Batches) -> Event:
    """The row as it is listed; a start with the size of its batch, if it has one."""
    text, detail = head.kind.text(row)
    if head.fact is facts.InvocationStarted and (head.component, row[0]) in batches:
        text = f"{text}, {batches[head.component, row[0]]}"
    return [row[0], head.kind.kind, head.component, text, detail]


def _time(part: tuple[Head, Row]) -> float:
    return float(part[1][0])
