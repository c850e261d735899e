"""An alias that sends a share of the requests to an additional version.

AWS Lambda API model 2015-03-31, RoutingConfig AdditionalVersionWeights (botocore 1.44.5): of two
versions the second gets its weight of the requests, each request by chance."""

import pytest

PROVES = (
    "simcore/awslambda/alias.py",
    "simcore/awslambda/version.py",
)


def parts(rate, **version):
    return {
        "caller": {
            "type": "client",
            "target": "worker",
            "arrivals": {"constant": {"rate": rate}},
        },
        "worker": {
            "type": "function",
            "timeout": 30,
            "duration": "100 ms",
            "init_duration": "50 ms",
            "additional_version": version,
        },
    }


def test_the_share_is_the_weight(simulate):
    """20,000 requests at 10 %: 2,000, and four standard errors of sqrt(20,000 x 0.1 x 0.9) = 42."""
    found = simulate(parts("200/s", weight="10 %"), "100 s", "aws-2026")["counters"]["worker"]
    assert found["additional_version_invocations"] == pytest.approx(2_000, abs=4 * 42.4)
    assert found["invocations"] == 20_000


def test_a_bad_version_fails_on_its_own(simulate):
    """Every invocation of the additional version fails, and none of the main one."""
    found = simulate(parts("50/s", weight=0.2, error_rate=1), "60 s", "aws-2026")
    worker = found["counters"]["worker"]
    assert worker["errors"] == worker["additional_version_errors"] > 500
    running = worker["environments_init"] + worker["environments_busy"]
    ended = worker["successes"] + worker["errors"]
    assert worker["invocations"] == ended + running
    assert sum(found["series"]["worker"]["AdditionalVersion.Errors"]) == worker["errors"]


@pytest.mark.parametrize(("weight", "cold"), [(0, 1), (1, 1), (0.5, 2)])
def test_versions_do_not_share_environments(simulate, weight, cold):
    """One request at a time needs one environment, of each version that gets requests."""
    found = simulate(parts("1/s", weight=weight), "60 s", "aws-2026")["counters"]["worker"]
    assert found["cold_starts"] == found["environments_started"] == cold


def test_versions_share_what_is_reserved(simulate):
    """Reserved 10 for both: durations of 1 s and 3 s at equal weight, far more requests than that:
    ten at a time, never more; the mean duration is 2 s, so 10 / 2 s = 5 a second pass."""
    loaded = parts("100/s", weight=0.5)
    loaded["worker"] |= {"duration": "1 s", "reserved_concurrency": 10}
    loaded["worker"]["additional_version"]["duration"] = "3 s"
    result = simulate(loaded, "400 s", "aws-2026")
    assert max(result["series"]["worker"]["ConcurrentExecutions"]) == 10
    assert result["counters"]["worker"]["invocations"] / 400 == pytest.approx(5, rel=0.05)


def test_provisioned_concurrency_is_a_versions(simulate):
    """Provisioned for the additional version only: its requests start warm, the others cold."""
    version = {"weight": 0.5, "provisioned_concurrency": 5}
    found = simulate(parts("20/s", **version), "60 s", "aws-2026")["counters"]["worker"]
    assert found["provisioned_invocations"] == found["additional_version_invocations"]
    assert 0 < found["cold_starts"] < 6
    assert found["spilled_over"] == 0
