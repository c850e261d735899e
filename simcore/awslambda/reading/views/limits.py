"""What a bin tells of limits: refusals, what fleets have met, full queues, shards unread."""

from __future__ import annotations

from typing import Any

import numpy as np

from simcore import facts
from simcore.awslambda.event_source_mapping.streams.facts import ReadRefused, ShardObserved
from simcore.awslambda.facts.invocations import InvocationThrottled
from simcore.awslambda.reading.views.concurrency import METRIC as CONCURRENCY
from simcore.recording.board import Board
from simcore.recording.fold import BoardFold
from simcore.recording.fold.base import RowFold
from simcore.recording.layout import Columns, Rows, column

__all__ = ["PERMISSION", "Cap", "Denials", "Refusals", "Starved"]

ACCOUNT = facts.LIMITS.index("account concurrency")
RESERVED = facts.LIMITS.index("reserved concurrency")
POLLERS = facts.LIMITS.index("pollers")
PERMISSION = facts.LIMITS.index("missing permission")
MESSAGE_GROUPS = facts.LIMITS.index("message groups")

_LIMIT = column(InvocationThrottled, "limit")


class Refusals(BoardFold):
    """Invocations of one function refused in the open bin, by limit."""

    def __init__(self, fact: type[Any], board: Board, account: Board) -> None:
        super().__init__(fact, board)
        self.account = account
        self.counts = [0] * len(facts.LIMITS)
        self.last: int | None = None
        self.in_use = 0  # of the concurrency that refused last, when it did

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
        self.in_use = self._in_use()
        self.counts = [0] * len(self.counts)
        return self.last

    def is_full(self) -> bool:
        """Is as much in use of the concurrency that refused last as then?"""
        return self.last in (ACCOUNT, RESERVED) and self._in_use() >= self.in_use

    def _in_use(self) -> int:
        board = self.account if self.last == ACCOUNT else self.board
        return int(board.now(CONCURRENCY) or 0) if board.has_level(CONCURRENCY) else 0


class Cap(BoardFold):
    """What a mapping's fleet has met, and with how many pollers (`LimitReached`)."""

    def __init__(self, fact: type[Any], board: Board) -> None:
        super().__init__(fact, board)
        self.limit: int | None = None
        self.pollers = 0
        self._denied = False

    def few(self, rows: Rows) -> None:
        """Remember the last."""
        for _, limit in rows:
            self._denied = limit == PERMISSION
            if not self._denied:
                self.limit = limit

    def is_denied(self) -> bool:
        """Is there no poller, for want of a permission?"""
        self._denied = self._denied and not self.board.now("Pollers")
        return self._denied

    def is_met(self) -> bool:
        """Is the fleet at a limit that it has met?"""
        if self.limit is None or self.limit == MESSAGE_GROUPS:
            return self.limit is not None
        pollers = int(self.board.now("Pollers") or 0)
        self.pollers = max(self.pollers, pollers)
        return pollers >= self.pollers

    def binding(self) -> int:
        """The limit at which the fleet is, or that it has not grown to it yet."""
        return self.limit if self.limit is not None and self.is_met() else POLLERS


class Denials(BoardFold):
    """Whether the mapping of a stream may not read it (`LimitReached`)."""

    denied = False

    def few(self, rows: Rows) -> None:
        """It states nothing else."""
        self.denied = True

    def is_denied(self) -> bool:
        """Until a lane of it works again."""
        self.denied = self.denied and not self.board.now("LanesInvoking")
        return self.denied


class Refused(RowFold):
    """The shards that refused a mapping's reads in the open bin."""

    def __init__(self) -> None:
        self.shards: set[int] = set()

    def few(self, rows: Rows) -> None:
        """Remember the shards."""
        self.shards.update(ReadRefused._make(row).shard for row in rows)


_SHARD, _WAITING, _OLDEST, _WORKED = (
    column(ShardObserved, name) for name in ("shard", "waiting", "oldest_written", "worked")
)
_INVOKING, _FAILING, _HOLDING = (
    column(ShardObserved, name) for name in ("invoking", "failing", "holding")
)


class Starved(RowFold):
    """Shards with records of which no lane is busy, as they were at the end of the bin.

    ``at_work`` says whether a lane of that with the oldest record is busy, or was in the bin: the
    one that follows a shard waits for it, or until its mapping has found it.
    """

    def __init__(self) -> None:
        self.refused = Refused()
        self.idle: set[int] = set()
        self.at_work = False

    def few(self, rows: Rows) -> None:
        """Remember the shards that have records, and nobody who works on any."""
        self.idle.clear()
        oldest, self.at_work = float("inf"), False
        for row in rows:
            if row[_WAITING]:
                busy = row[_INVOKING] + row[_FAILING]
                if not busy + row[_HOLDING]:
                    self.idle.add(row[_SHARD])
                if row[_OLDEST] < oldest:
                    oldest, self.at_work = row[_OLDEST], busy + row[_WORKED] > 0

    def is_starved(self) -> bool:
        """Has one of them refused to be read?"""
        return not self.refused.shards.isdisjoint(self.idle)

    def begin_next(self) -> None:
        """The next bin begins."""
        self.refused.shards.clear()
        self.idle.clear()
