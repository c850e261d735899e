"""From a lesson's file to a lesson, or to findings: what is wrong, where, what is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from simcore.errors import Check
from simcore.frozen import frozen
from simcore.lessons.asked import predict_of
from simcore.lessons.blocks import understood
from simcore.lessons.complaint import LessonInvalid, complaint, under
from simcore.lessons.lesson import Lesson, Step
from simcore.lessons.limits import MOST_BYTES, MOST_CLAIMS
from simcore.lessons.meant import anchor_of, claims_of_step, focus_of, rule_of_step, task_of
from simcore.lessons.prose import Part, read_parts, read_text
from simcore.lessons.said import Claims, Front, Predict, StepSaid, Task
from simcore.lessons.setting import Setting, setting_of
from simcore.scenario import Scenario
from simcore.spec.base import SLUG, Spec

__all__ = ["FILE", "check_lesson", "load_lesson"]

FILE = "lesson.md"

S = TypeVar("S", bound=Spec)


@frozen
class _Said:
    """A step as it is written, its blocks understood."""

    path: str
    part: Part
    step: StepSaid
    predict: Predict | None
    claims: Claims | None
    task: Task | None

    @property
    def id(self) -> str:
        """Its own, or made of its title."""
        made = re.sub(r"[^a-z0-9]+", "-", self.part.title.lower()).lstrip("-0123456789")
        return self.step.id or made[:40].rstrip("-")


def load_lesson(path: Path | str) -> Lesson:
    """The lesson of a folder, or of its file; raises `LessonInvalid` with all findings.

    Its id is the name of the folder.
    """
    file, complaints = _file(Path(path)), list[Check]()
    text = read_text(_bytes(file))
    front = understood(Front, text.front, "", complaints)
    said = [_said(n, part, complaints) for n, part in enumerate(read_parts(text), 1)]
    complaints += _of_whole(file, front, said)
    setting = setting_of(front, file.parent, complaints) if front else None
    if front is None or setting is None:
        raise LessonInvalid(complaints)
    steps = tuple(_meant(one, setting.scenario, complaints) for one in said)
    if complaints:
        raise LessonInvalid(complaints)
    return _lesson(file, front, setting, steps)


def check_lesson(path: Path | str) -> list[Check]:
    """Every finding about a lesson; empty when there is nothing to say."""
    try:
        load_lesson(path)
    except LessonInvalid as invalid:
        return invalid.checks
    return []


def _file(path: Path) -> Path:
    try:
        file = path / FILE if path.is_dir() else path
        found = file.is_file()
    except (OSError, ValueError):  # too long, or with a null byte: no file has such a name
        found = False
    if not found:
        hint = f"a folder with a file {FILE}, or that file"
        raise LessonInvalid([complaint("not-found", "", f"{str(path)[:80]}: no lesson", hint)])
    return file.absolute()


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise LessonInvalid([complaint("unreadable", "", f"{file.name}: {reason}")]) from None


def _said(n: int, part: Part, complaints: list[Check]) -> _Said:
    path = f"steps.{n}"
    complaints += under(path, part.complaints)

    def block(spec: type[S], name: str) -> S | None:
        found = part.blocks.get(name)
        return understood(spec, found, f"{path}.{name}", complaints) if found else None

    step = block(StepSaid, "step") or StepSaid()
    predict, claims = block(Predict, "predict"), block(Claims, "claims")
    return _Said(path, part, step, predict, claims, block(Task, "task"))


def _of_whole(file: Path, front: Front | None, said: Sequence[_Said]) -> Iterator[Check]:
    name = file.parent.name
    if re.fullmatch(SLUG, name) is None:
        hint = "1 to 40 of a-z, 0-9 and -, beginning with a letter"
        yield complaint("id", "", f'the folder "{name[:60]}" is no id of a lesson', hint)
    if front is not None and not front.title.endswith("?"):
        yield complaint("title", "title", "the title is no question", "end it with a ?")
    if sum(len(one.claims.claims) for one in said if one.claims) > MOST_CLAIMS:
        yield complaint("too-many", "", f"a lesson has at most {MOST_CLAIMS} claims", "leave some")
    yield from _of_ids([(one.path, one.id) for one in said], "step")
    asked = [(f"{one.path}.predict", one.predict.id or one.id) for one in said if one.predict]
    yield from _of_ids(asked, "prediction")


def _of_ids(ids: Sequence[tuple[str, str]], noun: str) -> Iterator[Check]:
    """They are names, and no two are the same."""
    before = set[str]()
    for path, id in ids:
        if id in before or re.fullmatch(SLUG, id) is None:
            said = (
                f'"{id}" is the id of another {noun}' if id in before else f"the {noun} has no id"
            )
            yield complaint("id", path, said, "give it one: a block `step` with id: some-name")
        before.add(id)


def _meant(said: _Said, scenario: Scenario, into: list[Check]) -> Step:
    path, id = said.path, said.id
    return Step(
        id=id,
        title=said.part.title,
        html=said.part.html,
        after_html=said.part.after_html,
        anchor=anchor_of(said.step, scenario, f"{path}.step", into),
        focus=focus_of(said.step, scenario, f"{path}.step", into),
        rule=rule_of_step(said.step, scenario, f"{path}.step", into),
        predict=predict_of(said.predict, id, scenario, path, into) if said.predict else None,
        claims=claims_of_step(said.claims, id, scenario, path, into) if said.claims else (),
        task=task_of(said.task, scenario, path, into) if said.task else None,
    )


def _lesson(file: Path, front: Front, setting: Setting, steps: tuple[Step, ...]) -> Lesson:
    return Lesson(
        id=file.parent.name,
        title=front.title,
        order=front.order,
        minutes=front.minutes,
        summary=front.summary,
        topics=front.topics,
        steps=steps,
        scenario=setting.scenario,
        slug=setting.slug,
        document=setting.document,
        overrides=front.overrides,
        path=file,
    )
