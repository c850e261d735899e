"""What a viewer is sent: events, flags, stories and the grid, frame by frame."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from simcore import facts
from simcore.awslambda.event_source_mapping.facts import BatchInvoked, BatchThrottled
from simcore.awslambda.facts.invocations import (
    EnvironmentReclaimed,
    FunctionObserved,
    InvocationEnded,
    InvocationStarted,
    InvocationThrottled,
)
from simcore.awslambda.facts.lifecycle import (
    RERUNS,
    EnvironmentRestored,
    ProactivelyInitialized,
    RestoreTimedOut,
    SuppressedInit,
)
from simcore.awslambda.reading.views.environments import MOVES_LIMIT
from simcore.errors import EngineBug
from simcore.recording import Timebase
from simcore.recording.events import MAX_EVENTS, SHARE
from simcore.recording.stories import MAX_STEPS, MAX_STORIES
from simcore.services.sqs.facts import MessagesDeadLettered, MessagesReturned

from .conftest import edge, make_recorder


def first_frame(*components, **options):
    recorder = make_recorder(Timebase(1), components, **options)
    recorder.fold(1.0)
    return recorder.frame(0)


def test_a_frame_is_plain_json(function, queue, mapping, client, account):
    payload = first_frame(function, queue, mapping, client, account)
    assert json.loads(json.dumps(payload, allow_nan=False)) == payload
    assert list(payload) == [
        "v", "n", "t0", "t1", "series", "counters", "lanes", "environments", "async",
        "distributions", "events_counted", "events", "events_total", "flags", "stories",
    ]  # fmt: skip


def test_frames_come_in_order_and_when_they_are_complete(function):
    recorder = make_recorder(Timebase(2), [function])
    with pytest.raises(EngineBug, match="frame 0 has bins 0 to 1, but 0 are closed"):
        recorder.frame(0)
    recorder.fold(2.0)
    with pytest.raises(EngineBug, match="frame 0 has bins 0 to 1, but 2 are closed"):
        recorder.frame(0)


def test_a_run_may_be_stopped_within_a_frame(function):
    recorder = make_recorder(Timebase(1500), [function])
    recorder.fold(1.0)
    payload = recorder.frame(0)
    assert (payload["t0"], payload["t1"]) == (0.0, 1.0)
    assert payload["series"]["worker"]["Invocations"] == [0]


def test_events_read_as_sentences(function, queue, mapping):
    function.state(InvocationStarted, (0.1, 434, 0.9, 1), (0.2, 217, 0.0, 2))
    function.state(InvocationEnded, (0.3, 5, 0.1, 0.0, 1.2, facts.TIMEOUT))
    function.state(InvocationThrottled, (0.4, 0, 0))
    queue.state(MessagesReturned, (0.5, 1))
    queue.state(MessagesDeadLettered, (0.6, 4))
    queue.state(facts.LimitReached, (0.65, 5))
    mapping.state(BatchThrottled, (0.7, 10))
    mapping.state(BatchInvoked, (0.1, 3), (0.2, 10))
    payload = first_frame(function, queue, mapping, edges=[edge("poller", "worker", "invoke")])
    assert payload["events"] == [
        [0.1, "init", "worker", "env 0434 cold start, 3 msgs", "900 ms"],
        [0.2, "busy", "worker", "env 0217 start, 10 msgs", ""],
        [0.3, "err", "worker", "env 0005 timeout", "1.20 s"],
        [0.4, "thr", "worker", "invocation refused", "ConcurrentInvocationLimitExceeded"],
        [0.5, "retry", "orders", "1 msg visible again", "visibility timeout"],
        [0.6, "dlq", "orders", "4 msgs to the dead-letter queue", "maxReceiveCount"],
        [0.65, "thr", "orders", "in-flight messages reached", ""],
    ]
    assert payload["events_total"] == 10
    assert payload["events_counted"] == {
        "orders": {"thr": 1, "dlq": 1, "retry": 1},
        "worker": {"init": 1, "busy": 1, "err": 1, "thr": 1},
    }


def test_the_lives_of_environments_read_as_sentences(function):
    function.state(SuppressedInit, (0.1, 3, 0.522, RERUNS.index("crash")))
    function.state(EnvironmentRestored, (0.2, 4, 0.25))
    function.state(RestoreTimedOut, (0.3, 5))
    function.state(ProactivelyInitialized, (0.4, 6, 0.091))
    payload = first_frame(function)
    assert payload["events"] == [
        [0.1, "init", "worker", "env 0003 init again, in the invocation", "522 ms, crash"],
        [0.2, "init", "worker", "env 0004 restored", "250 ms"],
        [0.3, "err", "worker", "env 0005 restore timed out", "SnapStartTimeoutException"],
        [0.4, "init", "worker", "env 0006 was initialised already", "91 ms"],
    ]


@pytest.mark.parametrize(("rows", "listed"), [(7, 7), (100, 14)])
def test_rare_events_push_out_frequent_ones(function, queue, rows, listed):
    function.state(InvocationStarted, *[(n / 1000, n, 0.0, n + 1) for n in range(rows)])
    queue.state(MessagesDeadLettered, *[(0.9, 1)] * 10)
    kinds = [event[1] for event in first_frame(function, queue)["events"]]
    assert kinds == ["busy"] * listed + ["dlq"] * 10
    assert len(kinds) == min(rows + 10, MAX_EVENTS)


def test_each_kind_has_its_share_of_events(function, queue):
    function.state(InvocationStarted, *[(n / 1000, n, 0.0, n + 1) for n in range(50)])
    ends = [(0.2 + n / 1000, n, 0.0, 0.0, 0.2, 0) for n in range(50)]
    function.state(InvocationEnded, *ends)
    function.state(InvocationThrottled, *[(0.3 + n / 1000, 0, 0) for n in range(50)])
    queue.state(MessagesDeadLettered, *[(0.9, 1)] * 50)
    kinds = [event[1] for event in first_frame(function, queue)["events"]]
    assert {kind: kinds.count(kind) for kind in kinds} == dict.fromkeys(
        ("busy", "end", "thr", "dlq"), SHARE
    )


def test_what_is_listed_of_a_busy_frame_is_spread_over_all_of_it(function):
    """However the rows come: one by one, in small lots, or in one that is read by columns."""
    rows = [(n / 10_000, n % 50, 0.5 if n % 3 == 0 else 0.0, 1) for n in range(9_000)]
    found = []
    for lot in (1, 700, 9_000):
        recorder = make_recorder(Timebase(1), [function])
        for at in range(0, len(rows), lot):
            function.state(InvocationStarted, *rows[at : at + lot])
            recorder.fold(0.5)
        recorder.fold(1.0)
        payload = recorder.frame(0)
        found.append(payload["events"])
        assert payload["events_counted"] == {"worker": {"init": 3_000, "busy": 6_000}}
    assert found[0] == found[1] == found[2]
    for kind in ("init", "busy"):
        times = [t for t, what, *_ in found[0] if what == kind]
        assert times[0] < 0.001
        assert times[-1] > 0.6, "and not the first few milliseconds alone"
        assert max(later - t for t, later in pairwise(times)) < 0.3


def test_a_refusal_is_one_row(function, mapping):
    function.state(InvocationThrottled, (0.7, 1, 1))
    mapping.state(BatchThrottled, (0.7, 10))
    payload = first_frame(function, mapping, edges=[edge("poller", "worker", "invoke")])
    reason = facts.THROTTLE_REASONS[1]
    assert payload["events"] == [[0.7, "thr", "worker", "invocation refused, batch of 10", reason]]
    assert payload["events_counted"] == {"worker": {"thr": 1}}


def test_what_starts_is_not_told_with_what_is_refused_at_the_same_time(function, mapping):
    """Two pollers come at once, and there is room for one."""
    function.state(InvocationStarted, (0.7, 3, 0.0, 1))
    function.state(InvocationThrottled, (0.7, 1, 1))
    mapping.state(BatchInvoked, (0.7, 4))
    mapping.state(BatchThrottled, (0.7, 10))
    payload = first_frame(function, mapping, edges=[edge("poller", "worker", "invoke")])
    assert [[kind, text] for _, kind, _, text, _ in payload["events"]] == [
        ["thr", "invocation refused, batch of 10"],
        ["busy", "env 0003 start, 4 msgs"],
    ]


def test_flags_are_raised_once(function, queue):
    recorder = make_recorder(Timebase(2), [function, queue])
    for t in (0.5, 1.5):
        function.state(InvocationThrottled, (t, 1, 1))
        function.state(InvocationEnded, (t, 0, 0.1, 0.0, 0.2, int(t)))
        function.state(facts.LimitReached, (t, int(t)))
        queue.state(MessagesReturned, (t, 1))
        queue.state(MessagesDeadLettered, (t, 2))
        recorder.fold(t + 0.5)
        kinds = [flag["kind"] for flag in recorder.frame(int(t))["flags"]]
        if t < 1:
            assert kinds == ["first_dead_letter", "first_retry", "first_throttle", "limit_reached"]
        else:
            assert kinds == ["first_error", "limit_reached"]
    details = {flag["kind"]: flag["detail"] for flag in recorder.flags.all()}
    assert details["first_error"] == "error"
    assert details["limit_reached"] == "reserved concurrency"
    assert details["first_dead_letter"] == "2 messages"


def test_stories_are_told_in_order_of_time_and_within_bounds(queue):
    recorder = make_recorder(Timebase(1), [queue])
    sent, handler = facts.STORY_STEPS.index("sent"), facts.STORY_STEPS.index("handler")
    queue.state(facts.StoryStep, (0.5, 7, handler, 3.0, 0.2), (0.25, 7, sent, 0.0, 0.0))
    queue.state(facts.StoryStep, *[(0.6, 8, sent, 0.0, 0.0)] * (MAX_STEPS + 1))
    queue.state(facts.StoryStep, *[(0.7, 100 + n, sent, 0.0, 0.0) for n in range(MAX_STORIES)])
    recorder.fold(1.0)
    steps = recorder.frame(0)["stories"]
    assert steps[:2] == [
        [0.25, 7, "sent", "orders", 0.0, 0.0],
        [0.5, 7, "handler", "orders", 3.0, 0.2],
    ]
    stories = recorder.result_parts()["stories"]
    assert len(stories) == MAX_STORIES
    assert (stories[0]["id"], stories[0]["component"]) == (7, "orders")
    assert stories[0]["steps"][1] == {
        "t_s": 0.5, "step": "handler", "component": "orders", "a": 3.0, "b": 0.2,
    }  # fmt: skip
    assert len(stories[1]["steps"]) == MAX_STEPS


def test_two_components_number_their_stories_alike(function, queue):
    """Each has its own, and its own share of the bounds."""
    sent = facts.STORY_STEPS.index("sent")
    for part in (function, queue):
        rows = [(0.1, n, sent, 0.0, 0.0) for n in range(MAX_STORIES + 1)]
        part.state(facts.StoryStep, *rows, *[(0.2, 0, sent, 0.0, 0.0)] * MAX_STEPS)
    recorder = make_recorder(Timebase(1), [function, queue])
    recorder.fold(1.0)
    stories = recorder.result_parts()["stories"]
    assert len(recorder.frame(0)["stories"]) == 2 * (MAX_STORIES - 1 + MAX_STEPS)
    assert len(stories) == 2 * MAX_STORIES
    assert [(s["id"], s["component"], len(s["steps"])) for s in stories[:4]] == [
        (0, "orders", MAX_STEPS), (0, "worker", MAX_STEPS), (1, "orders", 1), (1, "worker", 1),
    ]  # fmt: skip
    for story in stories:
        assert {step["component"] for step in story["steps"]} == {story["component"]}


def test_the_grid(function):
    function.state(InvocationStarted, (0.1, 0, 0.2, 1), (0.2, 1, 5.0, 2), (0.3, 3, 0.0, 3))
    function.state(InvocationEnded, (0.5, 3, 0.3, 0.0, 0.2, facts.ERROR))
    function.state(InvocationThrottled, (0.6, 1, 1), (0.7, 1, 1))
    function.state(FunctionObserved, (1.0, 1, 1, 1, 2, 1))
    recorder = make_recorder(Timebase(2), [function])
    recorder.fold(1.0)
    assert recorder.frame(0)["environments"]["worker"] == {
        "slots": "B1N1.1E1",
        "moves": [[0.1, 0.2, 0.3, 0.1 + 0.2, 0.5], [0, 1, 3, 0, 3], ["N", "N", "B", "B", "E"]],
        "changes": 5,
        "limit": 2,
        "limited_by": "reserved",
        "refused": 2,
    }
    function.state(EnvironmentReclaimed, (1.5, 3))
    recorder.fold(2.0)
    grid = recorder.frame(1)["environments"]["worker"]
    assert grid["slots"] == "B1N1.2"
    assert grid["moves"] == [[1.5], [3], ["."]]
    assert grid["refused"] == 0


def test_too_many_moves_are_only_counted(function):
    n = MOVES_LIMIT // 2 + 1
    starts = [(0.1 + k / 1e5, k % 40, 0.0, 1) for k in range(n)]
    function.state(InvocationStarted, *starts)
    function.state(
        InvocationEnded, *[(t + 1e-6, slot, t, 0.0, 1e-6, 0) for t, slot, _, _ in starts]
    )
    grid = first_frame(function)["environments"]["worker"]
    assert "moves" not in grid
    assert grid["changes"] == 2 * n
    assert grid["slots"] == "I40"
