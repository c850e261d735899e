"""A server that has computed many runs holds nothing more than one that has computed few."""

import asyncio
import gc
import os
import random
import threading
from collections import Counter, deque

import pytest
from django.db import connections

from tests.visualizer.conftest import until
from tests.visualizer.sockets import receive
from tests.visualizer.viewer import Viewer
from visualizer.consumers import RunConsumer
from visualizer.laboratory import laboratory
from visualizer.supervisor.feed import Feed
from visualizer.supervisor.hands import READERS
from visualizer.supervisor.pipe_reader import PipeReader
from visualizer.supervisor.pool import Worker
from visualizer.supervisor.roster import Seat
from visualizer.supervisor.store import Progress
from visualizer.window import Window

pytestmark = pytest.mark.django_db(transaction=True)

OF_A_RUN = (Seat, Feed, Worker, PipeReader, Progress)
OF_A_VIEWER = (RunConsumer, Window)
ROUNDS = 6
PATIENCE = 50
KINDS = ("plain", "cancelled", "failed", "crashed", "watched", "cut")


@pytest.fixture
async def one_run(new_run, supervisor, connect):
    """Computes a run of a kind, to its end."""
    rng = random.Random(4711)
    behaviour = {
        "failed": {"fail_at": 3},
        "crashed": {"crash_at": 3},
        "cancelled": {"delay_s": 0.02, "frames": 1000},
    }

    async def watch(socket, frames):
        await socket.send_to(text_data=Viewer().hello)
        viewer = Viewer(every=1)
        while not viewer.end and len(viewer.frames) < frames:
            if (answer := viewer.take(await receive(socket))) is not None:
                await socket.send_to(text_data=answer)
        await socket.disconnect()

    async def perform(kind: str) -> None:
        run = await new_run(**{"frames": 12, **behaviour.get(kind, {})})
        feed = await supervisor.feed(run.id)
        socket = await connect(run.id) if kind in ("watched", "cut") else None
        supervisor.submit(run.id)
        if socket is not None:
            await watch(socket, rng.randrange(1, 10) if kind == "cut" else 12)
        if kind == "cancelled":
            await until(lambda: feed.frames > 2)
            supervisor.cancel(run.id)
        await until(lambda: feed.ended and run.id not in supervisor.roster.seats)

    return perform


def held() -> dict:
    """What is there of all that a run or a viewer brings with it."""
    gc.collect()
    counts = Counter(type(one) for one in gc.get_objects())
    return {
        **{kind.__name__: counts[kind] for kind in OF_A_RUN + OF_A_VIEWER},
        "files": len(os.listdir("/proc/self/fd")),
        "tasks": len(asyncio.all_tasks()),
        "threads": threading.active_count(),
    }


async def all_readers(supervisor) -> None:
    """Every thread that reads is there, and has its connection."""
    together = threading.Barrier(READERS)

    def read() -> None:
        connections["default"].ensure_connection()
        together.wait()

    await asyncio.gather(*[supervisor.hands.read(read) for _ in range(READERS)])


async def at_rest(supervisor) -> None:
    await until(lambda: not supervisor.roster.seats and not supervisor.tasks)
    await until(lambda: len(supervisor.pool.waiting) == 1)
    # The threads have put down what they last worked on.
    for executor in (supervisor.hands.writing, supervisor.hands.reading, supervisor.hands.forking):
        for _ in range(3):
            await asyncio.wrap_future(executor.submit(lambda: None))


async def test_nothing_of_a_run_is_left(one_run, supervisor):
    supervisor.frames.max_bytes = 20_000
    supervisor.feeds.recent = deque(maxlen=3)
    await all_readers(supervisor)
    for kind in KINDS:
        await one_run(kind)
    await at_rest(supervisor)
    await asyncio.sleep(0.5)
    before = held()
    for _ in range(ROUNDS):
        for kind in KINDS:
            await one_run(kind)
    await at_rest(supervisor)
    for _ in range(PATIENCE):
        if held() == before:
            break
        await asyncio.sleep(0.1)  # a worker that was ended is still being collected
    assert held() == before
    assert before["Seat"] == before["RunConsumer"] == before["Window"] == 0
    assert before["Feed"] <= 3
    assert not supervisor.feeds.asking
    assert not supervisor.frames.under_way
    assert supervisor.frames.held_bytes <= 20_000
    assert not any(feed.listeners for feed in supervisor.feeds.values())
    assert laboratory.supervisor() is supervisor
