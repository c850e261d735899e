"""Which limit refused invocations: of the function, of the account, of a neighbour, of the rate."""

import pytest

from simcore.awslambda.reading.views.bound_by import NAMES as BOUNDS
from simcore.awslambda.reading.views.limited_by import NAMES as LIMITS
from tests.insights.recordings import CLIENT, FUNCTION, QUEUE, Recording, components

TEN_QUIET = [None] * 10


def throttled(
    limit: str, worker=None, others=None, refused=20, flags=(), scenario=None
) -> Recording:
    """From 0:10 to 0:20 a limit refuses so many in all."""
    binding = LIMITS.index(limit)
    series = {
        "worker": {
            "LimitedBy": [*TEN_QUIET, *[binding] * 10, None],
            "Throttles": [0] * 12 + [refused // 2] * 2 + [0],
            "Invocations": [5],
            "ConcurrentExecutions": [5] * 10 + [50] * 10 + [5],
            "Environments.busy": [5] * 10 + [50] * 10 + [5],
            "Managed.serving": [5] * 10 + [9],
        }
    }
    around = {"callers": CLIENT}
    for id, running in (others or {}).items():
        around[id] = FUNCTION
        series[id] = {"ConcurrentExecutions": [running], "Environments.busy": [running]}
    counters = {"worker": {"throttles": refused}}
    parts = components(worker, **around)
    return Recording(parts, series, counters, flags=list(flags), scenario=scenario or {})


MANAGED = {
    "memory": "4096 MB",
    "capacity": {"managed_instances": {"minimum_execution_environments": 3}},
}

CASES = {
    "scaling-rate-bound": throttled("scaling rate"),
    "reserved-bound": throttled("reserved concurrency", {"reserved_concurrency": 50}),
    "account-bound": throttled("account concurrency"),
    "account-bound-by-neighbour": throttled("account concurrency", others={"import": 950}),
    "requests-rate-bound": throttled("requests per second"),
    "managed-instances-full": throttled("managed environments", MANAGED),
}


@pytest.mark.parametrize("kind", CASES)
def test_a_limit_that_refuses_is_told(kind):
    found = CASES[kind].found(kind)
    assert found is not None
    assert (found.component, found.t, found.until) == ("worker", 12.0, 20.0)
    assert "20 of 60 attempts (33 %) were refused" in found.why
    assert found.rule.url.startswith("https://docs.aws.amazon.com/lambda/latest/dg/")
    assert found.derived
    assert (found.evidence[0].metric, found.evidence[0].t) == ("Throttles", 12.0)
    assert CASES[kind].takes(found)


@pytest.mark.parametrize("kind", CASES)
def test_no_other_limit_is_told_of(kind):
    others = set(CASES) - {kind}
    assert [CASES[kind].found(other) for other in others] == [None] * len(others)


@pytest.mark.parametrize("limit", ["scaling rate", "reserved concurrency", "account concurrency"])
def test_what_hardly_refuses_is_not_worth_a_word(limit):
    assert throttled(limit, {"reserved_concurrency": 50}, refused=8).insights() == []


def test_the_first_refusal_is_told_exactly_where_a_flag_has_it():
    flag = {"t_s": 12.25, "kind": "first_throttle", "component": "worker", "detail": ""}
    found = throttled("account concurrency", flags=[flag]).found("account-bound")
    assert found.t == 12.25


def test_a_neighbour_that_runs_less_is_not_blamed():
    both = throttled("account concurrency", others={"import": 20})
    assert both.found("account-bound-by-neighbour") is None
    assert both.found("account-bound") is not None


@pytest.mark.parametrize(("running", "blamed"), [(50, False), (51, True)])
def test_a_neighbour_has_more_than_half(running, blamed):
    both = throttled("account concurrency", others={"import": running})
    assert (both.found("account-bound-by-neighbour") is not None) is blamed


def test_what_two_ran_on_average_is_no_sum_of_their_highest():
    """In turn: each ran all of the account's at some moment of every bin."""
    both = throttled("account concurrency", others={"import": 900})
    for id in ("worker", "import"):
        both.recorded["series"][id]["ConcurrentExecutions"] = [1000] * 60
    found = both.found("account-bound-by-neighbour")
    assert "on average 900 environments of import and 50 of worker were busy" in found.why


def test_what_ran_before_less_was_reserved_is_not_in_use_of_that():
    """Two run, and from 0:10 on one is reserved."""
    path = "components.worker.reserved_concurrency"
    told = {"interventions": [{"action": "set", "at": "10 s", "values": {path: 1}}]}
    run = throttled("reserved concurrency", {"reserved_concurrency": 60}, scenario=told)
    assert "with 1 of 1 reserved in use" in run.found("reserved-bound").why


def test_a_bin_of_before_and_after_tells_of_neither():
    """From 0:15.5 on there is more, and from 0:20 on none is refused."""
    path = "components.worker.reserved_concurrency"
    told = {"interventions": [{"action": "set", "at": "15.5 s", "values": {path: 80}}]}
    run = throttled("reserved concurrency", {"reserved_concurrency": 50}, scenario=told)
    run.recorded["series"]["worker"]["ConcurrentExecutions"] = [50] * 15 + [80] * 45
    found = run.found("reserved-bound")
    assert (found.t, found.until) == (12.0, 15.0)
    assert "with 50 of 50 reserved in use" in found.why


def test_the_rate_of_requests_is_of_the_bins_in_which_they_are_counted():
    """All of a bin began, although the first was refused in its last tenth."""
    flag = {"t_s": 12.9, "kind": "first_throttle", "component": "worker", "detail": ""}
    found = throttled("requests per second", flags=[flag]).found("requests-rate-bound")
    assert "while 5 a second began" in found.why


def test_a_function_is_offered_no_more_than_can_be_reserved():
    full = throttled("reserved concurrency", {"reserved_concurrency": 900})
    assert full.found("reserved-bound").attempt is None


def test_the_rule_is_that_of_the_runs_own_profile():
    now = CASES["account-bound"].found("account-bound").rule
    own = throttled("account concurrency")
    own.scenario = own.scenario.model_copy(update={"quotas": {"lambda.account_concurrency": 77}})
    assert "1,000 concurrent executions." in now.text
    assert "77 concurrent executions (this scenario's own)." in own.found("account-bound").rule.text


def test_what_was_told_on_the_way_holds_from_then_on():
    """Nothing is reserved until 0:05, when fifty are."""
    path = "components.worker.reserved_concurrency"
    told = {"interventions": [{"action": "set", "at": "5 s", "values": {path: 50}}]}
    early, late = (
        throttled("reserved concurrency", scenario=told | {"duration": "60 s"}),
        throttled("reserved concurrency"),
    )
    found = early.found("reserved-bound")
    assert "with 50 of 50 reserved in use" in found.why
    assert found.attempt.value == 100
    assert late.found("reserved-bound").attempt is None


# Pollers.


def polled(rule: str, pollers: list[int], waiting=5000, failed=0, mapping=None, errors=0):
    """The rule binds for all of a minute."""
    series = {
        "mapping": {
            "BoundBy": [BOUNDS.index(rule)],
            "Pollers": pollers,
            "FailedInvokeEventCount": [failed],
        },
        "orders": {"ApproximateNumberOfMessagesVisible": [waiting]},
        "worker": {"Errors": [errors], "Throttles": [0]},
    }
    parts = components(**{**QUEUE, "mapping": QUEUE["mapping"] | (mapping or {})})
    counters = {"mapping": {"batches_failed": failed * 60}}
    return Recording(parts, series, counters)


RAMP = [5 * n for n in range(1, 61)]
"""300 more a minute."""


@pytest.mark.parametrize("cap", ["pollers", "event pollers", "maximum concurrency"])
def test_a_cap_on_pollers_is_told(cap):
    run = polled(cap, [100], mapping={"maximum_concurrency": 100, "batch_size": 5})
    found = run.found("pollers-bound")
    assert (found.component, found.t, found.until) == ("mapping", 0.0, 60.0)
    assert "100 batches at a time were taken from orders, where up to 5,000" in found.why
    assert run.takes(found)


def test_a_cap_is_no_matter_where_no_more_waits_than_is_taken_at_once():
    assert polled("pollers", [100], waiting=900).insights() == []


def test_the_ramp_is_told_while_it_grows():
    run = polled("pollers being added", RAMP, mapping={"batch_size": 5})
    found = run.found("pollers-being-added")
    assert "From 5 to 300 in 60 s" in found.why
    assert "300 concurrent batches per minute" in found.rule.text
    assert run.takes(found)
    assert run.found("errors-shrink-pollers") is None


def test_in_provisioned_mode_the_ramp_is_that_of_its_pollers():
    mapping = {"batch_size": 5, "provisioned_pollers": {"minimum": 5, "maximum": 2_000}}
    faster = [17 * n for n in range(1, 61)]
    found = polled("pollers being added", faster, mapping=mapping).found("pollers-being-added")
    assert "300 concurrent batches per minute" not in found.rule.text
    assert "1,000" in found.rule.text


def test_the_ramp_is_no_matter_where_everything_is_taken():
    assert polled("pollers being added", RAMP, waiting=20).insights() == []


def test_errors_that_eat_up_the_ramp_are_told():
    run = polled("pollers being added", [50], failed=20, errors=2)
    found = run.found("errors-shrink-pollers")
    assert "from 50 to 50 pollers, while 1,200 messages failed" in found.why
    assert "would have added 295" in found.why
    assert run.takes(found)
    assert run.found("pollers-being-added") is None


@pytest.mark.parametrize(
    ("pollers", "errors"), [(RAMP, 2), ([50], 0.1)], ids=["it grows", "too few errors"]
)
def test_errors_are_not_blamed_for_what_they_do_not_explain(pollers, errors):
    run = polled("pollers being added", pollers, failed=20, errors=errors)
    assert run.found("errors-shrink-pollers") is None
