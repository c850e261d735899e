"""The suppressed init in AWS's example of a log, and the limit of the Init phase."""

import pytest

PROVES = ("simcore/awslambda/lifecycle.py",)


def requests(*times):
    once = {"type": "client", "target": "worker", "arrivals": {"constant": {"rate": 1}}, "limit": 1}
    return {f"request-{n}": once | {"start": t} for n, t in enumerate(times)}


def function(**more):
    return {"worker": {"type": "function", "environment_maximum_age": "60 d"} | more}


def test_a_report_of_3022_ms_for_an_invoke_of_2500_ms(simulate, at, total_from):
    """AWS Lambda Developer Guide, lambda-runtime-environment (12 July 2026), "Failures during the
    Invoke phase": START at 0.000 s, END at 2.500 s, REPORT Duration 3022.91 ms. The invoke took
    2.5 s; the rest, 522.91 ms, is the suppressed init after the environment was reset."""
    result = simulate(
        {
            **requests(0, 10),
            **function(duration="2.5 s", init_duration="522.91 ms", timeout="30 s", crash_rate=1),
        },
        "20 s",
        "aws-2026",
    )
    # The first one is cold: its init is not in the Duration. It crashes at the end.
    assert at(result, "worker", "Duration", 3) == pytest.approx(2500.0)
    assert at(result, "worker", "InitDuration", 0) == pytest.approx(522.91)
    # The second one, from 10 s to 13.02291 s, runs the init inside.
    assert 2500 + 522.91 == 3022.91
    assert at(result, "worker", "Duration", 13) == 3022.91
    assert sum(result["series"]["worker"]["ColdStarts"]) == 1
    assert total_from(result, "worker", "SuppressedInits", 10, 11) == 1


def test_after_a_timeout_the_init_is_run_again_in_the_duration(simulate, at):
    """The same page: the environment is reset after a timeout, too.

    Timeout 3 s. A handler of 4 s is cut off at 3 s; then every invocation is 0.5 s of init and the
    handler, cut off at 3 s as well. An environment that times out never gets out of it by itself.
    """
    result = simulate(
        {**requests(0, 10, 20), **function(duration="4 s", init_duration="500 ms", timeout="3 s")},
        "30 s",
        "aws-2026",
    )
    ends = [0 + 0.5 + 3, 10 + 3, 20 + 3]
    assert [at(result, "worker", "Duration", int(t)) for t in ends] == [3000.0] * 3
    assert sum(result["series"]["worker"]["SuppressedInits"]) == 2
    assert sum(result["series"]["worker"]["Errors"]) == 3


def test_a_suppressed_init_can_cause_a_timeout(simulate, at, total_from):
    """Derived: timeout 3 s, handler 2.5 s, init 1 s. The handler fits, 1 + 2.5 = 3.5 s does not.

    One crash is enough: the reset brings a timeout, which brings the next reset.
    """
    result = simulate(
        {
            **requests(0, 10, 20),
            **function(duration="2.5 s", init_duration="1 s", timeout="3 s", crash_rate=1),
        },
        "30 s",
        "aws-2026",
    )
    assert at(result, "worker", "Duration", 3) == 2500.0
    assert at(result, "worker", "Duration", 13) == at(result, "worker", "Duration", 23) == 3000.0
    assert result["counters"]["worker"]["timeouts"] == 2
    assert result["counters"]["worker"]["errors"] == 3


@pytest.mark.parametrize(
    ("init_s", "timeout_s", "latency_s", "duration_ms", "timeouts"),
    [
        # within the limit: init, then the handler
        (9, 30, 9 + 1, 1000, 0),
        # 12 s: 10 s of Init phase, then 12 s and the handler in the first invocation
        (12, 30, 10 + 12 + 1, 13_000, 0),
        # the same with a timeout of 12.5 s, which 12 + 1 = 13 s do not fit into
        (12, 12.5, 10 + 12.5, 12_500, 1),
        # the default timeout does not even hold the init
        (12, 3, 10 + 3, 3000, 1),
    ],
)
def test_an_init_of_more_than_ten_seconds_is_run_again(
    simulate, init_s, timeout_s, latency_s, duration_ms, timeouts
):
    """AWS Lambda Developer Guide, lambda-runtime-environment (12 July 2026): the Init phase is
    limited to 10 s; where it takes longer, it is tried again at the time of the first invocation,
    with the configured function timeout. (That it takes as long again is assumed.)"""
    result = simulate(
        {**requests(0), **function(duration=1, init_duration=init_s, timeout=timeout_s)},
        "60 s",
        "aws-2026",
    )
    assert result["percentiles"]["request-0"]["Latency"]["max"] == pytest.approx(latency_s * 1000)
    assert result["percentiles"]["worker"]["Duration"]["max"] == pytest.approx(duration_ms)
    assert result["counters"]["worker"]["timeouts"] == timeouts
    init_ms = [value for value in result["series"]["worker"]["InitDuration"] if value]
    assert init_ms == [min(init_s, 10) * 1000]


def test_an_init_of_twelve_seconds_is_billed_twice(simulate):
    """Init is billed since August 2025 (the guide of 2026): 10 s of Init phase, and 13 s of
    Duration, at 1 GB: 23 GB-seconds of 0.0000166667 USD, and one request of 0.0000002 USD."""
    result = simulate(
        {**requests(0), **function(duration=1, init_duration=12, timeout=30, memory="1024 MB")},
        "60 s",
        "aws-2026",
    )
    usd = 23 * 0.0000166667 + 0.0000002
    assert result["series"]["account"]["EstimatedCharges"][-1] == pytest.approx(usd, abs=1e-9)
