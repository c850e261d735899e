"""Several frames as one: what happened in any of them, and levels as they were at the end."""

from __future__ import annotations

from itertools import chain
from typing import Any

__all__ = ["joined"]

Payload = dict[str, Any]

LISTS = ("events", "flags", "stories")


def joined(frames: list[Payload], n: int) -> Payload:
    """Frame `n` of those that are joined; exact moves of environments are not told of it."""
    last = frames[-1]
    lengths = [_bins(frame) for frame in frames]
    together = {
        "n": n,
        "t0": frames[0]["t0"],
        "series": _series(frames, lengths),
        "distributions": _distributions(frames, lengths),
        "events_counted": _counted(frames),
        **{name: list(chain.from_iterable(f.get(name, ()) for f in frames)) for name in LISTS},
    }
    if "environments" in last:
        together["environments"] = _environments(frames)
    together |= {part: join(frames) for part, join in MACHINES.items() if _has(frames, part)}
    return {**last, **together}


def _has(frames: list[Payload], part: str) -> bool:
    return any(frame.get(part) for frame in frames)


def _states(frames: list[Payload]) -> Payload:
    """Column after column: their rows name the bins of the run."""
    found: Payload = {}
    for id, column in _named(frames, "states"):
        parts = (frame.get("states", {}).get(id, {}).get(column, ()) for frame in frames)
        found.setdefault(id, {})[column] = list(chain.from_iterable(parts))
    return found


def _histories(frames: list[Payload]) -> Payload:
    ids = dict.fromkeys(id for frame in frames for id in frame.get("histories", {}))
    told = {id: (frame.get("histories", {}).get(id, ()) for frame in frames) for id in ids}
    return {id: list(chain.from_iterable(parts)) for id, parts in told.items()}


MACHINES = {"states": _states, "histories": _histories}
"""Of state machines all is told: what is counted in their states, and what executions did."""


def _bins(frame: Payload) -> int:
    return max((len(s) for by in frame["series"].values() for s in by.values()), default=0)


def _series(frames: list[Payload], lengths: list[int]) -> Payload:
    """Bin after bin; nothing where a frame does not tell of it."""
    found: Payload = {}
    for id, metric in _named(frames, "series"):
        told = [frame["series"].get(id, {}).get(metric) for frame in frames]
        parts = [part or [None] * n for part, n in zip(told, lengths, strict=True)]
        found.setdefault(id, {})[metric] = list(chain.from_iterable(parts))
    return found


def _distributions(frames: list[Payload], lengths: list[int]) -> Payload:
    """Of each bin, by its place in all of them."""
    found: Payload = {}
    for id, metric in _named(frames, "distributions"):
        before, rows = 0, []
        for frame, length in zip(frames, lengths, strict=True):
            own = frame.get("distributions", {}).get(id, {}).get(metric, ())
            rows += [[before + place, *rest] for place, *rest in own]
            before += length
        found.setdefault(id, {})[metric] = rows
    return found


def _named(frames: list[Payload], part: str) -> list[tuple[str, str]]:
    """Component and metric, each once, in the order in which they come."""
    found = ((id, m) for f in frames for id, by in f.get(part, {}).items() for m in by)
    return list(dict.fromkeys(found))


def _counted(frames: list[Payload]) -> Payload:
    total: Payload = {}
    for frame in frames:
        for id, by_kind in frame.get("events_counted", {}).items():
            own = total.setdefault(id, {})
            for kind, count in by_kind.items():
                own[kind] = own.get(kind, 0) + count
    return total


def _environments(frames: list[Payload]) -> Payload:
    """As they were at the end; how often any changed is a sum."""
    told: dict[str, list[Payload]] = {}
    for frame in frames:
        for id, one in frame.get("environments", {}).items():
            told.setdefault(id, []).append(one)
    return {id: _environment(several) for id, several in told.items()}


def _environment(told: list[Payload]) -> Payload:
    changes = sum(one.get("changes", 0) for one in told)
    return {**{k: v for k, v in told[-1].items() if k != "moves"}, "changes": changes}
