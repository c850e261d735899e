"""Changing a scenario by paths."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcore.errors import ScenarioInvalid
from simcore.scenario import apply_overrides, full_path, load_scenario
from tests.scenario.small import SMALL

OVERRIDES: dict[str, Any] = {
    "worker.reserved_concurrency": 7,
    "components.worker.timeout": "5 s",
    "worker.duration.lognormal.median": "1 s",
    "worker.duration.lognormal.p99": "2 s",
    "producer.arrivals.poisson.rate": "3/s",
    "orders.redrive.max_receive_count": 9,
    "mapping.maximum_concurrency": 5,
    "quotas.lambda.account_concurrency": 500,
    "seed": 12,
    "duration": "1 min",
}


def test_short_and_full_paths_mean_the_same() -> None:
    short = apply_overrides(SMALL, {"worker.timeout": 5})
    assert short == apply_overrides(SMALL, {"components.worker.timeout": 5})
    assert short["components"]["worker"]["timeout"] == 5
    assert full_path(SMALL, "worker.timeout") == "components.worker.timeout"


def test_the_document_itself_stays() -> None:
    before = deepcopy(SMALL)
    apply_overrides(SMALL, OVERRIDES)
    assert before == SMALL


@given(st.permutations(list(OVERRIDES.items())))
def test_the_order_does_not_matter(items: list[tuple[str, Any]]) -> None:
    assert apply_overrides(SMALL, dict(items)) == apply_overrides(SMALL, OVERRIDES)


@given(st.dictionaries(st.sampled_from(list(OVERRIDES)), st.none() | st.integers() | st.text()))
def test_twice_is_once(overrides: dict[str, Any]) -> None:
    try:
        once = apply_overrides(SMALL, overrides)
    except ScenarioInvalid:
        return
    assert apply_overrides(once, overrides) == once


def test_a_part_of_a_plain_distribution() -> None:
    changed = apply_overrides(SMALL, {"worker.duration.constant": "1 s"})
    assert changed["components"]["worker"]["duration"] == {"constant": "1 s"}


def test_another_kind_replaces_the_kind() -> None:
    changed = apply_overrides(SMALL, {"producer.arrivals.constant.rate": 5})
    assert changed["components"]["producer"]["arrivals"] == {"constant": {"rate": 5}}


def test_one_kind_keeps_its_other_parts() -> None:
    base = apply_overrides(SMALL, {"worker.duration": {"lognormal": {"median": 1, "p99": 2}}})
    changed = apply_overrides(base, {"worker.duration.lognormal.p99": 3})
    assert changed["components"]["worker"]["duration"] == {"lognormal": {"median": 1, "p99": 3}}


def test_the_whole_comes_before_its_part() -> None:
    overrides = {"producer.arrivals.poisson.rate": 2, "producer.arrivals": {"poisson": {"rate": 1}}}
    changed = apply_overrides(SMALL, overrides)
    assert changed["components"]["producer"]["arrivals"] == {"poisson": {"rate": 2}}


def test_a_field_that_was_left_out() -> None:
    changed = apply_overrides(SMALL, {"orders-dlq.redrive.dead_letter_queue": "orders"})
    assert changed["components"]["orders-dlq"]["redrive"] == {"dead_letter_queue": "orders"}


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("worker.timout", "worker.timeout"),
        ("components.worker.timout", "worker.timeout"),
        ("wroker.timeout", "worker.timeout"),
        ("produration", "duration"),
        ("worker", "worker.title"),
        ("worker.type", ""),
        ("worker.timeout.seconds", "worker.timeout"),
        ("components", ""),
        ("components.", ""),
        ("quotas", ""),
        ("format", ""),
        ("", ""),
        ("." * 50, ""),
        ("a." * 500, ""),
        ("worker.__class__", ""),
        ("producer.arrivals.poisson.rate.x", "producer.arrivals.poisson.rate"),
    ],
)
def test_an_unknown_path_is_refused(path: str, hint: str) -> None:
    with pytest.raises(ScenarioInvalid) as caught:
        apply_overrides(SMALL, {path: 1})
    (finding,) = caught.value.checks
    assert finding.id == "override.unknown-path"
    assert hint in finding.hint
    assert len(finding.message) < 300


@pytest.mark.parametrize(
    "overrides",
    [
        {"worker.timeout": 1, "components.worker.timeout": 2},
        {"worker.duration.constant": 1, "worker.duration.exponential.mean": 1},
        {f"quotas.lambda.x{i}": i for i in range(201)},
    ],
)
def test_a_contradiction_is_refused(overrides: dict[str, Any]) -> None:
    with pytest.raises(ScenarioInvalid) as caught:
        apply_overrides(SMALL, overrides)
    assert caught.value.checks[0].id == "override.conflict"


@pytest.mark.parametrize("document", [{}, {"components": 5}, {"components": {"w": 5}}])
def test_a_broken_document_is_no_obstacle(document: dict[str, Any]) -> None:
    assert apply_overrides(document, {"seed": 1})["seed"] == 1
    with pytest.raises(ScenarioInvalid):
        apply_overrides(document, {"w.timeout": 1})


def test_overrides_reach_the_scenario() -> None:
    scenario = load_scenario(SMALL, overrides=OVERRIDES, seed=5, profile="aws-2026")
    worker = scenario.components["worker"]
    assert worker.type == "function"
    assert (worker.reserved_concurrency, worker.timeout, scenario.seed) == (7, 5.0, 5)


def test_null_gives_the_default_back() -> None:
    scenario = load_scenario(SMALL, overrides={"orders.visibility_timeout": None})
    assert scenario.resolved()["components"]["orders"]["visibility_timeout"] == 30.0
