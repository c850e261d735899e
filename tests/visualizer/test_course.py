"""Lessons as pages: whole without JavaScript, the answer closed, and claims as they came out."""

import json
import re
import sys

import pytest
from django.test import Client

from simcore.lessons import all_lessons, find
from simcore.lessons.shelf import VARIABLE
from tests.lessons.lessons import FRONT, STEP, written
from tests.store import result
from visualizer import course
from visualizer.library import catalogue

LESSONS = all_lessons()
IDS = [lesson.id for lesson in LESSONS]
CLOSED = re.compile(r"<details(?: class=[^>]*)?>.*?</details>", re.DOTALL)


def page(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_course_is_listed_in_its_order():
    text = page("/lessons")
    assert re.findall(r'<h2><a href="/lessons/([\w-]+)">', text) == IDS
    assert "no-cache" in Client().get("/lessons")["Cache-Control"]


@pytest.mark.parametrize("path", ["/lessons", *(lesson.url for lesson in LESSONS)])
def test_how_a_run_went_is_not_seen_before_it_is_predicted(path):
    """Neither its curve nor its figures stand above the question."""
    text = page(path)
    assert 'class="strip"' in text
    seen = CLOSED.sub("", text)
    assert 'class="strip"' not in seen
    strips = map(course.strip_of_lesson, LESSONS)
    assert not [strip["text"] for strip in strips if strip and strip["text"] in seen]


@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
def test_a_lesson_is_whole(lesson):
    text = page(lesson.url)
    assert f'href="/lab/new?lesson={lesson.id}"' in text
    assert " style=" not in text
    assert "<th></th>" not in text
    for step in lesson.steps:
        assert f'id="{step.id}"' in text
        assert step.html in text
        if step.predict is not None:
            assert step.predict.reveal_html in text
            assert step.predict.reveal_html not in CLOSED.sub("", text)
        if step.rule is not None:
            assert step.rule.date in text
    assert len(re.findall(r'class="claim-mark"', text)) == sum(
        len(step.claims) for step in lesson.steps
    )
    for near in (lesson.previous, lesson.next):
        assert near is None or f'href="/lessons/{near.id}"' in text


def test_a_lesson_that_is_not_there():
    assert Client().get("/lessons/nothing").status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
def test_what_is_kept_of_a_lesson_is_what_its_run_came_to(lesson):
    """Where this fails after a change of the lesson or of the model: `manage.py precompute`."""
    kept = json.loads(course.FILE.read_text("utf-8")).get(lesson.id)
    outcome = course.outcome_of(lesson, result(lesson.scenario))
    assert json.loads(json.dumps(outcome)) == kept
    assert {claim["status"] for claim in outcome["claims"]} <= {"passed"}


def test_what_was_computed_of_another_lesson_is_not_shown(tmp_path, monkeypatch):
    lesson = LESSONS[0]
    assert course.claims_seen(lesson)
    assert "So it is: " in page(lesson.url)
    kept = json.loads(course.FILE.read_text("utf-8"))
    kept[lesson.id]["of"] = "another"
    monkeypatch.setattr(course, "FILE", tmp_path / "course.json")
    assert course.claims_seen(lesson) == {}
    course.FILE.write_text(json.dumps(kept))
    assert course.claims_seen(lesson) == {}
    assert course.strip_of_lesson(lesson) is None
    text = page(lesson.url)
    assert "So it is: " not in text
    assert "The lab tells whether it is so." in text


SCENARIO = """
format: windtunnel.scenario/1
id: beside
title: Beside the lesson
duration: 1 min
components:
  people: {type: client, target: worker, arrivals: {constant: {rate: 1/s}}}
  worker: {type: function, duration: {constant: 1 s}}
"""


def test_what_is_kept_of_a_lesson_is_of_the_scenario_beside_it(tmp_path, monkeypatch):
    folder = written(tmp_path, FRONT.replace("reserved-five", "scenario.yaml") + STEP, id="beside")
    (folder / "scenario.yaml").write_text(SCENARIO)
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    lesson = find("beside")
    monkeypatch.setattr(course, "FILE", tmp_path / "course.json")
    kept = {"of": course._digest(lesson), "claims": [{"id": "one"}]}
    course.FILE.write_text(json.dumps({"beside": kept}))
    assert course.claims_seen(lesson)
    (folder / "scenario.yaml").write_text(SCENARIO.replace("constant: 1 s", "constant: 22 s"))
    changed = find("beside")
    assert (changed.state == lesson.state, course.claims_seen(changed)) == (False, {})


def test_a_shipped_scenario_that_changes_changes_its_lessons(tmp_path, monkeypatch):
    folders = (("scenario.shipped", "FOLDER"), ("lessons.shelf", "SCENARIOS"),
               ("lessons.shelf", "FOLDER"))  # fmt: skip
    for module, name in folders:
        monkeypatch.setattr(sys.modules[f"simcore.{module}"], name, tmp_path)
    file = tmp_path / "beside.yaml"
    file.write_text(SCENARIO)
    written(tmp_path, FRONT.replace("reserved-five", "beside") + STEP, id="of-shipped")
    (before,) = all_lessons()
    kept = course._digest(before)
    index = catalogue.index()
    assert catalogue.index() is index
    file.write_text(SCENARIO.replace("constant: 1 s", "constant: 22 s").replace("Beside", "Xyzzy"))
    (after,) = all_lessons()
    assert before.scenario.resolved() != after.scenario.resolved()
    assert course._digest(after) != kept
    assert catalogue.index().find("xyzzy", ["scenarios"]).count == 1
