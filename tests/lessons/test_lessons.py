"""What a lesson gives: data for pages, when its claims are known, who has reached its tasks."""

import os
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
import pytest

from simcore.lessons import (
    Lesson,
    all_lessons,
    anchors_of,
    answers_of,
    claims_of,
    load_lesson,
    shelf,
    task_verdict,
)
from simcore.lessons.anchors import anchor_s
from simcore.lessons.lesson import Anchor
from simcore.lessons.shelf import VARIABLE
from simcore.scenario import vary
from tests import store
from tests.lessons.lessons import FRONT, as_it_is, lesson, written

RAMP = "queue-scaling"

BODY = """
## A <b>bold</b> *word*

<script>alert(1)</script> and <img src=x onerror=alert(1)>, a
[page](https://docs.aws.amazon.com/lambda/), [ours](/s/reserved-five) & "quotes".

```step
id: bold
when: {flag: first_throttle, component: worker}
focus: row.worker.concurrency
rule: quota.esm.sqs.ramp_per_min
```

```predict
kind: draw
question: How many wait, minute by minute?
measure: inbox.visible
from: 1 min
to: 5 min
reveal: |
  **Many.** <i>Really.</i>
```

```claims
- says: Somebody is refused.
  expect: {worker.throttles: above 0}
- says: More than 1,000 are waiting at some time.
  expect: {inbox.max_visible: above 1000}
- says: At most 5 work.
  expect: {worker.concurrency: at most 5}
- says: In the first minute nobody waits long.
  expect: {inbox.max_visible until 1 min: < 100}
- says: Nobody waits.
  expect: {inbox.max_visible: < 50}
- says: Nobody waits long, and nobody is refused.
  expect: {inbox.p50_latency: between 2 min and 3.5 min, worker.throttles: 0}
```

```task
says: Let nobody wait.
goals: {inbox.p50_latency: < 5 s}
knobs: [worker.reserved_concurrency, inbox-to-worker.batch_size]
solutions:
  - {worker.reserved_concurrency: 30}
  - {inbox-to-worker.batch_size: 10, worker.reserved_concurrency: 20}
```
"""


@pytest.fixture
def rush(tmp_path: Path) -> Lesson:
    return load_lesson(written(tmp_path, FRONT + BODY))


def run(scenario: Any, **changes: Any) -> dict[str, Any]:
    return store.result(vary(scenario, **changes))


def test_markup_of_others_is_text(rush: Lesson) -> None:
    (step,) = rush.as_data()["steps"]
    assert step["title"] == "A <b>bold</b> word"  # pages escape titles, as all that is text
    assert "&lt;script&gt;" in step["html"]
    assert "<img" not in step["html"]
    assert '<a href="https://docs.aws.amazon.com/lambda/" rel="noopener' in step["html"]
    assert '<a href="/s/reserved-five">' in step["html"]
    assert step["predict"]["reveal_html"] == (
        "<p><strong>Many.</strong> &lt;i&gt;Really.&lt;/i&gt;</p>"
    )


def test_a_quota_is_said_as_its_scenario_has_it_and_aws_only_cited_for_what_it_says() -> None:
    rules = {(one.id, step.id): step.rule for one in all_lessons() for step in one.steps}
    twice = rules["asynchronous-retries", "done-twice"]
    idle = rules["cold-starts", "the-third-does-not"]
    assert twice
    assert idle
    assert twice.text.endswith("delivered twice: 0.5 % (this scenario's own).")
    assert idle.text.endswith("reclaimed: 120 s (this scenario's own).")
    assert (twice.url, idle.url) == ("", "")
    for rule in filter(None, rules.values()):
        assert re.search(r"\d share\b", rule.text) is None
        assert not ("(assumed)" in rule.text and rule.url)


def test_the_data_of_a_step(rush: Lesson) -> None:
    (step,) = rush.as_data()["steps"]
    assert step["anchor"] == {"flag": "first_throttle", "component": "worker", "nth": 1}
    assert step["focus"] == "row.worker.concurrency"
    assert step["rule"]["text"].endswith("300 concurrent batches per minute.")
    assert step["rule"]["url"].startswith("https://docs.aws.amazon.com/lambda/latest/dg/")
    assert step["claims"][0] == {
        "id": "bold-1", "words": "Somebody is refused.", "path": "steps.1.claims.0",
    }  # fmt: skip
    asked = step["predict"]
    assert (asked["id"], asked["component"], asked["metric"], asked["unit"]) == (
        "bold", "inbox", "ApproximateNumberOfMessagesVisible", "Count",
    )  # fmt: skip
    assert (asked["t0"], asked["t1"]) == (60.0, 300.0)
    assert step["task"]["goals"] == ["inbox: p50_latency < 5 s"]
    assert step["task"]["knobs"][0] == "components.worker.reserved_concurrency"


def test_nothing_gives_an_answer_away() -> None:
    for one in all_lessons():
        data = orjson.dumps(one.as_data()).decode()
        for name in ("solutions", "measure", "bounds", "expect", "option"):
            assert f'"{name}":' not in data


def test_lessons_are_a_course() -> None:
    course = [one.as_data() for one in all_lessons()]
    assert [one["order"] for one in course] == sorted(one["order"] for one in course)
    for before, behind in pairwise(course):
        assert before["next"] == {"id": behind["id"], "title": behind["title"]}
        assert behind["previous"] == {"id": before["id"], "title": before["title"]}
    assert course[0]["previous"] is course[-1]["next"] is None


def test_when_claims_are_known(rush: Lesson) -> None:
    """What cannot be undone when it happens, what is about a time when it is over."""
    result = run(rush.scenario)
    refused, many, five, early, none, two = claims_of(rush, result)
    first = next(one["t_s"] for one in result["flags"] if one["kind"] == "first_throttle")
    assert refused["status"] == "passed"
    assert first <= refused["settled_s"] <= first + result["bin_s"]
    visible = result["series"]["inbox"]["ApproximateNumberOfMessagesVisible"]
    reached = next(t for t, n in zip(result["time_s"], visible, strict=True) if n > 1000)
    assert many["settled_s"] == pytest.approx(reached, abs=2 * result["bin_s"])
    assert (five["status"], five["settled_s"]) == ("passed", None)
    assert (early["status"], early["settled_s"]) == ("passed", 60.0)
    assert (none["status"], 60 < none["settled_s"] < 70) == ("failed", True)
    assert (two["status"], two["settled_s"]) == ("failed", None)
    assert "throttles: 0" not in two["seen"]


def test_a_curve_is_that_of_the_run(rush: Lesson) -> None:
    result = run(rush.scenario)
    points = answers_of(rush, result)["bold"]["series"]
    assert points[0][0] == 60 + result["bin_s"]
    assert points[-1][0] == 300
    visible = result["series"]["inbox"]["ApproximateNumberOfMessagesVisible"]
    assert points[-1][1] == visible[round(300 / result["bin_s"]) - 1]


def test_a_moment_that_does_not_come(rush: Lesson) -> None:
    assert anchors_of(rush, run(rush.scenario))["bold"] is not None
    calm = run(rush.scenario, overrides={"worker.reserved_concurrency": 90})
    assert anchors_of(rush, calm) == {"bold": None}


def test_the_second_of_what_happens_twice() -> None:
    """The page is told which, as the interface and `windtunnel lesson run` count."""
    flags = [{"kind": "f", "component": "a", "t_s": t} for t in (1, 5)]
    insights = [{"id": "i", "component": "a", "t": t} for t in (2, 6)]
    for anchor, t in ((Anchor(flag="f", component="a", nth=2), 5),
                      (Anchor(insight="i", component="a", nth=2), 6)):  # fmt: skip
        assert anchor_s(anchor, {"flags": flags, "insights": insights}) == t
        assert anchor.as_data()["nth"] == 2


SOLVED = {"worker.reserved_concurrency": 40}


@pytest.mark.parametrize(("changes", "status", "changed"), [
    ({}, "not yet", []),
    (SOLVED, "reached", []),
    ({**SOLVED, "seed": 5}, "reached", []),
    ({**SOLVED, "inbox-to-worker.batch_size": 7}, "reached", []),
    ({**SOLVED, "orders.arrivals.burst.burst_rate": 6}, "other knobs",
     ["components.orders.arrivals.burst.burst_rate"]),
    ({**SOLVED, "quotas.lambda.account_concurrency": 900}, "other knobs",
     ["quotas.lambda.account_concurrency"]),
    ({"orders.arrivals.burst.burst_rate": 6}, "other knobs",
     ["components.orders.arrivals.burst.burst_rate"]),
    ({"interventions": [{"action": "set", "at": 61, "values": SOLVED}]}, "reached", []),
    ({"interventions": [{"action": "pause", "at": 61, "component": "orders"}]}, "other knobs",
     ["interventions: pause at 61 s"]),
])  # fmt: skip
def test_a_task_is_reached_by_its_knobs(
    rush: Lesson, changes: dict[str, Any], status: str, changed: list[str]
) -> None:
    scenario = vary(rush.scenario, overrides=changes)
    found = task_verdict(rush, "bold", scenario, store.result(scenario))
    assert (found["status"], found["reached"]) == (status, status == "reached")
    if status == "other knobs":
        assert found["changed"] == changed


def test_a_run_of_another_scenario_reaches_nothing(rush: Lesson) -> None:
    other = lesson(RAMP)
    found = task_verdict(rush, "bold", other.scenario, as_it_is(RAMP))
    assert (found["status"], found["reached"]) == ("no data", False)


def test_a_step_without_a_task(rush: Lesson) -> None:
    with pytest.raises(KeyError):
        task_verdict(rush, "nowhere", rush.scenario, run(rush.scenario))


def test_lessons_of_other_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, FRONT + BODY)
    written(tmp_path, "nothing", id="broken")
    written(tmp_path, FRONT + BODY, id=RAMP)
    monkeypatch.setenv(VARIABLE, os.pathsep.join(["", str(tmp_path), str(tmp_path / "no")]))
    ids = [one.id for one in all_lessons()]
    assert "where-is-it" in ids
    assert ids.count(RAMP) == 1  # ours was first
    assert [file.parent.name for file in shelf().complaints if file.name == "lesson.md"] == [
        "broken",
        RAMP,
    ]
    (tmp_path / "broken" / "lesson.md").write_text(FRONT + BODY, encoding="utf-8")
    assert "broken" in [one.id for one in all_lessons()]


def test_folders_that_cannot_be_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They keep nobody from the other lessons, and are named."""
    written(tmp_path, FRONT + BODY, id="good")
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone" / "lesson.md").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    wrong = ["x" * 5_000, str(tmp_path / "loop"), str(tmp_path / "gone")]
    monkeypatch.setenv(VARIABLE, os.pathsep.join([*wrong, str(tmp_path)]))
    assert "good" in [one.id for one in all_lessons()]
    assert [str(path) for path in shelf().complaints] == wrong
