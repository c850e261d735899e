"""What goals are part of: the file they stand in, and nothing that a run gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

import simcore
from simcore.analysis.inputs import differing
from simcore.errors import ScenarioInvalid
from simcore.scenario import json_schema, load_scenario

Bend = Callable[..., dict[str, Any]]
EXPECT = {"worker": {"p99_duration": "< 2 s", "errors": 0}, "drained by": "4 min"}


def test_goals_are_kept_as_they_were_said(bend: Bend) -> None:
    scenario = load_scenario(bend({"expect": EXPECT, "may_fail": "10 %"}))
    assert scenario.document()["expect"] == EXPECT
    assert load_scenario(scenario.document()) == scenario
    assert scenario.may_fail == 0.1
    assert [goal.title for goal in scenario.goals] == [
        "worker: p99_duration < 2 s", "worker: errors == 0", "drained by 4 min",
    ]  # fmt: skip
    jsonschema.Draft202012Validator(json_schema()).validate(bend({"expect": EXPECT}))


def test_they_change_nothing_that_a_run_gives(bend: Bend) -> None:
    one, other = (
        simcore.run(load_scenario(bend({"duration": 5, **said})))
        for said in ({}, {"expect": EXPECT, "may_fail": 0.5})
    )
    assert one.fingerprint == other.fingerprint
    assert differing(one.as_dict()["manifest"], other.as_dict()["manifest"]) == []
    assert "expect" not in other.as_dict()["manifest"]["scenario"]


@pytest.mark.parametrize("path", ["expect", "may_fail", "expect.worker"])
def test_no_override_reaches_them(path: str, bend: Bend) -> None:
    with pytest.raises(ScenarioInvalid) as refused:
        load_scenario(bend({"expect": EXPECT}), overrides={path: {}})
    assert refused.value.checks[0].id == "override.unknown-path"
