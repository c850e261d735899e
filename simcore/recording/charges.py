"""EstimatedCharges: what the run would have cost so far, in USD, from the counters.

Included: Lambda requests (every invocation started); Lambda GB-seconds (each invocation's
duration, with its init where the profile bills it, rounded up to 1 ms, times the function's
memory); SQS requests: one SendMessage for every message sent, every ReceiveMessage with or without
messages, one DeleteMessageBatch for every ten messages of a batch.

Left out: the free tier and tiered or regional prices, data transfer, payloads above 64 KB (which
count as several requests), ephemeral storage, ChangeMessageVisibility, CloudWatch. Messages that
a redrive moves and a backlog that was there at the start cost no request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

METRIC = "EstimatedCharges"

Counters = Mapping[str, int | float]


@dataclass(frozen=True)
class Prices:
    """List prices in USD, as the run's profile has them."""

    lambda_request_usd: float = 0.0
    lambda_gb_second_usd: float = 0.0
    sqs_request_usd: float = 0.0


def estimated_charges_usd(
    prices: Prices,
    counters: Mapping[str, Counters],
    memory_mb: Mapping[str, float],
    *,
    bill_init: bool = True,
    backlog: int = 0,
) -> float:
    """USD since the start from component id -> counters; ``backlog`` messages were not sent."""
    billed_mb_ms = sum(
        billed_ms(counters[function], bill_init) * memory
        for function, memory in sorted(memory_mb.items())
        if function in counters
    )
    requests = max(_sqs_requests(counters) - backlog, 0)
    invocations = sum(part.get("invocations", 0) for part in counters.values())
    return (
        invocations * prices.lambda_request_usd
        + billed_mb_ms / 1024 / 1000 * prices.lambda_gb_second_usd
        + requests * prices.sqs_request_usd
    )


def billed_ms(counters: Counters, bill_init: bool) -> float:
    """Billed milliseconds of one function."""
    init_ms = counters.get("billed_init_ms", 0) if bill_init else 0
    return counters.get("billed_duration_ms", 0) + init_ms


def _sqs_requests(counters: Mapping[str, Counters]) -> float:
    return sum(
        part.get("sent", 0)
        - part.get("dead_lettered", 0)  # counted as sent once more, by the dead-letter queue
        + part.get("receive_calls", 0)
        + part.get("empty_receives", 0)
        + part.get("delete_calls", 0)
        for part in counters.values()
    )
