"""Provisioned mode of a mapping from an SQS queue: what event pollers can do, and how many."""

import pytest

PROVES = ("simcore/awslambda/event_source_mapping/provisioned.py",)

BACKLOG = 1_000_000


def run(simulate, pollers, duration, *, handler="14 min", size="1 KB", quotas=None):
    """A backlog that does not end, and a function that nothing else limits."""
    return simulate(
        {
            "orders": {
                "type": "queue",
                "visibility_timeout": "90 min",
                "initial_messages": BACKLOG,
                "message_size": size,
            },
            "poll": {
                "type": "event_source_mapping",
                "source": "orders",
                "function": "worker",
                "provisioned_pollers": pollers,
            },
            "worker": {
                "type": "function",
                "timeout": "15 min",
                "duration": handler,
                "init_duration": 0,
            },
        },
        duration,
        "aws-2026",
        {
            "lambda.account_concurrency": 100_000,
            "lambda.scaling_burst": 100_000,
            "lambda.scaling_refill_per_min": 1e9,
            "lambda.requests_per_concurrency": 1e6,
            "sqs.in_flight_max": 10 * BACKLOG,
            **(quotas or {}),
        },
    )


def received_per_s(result, total_from, last):
    return total_from(result, "orders", "NumberOfMessagesReceived", 0, last) / last


def test_two_pollers_are_twenty_concurrent_invocations(simulate, at):
    """AWS Lambda Developer Guide, services-sqs-scaling (12 July 2026): at least two event pollers,
    each for ten concurrent invocations: 2 x 10 = 20, from the start and without a ramp."""
    result = run(simulate, {"minimum": 2, "maximum": 2}, "20 s")
    assert at(result, "worker", "ConcurrentExecutions", 1) == 20
    assert max(result["series"]["worker"]["ConcurrentExecutions"]) == 20
    assert set(result["series"]["poll"]["ProvisionedPollers"]) == {2}


def test_two_thousand_pollers_are_twenty_thousand(simulate, at):
    """AWS's headline: up to 20,000 concurrent invocations, 2,000 x 10. (All of them are there from
    the start here, which AWS does not offer: from the largest minimum, 200 pollers, it takes
    (20,000 - 2,000) / 1,000 = 18 minutes, see below.)"""
    every = {"minimum": 2_000, "maximum": 2_000}
    result = run(simulate, every, "5 s", quotas={"esm.sqs.minimum_pollers_max": 2_000})
    assert max(result["series"]["worker"]["ConcurrentExecutions"]) == 20_000
    assert at(result, "poll", "ProvisionedPollers", 3) == 2_000


def test_a_thousand_more_a_minute(simulate, at):
    """The same page: concurrency grows by up to 1,000 a minute, against 300 without the mode."""
    result = run(simulate, {"minimum": 2, "maximum": 200}, "2 min")
    by_second = [at(result, "poll", "Pollers", t) for t in (0, 30, 60, 90)]
    assert by_second == pytest.approx([20, 520, 1_020, 1_520], abs=17)


@pytest.mark.parametrize(
    ("handler", "size", "per_s"),
    [
        # ten polls a second of ten messages: 100 messages a second and poller
        ("1 ms", "1 KB", 100),
        # 1 MB a second: 1,024 / 256 = 4 messages a second and poller
        ("1 ms", "256 KB", 4),
        # ten invocations of 4 s with ten messages each: 10 x 10 / 4 = 25 a second and poller
        ("4 s", "1 KB", 25),
    ],
)
def test_what_one_poller_reads(simulate, total_from, handler, size, per_s):
    """The same page: an event poller does up to 1 MB a second, ten concurrent invocations, or ten
    polls a second, whichever it meets first."""
    result = run(simulate, {"minimum": 5, "maximum": 5}, "100 s", handler=handler, size=size)
    assert received_per_s(result, total_from, 96) / 5 == pytest.approx(per_s, rel=0.05)


def test_the_pollers_go_back_to_the_minimum(simulate, at):
    """The same page: it scales down to the minimum. How fast is not published (assumed: 1,000 a
    minute): from 400 to 20 concurrent invocations in 23 s."""
    result = simulate(
        {
            "orders": {"type": "queue", "initial_messages": 40_000},
            "poll": {
                "type": "event_source_mapping",
                "source": "orders",
                "function": "worker",
                "provisioned_pollers": {"minimum": 2, "maximum": 40},
            },
            "worker": {"type": "function", "duration": "2 s", "init_duration": 0},
        },
        "5 min",
        "aws-2026",
    )
    pollers = result["series"]["poll"]["ProvisionedPollers"]
    assert max(pollers) == 40
    assert pollers[-1] == 2
    down = [t for t, n in zip(result["time_s"], pollers, strict=True) if 2 < n < 40]
    falling = [t for t in down if t > pollers.index(40)]
    assert max(falling) - min(falling) == pytest.approx(380 / 1_000 * 60, abs=2)
