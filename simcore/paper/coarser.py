"""Coarser copies of a run's frames, for a page that may not become too large.

What is read most is kept longest: series, counters, flags and messages are whole at every level.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson

from simcore.paper.joined import joined
from simcore.units import format_duration_s

__all__ = ["LEVELS", "Level", "coarser", "header", "words"]

Payload = dict[str, Any]


@dataclass(frozen=True)
class Level:
    """How coarse: times of so many decimals, moves of environments or none, one event of so many,
    so many frames in one; with what events of executions say, or without."""

    decimals: int | None = None
    moves: bool = True
    one_event_of: int = 1
    frames_in_one: int = 1
    details: bool = True


LEVELS = (
    Level(),
    Level(decimals=3),
    Level(decimals=3, moves=False),
    Level(decimals=3, moves=False, one_event_of=4, details=False),
    *(Level(3, False, 4, n, details=False) for n in (2, 4, 8, 16, 32)),
)
"""From the whole to the coarsest."""


def words(level: Level, frame_s: float, has_machines: bool = False) -> list[str]:
    """What was left out, a sentence each."""
    said = []
    if level.moves and level.decimals is not None:
        said.append("Times of events and of environments are rounded to a millisecond.")
    if not level.moves:
        steps = format_duration_s(frame_s * level.frames_in_one)
        said.append(f"Environments are shown as they were every {steps}, not at each change.")
    if level.frames_in_one > 1:
        said.append("So are totals, lanes and what waits for a retry.")
    if level.one_event_of > 1:
        said.append(f"Of the events one in {level.one_event_of} is listed.")
    if has_machines and not level.details:
        said.append("Events of executions are listed without their input and output.")
    return said


def header(told: Payload, level: Level) -> Payload:
    """The run's header as it holds for the copy."""
    n = level.frames_in_one
    if n == 1:
        return told
    return {**told, "frame_s": told["frame_s"] * n, "frames": -(-told["frames"] // n)}


def coarser(frames: Iterable[bytes], level: Level) -> Iterator[bytes]:
    """The frames at a level; those of the first are what they were."""
    if level == LEVELS[0]:
        yield from frames
        return
    thinned = (_thinned(orjson.loads(frame), level) for frame in frames)
    n = 0
    while several := list(islice(thinned, level.frames_in_one)):
        yield orjson.dumps(joined(several, n) if level.frames_in_one > 1 else several[0])
        n += 1


def _thinned(payload: Payload, level: Level) -> Payload:
    told = payload.get("environments", {})
    environments = {id: _still(one, level) for id, one in told.items()}
    events = [_rounded(row, level) for row in payload.get("events", [])[:: level.one_event_of]]
    thinner = {**payload, "environments": environments, "events": events}
    if "histories" in payload and not level.details:
        thinner["histories"] = {id: _bare(rows) for id, rows in payload["histories"].items()}
    return thinner


def _bare(rows: list[list[Any]]) -> list[list[Any]]:
    """The details of an event are the last that is told of it."""
    return [[*row[:-1], ""] for row in rows]


def _still(environments: Payload, level: Level) -> Payload:
    if "moves" not in environments:
        return environments
    if not level.moves:
        return {name: value for name, value in environments.items() if name != "moves"}
    times, slots, letters = environments["moves"]
    return {**environments, "moves": [[round(t, level.decimals) for t in times], slots, letters]}


def _rounded(row: list[Any], level: Level) -> list[Any]:
    return [round(row[0], level.decimals), *row[1:]]
