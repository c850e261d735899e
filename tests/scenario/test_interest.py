"""The knobs that a scenario names for its question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import simcore
from simcore.analysis.inputs import differing
from simcore.errors import Check, ScenarioInvalid
from simcore.scenario import check, knobs, load_scenario, of_interest, shipped
from simcore.scenario.interest import OWN_KNOBS

Bend = Callable[..., dict[str, Any]]


def about(found: list[Check]) -> list[tuple[str, str, str]]:
    return [(one.id, one.severity, one.path) for one in found if one.id.startswith("knob.")]


def test_a_path_alone_or_with_words_and_by_its_full_path(bend: Bend) -> None:
    said = [
        "worker.timeout",
        {"path": "components.orders.visibility_timeout", "label": "Hidden", "why": "for so long"},
        "duration",
        "quotas.lambda.account_concurrency",
    ]
    scenario = load_scenario(bend({"knobs": said}))
    assert of_interest(scenario) == [
        {"path": "components.worker.timeout", "label": "", "why": ""},
        {"path": "components.orders.visibility_timeout", "label": "Hidden", "why": "for so long"},
        {"path": "duration", "label": "", "why": ""},
        {"path": "quotas.lambda.account_concurrency", "label": "", "why": ""},
    ]
    assert about(check(bend({"knobs": said}))) == []


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("worker.timout", "worker.timeout"),
        ("nobody.timeout", "timeout"),
        ("worker.title", ""),
        ("components.worker", ""),
        ("components", ""),
        ("components.", ""),
        ("worker.", ""),
        ("tiemout", ""),
        ("quotas.lambda.acount_concurrency", "quotas.lambda.account_concurrency"),
    ],
)
def test_what_is_no_knob_is_said_with_those_that_are_near(said: str, hint: str, bend: Bend) -> None:
    found = [one for one in check(bend({"knobs": [said]})) if one.id.startswith("knob.")]
    assert about(found) == [("knob.unknown", "error", "knobs.0")]
    assert said in found[0].message
    assert hint in found[0].hint


@pytest.mark.parametrize(
    "said",
    [
        "producer.arrivals.burst.rate",
        "worker.duration.lognormal.median",
        "worker.cpu_work.constant",
    ],
)
def test_what_is_none_here_keeps_no_run_from_starting(said: str, bend: Bend) -> None:
    """Overrides may take away what a knob of interest belongs to: a trace, another profile."""
    assert about(check(bend({"knobs": [said]}))) == [("knob.not-offered", "warning", "knobs.0")]
    load_scenario(bend({"knobs": [said]}))


def test_a_knob_is_named_once_however_it_is_spelled(bend: Bend) -> None:
    said = ["worker.timeout", "components.worker.timeout"]
    assert about(check(bend({"knobs": said}))) == [("knob.twice", "error", "knobs.1")]


@pytest.mark.parametrize(
    ("said", "id"),
    [
        ([""], "format.too-short"),
        ([{"label": "Timeout"}], "format.missing-field"),
        ([{"path": "worker.timeout", "reason": "no"}], "format.unknown-field"),
        ([{"path": "worker.timeout", "why": "x" * 121}], "format.too-long"),
        ([3], "format.shape"),
        ("worker.timeout", "format.shape"),
        (["worker.timeout"] * 9, "format.count"),
    ],
)
def test_what_does_not_fit_the_format_is_said(said: Any, id: str, bend: Bend) -> None:
    with pytest.raises(ScenarioInvalid) as refused:
        load_scenario(bend({"knobs": said}))
    assert [one.id for one in refused.value.checks] == [id]


def test_they_change_nothing_that_a_run_gives(bend: Bend) -> None:
    one, other = (
        simcore.run(load_scenario(bend({"duration": 5, "knobs": said})))
        for said in ([], ["worker.timeout"])
    )
    assert one.fingerprint == other.fingerprint
    assert differing(one.as_dict()["manifest"], other.as_dict()["manifest"]) == []


@pytest.mark.parametrize("slug", sorted(shipped()))
def test_a_shipped_scenario_names_its_few(slug: str) -> None:
    scenario = load_scenario(slug)
    named = of_interest(scenario)
    offered = {*OWN_KNOBS, *(row["path"] for row in knobs(scenario))}
    assert 2 <= len(named) <= 6
    assert all(one["path"] in offered and one["why"] for one in named)
