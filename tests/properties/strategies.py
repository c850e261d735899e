"""Scenarios at random: short, slow and full of limits, so that every path of a message is taken."""

from math import ceil

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.shares import SHARES, SOAK

BIG = 10_000
TIMES = 2.5 if SOAK else 1
"""A soak has more than 10,000 scenarios."""


def examples(most):
    """So many scenarios in all shares together, however long one takes; in a soak more."""
    return settings(
        max_examples=ceil(TIMES * most / SHARES),
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def one_of(*values):
    return st.sampled_from(values)


def seconds(low, high):
    """Whole tenths: times that meet are as welcome as times that do not."""
    return st.integers(int(low * 10), int(high * 10)).map(lambda tenths: tenths / 10)


@st.composite
def distributions(draw, low, high):
    kind = draw(one_of("constant", "exponential", "uniform", "lognormal"))
    typical = draw(seconds(low, high))
    if kind == "constant" or typical == 0.0:
        return typical
    if kind == "exponential":
        return {"exponential": {"mean": typical}}
    if kind == "uniform":
        return {"uniform": {"low": typical / 4, "high": typical * 2}}
    return {"lognormal": {"median": typical, "p99": typical * 4}}


@st.composite
def arrivals(draw, most_per_s):
    rate = draw(st.integers(1, most_per_s * 4)) / 4
    at = draw(st.integers(0, 20))
    return draw(
        one_of(
            {"poisson": {"rate": rate}},
            {"constant": {"rate": rate}},
            {"burst": {"rate": rate / 4, "count": int(20 * rate), "at": at, "for": 0}},
            {"on_off": {"rate": 2 * rate, "on": 5, "off": at + 1}},
            {"step": {"from": 0, "to": rate, "at": at, "spacing": "even"}},
        )
    )


@st.composite
def functions(draw):
    return {
        "type": "function",
        "timeout": draw(st.integers(1, 12)),
        "duration": draw(distributions(0.0, 8.0)),
        "init_duration": draw(distributions(0.0, 9.0)),
        "error_rate": draw(one_of(0, 0, 0, 0.2, 1)),
        "item_error_rate": draw(one_of(0, 0, 0.05, 0.7)),
        "idle_timeout": draw(one_of(1, 5, 600)),
        "reserved_concurrency": draw(st.none() | st.integers(0, 6)),
    }


@st.composite
def queues(draw, function_timeout, dead_letter_queue=None):
    queue = {
        "type": "queue",
        "visibility_timeout": function_timeout + draw(seconds(0.0, 20.0)),
        "message_retention_period": draw(one_of(60, 60, 75.5, 345_600)),
        "delay": draw(one_of(0, 0, 0.5, 7, 70)),
        "initial_messages": draw(one_of(0, 0, 1, 35)),
        "duplicate_rate": draw(one_of(0, 0, 0.1, 1)),
    }
    if dead_letter_queue:
        count = draw(st.integers(1, 4))
        queue["redrive"] = {"dead_letter_queue": dead_letter_queue, "max_receive_count": count}
    return queue


@st.composite
def mappings(draw, source, function, profile):
    window = draw(one_of(0, 0, 1, 4.5, 30)) if profile != "notes-2021" else 0
    mapping = {
        "type": "event_source_mapping",
        "source": source,
        "function": function,
        "batch_size": draw(one_of(1, 2, 10) if window < 1 else one_of(1, 7, 10, 25, 100)),
        "maximum_batching_window": window,
        "report_batch_item_failures": profile != "notes-2021" and draw(st.booleans()),
    }
    if profile != "notes-2021":
        mapping["filter_criteria"] = draw(one_of(None, None, 0, 0.3, 0.9))
    if profile == "aws-2026" and draw(one_of(False, False, True)):
        least = draw(st.integers(2, 4))
        most = least + draw(st.integers(0, 5))
        mapping["provisioned_pollers"] = {"minimum": least, "maximum": most}
    elif profile == "aws-2026":
        mapping["maximum_concurrency"] = draw(st.none() | st.integers(2, 6))
    return mapping


def move_tasks():
    """Often while there are dead letters, sometimes slower than they come."""
    start, rate = st.integers(0, 60), one_of(0.5, 7, 500)
    return st.fixed_dictionaries({"start": start, "rate": rate})


@st.composite
def quotas(draw):
    return {
        "lambda.unreserved_minimum": 0,
        "lambda.account_concurrency": draw(one_of(12, 20, 1000)),
        "lambda.scaling_burst": draw(one_of(1, 4, 1000)),
        "lambda.scaling_refill_per_min": draw(one_of(6, 60, 6000)),
        "sqs.in_flight_max": draw(one_of(3, 12, BIG, BIG)),
        "esm.sqs.pollers_max": draw(one_of(5, 8, 1000)),
        "esm.sqs.throttle_backoff_initial_s": draw(one_of(0.1, 1)),
    }


@st.composite
def components(draw, profile):
    """A function with a client and a queue; perhaps another one reads the queue or its DLQ."""
    worker = draw(functions())
    parts = {"worker": worker, "dead": draw(queues(worker["timeout"]))}
    parts["orders"] = draw(queues(worker["timeout"], draw(one_of(None, "dead"))))
    if profile == "aws-2026" and "redrive" in parts["orders"]:
        parts["dead"]["message_move_task"] = draw(st.none() | move_tasks())
    parts["poll"] = draw(mappings("orders", "worker", profile))
    parts["producer"] = {"type": "client", "target": "orders", "arrivals": draw(arrivals(6))}
    if draw(st.booleans()):
        parts["caller"] = {"type": "client", "target": "worker", "arrivals": draw(arrivals(3))}
    if draw(one_of(False, False, True)):
        parts["reader"] = {**draw(functions()), "timeout": worker["timeout"]}
        source = draw(one_of("dead", "dead", "orders"))
        parts["poll-too"] = draw(mappings(source, "reader", profile))
    return parts


@st.composite
def purges(draw, document):
    """None for two of three documents, else of some of its queues, also while they are busy."""
    at, takes = st.integers(0, int(document["duration"]) - 1), one_of(0, 0, 2.5, 60)
    queues = [id for id, part in document["components"].items() if part["type"] == "queue"]
    chosen = (
        draw(st.lists(one_of(*queues), unique=True)) if draw(one_of(True, False, False)) else []
    )
    return [
        {"action": "purge", "component": id, "at": draw(at), "takes": draw(takes)} for id in chosen
    ]


@st.composite
def documents(draw, profile):
    return {
        "format": "windtunnel.scenario/1",
        "id": "at-random",
        "title": "Is anything lost?",
        "seed": draw(st.integers(0, 10_000)),
        "profile": profile,
        "duration": draw(one_of(15, 30, 75)),
        "quotas": draw(quotas()),
        "components": draw(components(profile)),
    }
