"""What binds the components of a run is said in a sentence, with the run's numbers and a source."""

from typing import Any

import pytest

from simcore.awslambda.reading.views import bound_by, limited_by
from simcore.components import TYPES
from simcore.quotas import PROFILES
from simcore.scenario import load_scenario
from simcore.scenario.rules import rules_of
from tests.scenario.conftest import Bend

UNSAID = {"upstream"}
"""Nothing binds: there is no work."""


def words_of(*types: str) -> set[str]:
    """The words that the types of these names have a sentence for."""
    found = set()
    for name in types:
        picture = TYPES[name].picture
        for declared in (picture.bound, picture.limited):
            found |= {rule.word for rule in (declared.rules if declared else ()) if rule.said}
    return found


def test_every_word_that_binds_has_a_sentence():
    mappings = words_of("event_source_mapping", "stream_event_source_mapping")
    assert set(bound_by.NAMES) - mappings == UNSAID
    # What a function is held back by at its mapping is said by the mapping.
    assert set(limited_by.NAMES) - words_of("function") - mappings == UNSAID


def said_of(scenario: Any) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """By component and word, in order of time."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for id, rules in rules_of(scenario).items():
        for rule in rules:
            found.setdefault((id, rule["word"]), []).append(rule)
    return found


def amounts(rule: dict[str, Any]) -> list[float]:
    figures = rule["said"][0].get("figures", [])
    return [f["reading"]["amount"] for f in figures if f["reading"]["read"] == "constant"]


@pytest.mark.parametrize("profile", PROFILES)
def test_each_has_a_source_and_as_many_numbers_as_it_says(profile: str):
    rules = said_of(load_scenario("reserved-five", profile=profile))
    assert ("worker", "reserved concurrency") in rules
    for (rule,) in rules.values():
        assert rule["source"]
        assert rule["date"]
        for words in rule["said"]:
            assert words["text"].count("{}") == len(words.get("figures", ()))


def test_numbers_are_those_of_the_profile_and_of_the_scenario():
    now = said_of(load_scenario("sqs-ramp"))["orders-to-worker", "pollers being added"]
    then = said_of(load_scenario("sqs-ramp", profile="aws-2022"))
    (ramp_then,) = then["orders-to-worker", "pollers being added"]
    assert (amounts(now[0]), amounts(ramp_then)) == ([300.0], [60.0])
    assert now[0]["url"].endswith("/services-sqs-scaling.html")
    own = said_of(load_scenario("sqs-ramp", overrides={"quotas.esm.sqs.ramp_per_min": 120}))
    (ramp,) = own["orders-to-worker", "pollers being added"]
    assert (amounts(ramp), ramp["own"]) == ([120.0], True)
    assert "own" not in now[0]


def test_what_is_changed_on_the_way_is_said_from_then_on(bend: Bend):
    change = {"action": "set", "at": "20 s", "values": {"worker.reserved_concurrency": 3}}
    document = bend({"components/worker/reserved_concurrency": 9, "interventions": [change]})
    before, after = said_of(load_scenario(document))["worker", "reserved concurrency"]
    assert (amounts(before), amounts(after)) == ([9.0], [3.0])
    assert ("from_s" in before, after["from_s"]) == (False, 20.0)


def test_only_a_rule_that_can_be_is_said(bend: Bend):
    rules = said_of(load_scenario(bend({})))
    assert ("mapping", "pollers being added") in rules
    for word in ("message groups", "event pollers being added", "maximum concurrency"):
        assert ("mapping", word) not in rules
    (limited,) = said_of(load_scenario(bend({"components/mapping/maximum_concurrency": 7})))[
        "mapping", "maximum concurrency"
    ]
    assert amounts(limited) == [7.0]
