"""EstimatedCharges: what the run would have cost so far, in USD, from the counters.

Of a function: requests (every invocation started, and a request more for every 64 KB that an
asynchronous event of a client has above 256 KB); duration in GB-seconds, each invocation's rounded
up to 1 ms, with its init where the profile bills it, at the price of the function's architecture;
provisioned concurrency in GB-seconds, used or not, each unit from being asked for until being given
up, rounded up to five minutes, and its duration at a price of its own; with SnapStart the cached
snapshot (three hours at least) and the restores, except of Java runtimes. Of a queue: one
SendMessage for every message sent, every ReceiveMessage with or without messages, one
DeleteMessageBatch for every ten messages of a batch. Of a topic, bus or bucket: every message,
event or object. Of a delivery stream: what it takes in, each record rounded up to 5 KB. Of a REST
or HTTP API: every request that is not refused with 429 (assumed), of an HTTP API every 512 KB of
it, and a response cache by the hour; of a WebSocket API every 32 KB of a client's message, and
every minute of a connection. The account's is the sum. What is held costs its shortest time at
once.

The free tier is never taken off: it is AWS's for a month, and belongs to the month of the block
`cost` (see result-format.md).

Left out: volume tiers, data transfer, SQS, SNS and EventBridge payloads above 64 KB (which count as
several requests), ephemeral storage above 512 MB, the init of provisioned environments and of
published SnapStart versions, provisioned event pollers (their price was not read),
ChangeMessageVisibility, CloudWatch, X-Ray, what services that invoke functions cost themselves;
streams and tables altogether; functions on managed instances, of which no price was read (a note of
the block `cost` names them). Messages that a redrive moves to a dead-letter queue and a backlog
that was there at the start cost no request; one that is moved back costs what sending it costs
(assumed). Prices are us-east-1's, whatever the Region.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simcore.recording.bill import cost
from simcore.recording.board import Board
from simcore.recording.holds import Holds
from simcore.recording.made import Fact
from simcore.recording.reading import Derived, Held, Metric
from simcore.recording.segments import Closed, lines_since, read
from simcore.recording.tariff import Charged, Counters, Line, Meter, Tariff

METRIC = "EstimatedCharges"
BILLING = "AWS/Billing (name only; what it includes: simcore.recording.charges)"


def estimated_charges(what: str, *made_of: Fact | str) -> Metric:
    """The metric of a component that is charged; without facts, of all that the others are."""
    meaning = f"USD since the start{what}; see below."
    made = Derived(*made_of)
    return Metric(
        METRIC, made, "Estimated charges", meaning, source=BILLING, unit="USD", statistic="Last"
    )


class Charges:
    """The series of every component that is charged, and of the account; the bill."""

    def __init__(self, tariff: Tariff, boards: Mapping[str, Board], account: Board) -> None:
        self.tariff, self._boards, self._account = tariff, boards, account
        self._holds: dict[str, Holds] = {}
        self._closed: dict[str, Closed] = {}
        self._told: dict[str, Counters] | None = None  # the boards show what these have cost
        account.declare_level(METRIC, 0.0 if self._has_prices() else None)
        for id in sorted(tariff.components):
            boards[id].declare_level(METRIC, 0.0)

    def holds_of(self, component: str, held: Held) -> Holds:
        """What takes in how much the component holds."""
        return self._holds.setdefault(component, Holds(held, self.tariff.hold_step_s))

    def change(self, tariff: Tariff, elapsed_s: float) -> None:
        """Charge by another tariff from now on; all facts until now have been taken in."""
        meter = self._meter(elapsed_s)
        for id, charged in self.tariff.components.items():
            if tariff.components.get(id) != charged:
                lines = tuple(self._lines_of(id, charged, meter))
                self._closed[id] = Closed(lines, read(id, meter))
        self.tariff, self._told = tariff, None

    def close_bin(self, elapsed_s: float, has_news: bool = True) -> None:
        """Tell the boards what has been charged ``elapsed_s`` after the start.

        A bin that ``has_news`` may have counted something since the one before it.
        """
        if not has_news and self._told is not None:
            return
        counters = {id: board.counters for id, board in self._boards.items()}
        if counters == self._told:
            return
        meter, total = self._meter(elapsed_s), 0.0
        for id, charged in sorted(self.tariff.components.items()):
            usd = sum([line.usd for line in self._lines_of(id, charged, meter)])
            self._boards[id].level(METRIC, round(usd, 9))
            total += usd
        if self._has_prices():
            self._account.level(METRIC, round(total, 9))
        self._told = None if meter.runs_by_time else {id: {**n} for id, n in counters.items()}

    def _has_prices(self) -> bool:
        """Where all that might cost something has no price, nobody knows that it cost nothing."""
        return bool(self.tariff.components) or not self.tariff.unpriced

    def block(self, elapsed_s: float) -> dict[str, Any]:
        """The block ``cost`` of the result."""
        meter = self._meter(elapsed_s)
        return cost(
            self.tariff,
            self._lines(meter),
            elapsed_s,
            invocations=self._all("invocations"),
            requests=self._all("requests"),
        )

    def _lines(self, meter: Meter) -> list[Line]:
        parts = sorted(self.tariff.components.items())
        return [line for id, charged in parts for line in self._lines_of(id, charged, meter)]

    def _lines_of(self, id: str, charged: Charged, meter: Meter) -> Iterator[Line]:
        return lines_since(id, charged, meter, self._closed.get(id))

    def _meter(self, elapsed_s: float) -> Meter:
        counters = {id: board.counters for id, board in self._boards.items()}
        return Meter(counters, self._holds, elapsed_s)

    def _all(self, counter: str) -> float:
        return sum([board.counters.get(counter, 0) for board in self._boards.values()])
