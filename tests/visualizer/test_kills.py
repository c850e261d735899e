"""Fifty kills: of the server, of workers, of the fork server, and in the middle of writing. Nothing
that was acknowledged is lost, and what goes on comes to the same bytes.

`make test` tries one of each kind, `make soak` all. `KILL=<seed>` tries one again.
"""

import contextlib
import hashlib
import os
import random
import signal
import time

import orjson
import pytest

from tests.processes import process
from tests.shares import SOAK
from tests.visualizer.fake_run import FakeRun
from tests.visualizer.server import Server
from tests.visualizer.test_live import FAKE, Keeper, fake
from visualizer.supervisor.job import Job

KINDS = {"the server": 20, "a worker": 12, "in the middle of writing": 14, "the fork server": 4}


def seeds(kind: str) -> list[int]:
    if (one := os.environ.get("KILL")) is not None:
        return [int(one)]
    count = KINDS[kind] if SOAK else 1
    return [int(hashlib.sha256(f"{kind} {n}".encode()).hexdigest()[:6], 16) for n in range(count)]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with contextlib.closing(
        Server(tmp_path_factory.mktemp("kills"), WINDTUNNEL_RUN_FACTORY=FAKE)
    ) as server:
        server.start()
        yield server


def expected(told: dict) -> list[dict]:
    """The frames of a run that nobody kills."""
    job = Job("A", FAKE, {"fake": {**told, "delay_s": 0}}, 4711, "aws-2026", {})
    return [orjson.loads(orjson.dumps(frame.payload)) for frame in FakeRun(job).frames()]


class Asked:
    """Runs that the server has acknowledged, and what was seen of them."""

    def __init__(self, server: Server, rng: random.Random, size: int) -> None:
        self.server = server
        self.told = {
            self._ask(told): told
            for told in (
                {"frames": rng.randrange(60, 200), "delay_s": 0.01, "size": size,
                 "salt": f"{rng.random()} {n}"}
                for n in range(rng.randrange(3, 6))
            )
        }  # fmt: skip
        self.seen = dict.fromkeys(self.told, 0)

    def _ask(self, told: dict) -> str:
        status, made = self.server.post("/api/runs", fake(**told))
        assert status == 201, made
        return made["id"]

    def look(self) -> None:
        for run in self.told:
            self.seen[run] = self.server.get(f"/api/runs/{run}")["frames"]

    def check(self) -> None:
        """Right after the kill: nothing is lost."""
        for run, frames in self.seen.items():
            found = self.server.get(f"/api/runs/{run}")
            assert found["frames"] >= frames, f"{run}: frames that were seen are lost"
            assert found["state"] != "stopped"

    def go_on(self) -> None:
        """Whatever ended is resumed; all comes to its end."""
        for run in self.told:
            self.server.until(lambda run=run: self._is_finished(run))

    def _is_finished(self, run: str) -> bool:
        state = self.server.get(f"/api/runs/{run}")["state"]
        if state in ("interrupted", "failed"):
            status, answer = self.server.post(f"/api/runs/{run}/retry")
            assert status == 202, answer
        return state == "finished"

    async def compare(self) -> None:
        for run, told in self.told.items():
            viewer = await self.server.watch(run, Keeper())
            assert viewer.payloads == expected(told), f"{run} came to other bytes"
        health = self.server.get("/healthz")["workers"]
        assert (health["running"], health["queued"], health["found_lost"]) == (0, 0, 0)


def workers(server: Server) -> list[int]:
    """Its processes that are forked by the fork server, which has most children."""
    parents = {pid: parent(pid) for pid in server.descendants()}
    forkserver = max(parents, key=list(parents.values()).count)
    return [pid for pid, above in parents.items() if above == forkserver]


def parent(pid: int) -> int:
    found = process(pid)
    return found.parent if found else -1


async def survived(server: Server, rng: random.Random, kill, size: int = 2000) -> None:
    asked = Asked(server, rng, size)
    time.sleep(rng.uniform(0, 0.8))
    asked.look()
    kill()
    if not server.runs():
        server.start_again()
    asked.check()
    asked.go_on()
    await asked.compare()


@pytest.mark.parametrize("seed", seeds("the server"))
async def test_the_server_is_killed(server, seed):
    await survived(server, random.Random(seed), server.kill)


@pytest.mark.parametrize("seed", seeds("in the middle of writing"))
async def test_the_server_is_killed_in_the_middle_of_writing(server, seed):
    """While frames of 60 kB a piece are stored as fast as they come."""
    rng = random.Random(seed)
    await survived(server, rng, server.kill, size=60_000)


@pytest.mark.parametrize("seed", seeds("a worker"))
async def test_a_worker_is_killed(server, seed):
    rng = random.Random(seed)

    def kill():
        with contextlib.suppress(ProcessLookupError):
            os.kill(rng.choice(workers(server)), signal.SIGKILL)

    await survived(server, rng, kill)


@pytest.mark.parametrize("seed", seeds("the fork server"))
async def test_the_fork_server_is_killed(server, seed):
    """With it, all workers go."""

    def kill():
        os.kill(parent(workers(server)[0]), signal.SIGKILL)

    await survived(server, random.Random(seed), kill)
