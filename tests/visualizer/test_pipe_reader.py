"""A worker's pipe is read as long as not too much waits to be stored."""

import asyncio
import os

import pytest

from tests.patience import PATIENCE_S
from visualizer.supervisor import pipe_reader as module
from visualizer.supervisor import wire
from visualizer.supervisor.pipe_reader import PipeReader
from visualizer.supervisor.wire import Message

ENOUGH = 10_000


@pytest.fixture
def pipe():
    ours, theirs = os.pipe()
    os.set_blocking(ours, False)
    yield ours, theirs
    for end in (ours, theirs):
        os.close(end)


@pytest.fixture
async def intake(pipe, monkeypatch):
    monkeypatch.setattr(module, "ENOUGH_BYTES", ENOUGH)
    taken = PipeReader(pipe[0], asyncio.get_running_loop())
    yield taken
    taken.close()


def send(pipe, number, size):
    wire.write(pipe[1], Message(wire.FRAME, number, float(number), bytes(size)))


async def numbers(intake):
    async with asyncio.timeout(PATIENCE_S):
        return [message.number for message in await intake.batch()]


async def test_reading_stops_at_enough_and_goes_on_after_the_batch(pipe, intake):
    for number in range(2):
        send(pipe, number, ENOUGH)
        assert await numbers(intake) == [number]
        assert intake.reading
    send(pipe, 2, ENOUGH + 1)
    while not intake.arrived:
        await asyncio.sleep(0)
    assert not intake.reading
    send(pipe, 3, 1)
    assert await numbers(intake) == [2]
    assert await numbers(intake) == [3]


async def test_what_was_stored_does_not_count_any_more(pipe, intake):
    """Ten times as much as may wait, a little at a time, never stops the reading."""
    for number in range(20):
        send(pipe, number, ENOUGH // 2)
        while not intake.arrived:
            await asyncio.sleep(0)
        assert intake.reading
        assert await numbers(intake) == [number]


async def test_nonsense_ends_it(pipe, intake):
    send(pipe, 0, 10)
    assert await numbers(intake) == [0]
    os.write(pipe[1], b"?" * 100)
    assert await numbers(intake) == []
    assert intake.ended
