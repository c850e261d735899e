"""A real Daphne in a process of its own, on a socket that outlives it."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.patience import PATIENCE_S
from tests.processes import are_gone, living
from tests.visualizer.viewer import Viewer

DAPHNE = str(Path(sys.executable).with_name("daphne"))
OPTIONS = ["--ping-interval", "3", "--ping-timeout", "4", "--verbosity", "0"]
OPTIONS += ["--websocket-max-message-size", "65536", "--websocket-max-frame-size", "65536"]
APPLICATION = "visualizer.asgi:application"
HURRIED = "tests.visualizer.hurried:application"


class Server:
    """Start, kill and ask a server; its port and its data stay the same."""

    def __init__(self, folder: Path, application: str = APPLICATION, **variables: str) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.folder, self.log = folder, folder / "log"
        self.application = application
        clean = {key: value for key, value in os.environ.items() if "WINDTUNNEL" not in key}
        self.environ = {**clean, "WINDTUNNEL_DATA_DIR": str(folder), **variables}
        self.process: subprocess.Popen | None = None

    def start(self) -> "Server":
        """Run it until it is ready and has nothing to do."""
        self.start_again()
        self.until(self.idle)
        return self

    def start_again(self) -> None:
        """Run it until it is ready; it may go on with what waited."""
        self.launch()
        self.until(lambda: self.get("/healthz")["ok"])

    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def idle(self) -> bool:
        """Nothing is computed, and a worker waits."""
        workers = self.get("/healthz")["workers"]
        return workers["running"] == 0 and workers["spare"] == 1

    def launch(self) -> None:
        command = [DAPHNE, *OPTIONS, "--fd", str(self.socket.fileno()), self.application]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                command,
                env=self.environ,
                pass_fds=[self.socket.fileno()],
                stdout=log,
                stderr=log,
            )

    def finished_run(self, scenario: str, **overrides) -> str:
        """Id of a run of a shipped scenario, once it has ended; the same inputs give the same."""
        status, run = self.post("/api/runs", {"scenario": scenario, "overrides": overrides})
        assert status in (200, 201), run
        self.until(lambda: self.get(f"/api/runs/{run['id']}")["end"])
        return run["id"]

    def kill(self) -> None:
        """kill -9, and the end of everything that the server had started."""
        started = self.descendants()
        self.process.kill()
        self.process.wait()
        self.until(lambda: are_gone(started))

    def stop(self) -> int:
        """Ctrl-C; the exit status."""
        started = self.descendants()
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(PATIENCE_S)
        self.until(lambda: are_gone(started))
        return status

    def close(self) -> None:
        if self.runs():
            self.kill()
        self.socket.close()

    def descendants(self) -> list[int]:
        """Processes started by the server, directly or not."""
        processes = living().values()
        found = [self.process.pid]
        for pid in found:
            found += [one.pid for one in processes if one.parent == pid]
        return found[1:]

    def rss_mb(self) -> float:
        """Resident memory of the server process."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2

    def until(self, condition) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                if condition():
                    return
            except (OSError, KeyError):
                pass
            assert time.monotonic() < deadline, self.log.read_text()[-3000:]
            time.sleep(0.02)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def get(self, path: str):
        with urllib.request.urlopen(self.url(path), timeout=PATIENCE_S) as answer:
            return json.load(answer)

    def post(self, path: str, body=None, content_type: str = "application/json", **headers: str):
        """Status and JSON of the answer."""
        data = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        request = urllib.request.Request(
            self.url(path), data, {"Content-Type": content_type, **headers}
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def ask(self, method: str, path: str, body=None) -> int:
        """Status of the answer."""
        data = None if body is None else json.dumps(body).encode()
        headers = {} if body is None else {"Content-Type": "application/json"}
        request = urllib.request.Request(self.url(path), data, headers, method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            return answer.status

    def change(self, run: str, **changes) -> int:
        """Name or pin it."""
        return self.ask("PATCH", f"/api/runs/{run}", changes)

    def socket_to(self, run: str, **options):
        address = f"ws://127.0.0.1:{self.port}/ws/runs/{run}"
        return connect(address, compression=None, max_size=None, **options)

    def previews(self, **options):
        address = f"ws://127.0.0.1:{self.port}/ws/previews"
        return connect(address, compression=None, max_size=None, **options)

    async def watch(self, run: str, viewer: Viewer, until_frames: int | None = None) -> Viewer:
        """Follow a run to its end, or until so many frames have come."""
        async with asyncio.timeout(60), self.socket_to(run) as opened:
            await opened.send(viewer.hello)
            while not viewer.end and (until_frames is None or len(viewer.frames) < until_frames):
                answer = viewer.take(await opened.recv())
                if answer is not None:
                    await opened.send(answer)
        return viewer

    async def watch_on(self, run: str, viewer: Viewer) -> Viewer:
        """Follow a run through lost connections."""
        while not viewer.end:
            try:
                await self.watch(run, viewer)
            except (ConnectionClosed, OSError):
                await asyncio.sleep(0.05)
        return viewer
