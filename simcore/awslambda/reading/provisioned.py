"""How provisioned concurrency reads; its exact maximum in a bin, and what share of it that is."""

from __future__ import annotations

from functools import partial
from typing import Any

from simcore.awslambda.facts.provisioned import (
    ProvisionedAllocated,
    ProvisionedInvocationEnded,
    ProvisionedInvocationStarted,
    ProvisionedObserved,
    ProvisionedReady,
    ProvisionedRequested,
    ProvisionedSpilledOver,
)
from simcore.awslambda.reading.billed import RoundedUpMs
from simcore.awslambda.reading.sources import CONCURRENCY, LAMBDA
from simcore.facts import Row
from simcore.recording.board import Board
from simcore.recording.fold import BoardFold
from simcore.recording.layout import Columns, Rows, column
from simcore.recording.reading import (
    Balance,
    Count,
    Counter,
    Derived,
    Each,
    Flagged,
    Held,
    Last,
    Listed,
    Metric,
    Own,
    Reading,
    Tally,
)

__all__ = ["PROVISIONED"]

STARTED, ENDED = ProvisionedInvocationStarted, ProvisionedInvocationEnded
OBSERVED = ProvisionedObserved
PEAK = "ProvisionedConcurrentExecutions"
UTILIZATION = "ProvisionedConcurrencyUtilization"
_CONCURRENCY = column(STARTED, "concurrency")
_REQUESTED, _BUSY = column(OBSERVED, "requested"), column(OBSERVED, "busy")


class ProvisionedPeak(BoardFold):
    """`ProvisionedInvocationStarted`: concurrency is highest at one of the starts."""

    def __init__(
        self, fact: type[Any], board: Board, metric: str | None, counter: str | None
    ) -> None:
        super().__init__(fact, board, metric, counter)
        board.declare_level(PEAK, 0)

    def few(self, rows: Rows) -> None:
        """Keep the highest."""
        self._keep(max([row[_CONCURRENCY] for row in rows]))

    def many(self, rows: Rows, columns: Columns) -> None:
        """Keep the highest."""
        self._keep(int(columns["concurrency"].max()))

    def _keep(self, highest: int) -> None:
        self.board.level(PEAK, max(int(self.board.now(PEAK) or 0), highest))


class Utilization(BoardFold):
    """`ProvisionedObserved`, at the bin's end: the highest share; the next bin begins."""

    def __init__(
        self, fact: type[Any], board: Board, metric: str | None, counter: str | None
    ) -> None:
        super().__init__(fact, board, metric, counter)
        board.declare_level(UTILIZATION)

    def few(self, rows: Rows) -> None:
        """Take the last; without provisioned environments or invocations there is no share."""
        asked, peak = rows[-1][_REQUESTED], self.board.now(PEAK)
        self.board.level(UTILIZATION, round(peak / asked, 6) if peak and asked else None)
        self.board.begin_next(PEAK, rows[-1][_BUSY])


def _requested(row: Row) -> tuple[str, str]:
    return f"provisioned concurrency {row[1]:,} asked for", ""


def _ready(row: Row) -> tuple[str, str]:
    return f"provisioned concurrency {row[1]:,} ready", ""


def _why(row: Row) -> str:
    return ("all provisioned environments busy", "their requests a second used up")[row[1]]


PROVISIONED = Reading(
    metrics=(
        Metric(
            "ProvisionedConcurrencyInvocations",
            Count(STARTED),
            "Provisioned invocations",
            "Invocations in provisioned environments; they are among Invocations.",
            counter="provisioned_invocations",
            source=LAMBDA,
        ),
        Metric(
            "ProvisionedConcurrencySpilloverInvocations",
            Count(ProvisionedSpilledOver),
            "Spilled over",
            "Invocations on the rest of the concurrency because what is provisioned was used up.",
            counter="spilled_over",
            source=LAMBDA,
        ),
        Metric(
            PEAK,
            (Own(STARTED, ProvisionedPeak), Derived(OBSERVED)),
            "Provisioned executions",
            "The highest concurrency of provisioned environments at any moment, exactly.",
            source=CONCURRENCY,
            statistic="Maximum",
        ),
        Metric(
            UTILIZATION,
            (Derived(STARTED), Own(OBSERVED, Utilization)),
            "Provisioned utilization",
            "That as a share of what is asked for at the bin's end; none without invocations.",
            source=CONCURRENCY,
            unit="Share",
            statistic="Maximum",
        ),
        Metric(
            "Provisioned.requested",
            Last(OBSERVED, "requested"),
            "Provisioned, asked for",
            "Provisioned concurrency that was asked for.",
            counter="provisioned",
        ),
        Metric(
            "Provisioned.allocated",
            Last(OBSERVED, "allocated"),
            "Provisioned, allocated",
            "Of that allocated: its concurrency is claimed.",
            counter="provisioned_allocated",
        ),
        Metric(
            "Provisioned.ready",
            Last(OBSERVED, "ready"),
            "Provisioned, ready",
            "Of that ready to serve.",
            counter="provisioned_ready",
        ),
        Metric(
            "Provisioned.busy",
            Last(OBSERVED, "busy"),
            "Provisioned, busy",
            "Provisioned environments that run an invocation.",
            counter="provisioned_busy",
        ),
    ),
    counters=(
        Counter("provisioned_environments_allocated", Count(ProvisionedAllocated)),
        Counter(
            "billed_provisioned_ms",
            Own(ENDED, partial(RoundedUpMs, of="duration_s")),
            "of the billed duration",
        ),
        Counter(
            "spilled_over.<why>",
            Each(ProvisionedSpilledOver, "why", ("busy", "requests")),
            "`busy` or `requests` a second",
        ),
    ),
    events=(
        Listed(ProvisionedRequested, "init", 2, _requested),
        Listed(ProvisionedReady, "init", 2, _ready),
    ),
    flags=(Flagged(ProvisionedSpilledOver, "first_spillover", _why),),
    held=(Held(ProvisionedRequested, "change"),),
    balances=(
        Balance(
            ("provisioned_environments_allocated",), ("provisioned_allocated",), rest="those let go"
        ),
        Balance(("spilled_over",), ("spilled_over.<why>",)),
        Balance(("invocations",), ("provisioned_invocations",), rest="those on demand"),
    ),
    tells=(
        Tally("provisioned_invocations"),
        Tally("spilled_over", better="less"),
    ),
)
