"""Inputs that came with a link: the lab is told of them, and nothing is stored."""

import pytest

from tests.visualizer.desk import document, post
from visualizer.models import Asker, Run, Trace

pytestmark = pytest.mark.django_db(transaction=True)

INPUTS = {"scenario": "reserved-five", "overrides": {"worker.reserved_concurrency": 12}, "seed": 9}


def told(client, body, status=200):
    answer = client.post("/api/lab", body, content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_the_lab_is_told_of_the_inputs_and_nothing_is_stored(client):
    data = told(client, INPUTS)
    assert data["inputs"] == {
        "overrides": {"components.worker.reserved_concurrency": 12},
        "seed": 9, "profile": "aws-2026",
    }  # fmt: skip
    assert (data["run"], data["existing"]) == (None, None)
    assert data["scenario"]["id"] == "reserved-five"
    assert "document" not in data["scenario"]
    assert not any(kind.objects.exists() for kind in (Run, Asker, Trace))


def test_inputs_that_were_run_lead_to_their_run(client, desk):
    run = post(client, INPUTS).json()
    assert told(client, INPUTS)["existing"] == run["url"]
    assert told(client, {**INPUTS, "seed": 10})["existing"] is None


def test_a_scenario_of_ones_own_comes_whole(client):
    data = told(client, {"document": document(), "overrides": {}, "seed": 3})
    assert data["scenario"]["document"] == document()
    assert data["topology"]["nodes"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"scenario": "reserved-five", "overrides": {"worker.reserved_concurrency": "many"}},
        {"scenario": "reserved-five", "overrides": {"nobody.home": 1}},
        {"document": {"format": "windtunnel.scenario/1"}},
        {"scenario": "reserved-five", "overrides": 7},
        {"scenario": "reserved-five", "seed": -1},
    ],
    ids=str,
)
def test_what_is_wrong_with_them_is_said(client, wrong):
    said = told(client, wrong, status=422)
    assert said.get("checks") or said["error"]["what"]


def test_it_takes_what_a_run_takes(client):
    assert client.get("/api/lab").status_code == 405
    assert told(client, {"scenario": "no-such"}, status=404)["error"]["where"] == "scenario"
