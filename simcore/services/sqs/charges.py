"""What a queue is charged for: its requests."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Graph, Prices
from simcore.frozen import frozen
from simcore.recording.tariff import Line, Meter
from simcore.services.sqs.spec import Queue

__all__ = ["ALLOWANCES", "QueueTariff", "charged"]

FREE_SQS_REQUESTS = "SQS requests"
ALLOWANCES = {FREE_SQS_REQUESTS: "price.sqs.free_requests"}


@frozen
class QueueTariff:
    """USD of a queue's requests.

    ``sources`` are the queues whose dead letters it gets and ``backlog`` the messages that it had
    at the start, neither of which anybody sends; ``pollers`` are the event source mappings that
    delete its messages.
    """

    request_usd: float
    backlog: int = 0
    sources: tuple[str, ...] = ()
    pollers: tuple[str, ...] = ()

    def lines(self, id: str, meter: Meter) -> Iterator[Line]:
        """Requests to send, receive and delete messages."""
        moved = sum([meter.of(source, "dead_lettered") for source in self.sources])
        sent = max(meter.of(id, "sent") - moved - self.backlog, 0) + meter.of(id, "deduplicated")
        received = meter.of(id, "receive_calls") + meter.of(id, "empty_receives")
        deleted = sum([meter.of(poller, "delete_calls") for poller in self.pollers])
        n = sent + received + deleted
        yield Line(id, "requests", "request", n, n, self.request_usd, FREE_SQS_REQUESTS)


def charged(id: str, spec: Queue, prices: Prices, graph: Graph) -> QueueTariff:
    """By its requests; what is sent by a redrive is not one."""
    return QueueTariff(
        prices.of("price.sqs.fifo_request_usd" if spec.fifo else "price.sqs.request_usd"),
        spec.initial_messages,
        sources=tuple(name for name in graph.into(id, "dead-letter") if name in graph.of(Queue)),
        pollers=tuple(e.target for e in graph.edges if e.source == id and e.kind == "receive"),
    )
