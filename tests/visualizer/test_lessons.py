"""Lessons in the lab: its page, the run that they are about, what any run says of them."""

import zlib

import orjson
import pytest

from simcore.lessons import find
from simcore.lessons.shelf import VARIABLE
from simcore.scenario import load_scenario
from simcore.scenario.shipped import shipped_path
from tests import store
from tests.lessons.lessons import FRONT, written
from tests.visualizer.conftest import stored_run
from visualizer.lessons import as_page_has_it
from visualizer.models import Run
from visualizer.scenarios import find_shipped

pytestmark = pytest.mark.django_db(transaction=True)

BODY = """
## Five

Before.

```predict
kind: choice
question: How many wait?
measure: inbox.max_visible
options:
  - {says: Few, is: at most 100}
  - {says: Many, is: above 100}
reveal: "**Many.**"
```

After.

```claims
- says: Somebody is refused.
  expect: {worker.throttles: above 0}
```

```task
says: Let nobody be refused.
goals: {worker.throttles: 0}
knobs: [worker.reserved_concurrency, inbox-to-worker.maximum_concurrency]
solutions:
  - {worker.reserved_concurrency: 100}
  - {inbox-to-worker.maximum_concurrency: 2}
```
"""
CHANGED = {"worker.reserved_concurrency": 100}


@pytest.fixture
def five(tmp_path, monkeypatch):
    """A lesson about a shipped scenario, with an override."""
    front = FRONT.replace("reserved-five\n", "reserved-five\noverrides: {duration: 5 min}\n")
    monkeypatch.setenv(VARIABLE, str(written(tmp_path, front + BODY, id="five")))
    lesson = find("five")
    assert lesson is not None
    return lesson


@pytest.fixture(scope="module")
def results():
    """Of the lesson's run, and of one in which its task is solved."""
    path = shipped_path("reserved-five")
    short = {"duration": "5 min"}
    both = (load_scenario(path, overrides={**short, **more}) for more in ({}, CHANGED))
    return [store.result(one) for one in both]


def stored(result, overrides, **changes) -> str:
    made = stored_run()
    fields = {
        "state": "finished", "scenario": "reserved-five", "title": "Five", "seed": 1,
        "document": find_shipped("reserved-five").document, "overrides": overrides,
        "result": zlib.compress(orjson.dumps(result)),
    }  # fmt: skip
    Run.objects.filter(id=made.id).update(**fields | changes)
    return made.id


def told(client, run_id, lesson="five"):
    return client.get(f"/api/runs/{run_id}/lesson", {"lesson": lesson})


def test_a_run_says_what_it_has_of_a_lesson(client, five, results):
    own = as_page_has_it(five)["run"]
    run_id = stored(results[0], {"duration": 300.0})
    Run.objects.filter(id=run_id).update(id=own)
    said = told(client, own).json()
    assert (said["lesson"], said["run"], said["own"]) == ("five", own, True)
    assert [one["status"] for one in said["claims"]] == ["passed"]
    assert said["claims"][0]["settled_s"] < 10
    assert said["answers"]["five"]["option"] == 1
    assert said["tasks"]["five"]["status"] == "not yet"


def test_a_learners_run_is_judged_and_is_not_the_lessons(client, five, results):
    said = told(client, stored(results[1], {"duration": 300.0, **CHANGED})).json()
    assert (said["own"], said["tasks"]["five"]["reached"]) == (False, True)
    assert [one["status"] for one in said["claims"]] == ["failed"]


def test_what_cannot_be_said_is_said(client, five, results):
    run_id = stored(results[0], {})
    for changes, status, words in (
        ({"result": None, "state": "running"}, 409, "has no result"),
        ({"scenario": "sqs-ramp"}, 409, "is of the scenario sqs-ramp"),
        ({"result": zlib.compress(b'{"format":"windtunnel.result/0"}')}, 409, "form"),
        ({"document": {"fake": {}}}, 409, "scenario"),
    ):
        kept = Run.objects.filter(id=run_id).values(*changes).get()
        Run.objects.filter(id=run_id).update(**changes)
        answer = told(client, run_id)
        assert (answer.status_code, words in answer.json()["error"]["what"]) == (status, True)
        Run.objects.filter(id=run_id).update(**kept)
    none = told(client, run_id, "fiv")
    assert (none.status_code, "five" in none.json()["error"]["hint"]) == (404, True)
    assert told(client, "A" * 10).status_code == 404
    assert client.get(f"/api/runs/{run_id}/lesson").status_code == 422


def test_the_lab_opens_with_a_lesson(client, five, results):
    data = client.get("/lab/new", {"lesson": "five"}).context["lab"]
    assert (data["lesson"]["id"], data["run"]) == ("five", None)
    assert repr(data["inputs"]["overrides"]) == "{'duration': 300}"
    step = data["lesson"]["steps"][0]
    assert (step["html"], step["after_html"]) == ("<p>Before.</p>", "<p>After.</p>")
    made = stored(results[0], {"duration": 300.0})
    alone = client.get(f"/lab/{made}").context["lab"]
    assert alone.get("lesson") is None
    page = client.get(f"/lab/{made}", {"lesson": "five"})
    # The goals of the scenario would answer what the lesson asks.
    assert (bool(alone["goals"]), data["goals"], page.context["lab"]["goals"]) == (True, [], [])
    assert page.context["lab"]["lesson"]["run"] == data["lesson"]["run"]
    Run.objects.filter(id=made).update(id=data["lesson"]["run"])
    there = client.get("/lab/new", {"lesson": "five"})
    assert there.headers["Location"] == f"/lab/{data['lesson']['run']}?lesson=five"
    for address in ("/lab/new", f"/lab/{data['lesson']['run']}"):
        assert client.get(address, {"lesson": "none"}).status_code == 404
