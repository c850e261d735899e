"""How fast an event source mapping scales out on a standard queue with a backlog."""

from pathlib import Path

import pytest

import simcore
from simcore.quotas import PROFILES
from tests import store

PROVES = (
    "simcore/awslambda/event_source_mapping/scaling.py",
    "simcore/awslambda/event_source_mapping/fleet.py",
)

ROOT = Path(__file__).resolve().parents[2]

MINUTES = (0, 1, 2, 3, 4, 5, 10, 16, 17, 20, 21)
OLD = (5, 65, 125, 185, 245, 305, 605, 965, 1_000, 1_000, 1_000)
OLD_1250 = (5, 65, 125, 185, 245, 305, 605, 965, 1_025, 1_205, 1_250)
NEW = (5, 305, 605, 905, 1_205, 1_250, 1_250, 1_250, 1_250, 1_250, 1_250)

CAP = "esm.sqs.pollers_max"
RAMP = "esm.sqs.ramp_per_min"

TABLES = [
    pytest.param("notes-2021", {}, OLD, id="notes-2021"),
    pytest.param("aws-2022", {}, OLD, id="aws-2022"),
    pytest.param("aws-2022", {CAP: 1_250}, OLD_1250, id="aws-2022 up to 1,250"),
    pytest.param("notes-2021", {CAP: 1_250}, OLD_1250, id="notes-2021 up to 1,250"),
    pytest.param("aws-2026", {}, NEW, id="aws-2026"),
    pytest.param("aws-2026", {RAMP: 60, CAP: 1_000}, OLD, id="aws-2026 with the old rate and cap"),
    pytest.param("aws-2022", {RAMP: 300, CAP: 1_250}, NEW, id="aws-2022 with the new rate and cap"),
]


def concurrency_by_minute(result, function):
    series = result["series"][function]["ConcurrentExecutions"]
    assert result["bin_s"] == 1
    return tuple(series[result["time_s"].index(60 * minute)] for minute in MINUTES)


@pytest.mark.parametrize(("profile", "quotas", "table"), TABLES)
def test_concurrency_by_minute(simulate, profile, quotas, table):
    """AWS Lambda Developer Guide, with-sqs of 14 November 2022 (5, then +60 a minute, at most
    1,000) and services-sqs-scaling of 12 July 2026 (+300 a minute, at most 1,250); AWS Compute
    Blog on faster polling (1,250 reached in about 20 minutes at +60). Even growth is derived."""
    result = simulate(
        {
            "orders": {
                "type": "queue",
                "visibility_timeout": "90 min",
                "initial_messages": 100_000,
            },
            "poll": {
                "type": "event_source_mapping",
                "source": "orders",
                "function": "worker",
                "batch_size": 10,
            },
            "worker": {
                "type": "function",
                "timeout": "15 min",
                "duration": "14 min",
                "init_duration": 0,
            },
        },
        "22 min",
        profile,
        {"lambda.account_concurrency": 3_000, **quotas},
    )
    assert concurrency_by_minute(result, "worker") == table
    assert sum(filter(None, result["series"]["worker"]["Throttles"])) == 0
    assert result["series"]["poll"]["Pollers"][60] == table[1]


@pytest.mark.parametrize(
    ("profile", "table"), [("notes-2021", OLD), ("aws-2022", OLD), ("aws-2026", NEW)]
)
def test_the_shipped_scenario_shows_the_table(profile, table):
    """The same rows from scenarios/sqs-ramp.yaml."""
    scenario = simcore.load_scenario(ROOT / "scenarios" / "sqs-ramp.yaml")
    result = store.result(scenario, profile=profile)
    assert concurrency_by_minute(result, "worker") == table
    assert sum(filter(None, result["series"]["worker"]["Throttles"])) == 0
    assert "orders" in result["series"]


@pytest.mark.parametrize("profile", PROFILES)
def test_growth_is_even_within_a_minute(simulate, profile):
    """Whether it comes in steps or evenly is not published; ours is even, in whole seconds."""
    result = simulate(
        {
            "orders": {"type": "queue", "visibility_timeout": 600, "initial_messages": 10_000},
            "poll": {
                "type": "event_source_mapping",
                "source": "orders",
                "function": "worker",
                "batch_size": 10,
            },
            "worker": {"type": "function", "timeout": 90, "duration": 90, "init_duration": 0},
        },
        "60 s",
        profile,
    )
    a_second = {"aws-2026": 5}.get(profile, 1)
    series = result["series"]["worker"]["ConcurrentExecutions"]
    assert series == [5 + a_second * second for second in range(60)]


def test_faster_polling_is_five_times_faster():
    """AWS Compute Blog on faster polling: 1,250 was reached in about 20 minutes, and now five
    times as fast. Exactly: 20.75 and 4.15 minutes."""
    assert ((1_250 - 5) / 60, (1_250 - 5) / 300) == (20.75, 4.15)
