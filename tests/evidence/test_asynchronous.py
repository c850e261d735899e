"""Asynchronous invocation: AWS's retry schedule, back-off, ages and destinations, to the second.

Rules: AWS Lambda Developer Guide, invocation-async (14 Nov 2022), invocation-async-error-handling,
invocation-async-retain-records and invocation-recursion (12 Jul 2026); API model of botocore
1.44.5; the course notes of 2021. Times below are worked out from them.
"""

import itertools

import pytest

PROVES = ("simcore/awslambda/async_invoke/queue.py",)

ALL = ("notes-2021", "aws-2022", "aws-2026")


def event(target="worker", at=0, **more):
    """One event at `at` seconds."""
    arrivals = {"constant": {"rate": 1}}
    return {"type": "client", "target": target, "invocation": "Event", "start": at, "limit": 1,
            "arrivals": arrivals, **more}  # fmt: skip


def function(duration, error_rate=1, **more):
    return {"type": "function", "timeout": 900, "duration": duration, "init_duration": 0,
            "error_rate": error_rate, **more}  # fmt: skip


def sinks(**more):
    to = {"dead_letter_queue": {"target": "dead"}, "on_failure": {"target": "failed"}}
    return {**to, **more}


QUEUES = {"dead": {"type": "queue"}, "failed": {"type": "queue"}}


def times(result, step, story=0):
    """When the steps of that name happened in the story of an event."""
    events = [one for one in result["stories"] if one["steps"][0]["step"] == "accepted"]
    return [s["t_s"] for s in events[story]["steps"] if s["step"] == step]


def sent_at(result, queue):
    """The second in which the queue's only message was sent."""
    series = result["series"][queue]["NumberOfMessagesSent"]
    (t,) = [t for t, n in zip(result["time_s"], series, strict=True) if n]
    return t


@pytest.mark.parametrize("d", [0.25, 2, 30])
@pytest.mark.parametrize("profile", ALL)
def test_failure_timeline(simulate, profile, d):
    """All attempts of d seconds fail: they start at 0, d + 60 and 2d + 180, and the event goes on
    at 3d + 180, after an approximateInvokeCount of 3. The notes have a fourth attempt at 3d + 300
    and the end at 4d + 300."""
    worker = function(d, asynchronous=sinks())
    result = simulate({"caller": event(), "worker": worker, **QUEUES}, "10 min", profile)
    starts, end = [0, d + 60, 2 * d + 180], 3 * d + 180
    if profile == "notes-2021":
        starts, end = [*starts, 3 * d + 300], 4 * d + 300
    assert times(result, "invoked") == starts
    assert times(result, "dropped") == [end]
    assert times(result, "delivered") == [end, end]
    counters = result["counters"]["worker"]
    assert counters["invocations"] == counters["async_attempts"] == len(starts)
    assert counters["async_dropped.RetriesExhausted"] == counters["async_dropped"] == 1
    (dropped,) = [s for s in result["stories"][0]["steps"] if s["step"] == "dropped"]
    assert dropped["a"] == len(starts)
    for queue in QUEUES:
        assert sent_at(result, queue) == int(end)


@pytest.mark.parametrize("profile", ALL)
def test_without_retries_there_is_one_attempt(simulate, profile):
    """MaximumRetryAttempts 0: one start, the destination at d."""
    worker = function(2, asynchronous=sinks(maximum_retry_attempts=0))
    result = simulate({"caller": event(), "worker": worker, **QUEUES}, "10 min", profile)
    assert (times(result, "invoked"), times(result, "delivered")) == ([0], [2, 2])


@pytest.mark.parametrize("profile", ALL)
def test_a_timeout_is_a_function_error(simulate, profile):
    """A timeout of 3 s: attempts at 0, 63, 186 (and 309), each cut off after 3 s."""
    worker = {**function(10, error_rate=0), "timeout": 3}
    result = simulate({"caller": event(), "worker": worker}, "10 min", profile)
    assert times(result, "timeout")[:3] == [3, 66, 189]
    assert len(times(result, "timeout")) == (4 if profile == "notes-2021" else 3)


# Doubling from 1 s to 300 s: attempts at 0, 1, 3, 7, ..., 511, then every 300 s.
SERIES = [2**n - 1 for n in range(10)] + [511 + 300 * n for n in range(1, 71)]
WAITS = [later - sooner for sooner, later in itertools.pairwise(SERIES)]
IN_STEP = {"lambda.async.backoff_jitter": 0}
"""The series itself, without the jitter by which every wait is shorter."""


def busy():
    """One environment, which others keep busy but for half a second in every 900."""
    others = {"type": "client", "target": "worker", "arrivals": {"constant": {"rate": "4/h"}}}
    worker = function(899.5, error_rate=0, reserved_concurrency=1, asynchronous=sinks())
    return {"all-others": others, "caller": event(), "worker": worker, **QUEUES}


@pytest.mark.parametrize("profile", ALL)
def test_throttles_back_off_for_six_hours(simulate, total_from, profile):
    """Waits of 1, 2, 4, ..., 256, 300, 300, ... s; the next attempt after the one at 21,511 s would
    come at 21,811 s, beyond 21,600 s: the event is dropped, and no retry was used up."""
    result = simulate(busy(), "6.2 h", profile, IN_STEP)
    shown = times(result, "throttled")
    assert shown == SERIES[: len(shown)]
    assert len(shown) > 30
    refused = zip(result["time_s"], result["series"]["worker"]["AsyncAttemptsRefused"], strict=True)
    bin_s = result["bin_s"]
    bins = sorted({t - t % bin_s for t in SERIES})
    assert [t for t, n in refused if n] == bins
    counters = result["counters"]["worker"]
    assert counters["async_refused"] == len(SERIES) == 80
    assert counters["async_attempts"] == counters["async_retries"] == 0
    assert counters["async_dropped.EventAgeExceeded"] == counters["async_dropped"] == 1
    assert total_from(result, "worker", "AsyncEventsDropped", 21_510, 21_515) == 1
    assert counters["async_delivered"] == 2
    assert result["counters"]["all-others"]["throttles"] == 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_jitter_the_series_is_the_most(simulate, seed):
    """Each wait is at most that of the series, and on average half of it (full jitter), so there
    are about twice as many; the event is dropped only when its next attempt would come after six
    hours, and no retry is used up."""
    result = simulate(busy(), "6.2 h", "aws-2026", seed=seed)
    shown = times(result, "throttled")
    waited = [later - sooner for sooner, later in itertools.pairwise(shown)]
    assert len(waited) > 30
    assert all(0 < wait <= most for wait, most in zip(waited, WAITS, strict=False))
    assert len({round(wait, 3) for wait in waited}) == len(waited)
    counters = result["counters"]["worker"]
    # 21,300 s of waits of 150 s on average, +- 87 s each, and ten or so at the start
    assert 110 < counters["async_refused"] < 200
    assert counters["async_attempts"] == counters["async_retries"] == 0
    assert counters["async_dropped.EventAgeExceeded"] == counters["async_dropped"] == 1


def test_without_looking_ahead_the_event_ends_at_its_age(simulate, total_from):
    """The same, but the event waits until it is six hours old."""
    quotas = {"lambda.async.looks_ahead": False, **IN_STEP}
    result = simulate(busy(), "6.2 h", "aws-2026", quotas)
    assert result["counters"]["worker"]["async_refused"] == 80
    assert total_from(result, "worker", "AsyncEventsDropped", 21_600, 21_605) == 1


def test_throttles_use_up_no_retry_and_the_series_begins_anew(simulate):
    """The only environment is busy from each whole second for 0.9 s until 9.9 s, and once more
    from 76 s. An event of 0.45 s is refused at 0.45, 1.45, 3.45 and 7.45 and runs at 15.45; it
    fails at 16.35, is due at 76.35, is refused and runs 1 s later; its third attempt comes 120 s
    after the end of the second, at 78.25 + 120."""
    others = {"type": "client", "target": "worker", "arrivals": {"constant": {"rate": 1}}}
    worker = function(0.9, reserved_concurrency=1)
    parts = {
        "busy": {**others, "limit": 10},
        "busy-again": {**others, "start": 76, "limit": 1},
        "caller": event(at=0.45),
        "worker": worker,
    }
    result = simulate(parts, "5 min", "aws-2026", IN_STEP)
    assert times(result, "throttled") == pytest.approx([0.45, 1.45, 3.45, 7.45, 76.35])
    assert times(result, "invoked") == pytest.approx([15.45, 77.35, 198.25])
    assert result["counters"]["worker"]["async_dropped.RetriesExhausted"] == 1


@pytest.mark.parametrize(("age", "attempts"), [(60, 1), (90, 2), (180, 2), (200, 3)])
def test_maximum_event_age(simulate, age, attempts):
    """LocalStack's tests recorded against AWS (8b9a79f): with a maximum age of 60 s no retry, with
    90 s one. The third attempt of 1 s each would start at 182 s."""
    worker = function(1, asynchronous={"maximum_event_age": age})
    result = simulate({"caller": event(), "worker": worker}, "10 min", "aws-2026")
    assert len(times(result, "invoked")) == attempts
    reason = "RetriesExhausted" if attempts == 3 else "EventAgeExceeded"
    assert result["counters"]["worker"][f"async_dropped.{reason}"] == 1


@pytest.mark.parametrize("profile", ALL)
def test_reserved_concurrency_zero_goes_straight_to_the_destinations(simulate, profile):
    """invocation-async-retain-records (12 Jul 2026): no attempt and no retry; the synchronous
    caller is refused, the asynchronous one is answered with 202."""
    parts = {
        "caller": event(),
        "waiting": {**event(), "invocation": "RequestResponse"},
        "worker": function(1, reserved_concurrency=0, asynchronous=sinks()),
        **QUEUES,
    }
    result = simulate(parts, "5 min", profile)
    assert times(result, "delivered") == [0, 0]
    counters = result["counters"]
    assert counters["worker"]["async_dropped.ZeroReservedConcurrency"] == 1
    assert counters["worker"]["throttles"] == 1  # of the synchronous caller
    assert (counters["caller"]["responses"], counters["waiting"]["throttles"]) == (1, 1)


def test_a_loop_is_cut_after_sixteen_invocations(simulate):
    """invocation-recursion (12 Jul 2026): about 16 in one chain; the next is dropped, and the event
    goes to the dead-letter queue. Two functions that call each other share the chain."""
    once = {"on_success": {"target": "worker"}, "dead_letter_queue": {"target": "dead"}}
    worker = function(1, error_rate=0, asynchronous=once)
    alone = simulate({"caller": event(), "worker": worker, "dead": {"type": "queue"}}, 60, ALL[2])
    counters = alone["counters"]["worker"]
    assert (counters["successes"], counters["async_recursive"]) == (16, 1)
    assert alone["counters"]["dead"]["sent"] == 1
    there = function(1, error_rate=0, asynchronous={"on_success": {"target": "back"}})
    back = function(1, error_rate=0, asynchronous={"on_success": {"target": "worker"}})
    both = simulate({"caller": event(), "worker": there, "back": back}, 60, ALL[2])["counters"]
    assert (both["worker"]["successes"], both["back"]["successes"]) == (8, 8)
    assert both["worker"]["async_recursive"] + both["back"]["async_recursive"] == 1


def test_half_of_the_attempts_fail(simulate):
    """p = 0.5, two retries, attempts of 1 s: 1 + 1/2 + 1/4 = 1.75 attempts on average; 1/8 of the
    events die; they end at 1, 62 or 183 s, with shares 1/2, 1/4, 1/4: 61.75 s on average. Within
    2.576 standard errors (variances 0.6875, 7/64 and 5,520.7)."""
    n = 20_000
    caller = event(limit=n, arrivals={"constant": {"rate": "400/s"}})
    worker = function(1, error_rate=0.5, asynchronous={"dead_letter_queue": {"target": "dead"}})
    parts = {"caller": caller, "worker": worker, "dead": {"type": "queue"}}
    result = simulate(parts, "5 min", "aws-2026", seed=7)
    counters = result["counters"]["worker"]
    assert (counters["async_received"], counters["throttles"]) == (n, 0)
    assert counters["async_waiting"] == counters["async_running"] == 0
    latency = result["percentiles"]["worker"]["AsyncEventLatency"]
    error = 2.576 / n**0.5
    assert counters["async_attempts"] / n == pytest.approx(1.75, abs=error * 0.6875**0.5)
    assert counters["async_dropped"] / n == pytest.approx(0.125, abs=error * (7 / 64) ** 0.5)
    assert latency["mean"] / 1000 == pytest.approx(61.75, abs=error * 5520.7**0.5)
    assert latency["count"] == n
    assert result["counters"]["dead"]["sent"] == counters["async_dropped"]


def test_a_topic_is_done_when_lambda_has_accepted(simulate):
    """Lambda guide, with-sns (2022): delivery to a function is an asynchronous Invoke, so errors
    follow Lambda's schedule (0, 62, 184 s), not the 100,015 attempts of SNS."""
    parts = {
        "caller": {**event("news"), "invocation": "RequestResponse"},
        "news": {"type": "topic", "subscribers": ["worker", "dead"]},
        "worker": function(2),
        "dead": {"type": "queue"},
    }
    result = simulate(parts, "5 min", "aws-2022")
    assert result["counters"]["news"] == {"published": 1, "notified": 2}
    assert [s["t_s"] for story in result["stories"] for s in story["steps"]
            if s["step"] == "invoked"] == [0, 62, 184]  # fmt: skip
    assert result["counters"]["dead"]["sent"] == 1
