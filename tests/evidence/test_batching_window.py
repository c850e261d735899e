"""When a batch is invoked: the window is over, the batch is full, or 6 MB are together."""

import pytest

from simcore.quotas import PROFILES

PROVES = (
    "simcore/awslambda/event_source_mapping/windows.py",
    "simcore/awslambda/event_source_mapping/streams/gathering.py",
)

OPENS, WINDOW, FULL = 7, 40, 10


def run(simulate, profile, *, count, size="1 KB", batch_size=FULL):
    """`count` messages, one a second from second 7 on, for a mapping with a window of 40 s."""
    return simulate(
        {
            "producer": {
                "type": "client",
                "target": "orders",
                "arrivals": {"constant": {"rate": "1/s"}},
                "start": OPENS,
                "limit": count,
                "message_size": size,
            },
            "orders": {"type": "queue", "visibility_timeout": "5 min"},
            "poll": {
                "type": "event_source_mapping",
                "source": "orders",
                "function": "worker",
                "batch_size": batch_size,
                "maximum_batching_window": WINDOW,
            },
            "worker": {"type": "function", "duration": "100 ms", "init_duration": 0},
        },
        "100 s",
        profile,
    )


def invocations(result):
    """(second, messages) of every invocation."""
    invoked = result["series"]["worker"]["Invocations"]
    messages = result["series"]["poll"]["InvokedEventCount"]
    rows = zip(result["time_s"], invoked, messages, strict=True)
    return [(t, n) for t, count, n in rows if count]


def began(result):
    """When the handler began, exactly, for the messages followed."""
    steps = (step for story in result["stories"] for step in story["steps"])
    return {step["t_s"] for step in steps if step["step"] == "handler"}


@pytest.mark.parametrize("profile", PROFILES)
def test_the_window_is_over(simulate, profile):
    """AWS Lambda Developer Guide, invocation-eventsourcemapping (14 November 2022; 12 July 2026):
    the window opens with the first record; five records, and 40 s after it opened at 7 s, at
    47 s, the function is invoked with them."""
    result = run(simulate, profile, count=5)
    assert invocations(result) == [(OPENS + WINDOW, 5)]
    assert began(result) == {OPENS + WINDOW}


@pytest.mark.parametrize("profile", PROFILES)
def test_the_batch_is_full(simulate, profile):
    """The same page: the batch size is reached before the window is over."""
    full_at = OPENS + FULL - 1
    result = run(simulate, profile, count=FULL)
    assert invocations(result) == [(full_at, FULL)]
    assert began(result) == {full_at}


@pytest.mark.parametrize(
    ("profile", "size", "count"),
    [
        ("aws-2022", "256 KB", 24),
        ("aws-2026", "256 KB", 24),
        ("aws-2026", "1 MB", 6),
    ],
)
def test_the_payload_limit_is_reached(simulate, profile, size, count):
    """The same page: 6 MB are together before the window is over and before the batch is full.
    (In the notes' time ten messages of 256 KB were the most: the limit was out of reach.)"""
    result = run(simulate, profile, count=count, size=size, batch_size=100)
    assert invocations(result) == [(OPENS + count - 1, count)]
