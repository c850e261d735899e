"""How long a preview takes to be seen while a knob is dragged; part of `benchmarks.whatif`."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
import zlib
from dataclasses import dataclass, field
from typing import Any

from tests.visualizer.server import Server

EVERY_S = 0.25  # as the lab sends them
WAITS_S = 20.0


@dataclass
class Seen:
    """Of one preview, by when what of it had come; seconds since it was asked for."""

    first_s: float = 0.0
    end_s: float | None = None
    came_to: list[tuple[float, float]] = field(default_factory=list)  # (after, simulated)
    received: int = 0  # bytes


async def dragged(server: Server, document: dict[str, Any], values: list[float]) -> dict[str, Any]:
    """The figures of a drag through these durations, and of one preview that is let be."""
    async with server.previews() as opened:
        moved = [await _preview(opened, n, document, value) for n, value in enumerate(values)]
        last = await _preview(opened, len(values), document, values[0], until_end=True)
    firsts = sorted(1000 * seen.first_s for seen in moved)
    at_250 = [_came_to(seen, EVERY_S) / document["duration"] for seen in [*moved, last]]
    return {
        "previews": len(moved),
        "first_ms": {
            "p50": round(statistics.median(firsts), 1),
            "p95": round(firsts[int(0.95 * (len(firsts) - 1))], 1),
            "max": round(firsts[-1], 1),
        },
        "share_at_250_ms": round(statistics.median(at_250), 2),
        "whole_ms": round(1000 * last.end_s, 1) if last.end_s else None,
        "bytes": last.received,
    }


async def _preview(
    opened: Any, n: int, document: dict[str, Any], value: float, until_end: bool = False
) -> Seen:
    """Ask, and take in what comes until the next one is due."""
    overrides = {"components.worker.duration": value}
    said = {"type": "preview", "n": n, "have": 0, "document": document, "overrides": overrides}
    began, seen = time.monotonic(), Seen()
    await opened.send(json.dumps(said))
    while True:
        after = time.monotonic() - began
        if seen.end_s or (seen.first_s and after >= EVERY_S and not until_end):
            return seen
        # The first is waited for, however long it takes.
        left = EVERY_S - after if seen.first_s and not until_end else WAITS_S
        try:
            message = await asyncio.wait_for(opened.recv(), left)
        except TimeoutError:
            return seen
        _take(seen, n, message, time.monotonic() - began)


def _take(seen: Seen, n: int, message: str | bytes, after: float) -> None:
    if isinstance(message, str):
        told = json.loads(message)
        if told["type"] == "end" and told["n"] == n:
            assert told["state"] in ("finished", "stopped"), told
            seen.end_s = after
    elif int.from_bytes(message[:4], "big") == n:
        frames = json.loads(zlib.decompress(message[4:]))
        seen.first_s = seen.first_s or after
        seen.came_to.append((after, frames[-1]["t1"]))
        seen.received += len(message)


def _came_to(seen: Seen, within_s: float) -> float:
    return max((t for after, t in seen.came_to if after <= within_s), default=0.0)
