"""The recorder on ledgers small enough to work out by hand."""

from __future__ import annotations

import pytest

from simcore import facts
from simcore.awslambda.event_source_mapping.facts import (
    BatchInvoked,
    BatchSucceeded,
    MappingObserved,
)
from simcore.awslambda.facts.invocations import (
    FunctionObserved,
    InvocationEnded,
    InvocationStarted,
    InvocationThrottled,
)
from simcore.errors import EngineBug
from simcore.facts import ledgers_for
from simcore.recording import Timebase
from simcore.services.clients.facts import RequestEnded, RequestSent
from simcore.services.sqs.facts import (
    EmptyReceived,
    MessageDeleted,
    MessagesDeadLettered,
    MessagesReceived,
    MessagesReturned,
    MessagesSent,
    QueueObserved,
)

from .conftest import Component, edge, make_recorder

# Three invocations of one function, bins of one second, three seconds:
#   env 0: cold start at 0.25 (init 0.5 s), handler 1.0 s, ends at 1.75
#   env 1: cold start at 0.50 (init 0.5 s), handler 0.2 s, ends in error at 1.20
#   env 1: warm start at 2.00, exactly on an edge, times out at 2.80; refused once at 2.5
STARTS = [(0.25, 0, 0.5, 1), (0.5, 1, 0.5, 2), (2.0, 1, 0.0, 1)]
ENDS = [
    (1.2, 1, 0.5, 0.5, 0.2, facts.ERROR),
    (1.75, 0, 0.25, 0.5, 1.0, facts.SUCCESS),
    (2.8, 1, 2.0, 0.0, 0.8, facts.TIMEOUT),
]
THROTTLES = [(2.5, 1, 1)]


@pytest.fixture
def recorded(function):
    function.state(InvocationStarted, *STARTS)
    function.state(InvocationEnded, *ENDS)
    function.state(InvocationThrottled, *THROTTLES)
    function.state(FunctionObserved, (1.0, 1, 1, 0, 2, 1), (3.0, 0, 0, 2, 2, 1))
    recorder = make_recorder(Timebase(3), [function])
    recorder.fold(3.0)
    return recorder


def test_invocations_count_in_the_bin_in_which_they_start_and_end(recorded):
    series = recorded.result_parts()["series"]["worker"]
    assert series["Invocations"] == [2, 0, 1]
    assert series["ColdStarts"] == [2, 0, 0]
    assert series["Errors"] == [0, 1, 1]
    assert series["Throttles"] == [0, 0, 1]


def test_concurrency_is_carried_into_the_next_bin(recorded):
    series = recorded.result_parts()["series"]
    assert series["worker"]["ConcurrentExecutions"] == [2, 2, 1]
    assert series["account"]["ConcurrentExecutions"] == [2, 2, 1]
    assert series["account"]["UnreservedConcurrentExecutions"] == [2, 2, 1]


def test_durations_are_milliseconds_and_none_without_samples(recorded):
    series = recorded.result_parts()["series"]["worker"]
    assert series["Duration"] == [None, 600.0, 800.0]
    assert series["Duration.p50"][0] is None
    assert series["Duration.p50"][1] == pytest.approx(200, rel=0.004)
    assert series["Duration.p99"][1] == pytest.approx(1000, rel=0.004)
    assert series["Duration.p50"][2] == 800.0  # held within the exact extremes
    assert series["InitDuration"] == [500.0, None, None]


def test_observations_belong_to_the_bin_that_ends_with_them(recorded):
    series = recorded.result_parts()["series"]["worker"]
    assert series["Environments.init"] == [1, 1, 0]  # nothing observed at 2.0: as before
    assert series["Environments.idle"] == [0, 0, 2]


def test_counters(recorded):
    counters = recorded.counters()["worker"]
    assert counters["invocations"] == 3
    assert (counters["successes"], counters["errors"]) == (1, 2)
    assert counters["timeouts"] == 1
    assert counters["throttles"] == 1
    assert counters["throttles.ReservedFunctionConcurrentInvocationLimitExceeded"] == 1
    assert counters["billed_duration_ms"] == 200 + 1000 + 800
    assert counters["billed_init_ms"] == 1000
    assert counters["environments_started"] == 2


def test_run_percentiles(recorded):
    duration = recorded.result_parts()["percentiles"]["worker"]["Duration"]
    assert duration["count"] == 3
    assert duration["max"] == 1000.0
    assert duration["mean"] == pytest.approx(666.6667)
    assert duration["p50"] == pytest.approx(800, rel=0.004)
    assert duration["p99"] == pytest.approx(1000, rel=0.004)


def test_flags(recorded):
    flags = recorded.result_parts()["flags"]
    assert flags == [
        {"t_s": 1.2, "kind": "first_error", "component": "worker", "detail": "error"},
        {
            "t_s": 2.5,
            "kind": "first_throttle",
            "component": "worker",
            "detail": "ReservedFunctionConcurrentInvocationLimitExceeded",
        },
    ]


def test_a_queue_conserves_messages_at_every_frame(queue, mapping):
    recorder = make_recorder(
        Timebase(2), [queue, mapping], edges=[edge("orders", "poller", "receive")]
    )
    queue.state(MessagesSent, (0.1, 20))
    queue.state(MessagesReceived, (0.2, 10, 1))
    queue.state(EmptyReceived, (0.9, 2))
    queue.state(QueueObserved, (1.0, 10, 10, 0, 0.1))
    mapping.state(BatchInvoked, (0.2, 10))
    recorder.fold(1.0)
    first = recorder.frame(0)
    queue.state(MessageDeleted, *[(1.5, 0.1, 1)] * 7)
    queue.state(MessagesReturned, (1.6, 3))
    queue.state(MessagesDeadLettered, (1.7, 1))
    queue.state(QueueObserved, (2.0, 12, 0, 0, 0.1))
    mapping.state(BatchSucceeded, (1.5, 7, 3))
    recorder.fold(2.0)
    second = recorder.frame(1)
    for payload in (first, second):
        part = payload["counters"]["orders"]
        held = part["visible"] + part["in_flight"] + part["delayed"]
        assert part["sent"] == part["deleted"] + held + part["dead_lettered"] + part["expired"]
    series = recorder.result_parts()["series"]
    assert series["orders"]["ApproximateAgeOfOldestMessage"] == [0.9, 1.9]
    assert series["orders"]["NumberOfEmptyReceives"] == [2, 0]
    assert series["orders"]["MessageLatency.p95"] == [None, 1400.0]
    assert series["poller"]["PolledEventCount"] == [10, 0]
    assert series["poller"]["FailedInvokeEventCount"] == [0, 3]
    assert second["counters"]["poller"]["delete_calls"] == 1


def test_what_two_mappings_polled_of_one_queue_nobody_knows(queue, mapping):
    other = Component("other", "event_source_mapping", ledgers_for(MappingObserved))
    edges = [edge("orders", id, "receive") for id in ("poller", "other")]
    queue.state(MessagesReceived, (0.2, 10, 1))
    recorder = make_recorder(Timebase(1), [queue, mapping, other], edges=edges)
    recorder.fold(1.0)
    series = recorder.result_parts()["series"]
    assert series["orders"]["NumberOfMessagesReceived"] == [10]
    assert not any("PolledEventCount" in series[id] for id in ("poller", "other"))


def test_a_client_sees_responses_errors_and_throttles(client):
    client.state(RequestSent, *[(0.1 * n,) for n in range(4)])
    client.state(
        RequestEnded,
        (0.3, 0.3, facts.THROTTLED),
        (0.5, 0.0, facts.SUCCESS),
        (0.6, 0.1, facts.ERROR),
        (0.7, 0.2, facts.TIMEOUT),
    )
    recorder = make_recorder(Timebase(1), [client])
    recorder.fold(1.0)
    series = recorder.result_parts()["series"]["caller"]
    assert series["Requests"] == [4]
    assert (series["Responses"], series["Errors"], series["Throttles"]) == ([1], [2], [1])
    assert series["Latency.p50"] == [500.0]


def test_what_is_stated_after_the_end_is_a_bug(client):
    recorder = make_recorder(Timebase(1), [client])
    recorder.fold(1.0)
    client.state(RequestSent, (1.0,))
    with pytest.raises(EngineBug, match="caller stated RequestSent after the run's end"):
        recorder.fold(1.0)


def test_a_row_that_does_not_fit_its_fact_is_a_bug(client):
    client.state(RequestEnded, (0.1, 0.2, 0.5))
    with pytest.raises(EngineBug, match=r"RequestEnded does not fit: \(0.1, 0.2, 0.5\)"):
        make_recorder(Timebase(1), [client]).fold(1.0)


def test_an_unknown_kind_of_fact_is_a_bug(client):
    client.ledgers[int] = facts.Ledger([])
    with pytest.raises(EngineBug, match="caller states int, which nothing records"):
        make_recorder(Timebase(1), [client])
