"""Stored runs against the goals of their scenarios: the interface, the lab, the comparison."""

import zlib

import orjson
import pytest

from simcore import load_scenario, run
from simcore.scenario.shipped import shipped_path
from tests.visualizer.conftest import stored_run
from visualizer.models import Run
from visualizer.scenarios import find_shipped

pytestmark = pytest.mark.django_db(transaction=True)

LONG_S, SHORT_S = 600, 60


@pytest.fixture(scope="module")
def results():
    """Of a run whose p50 is within its goal, and of one that is over before anything waits."""
    path = shipped_path("reserved-five")
    return [
        run(load_scenario(path), overrides={"duration": s}).as_dict() for s in (LONG_S, SHORT_S)
    ]


def stored(result, duration_s, **changes) -> str:
    made = stored_run()
    fields = {
        "state": "finished", "scenario": "reserved-five", "title": "Five", "seed": 1,
        "document": find_shipped("reserved-five").document, "overrides": {"duration": duration_s},
        "result": None if result is None else zlib.compress(orjson.dumps(result)),
    }  # fmt: skip
    Run.objects.filter(id=made.id).update(**fields | changes)
    return made.id


def verdict(client, run_id):
    return client.get(f"/api/runs/{run_id}/verdict")


def test_a_run_is_judged_by_its_result(client, results):
    told = verdict(client, stored(results[0], LONG_S)).json()
    assert (told["format"], told["passed"]) == ("windtunnel.verdict/1", True)
    assert [one["status"] for one in told["goals"]] == ["passed", "passed"]
    assert told["goals"][0]["seen"] == "5"
    short = verdict(client, stored(results[1], SHORT_S)).json()
    assert [one["status"] for one in short["goals"]] == ["passed", "failed"]


def test_without_a_result_there_is_no_verdict(client, results):
    answer = verdict(client, stored(None, LONG_S, state="running"))
    assert answer.status_code == 409
    assert "is running and has no result" in answer.json()["error"]["what"]
    assert verdict(client, "AAAAAAAAAA").status_code == 404


def test_a_scenario_without_goals_is_kept_to(client, results):
    document = {k: v for k, v in find_shipped("reserved-five").document.items() if k != "expect"}
    told = verdict(client, stored(results[0], LONG_S, document=document)).json()
    assert (told["passed"], told["goals"]) == (True, [])


def test_what_is_too_old_to_be_judged_says_so(client, results):
    """A result that lacks what is asked of it, one of another form, a scenario of another form."""
    older = {key: value for key, value in results[0].items() if key != "distributions"}
    told = verdict(client, stored(older, LONG_S)).json()["goals"]
    assert [one["status"] for one in told] == ["passed", "no data"]
    assert "before durations were kept" in told[1]["note"]
    unread = verdict(client, stored({"format": "windtunnel.result/0"}, LONG_S))
    assert (unread.status_code, "form" in unread.json()["error"]["what"]) == (409, True)
    other = verdict(client, stored(results[0], LONG_S, document={"fake": {}}))
    assert (other.status_code, "scenario" in other.json()["error"]["what"]) == (409, True)


def test_the_lab_knows_the_goals_and_where_they_are_drawn(client, results):
    for path in ("/lab/new?scenario=reserved-five", f"/lab/{stored(results[0], LONG_S)}"):
        goals = client.get(path).context["lab"]["goals"]
        assert [one["title"] for one in goals] == [
            "worker: concurrency <= 5",
            "inbox: p50_latency between 2 min and 3.5 min",
        ]
        assert goals[0]["lines"] == [{"value": 5, "words": "≤ 5"}]


def test_runs_that_are_compared_are_judged_beside_each_other(client, results):
    a, b = stored(results[0], LONG_S), stored(results[1], SHORT_S)
    page = client.get(f"/compare?a={a}&b={b}")
    rows = page.context["goals"]
    assert [[one["status"] for one in row["seen"]] for row in rows] == [
        ["passed", "passed"],
        ["passed", "failed"],
    ]
    assert "Goals of the scenario" in page.content.decode()
