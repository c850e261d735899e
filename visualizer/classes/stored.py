"""What is stored of a class, as much as its room tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from visualizer.classes.deeds import current_round
from visualizer.classes.finding import is_over
from visualizer.classes.tally import tally
from visualizer.models import ClassAnswer, Classroom, ClassRound


@dataclass(frozen=True)
class Stored:
    """`names` by seat, where one was given; `round` with its `tally`, while a question is on."""

    over: bool = True
    view: dict[str, Any] | None = None
    stage: dict[str, Any] | None = None
    round: dict[str, Any] | None = None
    tally: dict[str, Any] | None = None
    names: dict[int, str] | None = None
    notes: str = ""
    ends_ms: int = 0


def load(code: str) -> Stored:
    """All of it; of a class that is over or unknown, that."""
    classroom = Classroom.objects.filter(code=code).first()
    if classroom is None or is_over(classroom):
        return Stored()
    current = current_round(classroom)
    return Stored(
        over=False,
        view=classroom.view,
        stage=classroom.stage,
        round=None if current is None else _round(current),
        tally=None if current is None else _tally(current),
        names=dict(classroom.seats.exclude(name="").values_list("id", "name")),
        notes=classroom.notes,
        ends_ms=round(classroom.ends.timestamp() * 1000),
    )


def answer_of(seat: int, code: str) -> dict[str, Any] | None:
    """What a follower has predicted in the round that is on."""
    classroom = Classroom.objects.get(code=code)
    current = current_round(classroom)
    found = ClassAnswer.objects.filter(round=current, seat=seat).first() if current else None
    return found.prediction if found else None


def _round(current: ClassRound) -> dict[str, Any]:
    return {"n": current.n, "question": current.question, "revealed": current.revealed}


def _tally(current: ClassRound) -> dict[str, Any]:
    answers = list(current.answers.values_list("prediction", flat=True))
    return {"round": current.n, **tally(current.question, answers)}
