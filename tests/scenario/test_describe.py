"""Knobs, topology, schema, conversion, and the scenarios that come along."""

import json
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from simcore.component.arriving import arrival_source
from simcore.component.convert import distribution
from simcore.engine import distributions
from simcore.quotas import PROFILES
from simcore.scenario import (
    apply_overrides,
    check,
    json_schema,
    knobs,
    load_scenario,
    shipped,
    topology,
    vary,
)
from simcore.scenario.document import parse
from simcore.scenario.knobs import GROUPS
from simcore.services.clients.spec import Client
from simcore.spec.distributions import DurationDistribution

Bend = Callable[..., dict[str, Any]]

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted(shipped())
FIELDS = {
    "path", "component", "group", "label", "aws_name", "kind", "unit", "value", "default", "min",
    "max", "hard_min", "hard_max", "step", "scale", "nullable", "choices", "meaning", "assumed",
    "source", "note", "changed", "part",
}  # fmt: skip


def by_path(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["path"]: row for row in rows}


# --- knobs -------------------------------------------------------------------------------


def test_every_path_of_a_request_has_knobs(small: dict[str, Any]) -> None:
    rows = by_path(knobs(load_scenario(small)))
    assert {
        "components.producer.arrivals.poisson.rate",
        "components.worker.memory",
        "components.worker.timeout",
        "components.worker.duration.constant",
        "components.worker.init_duration.constant",
        "components.worker.error_rate",
        "components.worker.reserved_concurrency",
        "components.worker.idle_timeout",
        "components.mapping.batch_size",
        "components.mapping.maximum_batching_window",
        "components.mapping.maximum_concurrency",
        "components.orders.visibility_timeout",
        "components.orders.redrive.max_receive_count",
        "quotas.lambda.account_concurrency",
    } <= rows.keys()


def test_knobs_follow_the_path_of_a_request(small: dict[str, Any]) -> None:
    order = [GROUPS.index(row["group"]) for row in knobs(load_scenario(small))]
    assert order == sorted(order)


NEW_IN_2026 = {
    "map-against-a-throttle",
    "downstream-hundred-connections",
    "managed-instances",
    "move-dead-letters-back",
    "noisy-tenant",
    "provisioned-pollers",
    "reminders-all-at-once",
}
"""Shipped scenarios about what AWS did not have before."""
NEW_IN_2022 = {"slow-answer-three-doors"}
"""And those about what it did not have in 2021."""


def offered(slug: str, profile: str) -> bool:
    if slug in NEW_IN_2022:
        return profile != "notes-2021"
    return slug not in NEW_IN_2026 or profile == "aws-2026"


@pytest.mark.parametrize(
    ("slug", "profile"), [pair for pair in product(SHIPPED, PROFILES) if offered(*pair)]
)
def test_knobs_are_complete(slug: str, profile: str) -> None:
    for row in knobs(vary(load_scenario(slug), profile=profile)):
        assert set(row) == FIELDS
        assert row["label"]
        assert row["meaning"]
        plain = row["kind"] in ("toggle", "choice")
        assert plain or row["hard_min"] <= row["min"] <= row["max"] <= row["hard_max"]
        assert (row["kind"] == "choice") == bool(row["choices"])
        if row["value"] is None:
            assert row["nullable"]
        elif not plain:
            assert row["min"] <= row["value"] <= row["max"]


def test_a_range_of_decades_has_a_logarithmic_slider(small: dict[str, Any]) -> None:
    scale = {row["path"]: row["scale"] for row in knobs(load_scenario(small))}
    assert scale["components.worker.reserved_concurrency"] == "log"  # 0 to 1,000
    assert scale["components.worker.error_rate"] == "log"  # by tenths of a percent
    assert scale["components.orders.redrive.max_receive_count"] == "linear"  # 1 to 20
    assert scale["components.producer.start"] == "linear"  # a moment of the run


def test_every_knob_can_be_turned(small: dict[str, Any]) -> None:
    for row in knobs(load_scenario(small)):
        apply_overrides(small, {row["path"]: row["default"]})


def test_a_knob_tells_its_default_and_source(small: dict[str, Any]) -> None:
    row = by_path(knobs(load_scenario(small)))["components.worker.timeout"]
    assert (row["value"], row["default"], row["hard_max"]) == (10.0, 3.0, 900.0)
    assert "configuration-timeout" in row["source"]
    assert not row["assumed"]


def test_an_assumed_value_says_so_and_why(small: dict[str, Any]) -> None:
    scenario = load_scenario(small)
    row = by_path(knobs(scenario))["components.worker.idle_timeout"]
    assert row["assumed"]
    assert row["note"] == scenario.quota_profile().row("lambda.idle_timeout_s").note != ""
    assert all(row["note"] or row["source"] for row in knobs(scenario) if row["assumed"])


def test_the_free_tier_is_a_switch(small: dict[str, Any]) -> None:
    row = by_path(knobs(load_scenario(small)))["free_tier"]
    assert (row["kind"], row["value"], row["default"]) == ("toggle", False, False)
    assert "pricing" in row["source"]
    on = load_scenario(small, overrides={"free_tier": True})
    assert on.free_tier
    assert by_path(knobs(on))["free_tier"]["value"] is True


def test_changed_is_told_against_a_baseline(small: dict[str, Any]) -> None:
    baseline = load_scenario(small)
    overrides = {"worker.reserved_concurrency": 5, "quotas.lambda.account_concurrency": 200}
    rows = knobs(vary(baseline, overrides=overrides), baseline)
    changed = {row["path"] for row in rows if row["changed"]}
    assert changed == {
        "components.worker.reserved_concurrency",
        "quotas.lambda.account_concurrency",
    }


def test_a_feature_of_later_years_has_no_knob(small: dict[str, Any]) -> None:
    rows = by_path(knobs(load_scenario(small, profile="aws-2022")))
    assert "components.mapping.maximum_concurrency" not in rows


def test_a_distribution_has_a_knob_for_each_part(bend: Bend) -> None:
    lognormal = {"lognormal": {"median": 1, "p99": 2}}
    rows = by_path(knobs(load_scenario(bend({"components/worker/duration": lognormal}))))
    labels = [row["label"] for path, row in rows.items() if ".duration.lognormal." in path]
    assert labels == ["Duration, median", "Duration, p99"]


# --- topology ----------------------------------------------------------------------------


def test_topology(small: dict[str, Any]) -> None:
    drawn = topology(load_scenario(small))
    assert [node["id"] for node in drawn["nodes"]] == list(small["components"])
    assert drawn["edges"] == [
        {"from": "producer", "to": "orders", "kind": "send"},
        {"from": "orders", "to": "orders-dlq", "kind": "dead-letter"},
        {"from": "orders", "to": "mapping", "kind": "receive"},
        {"from": "mapping", "to": "worker", "kind": "invoke"},
    ]


def test_a_client_of_a_function_invokes_it(bend: Bend) -> None:
    drawn = topology(load_scenario(bend({"components/producer/target": "worker"})))
    assert {"from": "producer", "to": "worker", "kind": "invoke"} in drawn["edges"]


# --- schema ------------------------------------------------------------------------------


def test_the_published_schema_is_current() -> None:
    published = ROOT / "docs" / "reference" / "scenario.schema.json"
    assert json.loads(published.read_text()) == json_schema()


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("slug", SHIPPED)
def test_shipped_scenarios_fit_the_schema(slug: str) -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    validator.validate(parse(shipped()[slug].read_bytes()).data)
    validator.validate(load_scenario(slug).resolved())


@pytest.mark.parametrize(
    "changes",
    [
        {"components/worker/timout": 3},
        {"components/worker/timeout": -3},
        {"components/worker/timeout": "soon"},
        {"components/worker/duration": [1]},
        {"components/worker/type": "lambda"},
        {"id": "No Slug"},
        {"seed": 1.5},
    ],
)
def test_the_schema_refuses_what_we_refuse(changes: dict[str, Any], bend: Bend) -> None:
    assert not jsonschema.Draft202012Validator(json_schema()).is_valid(bend(changes))
    assert check(bend(changes))


# --- shipped scenarios -------------------------------------------------------------------


def test_there_are_enough() -> None:
    assert len(SHIPPED) >= 7


@pytest.mark.parametrize("slug", SHIPPED)
def test_a_shipped_scenario_is_a_question_with_an_answer(slug: str) -> None:
    scenario = load_scenario(slug)
    assert scenario.id == slug
    assert scenario.title.endswith("?")
    assert scenario.summary
    assert scenario.description
    shown = scenario.summary + scenario.description
    assert not any(sign in shown for sign in ("**", "`"))  # shown as text: they would stay
    assert scenario.topics
    assert scenario.seed == 4711
    assert 240 <= scenario.duration <= 1320


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("slug", SHIPPED)
def test_a_shipped_scenario_has_no_error_in_any_profile(slug: str, profile: str) -> None:
    """But for what AWS did not have then, and those scenarios are listed."""
    errors = {f.id for f in check(slug, profile=profile) if f.severity == "error"}
    assert errors == (set() if offered(slug, profile) else {"quota.not-offered"})


# --- conversion --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("200 ms", distributions.Constant(0.2)),
        ({"constant": 3}, distributions.Constant(3.0)),
        ({"exponential": {"mean": "1 s"}}, distributions.Exponential(1.0)),
        ({"lognormal": {"median": 1, "p99": 2}}, distributions.Lognormal(1.0, 2.0)),
        ({"uniform": {"low": 1, "high": 2}}, distributions.Uniform(1.0, 2.0)),
        ({"empirical": {"values": [1, 2]}}, distributions.Empirical((1.0, 2.0), None)),
    ],
)
def test_distributions(given: Any, expected: object) -> None:
    assert distribution(DurationDistribution.model_validate(given)) == expected


@pytest.mark.parametrize(
    ("arrivals", "expected"),
    [
        ({"constant": {"rate": 2}}, 200),
        ({"poisson": {"rate": 2}}, 200),
        ({"ramp": {"from": 0, "to": 4, "over": 100}}, 200),
        ({"step": {"from": 1, "to": 3, "at": 50}}, 200),
        ({"burst": {"rate": 1, "burst_rate": 11, "at": 10, "for": 10}}, 200),
        ({"burst": {"rate": 1, "count": 100, "at": 10, "for": 0}}, 200),
        ({"sine": {"mean": 2, "amplitude": 1, "period": 50}}, 200),
        ({"on_off": {"rate": 4, "on": 10, "off": 10}}, 200),
    ],
)
def test_arrivals(arrivals: Any, expected: float) -> None:
    client = Client.model_validate({"type": "client", "target": "x", "arrivals": arrivals})
    source = arrival_source(client, np.random.default_rng(1), 100.0)
    assert source.expected(100.0) == pytest.approx(expected)


def test_working_hours() -> None:
    fields = {"type": "client", "target": "x", "arrivals": {"constant": {"rate": 1}}}
    client = Client.model_validate({**fields, "start": 10, "stop": 60, "limit": 20})
    block = arrival_source(client, np.random.default_rng(1), 100.0).next_block()
    assert block is not None
    assert (block[0], len(block)) == (10.0, 20)
