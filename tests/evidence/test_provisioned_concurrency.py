"""Provisioned concurrency: AWS's examples, and what follows from its rules by arithmetic."""

import pytest

PROVES = (
    "simcore/awslambda/provisioned.py",
    "simcore/awslambda/scaling.py",
)

PREPARATION_S = 90  # assumed; AWS: a minute or two


def caller(**arrivals):
    return {"type": "client", "target": "worker", "arrivals": arrivals}


def function(**more):
    return {"type": "function", "timeout": 900, "init_duration": "100 ms", **more}


def total(result, metric):
    return sum(value or 0 for value in result["series"]["worker"][metric])


SPILLED = "ProvisionedConcurrencySpilloverInvocations"


class TestSpillover:
    """AWS Lambda Developer Guide, lambda-concurrency and gettingstarted-limits (12 Jul 2026):
    with provisioned concurrency 10, requests spill over at a concurrency above 10 or at more than
    100 requests a second, whichever comes first."""

    def test_by_concurrency(self, simulate):
        """11 together, of 1 s: ten provisioned, one not; 11 requests are far below 100 a second."""
        at_once = {"count": 11, "at": 5, "for": "1 ms", "spacing": "even"}
        parts = {
            "caller": caller(burst=at_once),
            "worker": function(duration="1 s", provisioned_concurrency=10),
        }
        found = simulate(parts, "10 s", "aws-2026")["counters"]["worker"]
        assert (found["provisioned_invocations"], found["spilled_over"]) == (10, 1)
        assert found["spilled_over.busy"] == found["cold_starts"] == 1

    def test_by_requests(self, simulate):
        """150 a second of 20 ms: three at a time, far below 10. In 20 s the ceiling lets 100 x 20
        and one second's worth more pass, of 3,000: 2,100 (within one of each end)."""
        parts = {
            "caller": caller(constant={"rate": "150/s"}),
            "worker": function(duration="20 ms", provisioned_concurrency=10),
        }
        found = simulate(parts, "20 s", "aws-2026")["counters"]["worker"]
        assert found["provisioned_invocations"] == pytest.approx(2_100, abs=2)
        assert found["spilled_over"] == found["spilled_over.requests"]
        assert found["provisioned_invocations"] + found["spilled_over"] == 3_000
        assert found["throttles"] == 0

    @pytest.mark.parametrize(("rate", "spills"), [(99, False), (101, True)])
    def test_just_below_and_just_above(self, simulate, rate, spills):
        """At 101 a second a second's reserve of 100 lasts 100 s; at 99 for ever."""
        parts = {
            "caller": caller(constant={"rate": rate}),
            "worker": function(duration="20 ms", provisioned_concurrency=10),
        }
        result = simulate(parts, "140 s", "aws-2026")
        assert bool(total(result, SPILLED)) is spills
        if spills:
            first = next(t for t, n in enumerate(result["series"]["worker"][SPILLED]) if n)
            assert first == pytest.approx(100, abs=2)


def test_provisioned_inside_reserved(simulate):
    """AWS Lambda Developer Guide, provisioned-concurrency (12 Jul 2026): provisioned 200, reserved
    400. Up to 200 are warm, 201 to 400 may start cold, above 400 is throttled although the
    account has 600 left."""
    at_once = {"count": 450, "at": 5, "for": "1 ms", "spacing": "even"}
    parts = {
        "caller": caller(burst=at_once),
        "worker": function(duration="3 s", provisioned_concurrency=200, reserved_concurrency=400),
    }
    result = simulate(parts, "10 s", "aws-2026")
    found = result["counters"]["worker"]
    assert found["provisioned_invocations"] == 200
    assert found["spilled_over"] == found["cold_starts"] == 200
    assert found["throttles.ReservedFunctionConcurrentInvocationLimitExceeded"] == 50
    assert max(result["series"]["account"]["ClaimedAccountConcurrency"]) == 400


class TestAllocation:
    """5,000 environments, asked for at the start of the run."""

    QUOTAS = {"lambda.account_concurrency": 10_000}  # noqa: RUF012

    def ready(self, simulate, profile, duration):
        asked = [{"at": 0, "value": 5_000}]
        parts = {
            "caller": caller(constant={"rate": "1/s"}),
            "worker": function(duration="100 ms", provisioned_schedule=asked),
        }
        result = simulate(parts, duration, profile, self.QUOTAS)
        return result["series"]["worker"]

    def test_none_serves_before_all_are_ready(self, simulate):
        """AWS Lambda Developer Guide, lambda-concurrency (12 Jul 2026): 6,000 a minute, and none
        is usable until all are: preparation + 5,000 / 100 a second = 90 s + 50 s."""
        series = self.ready(simulate, "aws-2026", "150 s")
        ready, allocated = series["Provisioned.ready"], series["Provisioned.allocated"]
        assert [ready.index(5_000), set(ready[:140])] == [140, {0}]
        assert [allocated[PREPARATION_S + s] for s in (0, 1, 25, 50)] == [0, 100, 2_500, 5_000]
        assert sum(series["ProvisionedConcurrencyInvocations"][:140]) == 0
        assert sum(series["ProvisionedConcurrencyInvocations"][141:]) == 9

    def test_before(self, simulate):
        """AWS Lambda Developer Guide of 14 November 2022, provisioned-concurrency: 3,000 at once in
        us-east-1, then 500 a minute: the other 2,000 take four minutes."""
        series = self.ready(simulate, "aws-2022", "340 s")
        ready = series["Provisioned.ready"]
        at = [ready[PREPARATION_S + 60 * minute] for minute in range(5)]
        assert at == [3_000, 3_500, 4_000, 4_500, 5_000]
        assert ready.index(5_000) == PREPARATION_S + 240

    def test_the_old_rate_is_the_regions(self, simulate):
        """The same page: two functions that ask for 2,000 each share the 3,000 and the 500 a
        minute, so that both are complete after two minutes instead of none."""
        asked = [{"at": 0, "value": 2_000}]
        part = function(duration="100 ms", provisioned_schedule=asked)
        parts = {"caller": caller(constant={"rate": "1/s"}), "worker": part, "other": part}
        for profile, after in (("aws-2022", 120), ("aws-2026", 20)):
            series = simulate(parts, "250 s", profile, self.QUOTAS)["series"]
            both = [series[f]["Provisioned.ready"].index(2_000) for f in ("worker", "other")]
            assert max(both) == PREPARATION_S + after


def test_what_is_claimed_is_not_there_for_the_others(simulate):
    """monitoring-concurrency (12 Jul 2026): claimed = unreserved in use + all reserved + all
    provisioned without reserved. Quota 1,000, reserved 300, provisioned 200: the third function
    can have 500; at 600 together, 100 are throttled with concurrency standing idle."""
    at_once = {"count": 600, "at": 5, "for": "1 ms", "spacing": "even"}
    idle = function(duration="1 s")
    parts = {
        "caller": caller(burst=at_once),
        "worker": function(duration="3 s"),
        "has-reserved": {**idle, "reserved_concurrency": 300},
        "has-provisioned": {**idle, "provisioned_concurrency": 200},
    }
    result = simulate(parts, "10 s", "aws-2026")
    assert result["counters"]["worker"]["throttles.ConcurrentInvocationLimitExceeded"] == 100
    claimed = result["series"]["account"]["ClaimedAccountConcurrency"]
    assert (claimed[0], max(claimed)) == (300 + 200, 300 + 200 + 500)
    assert max(result["series"]["account"]["ConcurrentExecutions"]) == 500


def test_all_of_reserved_provisioned(simulate):
    """provisioned-concurrency (12 Jul 2026): where all that is reserved is provisioned, what does
    not go to provisioned environments is throttled: 30 of 130."""
    at_once = {"count": 130, "at": 5, "for": "1 ms", "spacing": "even"}
    parts = {
        "caller": caller(burst=at_once),
        "worker": function(duration="2 s", provisioned_concurrency=100, reserved_concurrency=100),
    }
    found = simulate(parts, "10 s", "aws-2026")["counters"]["worker"]
    assert found["throttles.ReservedFunctionConcurrentInvocationLimitExceeded"] == 30
    assert (found["cold_starts"], found["spilled_over"]) == (0, 0)


class TestTargetTracking:
    """provisioned-concurrency (12 Jul 2026): target 0.7; the alarms at 0.7 and 0.63 need three data
    points of a minute; without data nothing shrinks. Step sizes are assumed."""

    def requested(self, simulate, rate, stop, duration, **bounds):
        tracking = {"target": 0.7, "maximum": 100, **bounds}
        parts = {
            "caller": {**caller(constant={"rate": rate}), "stop": stop},
            "worker": function(
                duration="1 s", provisioned_concurrency=10, provisioned_tracking=tracking
            ),
        }
        series = simulate(parts, duration, "aws-2026")["series"]["worker"]
        return series["Provisioned.requested"]

    def test_grows_after_three_minutes_above(self, simulate):
        """9 of 10 busy is 0.9: after three minutes ceil(10 x 0.9 / 0.7) = 13 are asked for (the
        first minute's average is a little lower, but above 0.7)."""
        requested = self.requested(simulate, "9/s", "10 min", "4 min")
        assert (set(requested[:180]), requested[180]) == ({10}, 13)

    @pytest.mark.parametrize("busy", [7, 6.5])
    def test_between_the_alarms_nothing_changes(self, simulate, busy):
        assert set(self.requested(simulate, f"{busy}/s", "10 min", "8 min")) == {10}

    def test_shrinks_slowly_below(self, simulate):
        """4 of 10 busy is 0.4, below 0.63: after three minutes one less (a tenth) every minute,
        down to ceil(4 / 0.7) = 6, where utilization is 0.67."""
        requested = self.requested(simulate, "4/s", "20 min", "10 min")
        at_minutes = [requested[60 * minute] for minute in range(2, 10)]
        assert at_minutes == [10, 9, 8, 7, 6, 6, 6, 6]

    def test_without_load_nothing_shrinks(self, simulate):
        """The load ends at once: no metric, INSUFFICIENT_DATA, and 10 stay."""
        assert set(self.requested(simulate, "1/s", "5 s", "10 min")) == {10}
