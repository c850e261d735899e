"""What owners do to their runs, beside cancelling them: name, pin, delete."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from visualizer import asking, retention
from visualizer.models import ENDED, Asker, Run
from visualizer.visitor import Visitor

LONGEST_NAME = 80
PIN_SHARE = 2  # of all that is stored, one part of so many may be pinned
UNDER_WAY = "The run is {state}. Cancel it first."
FORKED = "{count} of its forks have its frames too. Delete those first: {names}."
STAYS = "Others asked for this run too, and it stays for them."
TOO_MANY = "{count} runs {whose} are pinned, and there may be {most} ({setting}). Unpin one."
TOO_LARGE = (
    "Pinned runs may take half of the {most:,} MB that this server keeps "
    "(WINDTUNNEL_MAX_STORED_MB), and with this one they would take more. Unpin one."
)


class InUse(Exception):
    """The run cannot be deleted now; the text says why."""


class CannotPin(Exception):
    """There are too many pinned runs, or too large ones; the text names the setting."""


def as_theirs(run: Run, visitor: Visitor) -> dict[str, Any]:
    """`name` and `pinned` as this visitor gave them; of a run of others, as those did."""
    own = list(Asker.objects.filter(run_id=run.id, visitor__in=visitor.ids).order_by("id"))
    name = next((one.name for one in own if one.name), run.name)
    return {"name": name, "pinned": any(one.pinned for one in own) if own else run.pinned}


def rename(run: Run, name: str, visitor: Visitor) -> None:
    """Name a run for oneself; others see the name that the first who asked for it gave it."""
    with transaction.atomic():
        if not Asker.objects.filter(run=run, visitor__in=visitor.ids).update(name=name):
            run.name = name  # nobody's
            run.save(update_fields=["name"])
        _settle(run)


def pin(run: Run, pinned: bool, visitor: Visitor) -> None:
    """Have a run make no room for others, or let it, unless others pin it; raises `CannotPin`."""
    with transaction.atomic():
        own = Asker.objects.filter(run=run, visitor__in=visitor.ids)
        if pinned and not as_theirs(run, visitor)["pinned"]:
            _require_pins(run, visitor)
        if not own.update(pinned=pinned):
            run.pinned = pinned
            run.save(update_fields=["pinned"])
        _settle(run)


def _settle(run: Run) -> None:
    """What holds of a run is what those who asked for it say, as far as anybody is noted."""
    askers = list(Asker.objects.filter(run=run).order_by("id"))
    if askers:
        run.name, run.pinned = askers[0].name, any(one.pinned for one in askers)
        run.save(update_fields=["name", "pinned"])


def _require_pins(run: Run, visitor: Visitor) -> None:
    pins = Run.objects.filter(pinned=True)
    own = Asker.objects.filter(visitor__in=visitor.ids, pinned=True).values("run_id")
    for whose, counted, setting in (
        ("of yours", Run.objects.filter(id__in=own), "MAX_PINNED_PER_VISITOR"),
        ("of all", pins, "MAX_RUNS_PINNED"),
    ):
        most, count = getattr(settings, setting), counted.count()
        if count >= most:
            named = f"WINDTUNNEL_{setting}"
            raise CannotPin(TOO_MANY.format(count=count, whose=whose, most=most, setting=named))
    if run.pinned:  # by others: it takes no more room
        return
    held = (pins.aggregate(total=Sum("stored_bytes"))["total"] or 0) + run.stored_bytes
    if held * PIN_SHARE > settings.MAX_STORED_BYTES:
        raise CannotPin(TOO_LARGE.format(most=settings.MAX_STORED_BYTES // 1024**2))


def delete(run_id: str, visitor: Visitor) -> str:
    """Delete a run; why it is still there, where others want it. Raises `InUse`, `NotYours`."""
    with transaction.atomic():
        run = Run.objects.defer("result").get(id=run_id)
        asking.require_theirs(run_id, visitor, "delete")
        if run.state not in ENDED:
            raise InUse(UNDER_WAY.format(state=run.state))
        if Asker.objects.filter(run=run).exclude(visitor__in=visitor.ids).exists():
            Asker.objects.filter(run=run, visitor__in=visitor.ids).delete()
            _settle(run)
            return STAYS
        _require_no_forks(run)
        retention.delete(run_id)
    return ""


def _require_no_forks(run: Run) -> None:
    forks = list(run.forks.filter(shared__gt=0).order_by("created").values_list("id", flat=True))
    if forks:
        raise InUse(FORKED.format(count=len(forks), names=", ".join(forks[:5])))
