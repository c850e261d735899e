"""Who lets requests in to APIs of API Gateway: usage plans, methods, the stage, the account.

EH-1, EH-2 and all other numbers are worked out by hand from the Amazon API Gateway Developer Guide
(text of April 2026).
"""

import pytest

from simcore.engine.token_bucket import TokenBucket
from simcore.quotas import load_profile
from simcore.roles.request import Request
from simcore.services.api_gateway.admission import Admission
from simcore.services.api_gateway.facts import BY_ACCOUNT, BY_METHOD, BY_PLAN, BY_QUOTA, BY_STAGE
from simcore.services.api_gateway.settings import PlanQuota, Rate, Throttling, UsagePlan
from tests.evidence.front_doors import FAST, api, burst, client

PROVES = ("simcore/services/api_gateway/admission.py",)
DAY = 86_400


def test_a_stage_with_a_bucket_of_200_and_100_a_second(answered):
    """EH-1 (api-gateway-request-throttling): 300 at once, 100 half a second later.

    200 are served and 100 refused; in 0.5 s 50 tokens come back: 50 served, 50 refused.
    """
    later = client(burst(100, at=0.5))
    front = api(throttle={"rate": 100, "burst": 200})
    found, result = answered(burst(300), 10, front, later=later)
    assert (found["site"]["responses"], found["site"]["throttles"]) == (200, 100)
    assert (found["later"]["responses"], found["later"]["throttles"]) == (50, 50)
    assert found["front"]["throttled.stage"] == found["front"]["throttled"] == 150
    assert sum(n or 0 for n in result["series"]["front"]["4XXError"]) == 150


def test_a_quota_that_is_used_up_refuses_with_429(answered):
    """EH-2 (QuotaSettings of the API model): of 1,000 a day 990 are gone at the start."""
    plan = {"quota": {"limit": 1_000, "period": "DAY", "offset": 990}}
    found, _ = answered(burst(25), 5, api(usage_plans=[plan]))
    assert found["front"]["answered_well"] == 10
    assert found["front"]["throttled.usage plan quota"] == found["site"]["throttles"] == 15


def test_who_has_no_key_takes_no_token_of_the_stage(answered):
    """The key comes before method, stage and account (order of steps; INVALID_API_KEY is 403).

    Ten callers, nine without a key: of 100 requests at once some 90 are 403, and those of the key
    fit into the 40 tokens of the stage.
    """
    plan = {"api_keys": 1, "throttle": {"rate": 1_000, "burst": 1_000}}
    front = api(usage_plans=[plan], throttle={"rate": 1, "burst": 40})
    sent = client(burst(100), callers={"uniform": {"count": 10}})
    found = answered(burst(1), 5, front, site=sent)[0]["front"]
    assert found["throttled"] == 0
    assert found["answered.403"] + found["answered_well"] == 100
    assert found["answered.403"] == pytest.approx(90, abs=12)


@pytest.mark.parametrize(("day", "served"), [(0, 900), (1, 1_000), (2, 1_000)])
def test_a_quota_is_there_anew_each_day(day, served):
    """EH-2: the first day 900, then 1,000."""
    plan = UsagePlan(1, quota=PlanQuota(1_000, DAY, offset=100))
    admission = Admission(Throttling((plan,)), TokenBucket(5_000, 10_000))
    seen = dict.fromkeys(range(3), 0)
    for n in range(3 * 1_200):
        now = n * DAY / 1_200
        by = admission.refuses(now, Request())
        assert by in (0, BY_QUOTA)
        seen[int(now // DAY)] += by == 0
    assert seen[day] == served


def test_who_refuses_first():
    """Usage plan, then method, else stage, then account (api-gateway-request-throttling)."""
    plans = (UsagePlan(1, Rate(1, 5)), UsagePlan(1))
    throttling = Throttling(plans, (("POST", Rate(1, 2)),), stage=Rate(1, 3))
    admission = Admission(throttling, TokenBucket(11, 1.0))

    def tried(n: int, request: Request) -> list[int]:
        return [admission.refuses(0.0, request) for _ in range(n)]

    assert tried(4, Request(caller=1)) == [0, 0, 0, BY_STAGE]
    assert tried(3, Request(caller=1, method="POST")) == [0, 0, BY_METHOD]
    # The first key has five: all are used up at the stage, which has none.
    assert tried(6, Request(caller=0)) == [BY_STAGE] * 5 + [BY_PLAN]
    account = Admission(Throttling(), admission.account)
    assert [account.refuses(0.0, Request()) for _ in range(7)] == [0] * 6 + [BY_ACCOUNT]


def test_a_larger_bucket_is_not_a_full_one():
    """What is left stays when a throttle changes, of the stage and of a key."""
    for small, large in (
        (Throttling(stage=Rate(1, 2)), Throttling(stage=Rate(1, 50))),
        (Throttling((UsagePlan(1, Rate(1, 2)),)), Throttling((UsagePlan(1, Rate(1, 50)),))),
    ):
        admission = Admission(small, TokenBucket(5_000, 10_000))
        assert sum(admission.refuses(0.0, Request()) == 0 for _ in range(9)) == 2
        admission.retune(large, 0.0)
        assert sum(admission.refuses(3.0, Request()) == 0 for _ in range(9)) == 3


def test_all_apis_share_the_bucket_of_the_account(simulate):
    """10,000 a second and 5,000 at once for all together (limits): 3,000 at once to each of two."""
    parts = {
        "a": client(burst(3_000)),
        "b": {**client(burst(3_000)), "target": "second"},
        "front": api(),
        "second": api(protocol="HTTP"),
        "worker": FAST,
    }
    quotas = {"lambda.account_concurrency": 10_000, "lambda.scaling_burst": 10_000}
    found = simulate(parts, 5, "aws-2026", quotas)["counters"]
    both = [found["front"], found["second"]]
    assert sum(one["received"] - one["throttled"] for one in both) == 5_000
    assert sum(one["throttled.account"] for one in both) == 1_000


@pytest.mark.parametrize(
    ("region", "rate", "burst_"),
    [("us-east-1", 10_000, 5_000), ("af-south-1", 2_500, 1_250), ("mx-central-1", 2_500, 1_250)],
)
def test_some_regions_have_a_quarter(region, rate, burst_):
    """limits, of April 2026: 13 Regions have 2,500 and 1,250."""
    profile = load_profile("aws-2026")
    rates = profile.row("apigateway.account_requests_per_second")
    assert (rates.in_region(region), len(rates.by_region)) == (rate, 13)
    assert profile.value("apigateway.account_burst", region) == burst_
