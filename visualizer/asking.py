"""Who asked for which run: how many each may have, and who may cancel or resume it.

The same inputs are the same run, so several may have asked for it. Each cancels for himself; it
goes on while one still wants it. One that nobody is noted for is everybody's.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet

from visualizer.models import Asker, Run, RunState
from visualizer.supervisor.turns import NOBODYS, Whose
from visualizer.visitor import Visitor

NOT_YET_ENDED = (RunState.QUEUED, RunState.RUNNING)
EXCEEDED = (
    "{count} of {whose} runs wait or are under way, and there may be {most} ({setting}). Cancel "
    "one, or try again when one has ended."
)
NOT_YOURS = "This run was asked for by somebody else, so it is not yours to {what}."
YOURS_TOO = "Run the same scenario yourself: the same inputs are the same run, and it is yours too."


class TooMany(Exception):
    """One visitor has as many runs as one may; the text names the setting."""


class NotYours(Exception):
    """Others asked for the run, or sent the trace; the text says what was not done."""

    def __init__(self, what: str, hint: str = YOURS_TOO) -> None:
        super().__init__(what)
        self.hint = hint


def note(run: Run, visitor: Visitor) -> None:
    """Note that somebody asks for a run, and wants it if it has not ended; in one transaction with
    what makes it wait. Raises `TooMany`."""
    asked = Asker.objects.filter(run=run)
    if run.state not in NOT_YET_ENDED:
        if asked.exists():  # one of nobody stays everybody's
            asked.get_or_create(
                run=run, visitor=visitor.ids[0], defaults={"wants": False, "place": visitor.place}
            )
        return
    if asked.filter(visitor=visitor.ids[0], wants=True).exists():
        return
    if not _is_wanted(run.id):  # one that is there for others costs nothing more
        _require_share(visitor)
    Asker.objects.update_or_create(
        run=run, visitor=visitor.ids[0], defaults={"wants": True, "place": visitor.place}
    )


def _require_share(visitor: Visitor) -> None:
    theirs = Asker.objects.filter(wants=True, run__state__in=NOT_YET_ENDED)
    for whose, asked, setting in (
        ("your", theirs.filter(visitor=visitor.ids[0]), "MAX_RUNS_PER_VISITOR"),
        ("your address's", theirs.filter(place=visitor.place), "MAX_RUNS_PER_ADDRESS"),
    ):
        # Runs, not who asks: a class may want the same one.
        most, count = getattr(settings, setting), asked.values("run_id").distinct().count()
        if count >= most:
            named = f"WINDTUNNEL_{setting}"
            raise TooMany(EXCEEDED.format(count=count, whose=whose, most=most, setting=named))


def is_theirs(run_id: str, visitor: Visitor) -> bool:
    """Whether they asked for it, or nobody is noted to have."""
    asked = Asker.objects.filter(run_id=run_id)
    return _own(run_id, visitor).exists() or not asked.exists()


def of(visitor: Visitor) -> QuerySet[Run]:
    """The runs that they asked for, the latest first."""
    own = Asker.objects.filter(visitor__in=visitor.ids).values("run_id")
    return (
        Run.objects.filter(id__in=own).defer("result", "header", "end").order_by("-created", "id")
    )


def require_theirs(run_id: str, visitor: Visitor, what: str) -> None:
    """Raise `NotYours` where somebody else asked for it."""
    if not is_theirs(run_id, visitor):
        raise NotYours(NOT_YOURS.format(what=what))


def give_up(run_id: str, visitor: Visitor) -> bool:
    """They do not want it any more; whether nobody does."""
    _own(run_id, visitor).update(wants=False)
    return not _is_wanted(run_id)


def forget_wishes(run_id: str) -> None:
    """The run is over, and nobody waits for it any more; whose it is stays known."""
    Asker.objects.filter(run_id=run_id).update(wants=False)


def whose(run_ids: Iterable[str]) -> dict[str, Whose]:
    """For each run somebody who wants it."""
    ids = list(run_ids)
    wanted = Asker.objects.filter(run_id__in=ids, wants=True).order_by("-id")
    known = {asker.run_id: Whose(asker.visitor, asker.place) for asker in wanted}
    return {run_id: known.get(run_id, NOBODYS) for run_id in ids}


def _is_wanted(run_id: str) -> bool:
    return Asker.objects.filter(run_id=run_id, wants=True).exists()


def _own(run_id: str, visitor: Visitor) -> QuerySet[Asker]:
    return Asker.objects.filter(run_id=run_id, visitor__in=visitor.ids)
