"""Memory as processor, the age of environments, restores, and cold starts by keep-alive theory."""

from math import exp, sqrt

import pytest

PROVES = (
    "simcore/awslambda/cpu.py",
    "simcore/awslambda/environments.py",
    "simcore/awslambda/lifecycle.py",
)

WITHIN_99 = 2.576
"""Standard errors around the mean that hold 99 % of a normal distribution."""


def poisson(rate, **more):
    return {"type": "client", "target": "worker", "arrivals": {"poisson": {"rate": rate}}} | more


def function(**more):
    return {"worker": {"type": "function", "timeout": "900 s"} | more}


def one_request():
    once = {"type": "client", "target": "worker", "arrivals": {"constant": {"rate": 1}}, "limit": 1}
    return {"caller": once}


@pytest.mark.parametrize(
    ("memory_mb", "threads", "seconds"),
    [
        # 1,769 MB is one vCPU: 1 vCPU-second takes one second
        (1769, 1, 1.0),
        # 128 MB is 128 / 1,769 = 0.0724 of one: 13.82 s
        (128, 1, 1769 / 128),
        # 1,024 MB: 1,769 / 1,024 = 1.7275 s
        (1024, 1, 1.7275390625),
        # 3,538 MB are two vCPUs; one thread can use one of them, two threads both
        (3538, 1, 1.0),
        (3538, 2, 0.5),
        # 10,240 MB are 5.79 vCPUs, whatever the number of threads above
        (10_240, 6, 1769 / 10_240),
    ],
)
def test_a_vcpu_second_by_memory(simulate, memory_mb, threads, seconds):
    """AWS Lambda Developer Guide, configuration-memory (12 July 2026): processor is allotted in
    proportion to memory; at 1,769 MB a function has the equivalent of one vCPU."""
    result = simulate(
        {
            **one_request(),
            **function(memory=memory_mb, duration=0, cpu_work=1, cpu_threads=threads),
        },
        "60 s",
        "aws-2026",
    )
    measured = result["percentiles"]["worker"]["Duration"]["max"]
    assert measured == pytest.approx(seconds * 1000, abs=1e-3)


def test_more_memory_costs_the_same_until_one_vcpu(simulate):
    """Derived: below 1,769 MB, GB-seconds of pure computing do not depend on the memory, since
    (memory / 1,024) x work x (1,769 / memory) = work x 1,769 / 1,024. Above, one thread wastes it.

    One vCPU-second: 1.7275 GB-s; with 3,538 MB twice as many.
    """
    gb_s = {}
    for memory_mb in (128, 1024, 1769, 3538):
        worker = function(memory=memory_mb, duration=0, cpu_work=1, init_duration=0)
        result = simulate(one_request() | worker, "60 s", "aws-2026")
        billed_ms = result["counters"]["worker"]["billed_duration_ms"]
        gb_s[memory_mb] = billed_ms / 1000 * memory_mb / 1024
    one = 1769 / 1024
    assert gb_s == pytest.approx({128: one, 1024: one, 1769: one, 3538: 2 * one}, rel=1e-3)


def test_the_init_does_not_depend_on_memory(simulate):
    """maxday/lambda-perf, 22 August 2026: 91 ms at 128 MB, 84 ms at 1,024 MB (python3.13): the
    Init phase has the full processor. So a given init takes what it takes."""
    inits = []
    for memory_mb in (128, 10_240):
        worker = function(memory=memory_mb, duration=0, cpu_work=0.01, init_duration="91 ms")
        result = simulate(one_request() | worker, "60 s", "aws-2026")
        inits.append(result["series"]["worker"]["InitDuration"][0])
    assert inits == [91.0, 91.0]


@pytest.mark.parametrize(
    ("rate", "idle_timeout_s"),
    [(1 / 300, 600), (1 / 600, 600), (1 / 1200, 600), (1 / 600, 300)],
)
def test_the_share_of_cold_starts_at_a_small_rate(simulate, rate, idle_timeout_s):
    """Keep-alive, by theory. Requests come as a Poisson process of rate L and take D (init
    included), so short that they do not overlap: then one environment serves all, whatever the
    policy of choosing one (here: the most recently used first). It is reclaimed T after the end of
    its last invocation (T: the assumed idle timeout). A request finds it warm unless the gap since
    the last request, which is exponential, is longer than D + T:

        share of cold starts = P(gap > D + T) = exp(-L (D + T))

    L = 1/300 s, T = 600 s, D = 2 ms: exp(-2.000007) = 13.53 %; L = 1/600 s: 36.8 %; L = 1/1,200 s:
    60.7 %. The share that overlaps is 1 - exp(-L D) < 0.001 %. The first request is cold anyway.
    Greatest age: out of the way. Within a 99 % interval, n = 60 days of requests.
    """
    days = 60
    result = simulate(
        {
            "caller": poisson(rate),
            **function(
                duration="1 ms",
                init_duration="1 ms",
                idle_timeout=idle_timeout_s,
                environment_maximum_age="60 d",
            ),
        },
        f"{days} d",
        "aws-2026",
        {"lambda.environment_shortest_life": 1},
    )
    requests = sum(result["series"]["worker"]["Invocations"])
    cold = sum(result["series"]["worker"]["ColdStarts"])
    expected = exp(-rate * (0.002 + idle_timeout_s))
    margin = WITHIN_99 * sqrt(expected * (1 - expected) / requests)
    assert requests == pytest.approx(rate * days * 86_400, rel=0.05)
    assert cold / requests == pytest.approx(expected, abs=margin)
    assert margin < 0.02


def test_environments_end_every_few_hours_under_constant_load(simulate):
    """AWS Lambda Developer Guide, lambda-runtime-environment (12 July 2026): environments are
    ended every few hours, also when they are invoked continuously. The number is assumed: lives
    between 2 and 4 h, evenly, 3 h on average. Two days of one request a second on one environment
    are 48 / 3 = 16 lives; a renewal process of lives with variance (2 h)^2 / 12 has about
    sqrt(48 x (1/3) / 27) = 0.77 of standard deviation."""
    result = simulate(
        {
            "caller": {"type": "client", "target": "worker", "arrivals": {"constant": {"rate": 1}}},
            **function(duration="100 ms", init_duration="100 ms"),
        },
        "48 h",
        "aws-2026",
    )
    cold = sum(result["series"]["worker"]["ColdStarts"])
    assert cold == pytest.approx(16, abs=0.5 + WITHIN_99 * 0.77)
    assert result["counters"]["worker"]["environments_reclaimed"] == cold - 1


def test_a_share_of_proactive_inits_removes_that_share_of_cold_starts(simulate):
    """AWS Lambda Developer Guide, lambda-runtime-environment (12 July 2026): Lambda may initialise
    environments before they are needed. How often is not published: with p = 0.25, 1,000 new
    environments have 750 cold starts on average, with a standard deviation of
    sqrt(1,000 x 0.25 x 0.75) = 13.7."""
    crowd = {"burst": {"count": 1000, "at": 0, "for": "1 ms", "spacing": "even"}}
    result = simulate(
        {
            "crowd": {"type": "client", "target": "worker", "arrivals": crowd},
            **function(duration="1 s", init_duration="1 s", proactive_initialization=0.25),
        },
        "60 s",
        "aws-2026",
    )
    counters = result["counters"]["worker"]
    assert counters["cold_starts"] + counters["proactive_inits"] == 1000
    assert counters["cold_starts"] == pytest.approx(750, abs=WITHIN_99 * sqrt(1000 * 0.25 * 0.75))


def test_snap_start_replaces_the_init_by_a_restore_of_ten_seconds_at_most(simulate, at):
    """AWS Lambda Developer Guide, lambda-runtime-environment and snapstart (12 July 2026): the
    init runs when the version is published; a cold start is Restore, then Invoke; a restore of
    more than 10 s ends in SnapStartTimeoutException. An init of 12 s is therefore no matter."""
    java = {"runtime": "java21", "snap_start": True, "init_duration": "12 s", "duration": "1 s"}
    fine = simulate(one_request() | function(restore_duration="400 ms", **java), "30 s", "aws-2026")
    assert fine["percentiles"]["caller"]["Latency"]["max"] == 1400.0
    assert at(fine, "worker", "RestoreDuration", 0) == 400.0
    late = simulate(one_request() | function(restore_duration="11 s", **java), "30 s", "aws-2026")
    assert late["percentiles"]["caller"]["Latency"]["max"] == 10_000.0
    assert (
        late["counters"]["worker"]["errors"] == late["counters"]["worker"]["restore_timeouts"] == 1
    )
