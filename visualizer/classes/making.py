"""Classes begin and end."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from visualizer.classes.codes import new_code
from visualizer.models import Classroom, ClassRound, ClassSeat
from visualizer.visitor import Visitor

KNOWN_AFTER = timedelta(days=1)  # so that who comes back is told that it is over
EXCEEDED = "{count} classes {whose} are on, and there may be {most} ({setting}). {hint}"
END_ONE = "End one of them."
LATER = "Try again later."


class TooManyClasses(Exception):
    """No further class may begin now; the text names the setting."""


def make(visitor: Visitor, run: str | None, lesson: str | None) -> Classroom:
    """A class, stored before anybody is told its code; raises `TooManyClasses`."""
    with transaction.atomic():
        sweep()
        _require_room(visitor)
        now = timezone.now()
        return Classroom.objects.create(
            code=_unused(),
            teacher=visitor.ids[0],
            place=visitor.place,
            ends=now + timedelta(hours=settings.CLASS_HOURS),
            view={"run": run} if run else {},
            stage={"lesson": lesson} if lesson else {},
        )


def live() -> QuerySet[Classroom]:
    """Those that are on."""
    return Classroom.objects.filter(ended=None, ends__gt=timezone.now())


def of(visitor: Visitor) -> QuerySet[Classroom]:
    """Those that the visitor teaches and that are on, the latest first."""
    return live().filter(teacher__in=visitor.ids).order_by("-created")


def shown() -> frozenset[str]:
    """The runs that followers of classes which are on are shown."""
    views = live().values_list("view", flat=True)
    return frozenset(view["run"] for view in views if view.get("run"))


def end(classroom: Classroom) -> None:
    """It is over: names, answers, notes and where it was taught are gone with the same commit."""
    with transaction.atomic():
        ClassSeat.objects.filter(classroom=classroom).delete()
        ClassRound.objects.filter(classroom=classroom).delete()
        if classroom.ended is None:
            classroom.ended = timezone.now()
        classroom.place, classroom.notes, classroom.stage, classroom.view = "", "", {}, {}
        classroom.save()


def sweep() -> list[str]:
    """End what has outlived its time; forget what ended long ago. Codes of those that ended."""
    now = timezone.now()
    late = list(Classroom.objects.filter(ended=None, ends__lte=now))
    for classroom in late:
        end(classroom)
    Classroom.objects.filter(ended__lt=now - KNOWN_AFTER).delete()
    return [classroom.code for classroom in late]


def _require_room(visitor: Visitor) -> None:
    for whose, counted, setting, hint in (
        ("of yours", live().filter(teacher=visitor.ids[0]), "MAX_CLASSES_PER_VISITOR", END_ONE),
        ("of your address", live().filter(place=visitor.place), "MAX_CLASSES_PER_ADDRESS", END_ONE),
        ("on this server", live(), "MAX_CLASSES", LATER),
    ):
        most, count = getattr(settings, setting), counted.count()
        if count >= most:
            named = f"WINDTUNNEL_{setting}"
            said = EXCEEDED.format(count=count, whose=whose, most=most, setting=named, hint=hint)
            raise TooManyClasses(said)


def _unused() -> str:
    code = new_code()
    while Classroom.objects.filter(code=code).exists():
        code = new_code()
    return code
