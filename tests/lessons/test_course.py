"""Every lesson says what is so: claims, answers, moments and tasks, in runs of its scenario."""

from collections.abc import Iterator
from typing import Any

import pytest

from simcore.lessons import all_lessons, anchors_of, answers_of, claims_of, shelf, task_verdict
from simcore.lessons.lesson import Task
from simcore.scenario import vary
from tests import store
from tests.lessons.lessons import as_it_is, lesson
from tests.shares import SOAK

IDS = [one.id for one in all_lessons()]
SEEDS = [None, *(range(1, 21) if SOAK else ())]
"""The lesson's own, and in a soak twenty others."""


def tasks() -> Iterator[tuple[str, str, Task]]:
    for one in all_lessons():
        yield from ((one.id, step.id, step.task) for step in one.steps if step.task)


SOLUTIONS = [(id, step, n) for id, step, task in tasks() for n in range(len(task.solutions))]

of_every_lesson = pytest.mark.parametrize(("id", "seed"), [(i, s) for i in IDS for s in SEEDS])


def test_every_lesson_is_right() -> None:
    assert {str(file): [str(one) for one in all] for file, all in shelf().complaints.items()} == {}
    assert IDS


@of_every_lesson
def test_every_claim_holds(id: str, seed: int | None) -> None:
    claims = claims_of(lesson(id), as_it_is(id, seed))
    assert [one for one in claims if one["status"] != "passed"] == []
    assert claims


@of_every_lesson
def test_every_prediction_has_an_answer(id: str, seed: int | None) -> None:
    answers = answers_of(lesson(id), as_it_is(id, seed))
    assert answers
    for name, found in answers.items():
        assert "no_data" not in found, name
        assert found.get("option", 0) is not None, f"{name}: not one is right of {found}"
        assert found.get("series", [1]), name


@of_every_lesson
def test_every_step_is_somewhere_in_the_run(id: str, seed: int | None) -> None:
    assert None not in anchors_of(lesson(id), as_it_is(id, seed)).values()


@of_every_lesson
def test_no_task_is_reached_by_the_run_as_it_is(id: str, seed: int | None) -> None:
    whole = lesson(id)
    for of, step, _ in tasks():
        if of == id:
            found = task_verdict(whole, step, whole.scenario, as_it_is(id, seed))
            assert found["status"] == "not yet", step


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("id", "step", "n"), SOLUTIONS)
def test_every_task_is_reached_by_its_solutions(
    id: str, step: str, n: int, seed: int | None
) -> None:
    whole = lesson(id)
    found = whole.step(step)
    assert found is not None
    assert found.task is not None
    solved = vary(whole.scenario, overrides=found.task.solutions[n], seed=seed)
    verdict: dict[str, Any] = task_verdict(whole, step, solved, store.result(solved))
    assert verdict["status"] == "reached", [goal["words"] for goal in verdict["goals"]]
    assert verdict["changed"] == []


def test_every_lesson_asks_and_sets_a_task() -> None:
    """A question, a reveal, a rule with its source, claims, and a task."""
    for one in all_lessons():
        assert any(step.predict for step in one.steps), one.id
        assert any(step.task for step in one.steps), one.id
        assert any(step.rule and step.rule.url for step in one.steps), one.id
