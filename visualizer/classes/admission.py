"""Who comes into a class: its teacher, or a follower with a seat."""

from __future__ import annotations

import functools
from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from visualizer.classes import asked, seats
from visualizer.classes.deeds import NOT_THE_TEACHER, Speaker
from visualizer.classes.finding import OVER, Over, find, is_over
from visualizer.classes.newcomers import newcomers
from visualizer.classes.stored import answer_of
from visualizer.models import Classroom
from visualizer.views.problems import Problem
from visualizer.visitor import Visitor

ROLES = ("follower", "stage", "console")


@dataclass(frozen=True)
class Wish:
    """What a page says when it comes: its role, and of a follower ticket and name, if any."""

    role: str
    ticket: str = ""
    name: str | None = None


@dataclass(frozen=True)
class Admitted:
    """`ticket` is for the follower's page alone; `answer` is what it predicts in this round."""

    speaker: Speaker
    role: str
    ticket: str | None = None
    name: str = ""
    answer: dict[str, Any] | None = None


def wish(said: dict[str, Any]) -> Wish:
    """Raises `Problem`."""
    role = said.get("role", "follower")
    if role not in ROLES:
        raise asked.wrong("role", role, ", ".join(ROLES))
    ticket = said.get("seat") or ""
    if not isinstance(ticket, str) or len(ticket) > seats.TICKET_CHARACTERS:
        raise asked.wrong("seat", ticket, "what the class gave this page, or null")
    if said.get("name") is None:
        return Wish(role, ticket)
    return Wish(role, ticket, asked.text(said, "name", seats.LONGEST_NAME))


def admit(code: str, wished: Wish, who: Visitor, here: Set[int]) -> Admitted:
    """Raises `NoClass`, `TooManyTries` (codes or seats), `Over`, `ClassFull`, `Problem`."""
    classroom = find(code, who.place, functools.partial(knows, who=who, ticket=wished.ticket))
    if is_over(classroom):
        raise Over(OVER)
    if wished.role != "follower":
        if not teaches(classroom, who):
            raise Problem(403, NOT_THE_TEACHER, "role")
        return Admitted(Speaker(teacher=True), wished.role)
    comes = functools.partial(newcomers.take_one, who)
    seat, ticket = seats.take(classroom, wished.ticket, wished.name, here, comes)
    answer = answer_of(seat.id, code)
    return Admitted(Speaker(False, seat.id), wished.role, ticket, seat.name, answer)


def speaker(code: str, ticket: str, who: Visitor) -> Speaker:
    """Who says something over HTTP: the holder of a seat, else the teacher."""
    classroom = find(code, who.place, functools.partial(knows, who=who, ticket=ticket))
    if is_over(classroom):
        raise Over(OVER)
    if ticket and (seat := seats.find(classroom, ticket)) is not None:
        return Speaker(False, seat.id, seat.given_up)
    return Speaker(teacher=teaches(classroom, who))


def teaches(classroom: Classroom, who: Visitor) -> bool:
    """Whether it is the teacher, who is never known by his address alone."""
    return who.has_a_name and classroom.teacher in who.ids[:-1]


def knows(classroom: Classroom, who: Visitor, ticket: str) -> bool:
    """Whether the code is no news to them."""
    return teaches(classroom, who) or bool(ticket and seats.find(classroom, ticket))
