"""Seats of followers. A ticket, which only the follower's page keeps, says which one is theirs."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Set

from django.conf import settings
from django.db import transaction

from visualizer.models import Classroom, ClassSeat
from visualizer.naming import harmless

LONGEST_NAME = 40
TICKET_CHARACTERS = 40  # at the most
DIGEST_CHARACTERS = 22
FULL = (
    "The class is full: it has {most} followers (WINDTUNNEL_MAX_CLASS_FOLLOWERS). Look on with "
    "somebody; there is a seat when one has left."
)


class ClassFull(Exception):
    """There is no seat; the text names the setting."""


def take(
    classroom: Classroom, ticket: str, name: str | None, here: Set[int]
) -> tuple[ClassSeat, str]:
    """The seat of a ticket, else a new one, and its ticket; raises `ClassFull`.

    `here` are the seats whose followers are connected: those of others make room.
    """
    with transaction.atomic():
        seat = find(classroom, ticket) if ticket else None
        if seat is None:
            _make_room(classroom, here)
            ticket = secrets.token_urlsafe(18)
            seat = ClassSeat.objects.create(classroom=classroom, ticket=_digest(ticket))
        if name is not None:
            rename(seat, name)
    return seat, ticket


def find(classroom: Classroom, ticket: str) -> ClassSeat | None:
    """The seat of a ticket, if it is one of this class."""
    return ClassSeat.objects.filter(classroom=classroom, ticket=_digest(ticket)).first()


def rename(seat: ClassSeat, name: str) -> None:
    """Give it the name that the follower wants to be known by; empty for none."""
    named = harmless(name)[:LONGEST_NAME]
    if named != seat.name:
        seat.name = named
        seat.save(update_fields=["name"])


def _make_room(classroom: Classroom, here: Set[int]) -> None:
    most = settings.MAX_CLASS_FOLLOWERS
    taken = list(classroom.seats.order_by("id").values_list("id", flat=True))
    if len(taken) < most:
        return
    away = [seat for seat in taken if seat not in here]
    if len(taken) - len(away) >= most or not away:
        raise ClassFull(FULL.format(most=most))
    ClassSeat.objects.filter(id__in=away[: len(taken) - most + 1]).delete()


def _digest(ticket: str) -> str:
    return hashlib.sha256(ticket.encode("utf-8", "backslashreplace")).hexdigest()[
        :DIGEST_CHARACTERS
    ]
