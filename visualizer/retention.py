"""How much is kept: what is old and not in use makes room for what is new.

All that takes room is counted: frames, results, what interrupted runs would go on from, traces, who
asked for which run and sent which trace, and what is in classes (that goes by itself, when a class
is over). Where it is too much, the snapshots of ended runs go first (without one, a run goes on
from its seed, to the same bytes), then, by age, ended runs that nobody watches and traces that no
stored run names. Runs that are pinned stay, and so do those whose frames a fork has too, as long as
it does, and those that a class is shown, until it is over.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Model, Q, QuerySet, Sum, TextField, Value
from django.db.models.functions import Cast, Coalesce, Length

from visualizer.classes.making import shown
from visualizer.models import (
    ENDED,
    Asker,
    ClassAnswer,
    Classroom,
    ClassRound,
    ClassSeat,
    Frame,
    Run,
    Sender,
    Snapshot,
    Trace,
)
from visualizer.shelf import shelf_of

log = logging.getLogger(__name__)

ALL_TRACES_USED = (
    "This server keeps {most:,} traces (WINDTUNNEL_MAX_TRACES_STORED), and stored runs use that "
    "many. DELETE /api/traces/<id> deletes one."
)

NO_ROOM_FOR_TRACE = (
    "This server keeps {most:,} MB (WINDTUNNEL_MAX_STORED_MB), and what can be deleted of it makes "
    "no room for this trace of {size:,.1f} MB: runs are under way or being watched, and replay the "
    "other traces."
)


ROW_BYTES = 64
"""Of a row of small ones, beside its texts: its keys, and its places in the indexes."""

SMALL: dict[type[Model], tuple[str, ...]] = {
    Asker: ("visitor", "place", "name"),
    Sender: ("visitor",),
    Classroom: ("view", "stage", "notes"),
    ClassSeat: ("ticket", "name"),
    ClassRound: ("question",),
    ClassAnswer: ("prediction",),
}
"""What there is of many small rows, and which of their fields grow."""


class Full(Exception):
    """Nothing more can be kept; the text names the setting."""


def measure(run_id: str) -> int:
    """Note how many bytes a run takes with all that belongs to it; return them."""
    run = Run.objects.filter(id=run_id)
    own = sum(
        (Coalesce(Length(name), 0) for name in ("document", "header", "end")), Length("title")
    )
    parts = [
        _total(Frame.objects.filter(run_id=run_id), Length("blob")),
        snapshot_bytes(run_id),
        _total(run, Length("result")),
        _total(run, own),
    ]
    run.update(stored_bytes=sum(parts))
    return sum(parts)


def snapshot_bytes(run_id: str) -> int:
    return _total(Snapshot.objects.filter(run_id=run_id), Length("blob"))


def make_room(keep: frozenset[str] = frozenset(), runs: int = 0, size: int = 0) -> list[str]:
    """Delete what is oldest until `runs` or `size` bytes more fit; which runs went."""
    gone: list[str] = []
    ended = Run.objects.filter(state__in=ENDED).exclude(id__in=keep).order_by("created")
    free = ended.filter(pinned=False).exclude(id__in=_needed())
    free = free.exclude(id__in=shown())
    while _too_large(size) and _drop_snapshot(ended):
        pass
    while _too_many(runs) or _too_large(size):
        oldest = free.values_list("id", "created").first()
        if not _too_many(runs) and _drop_trace(older_than=oldest and oldest[1]):
            continue
        if oldest is None:
            break
        delete(oldest[0])
        gone.append(oldest[0])
        log.info("run %s was deleted to make room", oldest[0])
    return gone


def _needed() -> QuerySet[Run, Any]:
    """Those whose frames forks have too."""
    return Run.objects.filter(shared__gt=0).values("parent_id")


def _drop_snapshot(ended: QuerySet[Run]) -> bool:
    """Whether there was one."""
    run_id = ended.filter(snapshots__isnull=False).values_list("id", flat=True).first()
    if run_id is not None:
        Snapshot.objects.filter(run_id=run_id).delete()
        measure(run_id)
        log.info("the snapshots of run %s were deleted to make room", run_id)
    return run_id is not None


def _drop_trace(older_than: datetime | None = None) -> bool:
    """Delete the oldest trace that no stored run names, if there is one."""
    traces = Trace.objects.order_by("created")
    if older_than is not None:
        traces = traces.filter(created__lt=older_than)
    for trace_id in traces.values_list("id", flat=True):
        if not users_of(trace_id).exists():
            Trace.objects.filter(id=trace_id).delete()
            forget_read(trace_id)
            log.info("trace %s was deleted to make room", trace_id)
            return True
    return False


def forget_read(trace_id: str) -> None:
    """What was read from a trace goes with it."""
    shelf_of(settings.TRACE_CACHE_DIR, settings.TRACE_CACHE_BYTES).forget(trace_id)


def users_of(trace_id: str) -> QuerySet[Run]:
    """The stored runs that replay a trace."""
    text = {name: Cast(name, TextField()) for name in ("document", "overrides")}
    named = Run.objects.annotate(**{f"{name}_text": cast for name, cast in text.items()})
    return named.filter(Q(document_text__contains=trace_id) | Q(overrides_text__contains=trace_id))


def delete(run_id: str) -> None:
    """Delete a run with all that belongs to it; raises `ProtectedError` where forks need it."""
    with transaction.atomic():
        Run.objects.filter(parent_id=run_id, shared=0).update(parent=None)
        Frame.objects.filter(run_id=run_id).delete()
        Run.objects.filter(id=run_id).delete()


def require_room(keep: frozenset[str]) -> None:
    """Raise `Full` when a new run would not fit even after old ones are gone."""
    make_room(keep, runs=1)
    if _too_many(1) or _too_large():
        raise Full(
            f"This server keeps {settings.MAX_RUNS_STORED:,} runs "
            "(WINDTUNNEL_MAX_RUNS_STORED) and "
            f"{settings.MAX_STORED_BYTES // 1024**2:,} MB (WINDTUNNEL_MAX_STORED_MB), and none of "
            "them can be deleted while it is under way, being watched, pinned, shown in a class, "
            "or needed by forks."
        )


def require_room_for_trace(size: int, keep: frozenset[str]) -> None:
    """Let what is old and not used go for a trace of so many bytes; raise `Full` when all is."""
    if size <= settings.MAX_STORED_BYTES:
        make_room(keep, size=size)
    if _too_large(size):
        most = settings.MAX_STORED_BYTES // 1024**2
        raise Full(NO_ROOM_FOR_TRACE.format(most=most, size=size / 1024**2))
    while Trace.objects.count() >= settings.MAX_TRACES_STORED:
        if not _drop_trace():
            raise Full(ALL_TRACES_USED.format(most=settings.MAX_TRACES_STORED))


def _too_many(more: int) -> bool:
    return bool(Run.objects.count() + more > settings.MAX_RUNS_STORED)


def _too_large(more: int = 0) -> bool:
    runs = _total(Run.objects.all(), F("stored_bytes"))
    traces = _total(Trace.objects.all(), Length("data"))
    return bool(runs + traces + small_bytes() + more > settings.MAX_STORED_BYTES)


def small_bytes() -> int:
    """What the many small rows take: of who asked for runs, and of classes."""
    return sum(_small(model, fields) for model, fields in SMALL.items())


def _small(model: type[Model], fields: tuple[str, ...]) -> int:
    texts = sum((Length(Cast(name, TextField())) for name in fields), Length(Value("")))
    told = model._default_manager.aggregate(rows=Count("pk"), texts=Sum(texts))
    return int(told["rows"] * ROW_BYTES + (told["texts"] or 0))


def _total(rows: QuerySet[Any], bytes_each: Any) -> int:
    return int(rows.aggregate(total=Sum(bytes_each))["total"] or 0)
