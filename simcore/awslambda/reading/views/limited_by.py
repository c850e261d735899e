"""Why a function did not run more in a bin: the limiter that was binding.

By what happened, never by settings. A bin is limited

1. by the limit that refused most invocations in it (`InvocationThrottled`);
2. else, while a mapping waits with batches that were refused before, by what refused last;
3. else, where messages wait that a mapping could receive, by its ``maximum concurrency`` or its
   ``pollers``: those it has are all busy, or it is still adding some; of a FIFO queue also by
   its ``message groups``: those with messages have one in flight;
   the lanes of a stream's mapping, which are busy or fail, are its ``shards``; where they are
   idle because a poller was refused in the bin, it is the ``reads of a shard``;
4. else, where a mapping's queue has nothing to receive, by ``upstream``.

A function without a mapping that refuses nothing has no limiter in the bin: the value is null.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from simcore import facts
from simcore.awslambda.event_source_mapping.streams.facts import ReadRefused
from simcore.awslambda.facts.invocations import InvocationThrottled
from simcore.recording.board import Board
from simcore.recording.fold import BoardFold, Fold
from simcore.recording.layout import Columns, Rows, column
from simcore.recording.made import Fact
from simcore.recording.reading import Component, Context, View

__all__ = ["EXPLAINED", "METRIC", "NAMES", "LimitersView"]

METRIC = "LimitedBy"
EXPLAINED = (__doc__ or "").split("\n\n", 1)[1].strip()
UPSTREAM = "upstream"
NAMES = (UPSTREAM, *facts.LIMITS)
"""What the values of the series mean: value 0 is the first of them."""

POLLERS = facts.LIMITS.index("pollers")
MESSAGE_GROUPS = facts.LIMITS.index("message groups")
SHARDS = facts.LIMITS.index("shards")
SHARD_READS = facts.LIMITS.index("reads of a shard")
WAITING = "ApproximateNumberOfMessagesVisible"
"""What a queue's board says of the messages that could be received."""

POLLS, READS, INVOKES = "receive", "read", "invoke"
"""Kinds of edges: from a queue and from a stream to a mapping, from a mapping to its function."""

_LIMIT = column(InvocationThrottled, "limit")


class Refusals(BoardFold):
    """Invocations of one function refused in the open bin, by limit."""

    def __init__(self, fact: type[Any], board: Board) -> None:
        super().__init__(fact, board)
        self.counts = [0] * len(facts.LIMITS)
        self.last: int | None = None
        board.declare_level(METRIC)

    def few(self, rows: Rows) -> None:
        """Count by limit."""
        for row in rows:
            self.counts[row[_LIMIT]] += 1

    def many(self, rows: Rows, columns: Columns) -> None:
        """Count by limit."""
        found = np.bincount(columns["limit"], minlength=len(self.counts)).tolist()
        self.counts = [a + b for a, b in zip(self.counts, found, strict=True)]

    def binding(self) -> int | None:
        """The limit that refused most in the bin, if any did; the next bin begins."""
        most = max(self.counts)
        if not most:
            return None
        self.last = self.counts.index(most)
        self.counts = [0] * len(self.counts)
        return self.last


class Cap(BoardFold):
    """What a mapping's fleet has met, and with how many pollers (`LimitReached`)."""

    def __init__(self, fact: type[Any], board: Board) -> None:
        super().__init__(fact, board)
        self.limit: int | None = None
        self.pollers = 0

    def few(self, rows: Rows) -> None:
        """Remember the last."""
        self.limit = rows[-1][1]

    def binding(self) -> int:
        """The limit at which the fleet is, or that it has not grown to it yet."""
        pollers = int(self.board.now("Pollers") or 0)
        if self.limit is None or self.limit == MESSAGE_GROUPS:
            return POLLERS if self.limit is None else MESSAGE_GROUPS
        self.pollers = max(self.pollers, pollers)
        return self.limit if pollers >= self.pollers else POLLERS


class RefusedReads(BoardFold):
    """Was a poller of a stream's mapping refused in the open bin?"""

    any = False

    def few(self, rows: Rows) -> None:
        """It was."""
        self.any = True

    def asked(self) -> bool:
        """Was it; the next bin begins."""
        was, self.any = self.any, False
        return was


class LimitersView(View):
    """The limiter of every function, from one bin to the next: a level of its board."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._refusals: dict[str, Refusals] = {}
        self._caps: dict[str, Cap] = {}
        self._reads: dict[str, RefusedReads] = {}
        self._queues: dict[str, str] = {}  # mapping -> the queue that it polls
        self._mappings: dict[str, list[str]] = {}  # function -> those that invoke it

    def folds(self, part: Component, fact: Fact, board: Board) -> Sequence[Fold]:
        """What takes in the rows of a fact that tells of a limit."""
        if fact is InvocationThrottled:
            self._refusals[part.id] = Refusals(fact, board)
            self._find_mappings(part.id)
            return [self._refusals[part.id]]
        if fact is facts.LimitReached and self.context.edges.sources(part.id, POLLS):
            self._caps[part.id] = Cap(fact, board)
            return [self._caps[part.id]]
        if fact is ReadRefused:
            self._reads[part.id] = RefusedReads(fact, board)
            return [self._reads[part.id]]
        return []

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
        refused = {id for id, reads in self._reads.items() if reads.asked()}
        for function, refusals in self._refusals.items():
            binding = refusals.binding()
            if binding is None and function in self._mappings:
                value: int | None = self._by_mappings(function, refusals, refused)
            else:
                value = None if binding is None else binding + 1
            self.context.boards[function].level(METRIC, value)

    def _by_mappings(self, function: str, refusals: Refusals, refused: set[str]) -> int:
        mappings = self._mappings[function]
        if refusals.last is not None and any(self._holds(mapping) for mapping in mappings):
            return refusals.last + 1
        found = [self._binding(mapping, mapping in refused) for mapping in mappings]
        bindings = [limit for limit in found if limit is not None]
        return min(bindings) + 1 if bindings else NAMES.index(UPSTREAM)

    def _holds(self, mapping: str) -> bool:
        metric = "PollersHolding" if mapping in self._queues else "LanesHolding"
        return bool(self.context.boards[mapping].now(metric))

    def _binding(self, mapping: str, refused: bool) -> int | None:
        """What keeps a mapping from what waits for it; None if nothing does or nothing waits."""
        if mapping not in self._queues:
            return self._binding_of_shards(mapping, refused)
        waits = self.context.boards[self._queues[mapping]].now(WAITING)
        return self._caps[mapping].binding() if waits and mapping in self._caps else None

    def _binding_of_shards(self, mapping: str, refused: bool) -> int | None:
        now = self.context.boards[mapping].now
        if not now("RecordsWaiting"):
            return None
        if now("LanesInvoking") or now("LanesFailing"):
            return SHARDS
        return SHARD_READS if refused else None
