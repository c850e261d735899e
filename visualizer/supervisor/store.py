"""The supervisor's hands on the database. Blocking; runs in threads, never in the event loop.

One thread writes, so batches never wait for one another. A batch is one transaction: what a
viewer is told of has been committed.
"""

from __future__ import annotations

import logging
import zlib
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from simcore.scenario import apply_overrides
from visualizer import asking, retention, snapshots
from visualizer.lineage import read_frames
from visualizer.models import Frame, Run, RunState, Trace
from visualizer.runs import MODEL_VERSION, OTHER_MODEL
from visualizer.supervisor import wire
from visualizer.supervisor.job import Job
from visualizer.supervisor.turns import Whose
from visualizer.supervisor.wire import Message
from visualizer.traces import mentioned_traces

log = logging.getLogger(__name__)

INTERRUPTED = "The server ended before this run did. It can go on, to the same result."
NOT_OURS = "The run was deleted, or ended by another hand, while it was computed."
PROBE = "~probe"  # no upload is named like that
PROBE_BYTES = 256 * 1024  # about what a second of frames needs
DIFFERENT = (
    "Frame {n} came out differently when the run was computed again, so it was not continued. "
    "This is a fault of the simulator: please report it with this run's id."
)


class NotTheSame(Exception):
    """A frame that is computed again differs from the stored one."""


class NotOurs(Exception):
    """A run that is not stored as running any more, although it is being computed."""


def prepare(resume: bool = False) -> dict[str, Whose]:
    """Bring the database up to date; the runs to compute now, in their order, and whose they are.

    What waited when the server ended still waits. What was being computed is queued before it if
    those are to be resumed, and otherwise interrupted.
    """
    relax()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        _leave_those_of_other_models()
        was_running = _take_over(resume)
        queued = Run.objects.filter(state=RunState.QUEUED).order_by("created", "id")
        waiting = list(queued.values_list("id", flat=True))
        for run in (
            Run.objects.filter(snapshots__isnull=False).distinct().values_list("id", flat=True)
        ):
            retention.measure(run)
        whose = asking.whose(waiting)
    # A stable sort.
    return {run: whose[run] for run in sorted(waiting, key=lambda run: run not in was_running)}


def _leave_those_of_other_models() -> None:
    """What another model began would come out differently: it is not gone on with."""
    under_way = Run.objects.filter(state__in=[RunState.QUEUED, RunState.RUNNING])
    for run in under_way.exclude(model_version=MODEL_VERSION):
        run.state, run.finished = RunState.INTERRUPTED, timezone.now()
        run.message = OTHER_MODEL.format(theirs=run.model_version, ours=MODEL_VERSION)
        run.save(update_fields=["state", "message", "finished"])


def _take_over(resume: bool) -> set[str]:
    """Runs that were being computed when the server ended."""
    running = Run.objects.filter(state=RunState.RUNNING)
    found = set(running.values_list("id", flat=True))
    for run in found:
        what = "resumed" if resume else "interrupted"
        log.warning("run %s was under way when the server ended: %s", run, what)
    if resume:
        running.update(state=RunState.QUEUED, message="")
    else:
        running.update(state=RunState.INTERRUPTED, message=INTERRUPTED, finished=timezone.now())
    return found


def relax() -> None:
    """Let this thread's connection commit without an fsync: frames can be computed again."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")


def close() -> None:
    """Close this thread's connection."""
    connections.close_all()


def begin(run_id: str) -> tuple[Job, dict[str, Any]] | None:
    """Mark a queued run as running; its job and what is stored of it already.

    None when the run is not queued any more, or gone. It is running, or nothing has happened.
    """
    relax()  # each time: a connection that failed was opened anew
    with transaction.atomic():
        return _begin(run_id)


def _begin(run_id: str) -> tuple[Job, dict[str, Any]] | None:
    run = Run.objects.filter(id=run_id, state=RunState.QUEUED).first()
    if run is None:
        return None
    snapshot = snapshots.nearest(run)
    Run.objects.filter(id=run_id).update(
        state=RunState.RUNNING, message="", started=timezone.now(), finished=None
    )
    job = Job(
        run=run.id,
        factory=settings.RUN_FACTORY,
        document=run.document,
        seed=run.seed,
        profile=run.profile,
        overrides=run.overrides,
        traces=_traces(run),
        shelf=(str(settings.TRACE_CACHE_DIR), settings.TRACE_CACHE_BYTES),
        events=settings.RUN_EVENTS,
        wall_s=settings.RUN_WALL_S,
        memory_bytes=settings.RUN_MEMORY_BYTES,
        snapshot=None if snapshot is None else bytes(snapshot.blob),
        forks=snapshot is not None and snapshot.run_id != run.id,
        shared=run.shared,
        snapshots=settings.RUN_SNAPSHOTS,
    )
    return job, {"frames": run.frames, "computed_s": run.computed_s, "header": run.header}


def _traces(run: Run) -> dict[str, bytes]:
    """The uploads that the run replays: its document may name them, or its overrides."""
    return traces_of(run.document, run.overrides)


def traces_of(document: dict[str, Any], overrides: dict[str, Any]) -> dict[str, bytes]:
    """The uploads that a document names with these overrides made; raises `ScenarioInvalid`."""
    document = apply_overrides(document, overrides) if overrides else document
    found = Trace.objects.filter(id__in=mentioned_traces(document))
    return {trace.id: bytes(trace.data) for trace in found}


def describe(run_id: str) -> dict[str, Any] | None:
    """What a feed begins with; None when there is no such run."""
    fields = ("state", "message", "frames", "computed_s", "header", "end")
    found = Run.objects.filter(id=run_id).values(*fields).first()
    return None if found is None else {**found}


class Progress:
    """What one run has stored so far, and what its next batch changes."""

    def __init__(self, run_id: str, frames: int) -> None:
        self.run_id = run_id
        self.frames = frames  # there before this worker began; grows with each batch

    def save(self, batch: list[Message]) -> dict[str, Any]:
        """Commit a batch; what a feed has to be told. Raises `NotTheSame`."""
        changes: dict[str, Any] = {}
        frames = [message for message in batch if message.kind == wire.FRAME]
        fresh = [frame for frame in frames if frame.number >= self.frames]
        self._compare([frame for frame in frames if frame.number < self.frames])
        with transaction.atomic():
            grown = sum(len(frame.body) for frame in fresh)
            for message in batch:
                if message.kind == wire.SNAPSHOT:
                    grown += snapshots.keep(self.run_id, message.number, message.body)
                if message.kind in HANDLERS:
                    changes |= HANDLERS[message.kind](self.run_id, message)
            if fresh:
                changes |= self._append(fresh)
            if changes or grown:
                self._note(changes, grown)
        self.frames = changes.get("frames", self.frames)
        return changes

    def _note(self, changes: dict[str, Any], grown: int) -> None:
        running = Run.objects.filter(id=self.run_id, state=RunState.RUNNING)
        stored_bytes = Greatest(F("stored_bytes") + grown, 0)
        if not running.update(**changes, stored_bytes=stored_bytes):
            raise NotOurs(NOT_OURS)

    def _append(self, fresh: list[Message]) -> dict[str, Any]:
        rows = [Frame(run_id=self.run_id, n=frame.number, blob=frame.body) for frame in fresh]
        Frame.objects.bulk_create(rows)
        return {"frames": fresh[-1].number + 1, "computed_s": fresh[-1].time_s}

    def _compare(self, repeated: list[Message]) -> None:
        """Frames that are stored already must be what they were; they are not stored again."""
        if not repeated:
            return
        stored = dict(read_frames(self.run_id, repeated[0].number, repeated[-1].number + 1))
        for frame in repeated:
            if frame.body != stored.get(frame.number) and zlib.decompress(
                frame.body
            ) != zlib.decompress(stored[frame.number]):
                raise NotTheSame(DIFFERENT.format(n=frame.number))


def _header(run_id: str, message: Message) -> dict[str, Any]:
    return {"header": orjson.loads(message.body)}


def _result(run_id: str, message: Message) -> dict[str, Any]:
    return {"result": message.body}


def _end(run_id: str, message: Message) -> dict[str, Any]:
    end = orjson.loads(message.body)
    return {"end": end, **ending(run_id, end["state"], end.get("message", ""))}


HANDLERS = {
    wire.HEADER: _header,
    wire.RESULT: _result,
    wire.END: _end,
}


def ending(run_id: str, state: str, message: str) -> dict[str, Any]:
    """The changes that end a run; a finished one keeps its snapshots for forks."""
    if state == RunState.FINISHED:
        snapshots.settle(run_id)
    return {"state": state, "message": message, "finished": timezone.now()}


def end(
    run_id: str, state: str, message: str, stored: str, cancelled: datetime | None = None
) -> dict[str, Any] | None:
    """End a run that did not end itself, if it is still stored as it was left; what it is now.

    What was asked for after it was `cancelled` is not what was cancelled.
    """
    with transaction.atomic():
        left = Run.objects.filter(id=run_id, state=stored)
        if cancelled is not None:
            left = left.filter(created__lte=cancelled)
        left.update(**ending(run_id, state, message))
        return describe(run_id)


def under_way() -> dict[str, tuple[str, datetime]]:
    """Runs that are to be or are being computed: stored as what, and asked for when."""
    found = Run.objects.filter(state__in=[RunState.QUEUED, RunState.RUNNING])
    return {
        run: (state, asked) for run, state, asked in found.values_list("id", "state", "created")
    }


def probe() -> None:
    """Store something and take it away again; raises what the database says."""
    with transaction.atomic():
        Trace.objects.create(id=PROBE, name="", data=bytes(PROBE_BYTES), total=0)
        Trace.objects.filter(id=PROBE).delete()


def tidy(run_id: str, watched: frozenset[str]) -> list[str]:
    """Note how much a run takes; delete what is old beyond the limits; which runs went."""
    retention.measure(run_id)
    return retention.make_room(keep=watched)
