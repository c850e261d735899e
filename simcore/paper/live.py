"""A run that is to be watched in a page: what its laboratory knows, its frames, and its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from simcore.analysis.verdict import judge
from simcore.scenario.lab_data import lab_data

if TYPE_CHECKING:
    from simcore.scenario import Scenario
    from simcore.scenario.run import Result, Run

__all__ = ["MOST_BYTES", "Frames", "Live", "end_of", "header_of", "live", "summary"]

Frames = Callable[[], Iterator[bytes]]
"""Begins anew each time: the payloads of all frames as JSON, in their order."""

MOST_BYTES = 3_000_000
"""A page with a run inside becomes no larger: the run is copied more coarsely instead."""

PROTOCOL = 1
SERIALIZED = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS


@dataclass(frozen=True)
class Live:
    """`lab` is LabData and `end` EndMessage of the front end, in static/src/core.

    A page with it becomes no larger than `most_bytes`.
    """

    lab: Mapping[str, Any]
    end: Mapping[str, Any]
    frames: Frames
    most_bytes: int = MOST_BYTES
    verdict: Mapping[str, Any] | str | None = None
    """windtunnel.verdict/1, or why there is none; None where there is no result to judge."""


def live(run: Run, written: Scenario, id: str = "") -> tuple[Live, Result]:
    """The run, computed to its end, beside its result; `written` is it before any change."""
    payloads = [orjson.dumps(frame.payload, option=SERIALIZED) for frame in run.frames()]
    result = run.result()
    document = result.as_dict()
    state = document["status"]
    told = {
        "id": id,
        "state": state,
        "seed": run.scenario.seed,
        "profile": run.scenario.profile,
        "overrides": run.overrides,
    }
    header = header_of(run.header(), id, state)
    lab = {**lab_data(written, run.scenario), "header": header, "run": told}
    verdict = judge(run.scenario, document).as_dict()
    return Live(lab, _end(document, payloads), lambda: iter(payloads), verdict=verdict), result


def header_of(header: Mapping[str, Any], id: str, state: str) -> dict[str, Any]:
    """The header as a viewer is told it."""
    return {**header, "type": "header", "protocol": PROTOCOL, "run": id, "state": state}


def end_of(state: str, last: int, message: str, figures: Mapping[str, Any]) -> dict[str, Any]:
    """How it ended, as a viewer is told it; `last` is the number of the last frame."""
    return {"type": "end", "state": state, "last": last, "message": message, "summary": figures}


def _end(document: dict[str, Any], payloads: list[bytes]) -> dict[str, Any]:
    last = orjson.loads(payloads[-1]) if payloads else {}
    limit = document["wall"]["limit"]
    message = f"Stopped by a limit: {limit}. What was computed is kept." if limit else ""
    figures = summary(document, events=last.get("events_total", 0), end_s=last.get("t1", 0.0))
    return end_of(document["status"], len(payloads) - 1, message, figures)


def summary(document: Mapping[str, Any], *, events: int, end_s: float) -> dict[str, Any]:
    """What is told of the whole run; nothing of the machine that computed it."""
    told = {key: document[key] for key in ("cost", "insights") if key in document}
    return {"duration_s": end_s, "events": events, **told}
