"""Latency that is the batching window's: an estimate."""

import pytest

from tests.insights.recordings import QUEUE, Recording, components
from tests.insights.test_streams import read


def waited(latency_ms: float, returned=0, waiting=0, window="5 s") -> Recording:
    parts = components(
        **{**QUEUE, "mapping": QUEUE["mapping"] | {"maximum_batching_window": window}}
    )
    told = {
        "orders": {"MessageLatency": {"p50": latency_ms}},
        "worker": {"Duration": {"p50": 1000.0}},
    }
    orders = {
        "MessageLatency.p50": [None] * 5 + [latency_ms],
        "ApproximateNumberOfMessagesVisible": [waiting],
    }
    counters = {"orders": {"returned": returned}}
    return Recording(parts, {"orders": orders}, counters, percentiles=told)


def test_latency_that_is_the_window_is_told_as_an_estimate():
    run = waited(4500.0)
    found = run.found("batching-window-latency")
    assert (found.t, found.derived) == (5.0, False)
    assert "longer than 4.5 s, of which the function took 1 s; the window is 5 s" in found.why
    assert run.takes(found)


@pytest.mark.parametrize(
    "run",
    [
        waited(1800.0),
        waited(4500.0, returned=1),
        waited(4500.0, waiting=50),
        waited(4500.0, window="0 s"),
    ],
    ids=["short", "retried", "a backlog", "none"],
)
def test_other_reasons_for_latency_are_not_the_windows(run):
    assert run.found("batching-window-latency") is None


@pytest.mark.parametrize(("failed", "told"), [(0, True), (1, False)])
def test_the_same_of_a_stream(failed, told):
    run = read(
        {"RecordLatency.p50": [4500.0], "AgeOfOldestRecord": [5]},
        {"batches_failed": failed},
        maximum_batching_window="5 s",
    )
    run.recorded["percentiles"] = {
        "mapping": {"RecordLatency": {"p50": 4500.0}},
        "worker": {"Duration": {"p50": 1000.0}},
    }
    found = run.found("stream-batching-window-latency")
    assert (found is not None) is told
    if told:
        assert not found.derived
        assert run.takes(found)
