"""Measures a class: `.venv/bin/python -m benchmarks.classroom [--json]`.

Starts a server of its own on a free port, with an empty database, and one class with N followers;
the teacher moves ten times a second. One follower never reads; another, in a process of its own,
says far too much, and comes again when it is let go. Tells how long after the teacher said it each
view reaches a follower, and what that costs the server. On a machine that does other work too,
compare the CPU time.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from benchmarks.viewers import allow_files
from tests.visualizer.server import Server

TEACHER = "a-teacher-of-a-class-that-is-measured"
AT_ONCE = 25  # handshakes under way
REST_S = 1.0


@dataclass
class Noted:
    """`said` by view number of the teacher's, monotonic seconds."""

    said: dict[float, float] = field(default_factory=dict)
    behind_s: list[float] = field(default_factory=list)
    seen: int = 0
    bytes: int = 0

    def take(self, t: float, now: float, size: int) -> None:
        """A view of the teacher at t has come."""
        if (said := self.said.get(t)) is not None:
            self.seen += 1
            self.bytes += size
            self.behind_s.append(now - said)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--followers", type=int, default=200)
    parser.add_argument("--per-s", type=float, default=10.0, help="changes of the view a second")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--json", action="store_true", help="print one object")
    parser.add_argument("--flood", help=argparse.SUPPRESS)  # the process that says too much
    chosen = parser.parse_args()
    if chosen.flood:
        asyncio.run(_flood(chosen.flood))
        return
    allow_files(2 * chosen.followers + 200)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder)).start()
        try:
            found = asyncio.run(measured(server, chosen))
        finally:
            server.close()
    if chosen.json:
        print(json.dumps(found, indent=2))
        return
    for name, figure in found.items():
        print(name, figure)


async def measured(server: Server, chosen: argparse.Namespace) -> dict[str, Any]:
    """The class from its beginning to its end."""
    status, made = server.post("/api/classes", {}, **{"X-Windtunnel-Visitor": TEACHER})
    assert status == 201, made
    address = f"ws://127.0.0.1:{server.port}/ws/classes/{made['code']}"
    noted, gate = Noted(), asyncio.Semaphore(AT_ONCE)
    before = server.rss_mb()
    begun = time.monotonic()
    entering = [_entered(made["code"], server.port, noted, gate) for _ in range(chosen.followers)]
    followers = await asyncio.gather(*entering)
    joined_s = time.monotonic() - begun
    with_all = server.rss_mb()
    stalled = await _stalled(address)
    command = [sys.executable, "-m", "benchmarks.classroom", "--flood", address]
    flood = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    teacher = await _teacher(address)
    await asyncio.sleep(REST_S)
    cpu, load = _cpu_s(server), os.getloadavg()[0]
    await _teach(teacher, noted, chosen.per_s, chosen.seconds)
    await asyncio.sleep(REST_S)
    used = _cpu_s(server) - cpu
    after = server.rss_mb()
    flood.terminate()
    lines = flood.communicate()[0].splitlines()
    lost = sum(one.lost for one in followers)
    newest = sum(one.last == max(noted.said) for one in followers)
    stalled.close()
    return _figures(noted, chosen, used) | {
        "lost": lost,
        "have_the_last": f"{newest} of {len(followers)}",
        "flood": {"connections": len(lines), "ended_with": sorted({*lines})},
        "joined_s": round(joined_s, 2),
        "memory_mb": {"empty": round(before), "all_here": round(with_all), "end": round(after)},
        "load": load,
    }


class Follower(asyncio.Protocol):
    """One socket, as cheap as can be: it takes a server's messages whole and notes the views."""

    def __init__(self, code: str, port: int, noted: Noted) -> None:
        self.code, self.port, self.noted = code, port, noted
        self.buffer = bytearray()
        self.upgraded = self.lost = False
        self.last = 0.0
        self.welcome = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET /ws/classes/{self.code} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
        )

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.upgraded:
            head, gap, rest = self.buffer.partition(b"\r\n\r\n")
            if not gap:
                return
            assert b" 101 " in head.splitlines()[0], bytes(head)
            self.buffer, self.upgraded = rest, True
            self._send(1, _hello("follower").encode())
        while (message := self._message()) is not None:
            self._take(*message)

    def _message(self) -> tuple[int, bytes] | None:
        """Take one message out of the buffer, if there is a whole one."""
        data = self.buffer
        if len(data) < 2:
            return None
        length, begin = data[1], 2
        if length == 126:
            length, begin = int.from_bytes(data[2:4]), 4
        if len(data) < begin + length:
            return None
        kind, body = data[0] & 15, bytes(data[begin : begin + length])
        del data[: begin + length]
        return kind, body

    def _take(self, kind: int, body: bytes) -> None:
        now = time.monotonic()
        if kind == 9:
            self._send(10, body)
        elif body.startswith(b'{"type":"view"'):
            self.last = t = float(body.partition(b'"t":')[2].partition(b",")[0])
            self.noted.take(t, now, len(body))
        elif body.startswith(b'{"type":"welcome"') and not self.welcome.done():
            self.welcome.set_result(None)

    def _send(self, kind: int, body: bytes) -> None:
        """With a mask of zeros."""
        self.transport.write(bytes((0x80 | kind, 0x80 | len(body), 0, 0, 0, 0)) + body)


async def _entered(code: str, port: int, noted: Noted, gate: asyncio.Semaphore) -> Follower:
    async with gate:
        loop = asyncio.get_running_loop()
        made = Follower(code, port, noted)
        await loop.create_connection(lambda: made, "127.0.0.1", port)
        await made.welcome
        return made


async def _teacher(address: str) -> ClientConnection:
    headers = {"X-Windtunnel-Visitor": TEACHER}
    socket = await connect(address, compression=None, additional_headers=headers)
    await socket.send(_hello("stage"))
    return socket


def _hello(role: str) -> str:
    return json.dumps({"type": "hello", "protocol": 1, "role": role})


async def _stalled(address: str) -> Any:
    """A follower who never reads, with as small a buffer as there is."""
    socket = await connect(address, compression=None, max_queue=1, ping_interval=None)
    await socket.send(_hello("follower"))
    socket.transport.pause_reading()
    return socket.transport


async def _flood(address: str) -> None:
    """Prints how each of its connections ended."""
    while True:
        try:
            async with connect(address, compression=None) as socket:
                await socket.send(_hello("follower"))
                while True:
                    await socket.send('{"type":"mode","mode":"exploring"}')
        except ConnectionClosed as closed:
            print(closed.rcvd.code if closed.rcvd else "no word", flush=True)
        except (OSError, WebSocketException) as error:
            print(type(error).__name__, flush=True)
            await asyncio.sleep(0.1)


async def _teach(teacher: ClientConnection, noted: Noted, per_s: float, seconds: float) -> None:
    begun, n = time.monotonic(), 0
    reading = asyncio.create_task(_read(teacher))
    while (due := begun + n / per_s) < begun + seconds:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        n += 1
        t = n / 100
        view = {"type": "view", "run": None, "h": f"#t={t}&z=120,260&sel=worker.101", "t": t}
        noted.said[t] = time.monotonic()
        await teacher.send(json.dumps({**view, "p": False, "v": 20}))
    reading.cancel()


async def _read(socket: ClientConnection) -> None:
    async for _ in socket:
        pass


def _cpu_s(server: Server) -> float:
    """User and system time of the server process."""
    assert server.process is not None
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _figures(noted: Noted, chosen: argparse.Namespace, used: float) -> dict[str, Any]:
    behind = sorted(noted.behind_s)
    cuts = statistics.quantiles(behind, n=100)
    expected = len(noted.said) * chosen.followers
    return {
        "followers": chosen.followers,
        "views": len(noted.said),
        "delivered": f"{noted.seen} of {expected}",
        "bytes_a_view": round(noted.bytes / max(1, noted.seen)),
        "behind_ms": {f"p{p}": round(cuts[p - 1] * 1000, 1) for p in (50, 95, 99)}
        | {"most": round(behind[-1] * 1000, 1)},
        "server_cpu_share": round(used / (chosen.seconds + REST_S), 3),
        "cpu_us_a_view_and_follower": round(used / max(1, noted.seen) * 1e6, 1),
    }


if __name__ == "__main__":
    sys.exit(main())
