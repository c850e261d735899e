"""Frames in memory: each counted once, the least recently used make room."""

import asyncio

import pytest

from visualizer.protocol import pack_frame
from visualizer.supervisor.frames import BESIDE, CHUNK, FrameCache

SIZE = 1_000
ENVELOPE = 8  # of the websocket, and the number, before each frame
TAKES = SIZE + ENVELOPE + BESIDE


@pytest.fixture
def stored():
    """What is in the database: (run, number) -> blob. And which chunks were read."""
    return {}, []


@pytest.fixture
def cache(stored):
    frames, readings = stored

    async def read(run, first, end):
        readings.append((run, first))
        return [(n, frames[run, n]) for n in range(first, end) if (run, n) in frames]

    return FrameCache(read, 3 * TAKES)


def frame(n):
    return n, bytes([n]) * SIZE


def test_a_frame_that_is_stored_again_is_held_once(cache):
    for _ in range(2):
        cache.put("A", [frame(0), frame(1)])
    assert cache.held_bytes == 2 * TAKES


def test_nothing_is_held_of_a_run_that_was_forgotten(cache):
    cache.put("A", [frame(0), frame(1)])
    cache.put("B", [frame(0)])
    cache.forget("A")
    assert cache.held_bytes == TAKES
    assert set(cache.packed) == {("B", 0)}


async def test_what_was_read_last_stays(cache):
    cache.put("A", [frame(0)])
    cache.put("A", [frame(1)])
    cache.put("A", [frame(2)])
    assert await cache.get("A", 0, 1)
    cache.put("A", [frame(3)])
    assert set(cache.packed) == {("A", 2), ("A", 0), ("A", 3)}
    assert cache.held_bytes <= cache.max_bytes


def test_a_batch_beyond_the_limit_is_held_whole(cache):
    """It was just stored: whoever watches asks for it next."""
    cache.put("A", [frame(n) for n in range(5)])
    assert len(cache.packed) == 5
    cache.put("A", [frame(5)])
    assert cache.held_bytes <= cache.max_bytes
    assert ("A", 5) in cache.packed


async def test_a_chunk_is_read_once_for_all_its_frames(cache, stored):
    frames, readings = stored
    frames.update({("A", n): frame(n)[1] for n in range(CHUNK, CHUNK + 3)})
    for n in range(CHUNK, CHUNK + 3):
        assert (await cache.get("A", n, n + 1))[0][ENVELOPE:] == frames["A", n]
    assert readings == [("A", CHUNK)]
    assert await cache.get("A", 7, 9) == []


async def test_many_are_had_at_once_up_to_the_first_that_is_not_there(cache):
    cache.put("A", [frame(n) for n in (4, 5, 6, 8)])
    assert await cache.get("A", 4, 6) == [pack_frame(*frame(4)), pack_frame(*frame(5))]
    assert len(await cache.get("A", 4, 20)) == 3


async def test_a_frame_that_was_stored_during_a_reading_is_read_again(stored):
    """Two viewers join a running run: the second wants a frame that the first one's reading of
    the same chunk, which is under way, has not seen."""
    frames, readings = stored
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def read(run, first, end):
        seen = [(n, frames[run, n]) for n in range(first, end) if (run, n) in frames]
        readings.append(first)
        begun.set()
        await go_on.wait()
        return seen

    cache = FrameCache(read, 10 * SIZE)
    frames["A", 0] = frame(0)[1]
    first = asyncio.ensure_future(cache.get("A", 0, 1))
    await begun.wait()
    frames["A", 1] = frame(1)[1]
    second = asyncio.ensure_future(cache.get("A", 1, 2))
    await asyncio.sleep(0)
    go_on.set()
    assert await first == [pack_frame(*frame(0))]
    assert await second == [pack_frame(*frame(1))]
    assert readings == [0, 0]


async def test_what_was_read_is_given_though_the_cache_has_no_room_for_it():
    """Other frames come in between the end of a reading and those who waited for it."""

    async def read(run, first, end):
        asyncio.get_running_loop().call_soon(cache.put, "B", [frame(n) for n in range(3)])
        return [frame(n) for n in range(3)]

    cache = FrameCache(read, 3 * TAKES)
    assert await cache.get("A", 1, 3) == [pack_frame(*frame(1)), pack_frame(*frame(2))]
    assert set(cache.packed) == {("B", 0), ("B", 1), ("B", 2)}
