"""Seats of followers. A ticket, which only the follower's page keeps, says which one is theirs."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Set

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from visualizer.models import ClassAnswer, Classroom, ClassSeat
from visualizer.naming import harmless

LONGEST_NAME = 40
TICKET_CHARACTERS = 40  # at the most
DIGEST_CHARACTERS = 22
KEPT = 20  # times as many as there may be at once, with those that were given up
FULL = (
    "The class is full: it has {most} followers (WINDTUNNEL_MAX_CLASS_FOLLOWERS). Look on with "
    "somebody; there is a seat when one has left."
)


class ClassFull(Exception):
    """There is no seat; the text names the setting."""


def take(
    classroom: Classroom,
    ticket: str,
    name: str | None,
    here: Set[int],
    comes: Callable[[], None],
) -> tuple[ClassSeat, str]:
    """The seat of a ticket, else a new one, and its ticket; raises `ClassFull`.

    `here` are the seats whose followers are connected: those of others make room. `comes` is
    called for a new one, and raises what is against it.
    """
    with transaction.atomic():
        seat = find(classroom, ticket) if ticket else None
        if seat is None:
            comes()
            _make_room(classroom, here)
            ticket = secrets.token_urlsafe(18)
            seat = ClassSeat.objects.create(classroom=classroom, ticket=_digest(ticket))
        elif seat.given_up:
            _make_room(classroom, here)
            seat.given_up = False
            seat.save(update_fields=["given_up"])
        if name is not None:
            rename(seat, name)
    return seat, ticket


def find(classroom: Classroom, ticket: str) -> ClassSeat | None:
    """The seat of a ticket, if it is one of this class; it may be given up."""
    return ClassSeat.objects.filter(classroom=classroom, ticket=_digest(ticket)).first()


def rename(seat: ClassSeat, name: str) -> None:
    """Give it the name that the follower wants to be known by; empty for none."""
    named = harmless(name)[:LONGEST_NAME]
    if named != seat.name:
        seat.name = named
        seat.save(update_fields=["name"])


def _make_room(classroom: Classroom, here: Set[int]) -> None:
    most = settings.MAX_CLASS_FOLLOWERS
    held = classroom.seats.filter(given_up=False)
    if (count := held.count()) < most:
        return
    _bound_given_up(classroom, most)
    away = [seat for seat in _emptiest_first(held) if seat.pk not in here]
    if count - len(away) >= most or not away:
        raise ClassFull(FULL.format(most=most))
    for seat in away[: count - most + 1]:
        _give_up(seat)


def _emptiest_first(seats: QuerySet[ClassSeat]) -> QuerySet[ClassSeat]:
    """Those without answer and name before the others, each by age."""
    answered = Exists(ClassAnswer.objects.filter(seat=OuterRef("pk")))
    return seats.annotate(answered=answered, named=~Q(name="")).order_by("answered", "named", "id")


def _give_up(seat: ClassSeat) -> None:
    """What its follower was told is stored stays, for who comes back with the ticket."""
    if not seat.name and not ClassAnswer.objects.filter(seat=seat).exists():
        seat.delete()
        return
    seat.given_up = True
    seat.save(update_fields=["given_up"])


def _bound_given_up(classroom: Classroom, most: int) -> None:
    """Of very many, names alone are not kept; with answers there may be so many."""
    if classroom.seats.count() < KEPT * most:
        return
    classroom.seats.filter(given_up=True, classanswer=None).delete()
    if classroom.seats.count() >= KEPT * most:
        raise ClassFull(FULL.format(most=most))


def _digest(ticket: str) -> str:
    return hashlib.sha256(ticket.encode("utf-8", "backslashreplace")).hexdigest()[
        :DIGEST_CHARACTERS
    ]
