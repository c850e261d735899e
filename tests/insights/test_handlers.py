"""What handlers do beside running: chains that go round, and lines before a downstream."""

import pytest

from tests.insights.recordings import FUNCTION, Recording, components

DROPPED = "RecursiveInvocationsDropped"
STORE = {"type": "downstream", "connections": 10, "latency": "100 ms"}


def going_round(cut, sends=()):
    series = {"worker": {DROPPED: [0] * 20 + [cut] * 2 + [0]}}
    counters = {"worker": {"async_recursive": 2 * cut, "invocations": 90}}
    return Recording(components({"sends": list(sends)}), series, counters)


def test_chains_that_were_cut_are_told():
    run = going_round(5, [{"target": "worker"}])
    found = run.found("recursive-loop-cut")
    assert (found.t, found.until) == (20.0, 22.0)
    assert "10 invocations of 100 (10 %) did not take place, as 16 in one chain" in found.why
    assert (found.attempt.path, found.attempt.value) == ("components.worker.sends.0.probability", 0)
    assert run.takes(found)


def test_who_does_not_send_is_not_told_what_to_send_elsewhere():
    assert going_round(5).found("recursive-loop-cut").attempt is None


def test_where_no_chain_was_cut_nothing_is_told():
    assert going_round(0).found("recursive-loop-cut") is None


def round_and_round(share=1.0, **worker):
    """Into the bucket that invokes it, from 0:10 on."""
    series = {"worker": {"HandlerSends": [0] * 10 + [5]}}
    counters = {"worker": {"invocations": 250, "handler_sends": 250}}
    images = {"type": "bucket", "notifications": [{"target": "worker", "share": share}]}
    parts = {"worker": FUNCTION | {"sends": [{"target": "images"}], **worker}, "images": images}
    return Recording(parts, series, counters)


def test_a_loop_that_nobody_stops_is_told():
    run = round_and_round(recursive_loop="Allow")
    found = run.found("recursive-loop-endless")
    assert (found.t, found.until) == (10.0, 60.0)
    assert "250 invocations" in found.why
    assert "images to worker to images. In the last 1 s of it 5 were sent" in found.why
    assert found.attempt.value == "Terminate"
    assert run.takes(found)


@pytest.mark.parametrize(
    ("share", "worker"),
    [
        (1.0, {}),
        (0.5, {"recursive_loop": "Allow"}),
        (1.0, {"recursive_loop": "Allow", "sends": []}),
    ],
)
def test_a_loop_that_is_cut_or_dies_out_by_itself_is_not(share, worker):
    assert round_and_round(share, **worker).found("recursive-loop-endless") is None


def standing(waited_ms, answered=600):
    parts = components({"calls": [{"target": "store"}]})
    spread = {"ConnectionWait": {"mean": waited_ms}, "CallLatency": {"mean": waited_ms + 100.0}}
    return Recording(
        {**parts, "store": STORE},
        {"store": {"CallsWaiting": [0] * 10 + [40] * 20 + [0]}},
        {"store": {"answered": answered}},
        percentiles={"store": spread},
    )


def test_a_line_that_takes_longer_than_the_work_is_told():
    run = standing(350.0)
    found = run.found("waiting-for-connections")
    assert (found.t, found.until) == (10.0, 30.0)
    assert "10 connections in use, a call waited 350 ms on average, for 100 ms" in found.why
    assert "up to 40 waited at once" in found.why
    assert found.attempt.value == 50
    assert run.takes(found)


@pytest.mark.parametrize(("waited_ms", "answered"), [(90.0, 600), (350.0, 30)])
def test_a_short_line_or_few_calls_are_not(waited_ms, answered):
    assert standing(waited_ms, answered).found("waiting-for-connections") is None
