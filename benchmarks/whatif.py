"""Measures forks and previews: `.venv/bin/python -m benchmarks.whatif [--json]`.

Starts a server of its own on a free port, with an empty database, computes a run of so many
invocations, and forks it near its end. Tells how long the request takes and how long it is to the
first frame that the parent does not have: from a snapshot, from where a fork before has been, and
without one. Before that a knob of a smaller scenario is dragged: how long until something of each
preview is seen. `this` machine may do other work too: compare within one run.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.previews import dragged
from tests.visualizer.server import Server
from visualizer.protocol import unpack_frame

RATE_PER_S = 1000
AT = 0.9  # of the run
PATIENCE_S = 600.0
WALL = {"WINDTUNNEL_RUN_WALL_S": "600"}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--invocations", type=int, default=1_000_000)
    parser.add_argument("--forks", type=int, default=7)
    parser.add_argument("--previews", type=int, default=40)
    parser.add_argument("--previewed", type=int, default=50_000, help="invocations of the smaller")
    parser.add_argument("--json", action="store_true", help="print one object")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), **WALL).start()
        try:
            small, steps = scenario(chosen.previewed), chosen.previews
            values = [0.1 + n / 1000 for n in range(steps)]
            preview = {"preview": asyncio.run(dragged(server, small, values))} if steps else {}
            forks = asyncio.run(measured(server, chosen.invocations, chosen.forks))
            found = {**preview, **forks}
        finally:
            server.close()
    if chosen.json:
        print(json.dumps(found, indent=2))
        return
    for name, figures in found.items():
        print(name, figures)


def scenario(invocations: int) -> dict[str, Any]:
    """Poisson arrivals at a function, for so many seconds as it takes."""
    return {
        "format": "windtunnel.scenario/1",
        "id": "fork-me",
        "title": "How long does a fork take?",
        "duration": invocations / RATE_PER_S,
        "components": {
            "callers": {
                "type": "client",
                "target": "worker",
                "arrivals": {"poisson": {"rate": RATE_PER_S}},
            },
            "worker": {"type": "function", "duration": "100 ms"},
        },
    }


async def measured(server: Server, invocations: int, forks: int) -> dict[str, Any]:
    """All figures, by name."""
    own = scenario(invocations)
    began = time.monotonic()
    base = ask(server, {"document": own})
    await until_frame(server, base, int(own["duration"]) - 1)
    whole_s = time.monotonic() - began
    until_idle(server)
    held = snapshots(server, base)
    at = AT * own["duration"]
    # Each a moment earlier: none finds the snapshot that the one before has left where it begins.
    fresh = [await fork(server, base, at - 7 * n, n) for n in range(forks)]
    again = [await fork(server, base, at, 100 + n) for n in range(forks)]
    with contextlib.closing(sqlite3.connect(server.folder / "windtunnel.sqlite3")) as opened:
        opened.execute("DELETE FROM visualizer_snapshot")
        opened.commit()
    replay = await fork(server, base, at, 200)
    return {
        "load": [round(load, 1) for load in os.getloadavg()],
        "invocations": invocations,
        "whole_s": round(whole_s, 2),
        "snapshots": {"n": len(held), "bytes": summary(held)},
        "fork": told(fresh),
        "fork_at_the_same_moment": told(again),
        "without_a_snapshot": told([replay]),
    }


async def fork(server: Server, base: str, at: float, n: int) -> tuple[float, float]:
    """Milliseconds of the request, and from its answer to the first new frame."""
    said = {"at": at, "action": "fail", "component": "worker", "share": (n + 1) / 1000}
    asked = {"parent": base, "overrides": {"interventions": [said]}}
    began = time.monotonic()
    made = await asyncio.to_thread(ask, server, asked)
    answered = time.monotonic()
    await until_frame(server, made, int(at))
    first = time.monotonic()
    server.post(f"/api/runs/{made}/cancel")
    until_idle(server)
    return 1000 * (answered - began), 1000 * (first - answered)


def ask(server: Server, asked: dict[str, Any]) -> str:
    """Id of a new run."""
    status, made = server.post("/api/runs", asked)
    assert status == 201, made
    return str(made["id"])


async def until_frame(server: Server, run: str, n: int) -> None:
    """Until that frame has come to a viewer, who has all before it."""
    async with asyncio.timeout(PATIENCE_S), server.socket_to(run) as opened:
        await opened.send(json.dumps({"type": "hello", "protocol": 1, "after": n - 1}))
        async for message in opened:
            if isinstance(message, bytes) and unpack_frame(message)[0] >= n:
                return


def until_idle(server: Server) -> None:
    """Nothing is computed, and a worker waits."""
    deadline = time.monotonic() + PATIENCE_S
    while not server.idle():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def snapshots(server: Server, run: str) -> list[float]:
    """Bytes of each that is kept."""
    with contextlib.closing(sqlite3.connect(server.folder / "windtunnel.sqlite3")) as opened:
        found = opened.execute(
            "SELECT length(blob) FROM visualizer_snapshot WHERE run_id = ?", (run,)
        )
        return [float(size) for (size,) in found]


def told(forks: list[tuple[float, float]]) -> dict[str, Any]:
    """Of several forks."""
    requests, firsts = zip(*forks, strict=True)
    return {"request_ms": summary(requests), "first_new_frame_ms": summary(firsts)}


def summary(values: list[float] | tuple[float, ...]) -> dict[str, float]:
    """Smallest, median, largest."""
    ranked = sorted(values) or [0.0]
    return {
        "min": round(ranked[0], 1),
        "p50": round(statistics.median(ranked), 1),
        "max": round(ranked[-1], 1),
    }


if __name__ == "__main__":
    sys.exit(main())
