"""What is wrong with a lesson's file is said: where it is, what it is, and what is allowed."""

from pathlib import Path

import pytest

from simcore.lessons import LessonInvalid, check_lesson, limits, load_lesson
from simcore.lessons.prose import rendered
from tests.lessons.lessons import FRONT, STEP, written

PREDICT = """
```predict
kind: number
question: How many?
measure: inbox.max_visible
reveal: Many.
```
"""

TASK = """
```task
says: Let nobody wait.
goals: {inbox.p50_latency: < 5 s}
knobs: [worker.reserved_concurrency, inbox-to-worker.batch_size]
solutions:
  - {worker.reserved_concurrency: 30}
  - {inbox-to-worker.batch_size: 10}
```
"""


NUMBER = "kind: number\nquestion: x\nmeasure: worker.throttles\n"


def block(name: str, text: str) -> str:
    return f"{FRONT}{STEP}\n```{name}\n{text}\n```\n"


WRONG = {
    "no front matter": (STEP, "lesson.front", "", "front matter"),
    "front matter without an end": ("---\na: 1\n", "lesson.front", "", "does not end"),
    "no step": (FRONT + "Only words.\n", "lesson.no-steps", "", "no step"),
    "words before the first step": (FRONT + "Words.\n" + STEP, "lesson.before", "", "line 10"),
    "two second titles": (FRONT + STEP + STEP, "lesson.id", "steps.2", "another step"),
    "a field nobody knows": (
        FRONT.replace("minutes: 5", "minute: 5") + STEP,
        "format.unknown-field", "minute", "line 5",
    ),
    "no question": (
        FRONT.replace("queue?", "queue!") + STEP, "lesson.title", "title", "question",
    ),
    "another format": (
        FRONT.replace("lesson/1", "lesson/9") + STEP, "format.choice", "format", "lesson/9",
    ),
    "a scenario that is not there": (
        FRONT.replace("reserved-five", "reserved-fife") + STEP,
        "scenario.not-found", "scenario", "reserved-fife",
    ),
    "a file that is not there": (
        FRONT.replace("reserved-five", "other.yaml") + STEP, "lesson.scenario", "scenario", "file",
    ),
    "a file elsewhere": (
        FRONT.replace("reserved-five", "../../x.yaml") + STEP,
        "scenario.not-found", "scenario", "../",
    ),
    "an override of nothing": (
        FRONT.replace("---\n", "overrides: {worker.speed: 5}\n---\n").replace(
            "overrides: {worker.speed: 5}\n---\n", "---\n", 1
        ) + STEP,
        "override.unknown-path", "scenario.worker.speed", "worker.speed",
    ),
    "a heading of the first order": (FRONT + STEP + "\n# Big\n", "lesson.heading", "steps.1", ""),
    "an image": (FRONT + STEP + "\n![x](/s/a.png)\n", "lesson.image", "steps.1", "line 15"),
    "a link that runs": (
        FRONT + STEP + "\n[x](javascript:alert)\n[y](//evil.example)\n",
        "lesson.link", "steps.1", "evil.example",
    ),
    "a link without encryption": (
        FRONT + STEP + "\n[x](http://example.org/)\n", "lesson.link", "steps.1", "http://",
    ),
    "a block nobody knows": (block("claim", "- 1"), "lesson.block", "steps.1", '"claim"'),
    "a block twice": (
        block("step", "at: 1 s") + "\n```step\nat: 2 s\n```\n",
        "lesson.block-twice", "steps.1.step", "line 20",
    ),
    "a block in a list": (
        FRONT + STEP + "\n- a\n\n  ```step\n  at: 1 s\n  ```\n", "lesson.block", "steps.1.step", "",
    ),
    "no YAML": (block("step", "at: [1"), "document.syntax", "steps.1.step", "line"),
    "an empty block": (block("step", ""), "format.shape", "steps.1.step", ""),
    "a time without a unit": (block("step", "at: 5 m"), "format.unit", "steps.1.step.at", "16"),
    "a time beyond the run": (
        block("step", "at: 3 h"), "lesson.too-late", "steps.1.step.at", "over",
    ),
    "two places": (
        block("step", "at: 1 s\nwhen: {flag: first_throttle, component: worker}"),
        "format.either", "steps.1.step", "",
    ),
    "a flag nobody knows": (
        block("step", "when: {flag: first_rain, component: worker}"),
        "lesson.unknown", "steps.1.step.when", "first_rain",
    ),
    "an insight nobody knows": (
        block("step", "when: {insight: rain, component: worker}"),
        "lesson.unknown", "steps.1.step.when", "rain",
    ),
    "a component nobody knows": (
        block("step", "when: {flag: first_throttle, component: walker}"),
        "lesson.unknown", "steps.1.step.when.component", "walker",
    ),
    "nothing to look at": (
        block("step", "focus: worker"), "lesson.focus", "steps.1.step.focus", '"worker"',
    ),
    "a focus on nobody": (
        block("step", "focus: node.walker"), "lesson.unknown", "steps.1.step.focus", "walker",
    ),
    "a rule without a source": (
        block("step", "rule: {text: So it is.}"), "format.rule", "steps.1.step.rule", "",
    ),
    "a rule of a page that is none": (
        block("step", "rule: {text: So., source: 'javascript:x', date: 2026-07-12}"),
        "lesson.source", "steps.1.step.rule.source", "javascript",
    ),
    "a rule of no date": (
        block("step", "rule: {text: So., source: 'https://docs.aws.amazon.com/', date: July}"),
        "lesson.date", "steps.1.step.rule.date", "July",
    ),
    "a quota nobody knows": (
        block("step", "rule: quota.lambda.speed"), "lesson.quota", "steps.1.step.rule", "speed",
    ),
    "claims that are no list": (
        block("claims", "says: x"), "format.shape", "steps.1.claims", "",
    ),
    "a claim about nothing": (
        block("claims", "- says: x\n  expect: {walker.throttles: 0}"),
        "goal.unknown", "steps.1.claims.0.expect.walker.throttles", "walker",
    ),
    "a claim without a sentence": (
        block("claims", "- expect: {worker.throttles: 0}"),
        "format.missing-field", "steps.1.claims.0.says", "line 16",
    ),
    "a claim about later": (
        block("claims", "- says: x\n  expect: {worker.throttles until 3 h: 0}"),
        "goal.too-late", "steps.1.claims.0.expect.worker.throttles until 3 h", "over",
    ),
    "a bound that is none": (
        block("claims", "- says: x\n  expect: {worker.throttles: < few}"),
        "goal.unit", "steps.1.claims.0.expect.worker.throttles", "few",
    ),
    "a curve of a total": (
        block("predict", "kind: draw\nquestion: x\nmeasure: inbox.p50_latency at end\nreveal: x"),
        "lesson.measure", "steps.1.predict", "",
    ),
    "a choice of one": (
        block("predict", "kind: choice\nquestion: x\nmeasure: worker.throttles\nreveal: x"),
        "format.options", "steps.1.predict", "two options",
    ),
    "a reveal with an image": (
        block("predict", NUMBER + "reveal: '![](/s/)'"),
        "lesson.image", "steps.1.predict.reveal", "",
    ),
    "nothing hidden": (
        block("predict", NUMBER + "reveal: x\nfrom: 2 h"),
        "lesson.interval", "steps.1.predict", "",
    ),
    "one way only": (
        FRONT + STEP + TASK.replace("{inbox-to-worker.batch_size: 10}",
                                    "{worker.reserved_concurrency: 40}"),
        "lesson.solution", "steps.1.task.solutions", "same knobs",
    ),
    "a way without a knob": (
        FRONT + STEP + TASK.replace("{inbox-to-worker.batch_size: 10}", "{worker.timeout: 40 s}"),
        "lesson.solution", "steps.1.task.solutions.1", "worker.timeout",
    ),
    "a way that cannot be run": (
        FRONT + STEP + TASK.replace("reserved_concurrency: 30", "reserved_concurrency: 30000"),
        "", "steps.1.task.solutions.0", "",
    ),
    "a knob that is none": (
        FRONT + STEP + TASK.replace("[worker.reserved_concurrency", "[worker.speed"),
        "override.unknown-path", "steps.1.task.worker.speed", "worker.speed",
    ),
    "a goal of nobody": (
        FRONT + STEP + TASK.replace("{inbox.p50", "{outbox.p50"),
        "goal.unknown", "steps.1.task.goals.outbox.p50_latency", "outbox",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said(name: str, tmp_path: Path) -> None:
    text, id, path, words = WRONG[name]
    found = check_lesson(written(tmp_path, text))
    assert [one for one in found if (not id or one.id == id) and one.path.startswith(path)
            and words in one.message + one.hint], found  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_lesson_that_is_wrong_is_none(name: str, tmp_path: Path) -> None:
    with pytest.raises(LessonInvalid):
        load_lesson(written(tmp_path, WRONG[name][0]))


def test_a_lesson_that_is_right_has_nothing_to_complain_about(tmp_path: Path) -> None:
    assert check_lesson(written(tmp_path, FRONT + STEP + PREDICT + TASK)) == []


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    text = block("step", "at: 5 m\nfocus: 7") + "\n![](x)\n\n```claims\n- says: x\n```\n"
    paths = {one.path for one in check_lesson(written(tmp_path, text))}
    assert {"steps.1.step.at", "steps.1.step.focus", "steps.1", "steps.1.claims.0.expect"} <= paths


def test_the_name_of_the_folder_is_that_of_the_lesson(tmp_path: Path) -> None:
    (found,) = check_lesson(written(tmp_path, FRONT + STEP, id="Not A Name"))
    assert (found.id, found.hint) == (
        "lesson.id", "1 to 40 of a-z, 0-9 and -, beginning with a letter",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["nowhere", "x" * 5_000, "a\0b"])
def test_what_is_no_file_is_said(name: str) -> None:
    assert [one.id for one in check_lesson(name)] == ["lesson.not-found"]


HOSTILE = {
    "large": b"x" * (limits.MOST_BYTES + 1),
    "no text": b"\xff\xfe" + FRONT.encode(),
    "hidden": FRONT.encode() + "\n## A \u202e title\n".encode(),
    "brackets": FRONT.encode() + b"\n## A\n\n" + b"[" * 60_000,
    "quotes": FRONT.encode() + b"\n## A\n\n" + b">" * 60_000,
    "stars": FRONT.encode() + b"\n## A\n\n" + b"*a **a " * 9_000,
    "ticks": FRONT.encode() + b"\n## A\n\n" + b"` `` ``` " * 6_000,
    "links": FRONT.encode() + b"\n## A\n\n" + b"[a](" * 15_000,
    "many steps": FRONT.encode() + b"\n## A\n" * 9_000,
    "aliases": (FRONT.replace("order: 1", "order: &a [*a, *a]") + STEP).encode(),
    "deep": block("step", "at: " + "[" * 200).encode(),
    "many options": block("predict", "options: [" + "{says: a, is: 1}, " * 400 + "]").encode(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_or_harmless(name: str, tmp_path: Path) -> None:
    folder = written(tmp_path, "")
    (folder / "lesson.md").write_bytes(HOSTILE[name])
    found = check_lesson(folder)
    assert len(found) <= limits.MOST_COMPLAINTS
    assert all(len(one.message) <= 600 for one in found)
    if name not in ("brackets", "quotes", "stars", "ticks", "links"):
        assert found


def test_tables_have_no_styles_and_no_head_without_a_name() -> None:
    """The policy of pages forbids the one, whoever cannot see trips over the other."""
    html, complaints = rendered("| | b |\n| :- | -: |\n| 1 | 2 |")
    assert complaints == ()
    assert "style" not in html
    assert html.count("<th>") == 1
    assert html.count("<td>") == 3
