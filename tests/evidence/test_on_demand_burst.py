"""The burst of 10,000 requests in AWS's Lambda Operator Guide, old scaling rate."""

from itertools import pairwise

import pytest

PROVES = (
    "simcore/awslambda/account.py",
    "simcore/awslambda/function.py",
)

# minutes over which 10,000 requests are spread: (arrivals, served, throttled) of each minute
SPREADS = {
    1: [(10_000, 3_000, 7_000)],
    2: [(5_000, 3_000, 2_000), (5_000, 3_500, 1_500)],
    3: [(3_333, 3_000, 333), (3_333, 3_333, 0), (3_334, 3_334, 0)],
    4: [(2_500, 2_500, 0)] * 4,
}


def burst(minute, count):
    """All requests of the minute, together."""
    at_once = {"count": count, "at": 60 * minute, "for": "1 ms", "spacing": "even"}
    return {"type": "client", "target": "worker", "arrivals": {"burst": at_once}}


def minutes_of(result, total_from, component, metric):
    count = len(result["time_s"]) // 60
    bounds = pairwise(range(0, 60 * (count + 1), 60))
    return [total_from(result, component, metric, *bound) for bound in bounds]


@pytest.mark.parametrize("profile", ["aws-2022", "notes-2021"])
@pytest.mark.parametrize("duration", ["1 s", "30 s"])
@pytest.mark.parametrize("minutes", SPREADS)
def test_ten_thousand_requests_spread_over_one_to_four_minutes(
    simulate, total_from, minutes, duration, profile
):
    """AWS Lambda Operator Guide (serverlessland.com), "Scaling and concurrency in Lambda":
    account limit 10,000; burst 3,000 in us-east-1, then +500 a minute; requests of 1 to 30 s.
    The rule itself: AWS Lambda Developer Guide of 14 November 2022, invocation-scaling."""
    rows = SPREADS[minutes]
    result = simulate(
        {
            **{f"minute-{m}": burst(m, row[0]) for m, row in enumerate(rows)},
            "worker": {
                "type": "function",
                "timeout": "60 s",
                "duration": duration,
                "init_duration": 0,
            },
        },
        f"{minutes} min",
        profile,
        {"lambda.account_concurrency": 10_000},
    )
    assert minutes_of(result, total_from, "worker", "Invocations") == [row[1] for row in rows]
    assert minutes_of(result, total_from, "worker", "Throttles") == [row[2] for row in rows]
    for minute, (arrivals, _, throttled) in enumerate(rows):
        client = f"minute-{minute}"
        assert sum(filter(None, result["series"][client]["Requests"])) == arrivals
        assert sum(filter(None, result["series"][client]["Throttles"])) == throttled


def test_four_minutes_need_2500_cold_starts_and_then_none(simulate, total_from):
    """The same page: at 2,500 a minute, all are cold in minute one and warm after."""
    result = simulate(
        {
            **{f"minute-{m}": burst(m, 2_500) for m in range(4)},
            "worker": {"type": "function", "timeout": 60, "duration": 10, "init_duration": 0.1},
        },
        "4 min",
        "aws-2022",
        {"lambda.account_concurrency": 10_000},
    )
    cold = minutes_of(result, total_from, "worker", "ColdStarts")
    assert cold == [2_500, 0, 0, 0]


@pytest.mark.parametrize("minutes", SPREADS)
def test_the_table_is_the_arithmetic_of_the_rule(minutes):
    """Served: what is warm, and as many new environments as the burst and +500 a minute allow."""
    warm, allowance = 0, 3_000
    for arrivals, served, throttled in SPREADS[minutes]:
        new = min(max(arrivals - warm, 0), allowance)
        assert (min(arrivals, warm + new), arrivals - served) == (served, throttled)
        warm, allowance = warm + new, min(allowance - new + 500, 3_000)
