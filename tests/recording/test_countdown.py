"""Asynchronous events: what they add up to, and the countdown of those that wait."""

from simcore.awslambda.facts.asynchronous import (
    AsyncAttemptFailed,
    AsyncAttemptRefused,
    AsyncEventEnded,
    AsyncEventReceived,
    DeliveryFailed,
    RecursiveInvocationDropped,
)
from simcore.awslambda.facts.invocations import InvocationStarted
from simcore.awslambda.reading.views.countdown import MAX_NEXT
from simcore.recording import Timebase

from .conftest import Component, make_recorder


def frames_of(events, until, *states):
    recorder = make_recorder(Timebase(until), [events])
    frames = []
    for n in range(until):
        for fact, *rows in states:
            events.state(fact, *[row for row in rows if n <= row[0] < n + 1])
        recorder.fold(n + 1.0)
        frames.append(recorder.frame(n))
    return frames


def test_a_retry_waits_from_its_statement_to_its_time(events):
    frames = frames_of(events, 5, (AsyncAttemptFailed, (1.5, 1, 3.5), (1.6, 3, -1.0)))
    waiting = [frame["async"]["worker"] for frame in frames]
    assert [part["waiting"] for part in waiting] == [0, 1, 1, 0, 0]
    assert waiting[2]["next"] == [[3.5, 2]]


def test_a_refused_attempt_is_waited_for_itself(events):
    (frame,) = frames_of(events, 1, (AsyncAttemptRefused, (0.5, 1, 0, 4.0), (0.6, 2, 1, 3.0)))
    assert frame["async"]["worker"] == {"waiting": 2, "next": [[3.0, 2], [4.0, 1]]}


def test_the_list_is_bounded_and_the_number_is_not(events):
    rows = [(0.5, 1, 0, 900.0 - n) for n in range(300)]
    (frame,) = frames_of(events, 1, (AsyncAttemptRefused, *rows))
    part = frame["async"]["worker"]
    assert part["waiting"] == 300
    assert part["next"] == [[601.0 + n, 1] for n in range(MAX_NEXT)]


def test_the_function_shows_its_events_beside_its_invocations(function, events):
    recorder = make_recorder(Timebase(1), [function, events])
    events.state(AsyncEventReceived, (0.1,), (0.2,))
    function.state(InvocationStarted, (0.1, 0, 0.0, 1))
    events.state(AsyncEventEnded, (0.4, 0.1, 1, 0, 0), (0.9, 0.2, 3, 1, 2))
    events.state(DeliveryFailed, (0.9, 1), (0.9, 2))
    recorder.fold(1.0)
    parts = recorder.result_parts()
    series = {name: values[0] for name, values in parts["series"]["worker"].items()}
    assert (series["Invocations"], series["AsyncEventsReceived"]) == (1, 2)
    assert (series["AsyncEventsSucceeded"], series["AsyncEventsDropped"]) == (1, 1)
    assert (series["DestinationDeliveryFailures"], series["DeadLetterErrors"]) == (1, 1)
    counters = parts["counters"]["worker"]
    assert counters["async_dropped.RetriesExhausted"] == counters["async_ended_delivered"] == 1
    assert parts["percentiles"]["worker"]["AsyncEventLatency"]["mean"] == 500.0
    assert [(f["kind"], f["detail"]) for f in parts["flags"]] == [
        ("first_dead_letter", "RetriesExhausted")
    ]


def test_what_happens_to_events_is_listed(events):
    (frame,) = frames_of(
        events,
        1,
        (AsyncAttemptFailed, (0.5, 1, 60.5), (0.7, 3, -1.0)),
        (AsyncEventEnded, (0.6, 0.1, 1, 0, 1), (0.7, 0.1, 3, 1, 0)),
        (RecursiveInvocationDropped, (0.8, 17)),
    )
    assert [event[1:] for event in frame["events"]] == [
        ["retry", "worker", "attempt 1 failed, event waits", "60 s"],
        ["dlq", "worker", "event dropped after 3 attempts, lost", "RetriesExhausted"],
        ["err", "worker", "recursive loop cut", "invocation 17 of a chain"],
    ]
    assert ("first_retry", "attempt 1 failed") in {
        (flag["kind"], flag["detail"]) for flag in frame["flags"]
    }


def test_a_scenario_without_events_has_no_countdown(function):
    recorder = make_recorder(Timebase(1), [function, Component("x", "queue")])
    recorder.fold(1.0)
    assert recorder.frame(0)["async"] == {}
