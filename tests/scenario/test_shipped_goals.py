"""Every shipped scenario states what its summary claims as goals, and keeps to them."""

import pytest

from simcore import judge, load_scenario
from simcore.scenario import shipped
from tests.scenario.answers import result

CHANGES = {
    "async-retries": {"thumbnail__asynchronous__maximum_retry_attempts": 0},
    "healthy-queue-fills-dlq": {"jobs__visibility_timeout": "60 s"},
    "noisy-neighbour": {"checkout__reserved_concurrency": 40},
    "parallel-lanes": {"clicks-to-enrich__parallelization_factor": 4},
    "reserved-five": {"worker__reserved_concurrency": 12},
    "sqs-ramp": {"profile": "aws-2022"},
}
"""What each is cured or spoilt by, in its own words."""


@pytest.mark.parametrize("slug", sorted(shipped()))
def test_a_shipped_scenario_keeps_to_its_goals(slug: str) -> None:
    scenario = load_scenario(slug)
    assert scenario.goals
    broken = [one.words for one in judge(scenario, result(slug)).goals if one.status != "passed"]
    assert broken == []


@pytest.mark.parametrize("slug", sorted(CHANGES))
def test_its_goals_are_broken_by_what_its_description_says_to_try(slug: str) -> None:
    assert not judge(load_scenario(slug), result(slug, **CHANGES[slug])).passed
