"""Step Functions: its quotas, its Map Runs and what it charges, by AWS's numbers."""

import pytest

from simcore.asl.local import execute
from simcore.services.step_functions.billing import billed
from simcore.services.step_functions.settings import BillingSettings
from tests.evidence.step_function_parts import INSTANT, at, machine, many, started

PROVES = (
    "simcore/services/step_functions/machine.py",
    "simcore/services/step_functions/map_runs.py",
    "simcore/services/step_functions/pacing.py",
)

DONE = machine({"Done": {"Type": "Succeed"}})


@pytest.fixture
def outcome(simulate):
    """Executions that are started at some times, of one machine."""

    def run(components, duration, quotas=None, **more):
        return simulate(components, duration, "aws-2026", {**INSTANT, **(quotas or {})}, **more)

    return run


def longest_ms(found, component="machine"):
    return found["percentiles"][component]["ExecutionTime"]["max"]


def test_children_of_a_map_run_are_dispatched_at_a_thousand_express_ones_a_second(outcome):
    """service-quotas, 2026: 250,000 items in batches of 100, express children of no
    time: 2,500 children, the last of them after 2.5 s. Here a tenth of the items, in batches of a
    tenth."""
    states = {"Each": many("EXPRESS", ItemBatcher={"MaxItemsPerBatch": 10})}
    clock = started(at(1, 1))
    items = {"Each": {"count": 25_000}}
    found = outcome({"clock": clock, "machine": machine(states, items=items)}, 10)
    assert found["counters"]["machine"]["child_executions_succeeded"] == 2_500
    assert longest_ms(found) == pytest.approx(2_500, abs=0.01)


def test_and_at_a_hundred_standard_ones(outcome):
    """service-quotas, 2026: 9,000 standard children: the last one after 90 s."""
    states = {"Each": many("STANDARD")}
    clock = started(at(1, 1))
    items = {"Each": {"count": 9_000}}
    found = outcome({"clock": clock, "machine": machine(states, items=items)}, 100)
    assert found["counters"]["machine"]["child_executions_succeeded"] == 9_000
    assert longest_ms(found) == pytest.approx(90_000, abs=0.01)
    assert found["counters"]["machine"]["transitions"] == 9_001


def test_start_execution_has_a_bucket_that_refuses(outcome):
    """service-quotas, 2026: 2,000 calls at once, 500 a second later: 1,300 and 300
    of them are accepted."""
    found = outcome({"clock": started(at(10, 2_000), at(11, 500)), "machine": DONE}, 15)
    assert found["series"]["machine"]["StartsRefused"][10:12] == [700, 200]
    assert found["series"]["machine"]["ExecutionsStarted"][10:12] == [1_300, 300]


def test_a_steady_rate_above_it_is_refused_when_the_bucket_is_empty(outcome):
    """400 a second against a refill of 300: after 1,300 / (400 - 300) = 13 s."""
    site = {
        "type": "client",
        "target": "machine",
        "arrivals": {"constant": {"rate": 400}},
    }
    found = outcome({"site": site, "machine": DONE}, 15)
    first = next(flag for flag in found["flags"] if flag["kind"] == "first_start_refused")
    assert first["t_s"] == pytest.approx(13.0, abs=0.01)
    assert first["detail"] == "ThrottlingException"


@pytest.mark.parametrize(
    ("region", "throttled", "last_s"), [("us-east-1", 7_000, 1.4), ("eu-north-1", 11_200, 14.0)]
)
def test_transitions_wait_for_the_bucket(outcome, region, throttled, last_s):
    """service-quotas, 2026: 12,000 transitions at once: what is above the bucket
    waits for its refill, and is counted as ExecutionThrottled."""
    starts = {"stepfunctions.start_execution_bucket": 20_000}
    clock = started(at(1, 12_000))
    found = outcome({"clock": clock, "machine": DONE}, 20, quotas=starts, region=region)
    assert found["counters"]["machine"]["executions_succeeded"] == 12_000
    assert found["counters"]["machine"]["transitions_throttled"] == throttled
    assert longest_ms(found) == pytest.approx(last_s * 1_000, abs=3)  # to start all takes 2 ms


def test_map_runs_beyond_a_thousand_wait(outcome):
    """procedure-cw-metrics, 2026: of 1,003 Map Runs that begin together 1,000 are
    open, and the backlog is 3."""
    waits = {"Type": "Wait", "Seconds": 20, "End": True}
    states = {"Each": many("EXPRESS", one=waits)}
    clock = started(at(1, 1_003))
    items = {"Each": {"count": 1}}
    found = outcome({"clock": clock, "machine": machine(states, items=items)}, 50)
    assert found["series"]["machine"]["ApproximateOpenMapRunCount"][10] == 1_000
    assert found["series"]["machine"]["ApproximateMapRunBacklogSize"][10] == 3
    assert found["counters"]["machine"]["executions_succeeded"] == 1_003


def test_every_state_and_every_retry_is_a_transition_that_is_charged(outcome):
    """A million executions of five states with one retry each are 6 million
    transitions: 150.00 USD; here 10,000 times fewer. 4,000 a month are free: 0.10 USD."""
    retried = {"Retry": [{"ErrorEquals": ["States.ALL"]}], "Next": "B"}
    fails = {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", **retried}
    rest = {name: {"Type": "Pass", "Next": to} for name, to in ("BC", "CD", "DE")}
    states = {"A": fails, **rest, "E": {"Type": "Succeed"}}
    tasks = {"A": {"errors": [{"error": "Busy", "attempts": [0]}], "duration": 0}}
    found = outcome({"clock": started(at(1, 100)), "machine": machine(states, tasks=tasks)}, 10)
    (line,) = [line for line in found["cost"]["items"] if line["component"] == "machine"]
    assert (line["item"], line["quantity"]) == ("transitions", 600)
    assert line["usd"] * 10_000 == pytest.approx(150.0)
    assert line["price_usd"] * 4_000 == pytest.approx(0.10)


def test_an_express_workflow_is_charged_by_its_duration_and_memory(outcome):
    """aws.amazon.com/step-functions/pricing (2026): 100 million executions of 10 s in 64 MB are
    62,500,000 GB-seconds, and 100.00 USD for the requests; here a million times fewer."""
    states = {"Waits": {"Type": "Wait", "Seconds": 10, "End": True}}
    express = machine(states, workflow="express")
    found = outcome({"clock": started(at(1, 100)), "machine": express}, 15)
    lines = {line["item"]: line for line in found["cost"]["items"]}
    assert lines["duration"]["quantity"] == pytest.approx(62.5)
    assert lines["executions"]["usd"] * 1e6 == pytest.approx(100.0)
    assert "transitions" not in lines
    assert found["counters"]["machine"]["transitions"] == 0


KB, MB = 1_024, 1_024 * 1_024


def test_a_workflow_that_waits_for_its_retries_pays_for_the_wait():
    """Recorded on AWS (localstack, test_express_sync): the default retrier, three waits of 1, 2 and
    4 s beside about 0.6 s of work, is billed for 7,600 ms and 64 MB."""
    retry = [{"ErrorEquals": ["States.ALL"]}]
    task = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Retry": retry}
    fails = {"Throw": {"Error": "Bad"}, "Seconds": 0.14}
    states = {"S": {**task, "Parameters": {"FunctionName": "f"}, "End": True}}
    one = execute({"StartAt": "S", "States": states}, {}, {"S": fails}, workflow="EXPRESS")
    assert one.stopped == pytest.approx(1 + 2 + 4 + 4 * 0.14)
    settings = BillingSettings(100, 64, 50 * MB + 1 * KB, 0)
    assert billed(settings, one.stopped, 2) == (7_600, 64)


def test_memory_is_that_of_the_definition_and_of_the_data_of_all_steps():
    """aws.amazon.com/step-functions/pricing (2026): 50 KB of definition and 400 Map steps with 32
    KB are 62.85 MB, billed as 64."""
    settings = BillingSettings(100, 64, 50 * MB + 50 * KB, 400)
    assert billed(settings, 1.0, 32 * KB) == (1_000, 64)
    assert billed(settings, 1.0, 36 * KB) == (1_000, 128)
