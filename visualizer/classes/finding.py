"""The class that a code names, with guessing in mind."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from visualizer.classes.codes import is_code
from visualizer.classes.tries import tries
from visualizer.models import Classroom

UNKNOWN = "There is no class with this code. Look at it once more; it may be over, too."
OVER = "This class is over."

Knows = Callable[[Classroom], bool]


class NoClass(Exception):
    """There is none by that code; the text says so."""


class Over(Exception):
    """The class has ended; the text says so."""


def nobody(classroom: Classroom) -> bool:
    """Not known before."""
    return False


def find(code: str, place: str, knows: Knows = nobody) -> Classroom:
    """Raises `NoClass`, `TooManyTries`; a class that is over is found as long as it is known.

    Who `knows` the class already (its teacher, the holder of a seat) is no guesser.
    """
    found = Classroom.objects.filter(code=code).first() if is_code(code) else None
    if found is not None and knows(found):
        return found
    tries.require(place)
    if found is None:
        tries.wrong(place)
        raise NoClass(UNKNOWN)
    return found


def is_over(classroom: Classroom) -> bool:
    """Ended by its teacher, or by its time."""
    return classroom.ended is not None or classroom.ends <= timezone.now()
