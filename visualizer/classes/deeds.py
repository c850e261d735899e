"""What the teacher and the followers of a class do. Each is one commit, and then acknowledged."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from visualizer.classes import asked, making, seats
from visualizer.classes.finding import OVER, Over, is_over
from visualizer.models import ClassAnswer, Classroom, ClassRound, ClassSeat
from visualizer.views.problems import Problem, short

KEYS_KEPT = 64
"""Of each kind; of questions all."""

NOT_THE_TEACHER = "Only the teacher of this class can do that."
NO_SEAT = "This page has no seat in the class. Reload it to join again."
NO_ROUND = "There is no question now."
REVEALED = "It is revealed already: no answer counts any more."
MANY_ROUNDS = (
    "This class has had {most} questions, as many as may be (WINDTUNNEL_MAX_CLASS_ROUNDS)."
)


@dataclass(frozen=True)
class Speaker:
    """Who says something: the teacher, or a follower by the seat."""

    teacher: bool
    seat: int | None = None
    given_up: bool = False

    @property
    def is_in(self) -> bool:
        """Whether it is anybody of the class: of who knows its code alone, nothing is known."""
        return self.teacher or (self.seat is not None and not self.given_up)


Deed = Callable[[Classroom, dict[str, Any]], None]
Act = Callable[[Classroom, ClassSeat, dict[str, Any]], None]


def perform(code: str, speaker: Speaker, said: dict[str, Any]) -> None:
    """Do what is said, after `look_up`.

    Raises `Problem` with what is wrong, `Over`, `Classroom.DoesNotExist`.
    """
    kind = str(said.get("type"))
    _require_may(kind, speaker)
    with transaction.atomic():
        classroom = Classroom.objects.get(code=code)
        if is_over(classroom):
            raise Over(OVER)
        if kind in TEACHERS:
            _once(classroom, kind, said)
        else:
            FOLLOWERS[kind](classroom, _seat(classroom, speaker), said)


def _once(classroom: Classroom, kind: str, said: dict[str, Any]) -> None:
    """What a page asks again with the same key, not knowing that it was done, is done already.

    What a follower asks is the same done twice.
    """
    key = asked.word(said, "key")
    keys = classroom.stage.get("keys", {}).get(kind, [])
    if key is not None and key in keys:
        return
    TEACHERS[kind](classroom, said)
    if key is not None and classroom.ended is None:
        kept = settings.MAX_CLASS_ROUNDS if kind == "ask" else KEYS_KEPT
        _set(classroom, keys={**classroom.stage.get("keys", {}), kind: [*keys, key][-kept:]})


def _require_may(kind: str, speaker: Speaker) -> None:
    if kind in (*TEACHERS, *TOLD_BY_TEACHERS) and not speaker.teacher:
        raise Problem(403, NOT_THE_TEACHER, "type")
    if kind not in TEACHERS and kind not in FOLLOWERS:
        known = ", ".join((*TEACHERS, *FOLLOWERS))
        raise Problem(422, f"{short(kind)} is not understood.", "type", known)


def look_up(speaker: Speaker, said: dict[str, Any]) -> None:
    """What takes long and needs no database, before `perform`: whether there is such a lesson.

    The first one reads them all. One thread writes for all classes, and it shall not wait for that.
    Raises `Problem`.
    """
    if said.get("type") == "lesson":
        _require_may("lesson", speaker)
        asked.lesson(said)


def write_view(code: str, view: dict[str, Any]) -> None:
    """Where the teacher looks, for after a start of the server."""
    Classroom.objects.filter(code=code, ended=None).update(view=view)


def _seat(classroom: Classroom, speaker: Speaker) -> ClassSeat:
    found = classroom.seats.filter(id=speaker.seat or 0).first()
    if found is None:
        raise Problem(403, NO_SEAT, "seat")
    return found


# --- the teacher ------------------------------------------------------------------------------


def _freeze(classroom: Classroom, said: dict[str, Any]) -> None:
    _set(classroom, frozen=asked.flag(said, "on"))


def _anonymise(classroom: Classroom, said: dict[str, Any]) -> None:
    _set(classroom, anonymous=asked.flag(said, "on"))


def _lesson(classroom: Classroom, said: dict[str, Any]) -> None:
    _set(classroom, lesson=asked.word(said, "lesson"))


def _timer(classroom: Classroom, said: dict[str, Any]) -> None:
    seconds = asked.number(said, "s", 0, asked.LONGEST_TIMER_S)
    _set(classroom, timer_ends_ms=round((time.time() + seconds) * 1000) if seconds else None)


def _notes(classroom: Classroom, said: dict[str, Any]) -> None:
    classroom.notes = asked.notes(said)
    classroom.save(update_fields=["notes"])


def _end(classroom: Classroom, said: dict[str, Any]) -> None:
    making.end(classroom)


def _ask(classroom: Classroom, said: dict[str, Any]) -> None:
    """A new question takes the place of the one before."""
    question = asked.question(said.get("question"))
    count = classroom.rounds.count()
    if count >= settings.MAX_CLASS_ROUNDS:
        raise Problem(409, MANY_ROUNDS.format(most=settings.MAX_CLASS_ROUNDS))
    _forget_answers(classroom)
    ClassRound.objects.create(classroom=classroom, n=count + 1, question=question)
    _set(classroom, round=count + 1)


def _reveal(classroom: Classroom, said: dict[str, Any]) -> None:
    current = current_round(classroom)
    if current is None:
        raise Problem(409, NO_ROUND)
    current.revealed = True
    current.save(update_fields=["revealed"])


def _dismiss(classroom: Classroom, said: dict[str, Any]) -> None:
    """No question is on any more."""
    _forget_answers(classroom)
    _set(classroom, round=None)


def _forget_answers(classroom: Classroom) -> None:
    """What was predicted is shown nowhere after its round; that somebody did keeps the seat."""
    past = ClassAnswer.objects.filter(round__classroom=classroom)
    past.exclude(prediction={}).update(prediction={})


def _set(classroom: Classroom, **values: Any) -> None:
    classroom.stage = {**classroom.stage, **values}
    classroom.save(update_fields=["stage"])


def current_round(classroom: Classroom) -> ClassRound | None:
    """The question that is on, asked or revealed."""
    n = classroom.stage.get("round")
    return classroom.rounds.filter(n=n).first() if n else None


# --- a follower -------------------------------------------------------------------------------


def _answer(classroom: Classroom, seat: ClassSeat, said: dict[str, Any]) -> None:
    """The last one counts, until it is revealed."""
    current = current_round(classroom)
    if current is None or said.get("round") != current.n:
        raise Problem(409, NO_ROUND, "round")
    if current.revealed:
        raise Problem(409, REVEALED, "round")
    kept = asked.prediction(said.get("prediction"), current.question)
    ClassAnswer.objects.update_or_create(round=current, seat=seat, defaults={"prediction": kept})


def _name(classroom: Classroom, seat: ClassSeat, said: dict[str, Any]) -> None:
    seats.rename(seat, asked.text(said, "name", seats.LONGEST_NAME))


TEACHERS: dict[str, Deed] = {
    "freeze": _freeze,
    "anonymise": _anonymise,
    "lesson": _lesson,
    "timer": _timer,
    "notes": _notes,
    "ask": _ask,
    "reveal": _reveal,
    "dismiss": _dismiss,
    "end": _end,
}
TOLD_BY_TEACHERS, TOLD_BY_FOLLOWERS = ("view", "go"), ("mode",)
"""What the room hears, and no database at once."""

FOLLOWERS: dict[str, Act] = {"answer": _answer, "name": _name}
