"""A slow or failing system behind a function: who waits, who pays, what an outage does.

Rules: AWS Lambda Developer Guide, configuration-timeout (12 Jul 2026: an invocation is cut off at
its timeout, and lasts until then whatever it does); what is arithmetic says so.
"""

import pytest

PROVES = ("simcore/services/downstream/pool.py", "simcore/awslambda/calls.py")


def parts(n, rate, function=None, **downstream):
    return {
        "c": {"type": "client", "target": "f", "limit": n,
              "arrivals": {"constant": {"rate": rate}}},
        "f": {"type": "function", "timeout": 60, "duration": 0, "init_duration": 0,
              "calls": [{"target": "db"}], **(function or {})},
        "db": {"type": "downstream", "connections": 1, "latency": 1, **downstream},
    }  # fmt: skip


def test_waiting_in_line_is_paid_for(simulate):
    """Five requests within half a second, one connection, a second each: they take 1, 1.9, 2.8,
    3.7 and 4.6 s, together 14 s, for 5 s of work."""
    counters = simulate(parts(5, 10), "1 min", "aws-2026")["counters"]
    assert counters["f"]["billed_duration_ms"] == pytest.approx(14_000, abs=5)
    assert counters["db"]["answered"] == counters["c"]["responses"] == 5


def test_who_is_cut_off_stays_in_line(simulate):
    """The same with a timeout of 2 s: three are cut off, at 2 s each. The downstream is not told:
    it works for all five, and is busy until the fifth second all the same."""
    result = simulate(parts(5, 10, {"timeout": 2}), "1 min", "aws-2026")
    counters = result["counters"]
    assert counters["f"]["timeouts"] == 3
    assert counters["f"]["billed_duration_ms"] == pytest.approx(1_000 + 1_900 + 3 * 2_000, abs=5)
    assert counters["db"]["answered"] == 5


@pytest.mark.parametrize(("rate", "per_s"), [(20, 20), (45, 45), (80, 50)])
def test_connections_divided_by_latency(simulate, rate, per_s):
    """Five connections of 100 ms answer at most 50 calls a second (Little's law); of more than that
    all others wait: 30 a second."""
    run = parts(10_000, rate, connections=5, latency=0.1)
    found = simulate(run, "20 s", "aws-2026")["counters"]["db"]
    assert found["answered"] == pytest.approx(20 * per_s, abs=6)
    assert found["waiting"] == pytest.approx(20 * (rate - per_s), abs=6)


def test_an_outage(simulate):
    """Ten calls a second; from the 5th second to the 10th all of them are refused at once, and so
    their handlers fail: 50 of 200."""
    outage = [{"action": "outage", "component": "db", "at": 5, "for": 5}]
    run = parts(200, 10, connections=10, latency=0.05)
    result = simulate(run, "30 s", "aws-2026", interventions=outage)
    counters = result["counters"]
    assert counters["db"]["refused.outage"] == counters["f"]["errors"] == 50
    refused = result["series"]["db"]["CallsRefused"]
    assert [t for t, n in enumerate(refused) if n] == [5, 6, 7, 8, 9]


@pytest.mark.parametrize(("catches", "errors"), [(False, 50), (True, 0)])
def test_who_catches_errors_goes_on(simulate, catches, errors):
    calls = {"calls": [{"target": "db", "catches_errors": catches}]}
    counters = simulate(parts(50, 10, calls, available=False), "10 s", "aws-2026")["counters"]
    assert (counters["db"]["refused"], counters["f"]["errors"]) == (50, errors)
