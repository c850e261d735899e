"""Whatever a row is overridden with: it is refused with its name and range, or the run runs."""

from functools import cache

import pytest

import simcore
from simcore import Limits
from simcore.components import SPECS
from simcore.quotas import PROFILES, load_profile
from tests.quotas.everything import scenario
from tests.shares import SOAK, commit

ODD = (-1, -0.5, 1e-9, 1e300, float("nan"), float("inf"), "many", "", None, [], {}, "10 min", 2**70)
LIMITS = Limits(events=16_000, wall_s=60)
PART = 100
"""`make test` runs every hundredth of them, as the commit will have it; a soak all."""


@cache
def row_of(profile, key):
    return load_profile(profile).row(key)


def extremes(row):
    if isinstance(row.value, bool | str):
        return (True, False, 0, 1, *row.choices)
    return tuple(sorted({row.minimum, row.maximum, 0, 1, 0.5, row.value}))


TRIED = [
    (profile, row.key, value)
    for profile in PROFILES
    for row in load_profile(profile).rows()
    for value in extremes(row)
]
SHARE = [one for n, one in enumerate(TRIED) if SOAK or n % PART == int(commit(), 16) % PART]


def outcome(profile, key, value, **changes):
    """What becomes of a run of everything: its findings, or its status."""
    document = {**scenario(profile, 8), "quotas": {key: value}, **changes}
    findings = [check for check in simcore.check(document) if check.severity == "error"]
    if findings:
        assert all(check.path and check.message for check in findings)
        return findings
    return simcore.run(simcore.load_scenario(document), limits=LIMITS).status


@pytest.mark.parametrize(("profile", "key", "value"), SHARE)
def test_extremes_are_refused_or_run(profile, key, value):
    assert outcome(profile, key, value)


def taken(profile, key, value):
    """The value as the row has it then; or the complaint."""
    try:
        return load_profile(profile).override(key, value).value(key)
    except simcore.SimError as refused:
        return refused


@pytest.mark.parametrize("profile", PROFILES)
def test_every_row_takes_or_refuses_anything_by_name(profile):
    for row in load_profile(profile).rows():
        for value in (*ODD, *extremes(row)):
            found = taken(profile, row.key, value)
            if isinstance(found, simcore.SimError):
                assert row.key in str(found)
            else:
                assert isinstance(found, bool | str) or row.minimum <= found <= row.maximum


@pytest.mark.parametrize("value", [None, [], {}, float("nan"), 2**70, "\x00"])
def test_what_is_no_value_is_a_finding(value):
    found = outcome("aws-2026", "lambda.account_concurrency", value)
    assert all(check.path.startswith("quotas") for check in found)


def test_a_new_account_has_a_concurrency_of_ten():
    """Less than what has to stay unreserved: it works, and reserves nothing."""
    assert outcome("aws-2026", "lambda.account_concurrency", 10) != "finished"  # 2 provisioned
    calls = {"type": "client", "target": "worker", "arrivals": {"constant": {"rate": 40}}}
    worker = {"type": "function", "timeout": 3, "duration": 1}
    small = {"components": {"shop": calls, "worker": worker}, "interventions": []}
    assert outcome("aws-2026", "lambda.account_concurrency", 10, **small) == "finished"
    document = {**scenario("aws-2026"), "quotas": {"lambda.account_concurrency": 10}, **small}
    series = simcore.run(simcore.load_scenario(document)).as_dict()["series"]["worker"]
    assert max(series["ConcurrentExecutions"]) == 10
    worker["reserved_concurrency"] = 1
    (found,) = outcome("aws-2026", "lambda.account_concurrency", 10, **small)
    assert found.id == "function.reserved-above-account"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sqs.long_poll_max_s", 0),
        ("lambda.scaling_burst", 0),
        ("esm.sqs.poller_concurrency", 1e9),
        ("lambda.restore_duration_s", 1e9),
        ("sqs.duplicate_rate", 1.5),
    ],
)
def test_what_once_brought_a_run_down_is_refused_with_its_range(key, value):
    (found,) = outcome("aws-2026", key, value)
    assert found.path == f"quotas.{key}"
    assert "lies between" in found.message


def test_everything_has_a_component_of_every_type():
    """Else the quotas of a type that is left out are tried on nothing."""
    named = {part["type"] for part in scenario("aws-2026")["components"].values()}
    assert named == set(SPECS)
