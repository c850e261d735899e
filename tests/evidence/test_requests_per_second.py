"""Ten synchronous requests a second for each unit of concurrency, on totals."""

import pytest

from simcore.awslambda.reading.views.limited_by import NAMES
from simcore.quotas import PROFILES

PROVES = (
    "simcore/awslambda/account.py",
    "simcore/awslambda/pools.py",
)


def caller(rate, **more):
    return {"type": "client", "target": "worker", "arrivals": {"constant": {"rate": rate}}, **more}


def function(**more):
    return {"type": "function", "timeout": 30, "init_duration": 0, **more}


def limiters(result, function="worker"):
    found = {value for value in result["series"][function]["LimitedBy"] if value is not None}
    return {NAMES[value] for value in found}


@pytest.mark.parametrize("profile", PROFILES)
def test_reserved(simulate, profile):
    """AWS Lambda Developer Guide, gettingstarted-limits (14 Nov 2022; 12 Jul 2026): reserved 20 is
    200 requests a second. 300 a second of 20 ms each are 6 at a time, so concurrency does not
    bind. In 30 s 200 x 30 + 200 (the bucket holds a second: assumed) = 6,200 of 9,000 pass."""
    parts = {
        "caller": caller("300/s"),
        "worker": function(duration="20 ms", reserved_concurrency=20),
    }
    result = simulate(parts, "30 s", profile)
    found = result["counters"]["worker"]
    assert found["invocations"] == pytest.approx(6_200, abs=2)
    assert found["invocations"] + found["throttles"] == 9_000
    assert found["throttles.ReservedFunctionInvocationRateLimitExceeded"] == found["throttles"]
    assert max(result["series"]["worker"]["ConcurrentExecutions"]) < 20
    assert limiters(result) == {"requests per second"}


def test_account(simulate):
    """The same page: 10,000 a second at a concurrency of 1,000; here 1,000 at 100, shared by two
    functions of 15 ms, which send 800 a second each and are 24 at a time. In 20 s 1,000 x 20 +
    1,000 = 21,000 of 32,000 pass."""
    parts = {
        "one": caller("800/s"),
        "two": {**caller("800/s"), "target": "other"},
        "worker": function(duration="15 ms"),
        "other": function(duration="15 ms"),
    }
    quotas = {"lambda.account_concurrency": 100, "lambda.unreserved_minimum": 0}
    result = simulate(parts, "20 s", "aws-2026", quotas)
    found = [result["counters"][id] for id in ("worker", "other")]
    assert sum(f["invocations"] for f in found) == pytest.approx(21_000, abs=2)
    assert all(f["throttles.FunctionInvocationRateLimitExceeded"] == f["throttles"] for f in found)
    assert max(result["series"]["account"]["ConcurrentExecutions"]) <= 26


def test_a_tenth_of_a_second_is_where_both_limits_meet(simulate):
    """lambda-concurrency (12 Jul 2026): at 100 ms, 10 requests a second keep one environment busy.
    Slower, concurrency binds first; faster, the requests."""
    bound = {}
    for duration in ("80 ms", "125 ms"):
        parts = {
            "caller": caller("400/s"),
            "worker": function(duration=duration, reserved_concurrency=20),
        }
        result = simulate(parts, "30 s", "aws-2026")
        bound[duration] = limiters(result)
        last = sum(result["series"]["worker"]["Invocations"][-10:])
        assert last == pytest.approx(10 * min(20 / float(duration[:-3]) * 1000, 200), rel=0.01)
    assert bound == {"80 ms": {"requests per second", "reserved concurrency"},
                     "125 ms": {"reserved concurrency"}}  # fmt: skip


def test_asynchronous_invocations_are_not_under_it(simulate):
    """gettingstarted-limits (12 Jul 2026): only concurrency limits what runs asynchronously."""
    parts = {
        "caller": {**caller("300/s"), "invocation": "Event"},
        "worker": function(duration="20 ms", reserved_concurrency=20),
    }
    found = simulate(parts, "30 s", "aws-2026")["counters"]["worker"]
    assert (found["invocations"], found["throttles"]) == (9_000, 0)
