"""What documents for X-Ray have in common: times, statuses, and subsegments of what was asked for.

Source: AWS X-Ray Developer Guide, xray-api-segmentdocuments (May 2023): a fault is a 5xx, an error
a 4xx, a throttle a 429.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcore.component.event import Json
from simcore.component.invocation import Asked
from simcore.component.made_up import EPOCH

__all__ = ["answered", "asked_of", "times"]

THROTTLED, CLIENT_ERROR, SERVER_ERROR = 429, 400, 500


def times(begins: float, ends: float | None) -> dict[str, Json]:
    """Seconds since 1970, to the microsecond; without an end (None, or -1) it is in progress."""
    since = EPOCH.timestamp()
    over = ends is not None and ends >= 0.0
    end = {"end_time": round(since + (ends or 0.0), 6)} if over else {"in_progress": True}
    return {"start_time": round(since + begins, 6), **end}


def answered(status: int, request: Mapping[str, Any] | None = None) -> dict[str, Json]:
    """`http`, with what was asked and what came of it (status 0: nothing), and what is wrong."""
    http: dict[str, Json] = {"request": dict(request)} if request else {}
    if status:
        http["response"] = {"status": status}
    said: dict[str, Json] = {"http": http} if http else {}
    if status >= SERVER_ERROR:
        said["fault"] = True
    elif status >= CLIENT_ERROR:
        said["error"] = True
    if status == THROTTLED:
        said["throttle"] = True
    return said


def asked_of(
    asked: Asked, name: str, request: Mapping[str, Any] | None = None, namespace: str = "aws"
) -> dict[str, Json]:
    """A subsegment of whoever asked."""
    said = {"id": asked.id, "name": name, "namespace": namespace}
    said |= {**times(asked.begins, asked.ends), **answered(asked.status, request)}
    return {**said, "fault": True} if asked.failed else said
