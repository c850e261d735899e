"""Stored frames as they go over the socket, read in chunks and kept while there is room.

However many people watch a run, a frame is read once, packed once and shared by all.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Iterator

from visualizer.protocol import pack_frame

CHUNK = 32  # frames read together
BESIDE = 200  # bytes that a frame takes here beside its own

Key = tuple[str, int]
Reader = Callable[[str, int, int], Awaitable[list[tuple[int, bytes]]]]


class FrameCache:
    """Packed frames by run and number; the least recently used make room."""

    def __init__(self, read: Reader, max_bytes: int) -> None:
        self.read = read  # (run, first, end) -> frames [first, end)
        self.max_bytes = max_bytes
        self.held_bytes = 0
        self.packed: OrderedDict[Key, bytes] = OrderedDict()
        self.under_way: dict[Key, asyncio.Future[dict[int, bytes]]] = {}

    def put(self, run: str, frames: Iterable[tuple[int, bytes]]) -> dict[int, bytes]:
        """Keep frames that were just stored: whoever watches live wants them next."""
        fresh = {number: pack_frame(number, blob) for number, blob in frames}
        for number, packed in fresh.items():
            self._keep((run, number), packed)
        while self.held_bytes > self.max_bytes:
            oldest = next(iter(self.packed))
            if oldest[0] == run and oldest[1] in fresh:
                break
            self.held_bytes -= _size(self.packed.pop(oldest))
        return fresh

    async def get(self, run: str, first: int, end: int) -> list[bytes]:
        """Frames from `first` on as they are sent, some or all of those before `end`.

        None at all when `first` is not stored (any more).
        """
        for _ in range(2):
            if held := list(self._held(run, first, end)):
                return held
            chunk = await self._load(run, first)
            if read := list(_run_of(chunk, first, end)):
                return read
            # A reading that was under way already may be older than the frame: once more.
        return []

    def _held(self, run: str, first: int, end: int) -> Iterator[bytes]:
        for number in range(first, end):
            key = (run, number)
            if (packed := self.packed.get(key)) is None:
                return
            self.packed.move_to_end(key)
            yield packed

    def forget(self, run: str) -> None:
        """Drop a run that was deleted."""
        for key in [key for key in self.packed if key[0] == run]:
            self.held_bytes -= _size(self.packed.pop(key))

    def _keep(self, key: Key, packed: bytes) -> None:
        if (before := self.packed.pop(key, None)) is not None:
            self.held_bytes -= _size(before)
        self.packed[key] = packed
        self.held_bytes += _size(packed)

    async def _load(self, run: str, number: int) -> dict[int, bytes]:
        """Read the chunk around a frame; everybody who wants it waits for the same reading.

        What was read is given to them all: the cache may have no room for it by then.
        """
        chunk = (run, number // CHUNK)
        if (reading := self.under_way.get(chunk)) is None:
            reading = asyncio.ensure_future(self._read_chunk(*chunk))
            self.under_way[chunk] = reading
            reading.add_done_callback(lambda _: self.under_way.pop(chunk, None))
        return await asyncio.shield(reading)

    async def _read_chunk(self, run: str, chunk: int) -> dict[int, bytes]:
        return self.put(run, await self.read(run, chunk * CHUNK, (chunk + 1) * CHUNK))


def _size(packed: bytes) -> int:
    return len(packed) + BESIDE


def _run_of(frames: dict[int, bytes], first: int, end: int) -> Iterator[bytes]:
    for number in range(first, end):
        if (packed := frames.get(number)) is None:
            return
        yield packed
