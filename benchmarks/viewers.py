"""Measures many viewers of one run: `.venv/bin/python -m benchmarks.viewers [--json]`.

Starts a server of its own on a free port, with an empty database, and opens N sockets to a run
whose frames come at a steady pace. Tells how far behind the frames arrive, how long /healthz
takes meanwhile, and what a frame costs the server for each viewer in CPU time, which is the
figure to compare on a machine that does other work too.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import contextlib
import json
import math
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
import urllib.request
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.paced import EVERY, START
from tests.visualizer.server import Server

SCENARIO = "reserved-five"
FRAME_S = 1  # of simulated time, in this scenario
AT_ONCE = 50  # handshakes under way
HEALTH_EVERY_S = 0.5
REST_S = 2.0  # between the last viewer and the first frame
PATIENCE_S = 120.0
HELLO = {"type": "hello", "protocol": 1, "after": -1, "window": 64}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--viewers", type=int, default=1000)
    parser.add_argument("--frames", type=int, default=200)
    parser.add_argument("--per-s", type=float, default=10.0, help="frames a second")
    parser.add_argument("--json", action="store_true", help="print one object")
    chosen = parser.parse_args()
    allow_files(2 * chosen.viewers + 200)
    with tempfile.TemporaryDirectory() as folder:
        start = Path(folder) / "start"
        told = {
            "WINDTUNNEL_RUN_FACTORY": "benchmarks.paced:begin",
            "WINDTUNNEL_MAX_SOCKETS_PER_ADDRESS": "100000",
            START: str(start),
            EVERY: str(1 / chosen.per_s),
        }
        server = Server(Path(folder), **told).start()
        try:
            found = asyncio.run(watched(server, start, chosen.viewers, chosen.frames))
        finally:
            server.close()
    if chosen.json:
        print(json.dumps(found, indent=2))
        return
    for name, figures in found.items():
        print(name, figures)


def allow_files(count: int) -> None:
    """Let this process and the server that it starts have so many sockets."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


@dataclass
class Noted:
    """What all viewers of a run note together."""

    stamps: dict[int, float] = field(default_factory=dict)
    behind_s: list[float] = field(default_factory=list)
    bytes: int = 0
    ended: int = 0
    lost: int = 0

    def take(self, number: int, blob: bytes) -> None:
        now = time.monotonic()
        if number not in self.stamps:
            self.stamps[number] = json.loads(zlib.decompress(blob))["stamp"]
        self.behind_s.append(now - self.stamps[number])
        self.bytes += len(blob)


class Viewer(asyncio.Protocol):
    """One socket, as cheap as can be: it takes a server's messages whole and acknowledges."""

    def __init__(self, run: str, port: int, noted: Noted) -> None:
        self.run, self.port, self.noted = run, port, noted
        self.buffer = bytearray()
        self.next = 0
        self.window = {"frames": 8, "bytes": 2**30}  # of a server that tells of none
        self.frames = self.bytes = 0  # not acknowledged
        self.opened = asyncio.get_running_loop().create_future()
        self.upgraded = False
        self.done = False

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET /ws/runs/{self.run} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.upgraded:
            head, gap, rest = self.buffer.partition(b"\r\n\r\n")
            if not gap:
                return
            assert b" 101 " in head.splitlines()[0], bytes(head)
            self.buffer, self.upgraded = rest, True
            self.send(HELLO)
        while self._message():
            pass

    def _message(self) -> bool:
        """Take one message out of the buffer, if there is a whole one."""
        data = self.buffer
        if len(data) < 2:
            return False
        length, begin = data[1], 2
        if length == 126:
            length, begin = int.from_bytes(data[2:4]), 4
        elif length == 127:
            length, begin = int.from_bytes(data[2:10]), 10
        if len(data) < begin + length:
            return False
        kind, body = data[0] & 15, bytes(data[begin : begin + length])
        del data[: begin + length]
        self._take(kind, body)
        return True

    def _take(self, kind: int, body: bytes) -> None:
        if kind == 2:
            number = int.from_bytes(body[:4])
            assert number == self.next, (number, self.next)
            self.next += 1
            self.noted.take(number, body[4:])
            self.frames += 1
            self.bytes += len(body)
            if self.frames * 2 >= self.window["frames"] or self.bytes * 2 >= self.window["bytes"]:
                self.frames = self.bytes = 0
                self.send({"type": "ack", "n": number})
        elif kind == 1:
            self._take_text(json.loads(body))
        elif kind == 9:
            self.write(10, body)
        elif kind == 8:
            self.transport.close()

    def _take_text(self, said: dict[str, Any]) -> None:
        if said["type"] == "header":
            self.window = said.get("window", self.window)
        if said["type"] in ("header", "state") and not self.opened.done():
            self.opened.set_result(None)
        if said["type"] == "end":
            self.done = True
            self.noted.ended += 1

    def send(self, message: dict[str, Any]) -> None:
        self.write(1, json.dumps(message).encode())

    def write(self, kind: int, body: bytes) -> None:
        assert len(body) < 126
        self.transport.write(bytes([0x80 | kind, 0x80 | len(body), 0, 0, 0, 0]) + body)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done:
            self.noted.lost += 1
            if not self.opened.done():
                self.opened.set_exception(error or ConnectionResetError())


async def watched(server: Server, start: Path, viewers: int, frames: int) -> dict[str, Any]:
    """All figures, by name."""
    asked = {"scenario": SCENARIO, "overrides": {"duration": frames * FRAME_S}}
    status, made = await asyncio.to_thread(server.post, "/api/runs", asked)
    assert status == 201, made
    noted = Noted()
    before = cpu_s(server)
    opened = await open_all(made["id"], server.port, noted, viewers)
    opening = 1000 * (cpu_s(server) - before) / viewers
    await asyncio.sleep(REST_S)
    mb = [round(server.rss_mb(), 1)]
    before, ours = cpu_s(server), time.process_time()
    with asking(server.url("/healthz")) as health:
        start.touch()
        await all_told(noted, viewers, PATIENCE_S + frames)
    used, ours = cpu_s(server) - before, time.process_time() - ours
    mb.append(round(server.rss_mb(), 1))
    for viewer in opened:
        viewer.transport.close()
    delivered = max(1, len(noted.behind_s))
    return {
        "load": [round(load, 1) for load in os.getloadavg()],
        "viewers": {"all": viewers, "ended": noted.ended, "lost": noted.lost},
        "frames": {"sent": len(noted.stamps), "delivered": delivered},
        "frame_bytes": noted.bytes // delivered,
        "behind_ms": summary([1000 * s for s in noted.behind_s]),
        "health_ms": summary([1000 * s for s in health]),
        "cpu_us_per_viewer_frame": {
            "server": round(1e6 * used / delivered, 1),
            "this": round(1e6 * ours / delivered, 1),
        },
        "server_cpu_ms_per_opening": round(opening, 2),
        "server_mb": mb,
    }


async def all_told(noted: Noted, viewers: int, patience_s: float) -> None:
    """Until every viewer was told the end or lost its connection."""
    deadline = time.monotonic() + patience_s
    while noted.ended + noted.lost < viewers and time.monotonic() < deadline:
        await asyncio.sleep(0.2)


@contextlib.contextmanager
def asking(url: str) -> Iterator[list[float]]:
    """Ask for the server's health meanwhile, in another process; seconds that answers took."""
    answers: Any = multiprocessing.SimpleQueue()
    process = multiprocessing.Process(target=ask_health, args=(url, answers), daemon=True)
    process.start()
    took: list[float] = []
    yield took
    process.kill()
    while not answers.empty():
        took.append(answers.get())


async def open_all(run: str, port: int, noted: Noted, count: int) -> list[Viewer]:
    """So many viewers, all greeted."""
    loop, turn = asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)

    async def one() -> Viewer:
        async with turn:
            _, viewer = await loop.create_connection(
                lambda: Viewer(run, port, noted), "127.0.0.1", port
            )
            await viewer.opened
            return viewer

    return list(await asyncio.gather(*[one() for _ in range(count)]))


def ask_health(url: str, answers: Any) -> None:
    """Ask again and again, in a process of its own; seconds that each answer took."""
    while True:
        began = time.monotonic()
        urllib.request.urlopen(url, timeout=PATIENCE_S).read()
        answers.put(time.monotonic() - began)
        time.sleep(HEALTH_EVERY_S)


def cpu_s(server: Server) -> float:
    """CPU time of the server's process so far."""
    assert server.process is not None
    told = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def summary(values: list[float]) -> dict[str, float]:
    """Median, 95th percentile, largest and number."""
    ranked = sorted(values) or [math.nan]
    return {
        "p50": round(statistics.median(ranked), 1),
        "p95": round(ranked[math.ceil(len(ranked) * 0.95) - 1], 1),
        "max": round(ranked[-1], 1),
        "n": len(values),
    }


if __name__ == "__main__":
    sys.exit(main())
