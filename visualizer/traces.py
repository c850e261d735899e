"""Uploaded traces: read by simcore, kept as they came, named by what they contain."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from django.conf import settings
from django.db import transaction

from simcore.errors import SimError
from simcore.scenario.traces import Reading
from simcore.scenario.traces import Trace as ReadTrace
from visualizer import reader, retention, trouble
from visualizer.asking import NotYours
from visualizer.models import ENDED, Trace
from visualizer.visitor import Visitor

ID_CHARACTERS = 16
GZIP_MAGIC = b"\x1f\x8b"


def largest_upload() -> int:
    """Bytes of the largest file that is taken."""
    return int(settings.MAX_UPLOAD_BYTES)


NOT_YOURS = "This trace was sent by somebody else, so it is not yours to delete."
SEND_IT = "Send the same file yourself: the same bytes are the same trace, and it is yours too."
STAYS = "Others sent this file too, and it stays for them."


def keep(
    name: str,
    data: bytes,
    options: dict[str, Any],
    sender: str,
    watched: frozenset[str] = frozenset(),
) -> tuple[dict[str, Any], bool]:
    """Read and store a recording; what is said of it, and whether it is new.

    Old runs and traces make room for it, but not runs that are `watched`. Raises `TraceError` when
    it cannot be read, `Full` or `Unwritable` when there is no room, `Busy`.
    """
    trace_id = base64.b32encode(hashlib.sha256(data).digest()).decode()[:ID_CHARACTERS]
    read = reader.trace(trace_id, Reading(**options), lambda: data).replayed()
    said = _said(read)
    if (kept := Trace.objects.filter(id=trace_id).values_list("name", flat=True).first()) is None:
        trouble.require_disk()
        _store(trace_id, name, data, said, watched)
    _note(trace_id, sender, is_new=kept is None)
    return {"id": trace_id, "name": kept or _shown(name), **said}, kept is None


def _said(read: ReadTrace) -> dict[str, Any]:
    """What an upload comes to, read in one way."""
    return {
        "total": read.total,
        "interval_s": read.interval_s,
        "span_s": read.duration_s,
        "detected": list(read.notes),
    }


def _store(
    trace_id: str, name: str, data: bytes, said: dict[str, Any], watched: frozenset[str]
) -> None:
    meta = {key: value for key, value in said.items() if key != "total"}
    # A file that is compressed already is kept so: its bytes are what was named.
    packed = gzip.compress(data, 1 if data.startswith(GZIP_MAGIC) else 6, mtime=0)
    with transaction.atomic():  # where there is no room after all, nothing has gone for it
        retention.require_room_for_trace(len(packed), keep=watched)
        Trace.objects.get_or_create(
            id=trace_id,
            defaults={"name": _shown(name), "data": packed, "total": said["total"], "meta": meta},
        )


def _note(trace_id: str, sender: str, is_new: bool) -> None:
    """One that nobody is noted for, from before that was noted, stays everybody's."""
    trace = Trace.objects.only("id").get(id=trace_id)
    if is_new or trace.senders.exists():
        trace.senders.get_or_create(visitor=sender)


def _shown(name: str) -> str:
    """The name of a file without what cannot be seen or turns the text around."""
    return "".join(character for character in name if character.isprintable())[:200] or "trace.csv"


@dataclass(frozen=True)
class Upload:
    """A stored upload, read when it is wanted and not known yet."""

    id: str

    def read(self, how: Reading) -> ReadTrace:
        """Raises `TraceError`, `Busy`."""
        return reader.trace(self.id, how, self._load)

    def _load(self) -> bytes:
        return gzip.decompress(Trace.objects.values_list("data", flat=True).get(id=self.id))


def find(trace_id: str) -> Upload | None:
    """The upload of that id, if it is there."""
    return Upload(trace_id) if Trace.objects.filter(id=trace_id).exists() else None


class InUse(Exception):
    """A trace that is needed; the text says by what."""


def delete(trace_id: str, visitor: Visitor, may_touch: Callable[[str], None]) -> str:
    """Delete an upload; why it is still there, where others sent it too.

    Raises `Trace.DoesNotExist`, `InUse`, and `NotYours` for who did not send it.
    `may_touch` raises for a run that is not theirs who ask: what it replays is not theirs alone.
    """
    with transaction.atomic():
        trace = Trace.objects.only("id").get(id=trace_id)
        own = trace.senders.filter(visitor__in=visitor.ids)
        if trace.senders.exists() and not own.exists():
            raise NotYours(NOT_YOURS, SEND_IT)
        if trace.senders.exclude(visitor__in=visitor.ids).exists():
            own.delete()
            return STAYS
        users = retention.users_of(trace_id)
        for run_id, state in users.values_list("id", "state"):
            may_touch(run_id)
            if state not in ENDED:
                raise InUse(f"Run {run_id} is {state} and replays it. Cancel the run first.")
        trace.delete()
    retention.forget_read(trace_id)
    return ""


def described_traces(document: Any) -> dict[str, dict[str, Any]]:
    """What the laboratory says of each upload that a document names, by id."""
    found = Trace.objects.filter(id__in=mentioned_traces(document)).only("name", "total", "meta")
    named = {trace["upload"]: trace for trace in _uploads(document)}
    return {
        trace.id: {
            "name": trace.name,
            "total": trace.total,
            **trace.meta,
            **_read_as(trace.id, named[trace.id]),
        }
        for trace in found
    }


def _read_as(trace_id: str, named: dict[str, Any]) -> dict[str, Any]:
    """What it comes to where a scenario says how its columns are to be read."""
    columns = {name: named[name] for name in COLUMNS if named.get(name) is not None}
    if not columns:
        return {}
    try:
        return {**_said(Upload(trace_id).read(Reading(**columns)).replayed()), "columns": columns}
    except SimError:
        return {"columns": columns}


COLUMNS = [field.name for field in fields(Reading)]


def mentioned_traces(document: Any) -> set[str]:
    """Ids of the uploads that a scenario document names: `trace: {upload: <id>}`."""
    return {trace["upload"] for trace in _uploads(document)}


def _uploads(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        trace = part.get("trace")
        if isinstance(trace, dict) and isinstance(trace.get("upload"), str):
            yield trace
        for inner in part.values():
            yield from _uploads(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _uploads(inner)
