"""Reads a worker's pipe inside the event loop, and stops reading while too much waits to be stored.

What has arrived while the last batch was being stored is the next batch.
"""

from __future__ import annotations

import asyncio
import os

from visualizer.supervisor.wire import Damaged, Decoder, Message

CHUNK = 256 * 1024
ENOUGH_BYTES = (
    4 * 1024**2
)  # held here at most, about; beyond it the pipe fills and holds the worker


class PipeReader:
    """The messages of one worker, in batches."""

    def __init__(self, descriptor: int, loop: asyncio.AbstractEventLoop) -> None:
        self.descriptor = descriptor
        self.loop = loop
        self.decoder = Decoder()
        self.arrived: list[Message] = []
        self.waiting_bytes = 0
        self.ended = False
        self.reading = False
        self.news = asyncio.Event()
        self._read_on()

    async def batch(self) -> list[Message]:
        """All messages that have arrived, at least one; empty when the worker is done."""
        while not self.arrived and not self.ended:
            self.news.clear()
            await self.news.wait()
        batch, self.arrived, self.waiting_bytes = self.arrived, [], 0
        if not self.ended:
            self._read_on()
        return batch

    def close(self) -> None:
        """Read no more; what comes is left in the pipe."""
        self.ended = True
        self._pause()
        self.news.set()

    def _read_on(self) -> None:
        if not self.reading:
            self.loop.add_reader(self.descriptor, self._readable)
            self.reading = True

    def _pause(self) -> None:
        if self.reading:
            self.loop.remove_reader(self.descriptor)
            self.reading = False

    def _readable(self) -> None:
        try:
            data = os.read(self.descriptor, CHUNK)
        except BlockingIOError:
            return
        if data:
            self._take(data)
        else:
            self.close()

    def _take(self, data: bytes) -> None:
        try:
            for message in self.decoder.feed(data):
                self.arrived.append(message)
                self.waiting_bytes += len(message.body)
        except Damaged:
            self.close()
            return
        if self.waiting_bytes > ENOUGH_BYTES:
            self._pause()
        if self.arrived:
            self.news.set()
