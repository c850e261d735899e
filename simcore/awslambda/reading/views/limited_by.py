"""Why a function did not run more in a bin: the limiter that was binding.

By what happened, never by settings. A bin is limited

1. by the limit that refused most invocations in it (`InvocationThrottled`);
2. else, while work waits for its next attempt (a poller or a lane holds a batch that was refused,
   messages are hidden and nobody works on them, asynchronous events wait), by the concurrency that
   refused last, as long as so much of it is in use as then;
3. else, where messages or records wait that a mapping may not read, by a ``missing permission``;
   where messages wait that a mapping could receive, by its ``maximum concurrency`` or its
   ``pollers``: those it has are all busy, or it is still adding some; by the ``in-flight messages``
   of the queue; of a FIFO queue also by its ``message groups``: those with messages have one in
   flight. Where records of a stream wait, by its ``shards``: lanes of the one with the oldest
   record are busy or fail; or by the ``reads of a shard``: one of which no lane is busy has refused
   to be read;
4. else, while work waits for its next attempt, by the ``retry waits``: back-off, the delay before a
   retry, the rest of a visibility timeout;
5. else, where invocations spilled over, by ``provisioned concurrency``;
6. else, where a mapping's source has nothing to receive, by ``upstream``. That goes for records
   that wait only for the next poll, or for their batching window.

A function without a mapping that refuses nothing, and for which nothing waits, has no limiter in
the bin: the value is null.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from simcore import facts
from simcore.awslambda.event_source_mapping.streams.facts import ReadRefused, ShardObserved
from simcore.awslambda.facts.invocations import InvocationThrottled
from simcore.awslambda.reading.views import bound_by
from simcore.awslambda.reading.views.limits import PERMISSION, Cap, Denials, Refusals, Starved
from simcore.recording.board import Board
from simcore.recording.fold import Fold
from simcore.recording.made import Fact
from simcore.recording.reading import Component, Context, View

__all__ = ["EXPLAINED", "METRIC", "NAMES", "LimitersView"]

METRIC = "LimitedBy"
EXPLAINED = (__doc__ or "").split("\n\n", 1)[1].strip()
UPSTREAM = "upstream"
NAMES = (UPSTREAM, *facts.LIMITS)
"""What the values of the series mean: value 0 is the first of them."""

IN_FLIGHT = facts.LIMITS.index("in-flight messages")
SHARDS = facts.LIMITS.index("shards")
SHARD_READS = facts.LIMITS.index("reads of a shard")
RETRY_WAITS = facts.LIMITS.index("retry waits")
PROVISIONED = facts.LIMITS.index("provisioned concurrency")
WAITING = "ApproximateNumberOfMessagesVisible"
"""What a queue's board says of the messages that could be received."""
HIDDEN = "MessagesLeftAlone"
"""And of those that wait for the end of their visibility timeout."""
EVENTS = "AsyncEventsWaiting"
AT_QUOTA = "InFlightQuotaReached"
SPILLED_OVER = "ProvisionedConcurrencySpilloverInvocations"

FACTS = (
    "QueueObserved",
    "MessagesLeftAlone",
    "AsyncObserved",
    "ProvisionedSpilledOver",
    ReadRefused,
    ShardObserved,
)
"""Of what it is made beside refusals, what mappings state, and limits that were reached."""

POLLS, READS, INVOKES = "receive", "read", "invoke"
"""Kinds of edges: from a queue and from a stream to a mapping, from a mapping to its function."""


class LimitersView(View):
    """The limiter of every function, from one bin to the next: a level of its board."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._refusals: dict[str, Refusals] = {}
        self._caps: dict[str, Cap] = {}
        self._starved: dict[str, Starved] = {}
        self._denials: dict[str, Denials] = {}
        self._queues: dict[str, str] = {}  # mapping -> the queue that it polls
        self._mappings: dict[str, list[str]] = {}  # function -> those that invoke it
        self._fifo: set[str] = set()  # mappings whose batches are of message groups

    def folds(self, part: Component, fact: Fact, board: Board) -> Sequence[Fold]:
        """What takes in the rows of a fact that tells of a limit."""
        if fact is InvocationThrottled:
            board.declare_level(METRIC)
            self._refusals[part.id] = Refusals(fact, board, self.context.account)
            self._find_mappings(part.id)
            return [self._refusals[part.id]]
        if fact is facts.LimitReached and self.context.edges.sources(part.id, POLLS):
            board.declare_level(bound_by.METRIC)
            if facts.GroupsPolled in part.ledgers:
                self._fifo.add(part.id)
            self._caps[part.id] = Cap(fact, board)
            return [self._caps[part.id]]
        if fact is facts.LimitReached and self.context.edges.sources(part.id, READS):
            self._denials[part.id] = Denials(fact, board)
            return [self._denials[part.id]]
        if fact is ReadRefused:
            return [self._starved_of(part.id).refused]
        if fact is ShardObserved:
            board.declare_level(bound_by.METRIC)
            return [self._starved_of(part.id)]
        return []

    def _starved_of(self, mapping: str) -> Starved:
        return self._starved.setdefault(mapping, Starved())

    def _find_mappings(self, function: str) -> None:
        edges = self.context.edges
        for id in sorted(edges.sources(function, INVOKES)):
            queues = edges.sources(id, POLLS)
            if queues:
                self._queues[id] = queues[0]
            if queues or edges.sources(id, READS):
                self._mappings.setdefault(function, []).append(id)

    def close_bin(self) -> None:
        """Say for each function what limited it in the bin that ends."""
        for function, refusals in self._refusals.items():
            limit = self._limit(function, refusals)
            if limit is not None:
                value: int | None = limit + 1
            else:
                value = NAMES.index(UPSTREAM) if function in self._mappings else None
            self.context.boards[function].level(METRIC, value)
        self._close_mappings()
        for mapping in self._starved.values():
            mapping.begin_next()

    def _close_mappings(self) -> None:
        """Say for each mapping which rule bound it."""
        for id, cap in self._caps.items():
            queue = self._queues.get(id) or self.context.edges.sources(id, POLLS)[0]
            waits, hidden = bool(self._now(queue, WAITING)), bool(self._now(queue, HIDDEN))
            full = self._in_bin(queue, AT_QUOTA)
            level = partial(self._now, id)
            bound = bound_by.of_queue(level, cap, id in self._fifo, waits, hidden, full)
            self.context.boards[id].level(bound_by.METRIC, bound)
        for id, starved in self._starved.items():
            level, denied = partial(self._now, id), self._is_denied(id)
            bound = bound_by.of_stream(level, starved.is_starved(), denied, starved.at_work)
            self.context.boards[id].level(bound_by.METRIC, bound)

    def _is_denied(self, mapping: str) -> bool:
        """May it not read its source?"""
        found = self._caps.get(mapping) or self._denials.get(mapping)
        return found is not None and found.is_denied()

    def _limit(self, function: str, refusals: Refusals) -> int | None:
        """What was binding in the bin, if anything was."""
        refused = refusals.binding()
        if refused is not None:
            return refused
        mappings = self._mappings.get(function, [])
        waits = bool(self._now(function, EVENTS)) or any(map(self._is_put_off, mappings))
        if waits and refusals.is_full():
            return refusals.last
        held_back = [limit for mapping in mappings for limit in self._held_back(mapping)]
        if held_back:
            return min(held_back)
        if waits:
            return RETRY_WAITS
        return PROVISIONED if self._in_bin(function, SPILLED_OVER) else None

    def _now(self, id: str, metric: str) -> int | float:
        """The level of a board, 0 where it has none."""
        board = self.context.boards[id]
        return (board.now(metric) or 0) if board.has_level(metric) else 0

    def _in_bin(self, id: str, metric: str) -> bool:
        """Did it happen in the bin?"""
        board = self.context.boards[id]
        return board.has_sum(metric) and board.in_open_bin(metric) > 0

    def _is_put_off(self, mapping: str) -> bool:
        """Does something wait for its next attempt?"""
        if mapping not in self._queues:
            return bool(self._now(mapping, "LanesHolding"))
        return bool(
            self._now(mapping, "PollersHolding") or self._now(self._queues[mapping], HIDDEN)
        )

    def _held_back(self, mapping: str) -> list[int]:
        """What holds back the work that waits for the mapping: of several, one."""
        if mapping not in self._queues:
            return self._lanes_of(mapping)
        queue = self._queues[mapping]
        if not self._now(queue, WAITING):
            return []
        if self._is_denied(mapping):
            return [PERMISSION]
        if self._in_bin(queue, AT_QUOTA):
            return [IN_FLIGHT]
        return [self._caps[mapping].binding()] if mapping in self._caps else []

    def _lanes_of(self, mapping: str) -> list[int]:
        if not self._now(mapping, "RecordsWaiting"):
            return []
        if self._is_denied(mapping):
            return [PERMISSION]
        shards = self._starved.get(mapping)
        if shards is None:
            return []  # a delivery stream with a stream as its source: it has no lanes
        if shards.is_starved():
            return [SHARD_READS]
        busy = self._now(mapping, "LanesInvoking") or self._now(mapping, "LanesFailing")
        return [SHARDS] if busy and shards.at_work else []
