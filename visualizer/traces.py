"""Uploaded traces: read by simcore, kept as they came, named by what they contain."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from simcore.scenario.traces import Reading
from simcore.scenario.traces import Trace as ReadTrace
from visualizer import reader, retention
from visualizer.models import ENDED, Trace

ID_CHARACTERS = 16
GZIP_MAGIC = b"\x1f\x8b"


def largest_upload() -> int:
    """Bytes of the largest file that is taken."""
    return int(settings.MAX_UPLOAD_BYTES)


def keep(name: str, data: bytes, options: dict[str, Any]) -> tuple[Trace, bool]:
    """Read and store a recording; the trace and whether it is new.

    Raises `TraceError` when it cannot be read, `Full` when there is no room, `Busy`.
    """
    trace_id = base64.b32encode(hashlib.sha256(data).digest()).decode()[:ID_CHARACTERS]
    read = reader.trace(trace_id, Reading(**options), lambda: data).replayed()
    if (existing := Trace.objects.defer("data").filter(id=trace_id).first()) is not None:
        return existing, False
    retention.require_room_for_trace()
    return Trace.objects.get_or_create(
        id=trace_id,
        defaults={
            "name": _shown(name),
            # A file that is compressed already is kept so: its bytes are what was named.
            "data": gzip.compress(data, 1 if data.startswith(GZIP_MAGIC) else 6, mtime=0),
            "total": read.total,
            "meta": {
                "interval_s": read.interval_s,
                "span_s": read.duration_s,
                "detected": list(read.notes),
            },
        },
    )


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


def delete(trace_id: str, may_touch: Callable[[str], None]) -> None:
    """Delete an upload; raises `Trace.DoesNotExist`, `InUse`.

    `may_touch` raises for a run that is not theirs who ask: what it replays is not theirs alone.
    """
    with transaction.atomic():
        trace = Trace.objects.only("id").get(id=trace_id)
        users = retention.users_of(trace_id)
        for run_id, state in users.values_list("id", "state"):
            may_touch(run_id)
            if state not in ENDED:
                raise InUse(f"Run {run_id} is {state} and replays it. Cancel the run first.")
        trace.delete()


def described_traces(document: Any) -> dict[str, dict[str, Any]]:
    """What the laboratory says of each upload that a document names, by id."""
    found = Trace.objects.filter(id__in=mentioned_traces(document)).only("name", "total", "meta")
    return {trace.id: {"name": trace.name, "total": trace.total, **trace.meta} for trace in found}


def mentioned_traces(document: Any) -> set[str]:
    """Ids of the uploads that a scenario document names: `trace: {upload: <id>}`."""
    return set(_uploads(document))


def _uploads(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        trace = part.get("trace")
        if isinstance(trace, dict) and isinstance(trace.get("upload"), str):
            yield trace["upload"]
        for inner in part.values():
            yield from _uploads(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _uploads(inner)
