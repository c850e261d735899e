"""What is measured: scenarios, given as the product reads them."""

from __future__ import annotations

from typing import Any

from simcore.scenario import Scenario

RATE_PER_S = 1_000.0
MESSAGES_PER_S = 5_000.0
BATCH_SIZE = 10
MAXIMUM_CONCURRENCY = 75
POLL_CYCLE_S = 0.08  # as in the profile
SHARDS, PARALLELIZATION, STREAM_KEYS = 25, 2, 1_000

FUNCTION: dict[str, Any] = {
    "type": "function",
    "memory": 512,
    "timeout": 10,
    "duration": {"lognormal": {"median": 0.08, "p99": 0.256}},
    "init_duration": {"lognormal": {"median": 0.25, "p99": 0.634}},
    "error_rate": 0.02,
    "idle_timeout": 60,
}

GROUPS = 200
GROUPED_PER_S = 2_000.0
GROUPED_VISIBILITY_S = 10.0
GROUPED_FUNCTION: dict[str, Any] = {**FUNCTION, "error_rate": 0.001}
"""A failed batch blocks its group for the visibility timeout, so failures are rarer here."""


def sync(invocations: int) -> Scenario:
    """A client that invokes a function with reserved concurrency 120, about as many times."""
    return _scenario(
        invocations / RATE_PER_S,
        {
            "callers": {
                "type": "client",
                "target": "worker",
                "arrivals": {"poisson": {"rate": RATE_PER_S}},
                "limit": invocations,
            },
            "worker": {**FUNCTION, "reserved_concurrency": 120},
        },
    )


def queue(invocations: int) -> Scenario:
    """A queue with a dead-letter queue, its pollers and a function; mostly full batches of ten.

    Messages arrive somewhat faster than 75 pollers can process them, each with its poll cycle, so
    that a backlog builds up, as in the bursts that the product is about. With reports of batch item
    failures function errors do not slow the mapping, which the textbook's model does not know.
    """
    messages = invocations * BATCH_SIZE
    return _scenario(
        messages / MESSAGES_PER_S,
        {
            "producers": {
                "type": "client",
                "target": "orders",
                "arrivals": {"poisson": {"rate": MESSAGES_PER_S}},
                "limit": messages,
            },
            "orders": {
                "type": "queue",
                "visibility_timeout": 60,
                "redrive": {"dead_letter_queue": "orders-dlq", "max_receive_count": 3},
            },
            "orders-dlq": {"type": "queue"},
            "orders-to-worker": {
                "type": "event_source_mapping",
                "source": "orders",
                "function": "worker",
                "batch_size": BATCH_SIZE,
                "maximum_concurrency": MAXIMUM_CONCURRENCY,
                "report_batch_item_failures": True,
            },
            "worker": FUNCTION,
        },
    )


def fifo(invocations: int) -> Scenario:
    """A FIFO queue with two hundred message groups, its pollers and a function; small batches.

    Every group has about as much to do as one batch at a time allows: ten messages a second, of
    which one or two come while the batch before them is processed.
    """
    messages = invocations * BATCH_SIZE
    return _scenario(
        messages / GROUPED_PER_S,
        {
            "producers": {
                "type": "client",
                "target": "orders",
                "arrivals": {"poisson": {"rate": GROUPED_PER_S}},
                "limit": messages,
                "keys": {"uniform": {"count": GROUPS}},
            },
            "orders": {
                "type": "queue",
                "fifo": {"high_throughput": True},
                "visibility_timeout": GROUPED_VISIBILITY_S,
                "redrive": {"dead_letter_queue": "orders-dlq", "max_receive_count": 3},
            },
            "orders-dlq": {"type": "queue", "fifo": {}},
            "orders-to-worker": {
                "type": "event_source_mapping",
                "source": "orders",
                "function": "worker",
                "batch_size": BATCH_SIZE,
            },
            "worker": GROUPED_FUNCTION,
        },
    )


def stream(invocations: int) -> Scenario:
    """A stream of 25 shards with two lanes each, and a function; mostly full batches of ten.

    Every second a poll gives a shard's lanes what they are busy with for most of the next.
    """
    return _shards(invocations, {"type": "stream", "shards": SHARDS})


def table(invocations: int) -> Scenario:
    """A table of 25 partitions, its stream and a function: the same, with four polls a second.

    What a poll finds is two full batches and a half one for each lane.
    """
    return _shards(invocations, {"type": "table", "partitions": SHARDS, "shard_lifetime": 0})


EXECUTIONS_PER_S = 200.0


def machine(executions: int) -> Scenario:
    """A standard state machine of five states, two of them tasks that are mocks."""
    task = {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work"}
    rule = {"Variable": "$.express", "BooleanEquals": True, "Next": "Ship"}
    states = {
        "Charge": {**task, "ResultPath": "$.charged", "Next": "Express"},
        "Express": {"Type": "Choice", "Choices": [rule], "Default": "Ship"},
        "Ship": {**task, "ResultPath": None, "Next": "Tell"},
        "Tell": {"Type": "Pass", "Next": "Done"},
        "Done": {"Type": "Succeed"},
    }
    mock = {"result": {"ok": True}, "duration": 0.08}
    return _scenario(
        executions / EXECUTIONS_PER_S,
        {
            "callers": {
                "type": "client",
                "target": "orders",
                "arrivals": {"poisson": {"rate": EXECUTIONS_PER_S}},
                "limit": executions,
            },
            "orders": {
                "type": "state_machine",
                "input": {"order": 7, "express": False},
                "definition": {"StartAt": "Charge", "States": states},
                "tasks": {"Charge": mock, "Ship": mock},
            },
        },
    )


def one_function(invocations: int, rate_per_s: float) -> Scenario:
    """One function, Poisson arrivals, durations that are exponential with a mean of a second.

    What other simulators of functions are compared by; nothing is refused.
    """
    return _scenario(
        invocations / rate_per_s,
        {
            "callers": {
                "type": "client",
                "target": "worker",
                "arrivals": {"poisson": {"rate": rate_per_s}},
                "limit": invocations,
            },
            "worker": {
                "type": "function",
                "memory": 512,
                "timeout": 900,
                "duration": {"exponential": {"mean": 1.0}},
            },
        },
        {"lambda.account_concurrency": 10_000},
    )


def hundred(invocations: int) -> Scenario:
    """A hundred requests a second."""
    return one_function(invocations, 100.0)


def thousand(invocations: int) -> Scenario:
    """A thousand."""
    return one_function(invocations, 1_000.0)


def _shards(invocations: int, source: dict[str, Any]) -> Scenario:
    records = invocations * BATCH_SIZE
    return _scenario(
        records / MESSAGES_PER_S,
        {
            "producers": {
                "type": "client",
                "target": "orders",
                "arrivals": {"poisson": {"rate": MESSAGES_PER_S}},
                "limit": records,
                "keys": {"uniform": {"count": STREAM_KEYS}},
            },
            "orders": source,
            "orders-to-worker": {
                "type": "stream_event_source_mapping",
                "source": "orders",
                "function": "worker",
                "batch_size": BATCH_SIZE,
                "parallelization_factor": PARALLELIZATION,
            },
            "worker": FUNCTION,
        },
    )


def _scenario(
    duration_s: float, components: dict[str, Any], quotas: dict[str, Any] | None = None
) -> Scenario:
    # Not through load_scenario: its check of the event budget is not what is measured.
    return Scenario.model_validate(
        {
            "format": "windtunnel.scenario/1",
            "id": "benchmark",
            "title": "Benchmark",
            "duration": max(duration_s, 1.0),
            "components": components,
            "quotas": quotas or {},
        }
    )
