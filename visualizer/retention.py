"""How much is kept: the oldest runs that nobody watches make room for new ones."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import Length

from visualizer.models import ENDED, Frame, Run, Trace

log = logging.getLogger(__name__)


class Full(Exception):
    """Nothing more can be kept; the text names the setting."""


def measure(run_id: str) -> int:
    """Note how many bytes a run's frames and result take; return them."""
    frames = Frame.objects.filter(run_id=run_id).aggregate(total=Sum(Length("blob")))["total"]
    result = Run.objects.filter(id=run_id).aggregate(total=Sum(Length("result")))["total"]
    stored = (frames or 0) + (result or 0)
    Run.objects.filter(id=run_id).update(stored_bytes=stored)
    return stored


def make_room(keep: frozenset[str] = frozenset(), runs: int = 0) -> list[str]:
    """Delete the oldest ended runs until `runs` more fit; which ones went."""
    gone = []
    removable = Run.objects.filter(state__in=ENDED).exclude(id__in=keep)
    while _over(runs) and (oldest := removable.order_by("created").values("id").first()):
        delete(oldest["id"])
        gone.append(oldest["id"])
        log.info("run %s was deleted to make room", oldest["id"])
    return gone


def delete(run_id: str) -> None:
    """Delete a run with all that belongs to it."""
    with transaction.atomic():
        Frame.objects.filter(run_id=run_id).delete()
        Run.objects.filter(id=run_id).delete()


def require_room(keep: frozenset[str]) -> None:
    """Raise `Full` when a new run would not fit even after old ones are gone."""
    make_room(keep, runs=1)
    if _over(1):
        raise Full(
            f"This server keeps {settings.MAX_RUNS_STORED:,} runs "
            "(WINDTUNNEL_MAX_RUNS_STORED) and "
            f"{settings.MAX_STORED_BYTES // 1024**2:,} MB (WINDTUNNEL_MAX_STORED_MB), and none of "
            "them can be deleted while it is under way or being watched."
        )


def require_room_for_trace() -> None:
    """Raise `Full` when as many traces are stored as may be."""
    if Trace.objects.count() >= settings.MAX_TRACES_STORED:
        raise Full(
            f"This server keeps {settings.MAX_TRACES_STORED:,} traces "
            "(WINDTUNNEL_MAX_TRACES_STORED), and that many are stored."
        )


def _over(more: int) -> bool:
    held = Run.objects.aggregate(runs=Count("id"), stored=Sum("stored_bytes"))
    too_many = held["runs"] + more > settings.MAX_RUNS_STORED
    return too_many or (held["stored"] or 0) > settings.MAX_STORED_BYTES
