"""What stands in a world of `interleavings` where processes and threads stand elsewhere."""

from __future__ import annotations

import asyncio
import errno
import os
import zlib
from typing import TYPE_CHECKING

import orjson
from django.db import OperationalError

from visualizer.supervisor import store, wire
from visualizer.supervisor.hands import Hands
from visualizer.supervisor.wire import Message

if TYPE_CHECKING:
    from tests.visualizer.interleavings import World

FRAMES = 3  # of a whole run
FULL = "database or disk is full"


class Worker:
    """Stands where a process stands: does what it is told, when it is told."""

    def __init__(self, world: World) -> None:
        self.world, self.job, self.lives, self.code = world, None, True, None
        self.read_end, self.write_end = os.pipe()
        os.set_blocking(self.read_end, False)
        self.frames = self
        self.next = 0
        world.workers.append(self)

    def fileno(self) -> int:
        return self.read_end

    def begin(self, job) -> None:
        if not self.lives:
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")
        others = [worker for worker in self.world.at_work() if worker.job.run == job.run]
        assert not others, f"{job.run} has two workers"
        self.job = job
        self.next = 0 if job.snapshot is None else int(job.snapshot)

    def kill(self) -> None:
        self.end(-9)

    def end(self, code: int) -> None:
        if self.lives:
            self.lives, self.code = False, code
            os.close(self.write_end)

    def reap(self) -> int | None:
        self.kill()
        if self.read_end >= 0:
            os.close(self.read_end)
            self.read_end = -1
        return self.code

    def say(self, kind: bytes, body: bytes) -> None:
        wire.write(self.write_end, Message(kind, self.next, float(self.next), body))

    def compute(self) -> None:
        """The next thing that a well-behaved worker sends."""
        if self.next >= FRAMES:
            self.say_end("finished")
        else:
            self.say(wire.FRAME, zlib.compress(f"{self.job.run} {self.next}".encode()))
            self.next += 1

    def pause(self) -> None:
        self.say(wire.SNAPSHOT, str(self.next).encode())

    def say_end(self, state: str) -> None:
        self.say(wire.END, orjson.dumps({"state": state, "message": f"It {state}."}))
        self.end(0)

    def die_in_a_word(self) -> None:
        os.write(self.write_end, b"F\x00\x00")
        self.end(-11)


class Workers:
    """Stands where the pool stands."""

    def __init__(self, world: World) -> None:
        self.world, self.waiting = world, []

    def fill(self) -> None:
        if not self.waiting:
            self.waiting.append(self._fork())

    def take(self):
        return self.waiting.pop() if self.waiting else self._fork()

    def _fork(self):
        if self.world.no_forks:
            raise OSError(errno.EAGAIN, "Resource temporarily unavailable")
        return Worker(self.world)


class TurnByTurn(Hands):
    """Every call waits for its turn; calls of one thread stay in order."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.pending = {self.writing: [], self.reading: [], self.forking: []}

    async def run(self, threads, call, *args):
        future = asyncio.get_running_loop().create_future()
        self.pending[threads].append((future, call, args))
        return await future

    def turns(self) -> list:
        """What could be next: the first of each thread, and any of the reads."""
        first = [(kind, 0) for kind in (self.writing, self.forking) if self.pending[kind]]
        return [*first, *((self.reading, n) for n in range(len(self.pending[self.reading])))]

    def do(self, threads, n: int, told: bool = True) -> str:
        """Let one call happen; `told` False: the server dies before it hears of it."""
        future, call, args = self.pending[threads].pop(n)
        broken = self.world.broken and threads is not self.forking
        try:
            if broken and (threads is self.writing or self.world.broken == "gone"):
                raise OperationalError(FULL)
            answer, error = call(*args), None
        except AssertionError:
            raise
        except Exception as raised:
            answer, error = None, raised
        if call is store.begin and answer is not None:
            self.world.owed.discard(args[0])
        if told and not future.done():
            if error is None:
                future.set_result(answer)
            else:
                future.set_exception(error)
        return f"{call.__name__}{' fails' if error else ''}"
