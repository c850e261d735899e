"""The messages from a worker to the supervisor: kind, length, number, body.

A worker writes them into a pipe with blocking writes, so that a supervisor that stores slowly
holds the worker back. Knows no Django.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from typing import NamedTuple

HEADER = b"H"  # JSON: the run's header
FRAME = b"F"  # deflated JSON: frame `number`
SNAPSHOT = b"S"  # pickled run, paused before frame `number`
RESULT = b"R"  # deflated JSON: windtunnel.result/1
END = b"E"  # JSON: state, fingerprint, summary, message
KINDS = frozenset((HEADER, FRAME, SNAPSHOT, RESULT, END))

ENVELOPE = struct.Struct(">cIId")  # kind, length of the body, number, simulated seconds
MAX_BODY = 256 * 1024**2


class Message(NamedTuple):
    kind: bytes
    number: int
    time_s: float  # end of the frame in simulated seconds; 0 for other kinds
    body: bytes


class Damaged(Exception):
    """The bytes from a worker are no messages: it was cut off or wrote nonsense."""


def write(descriptor: int, message: Message) -> None:
    """Send the whole message, waiting while the pipe is full; BrokenPipeError without a reader."""
    envelope = ENVELOPE.pack(message.kind, len(message.body), message.number, message.time_s)
    rest = memoryview(envelope + message.body)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


class Decoder:
    """Bytes in, whole messages out; what is left of a message waits for the rest."""

    def __init__(self) -> None:
        self.buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Message]:
        """Every message that `data` completes; raises `Damaged`."""
        self.buffer += data
        start = 0
        try:
            while (message := self._message_at(start)) is not None:
                start += ENVELOPE.size + len(message.body)
                yield message
        finally:
            del self.buffer[:start]

    def _message_at(self, start: int) -> Message | None:
        body = start + ENVELOPE.size
        if len(self.buffer) < body:
            return None
        kind, length, number, time_s = ENVELOPE.unpack_from(self.buffer, start)
        if kind not in KINDS or length > MAX_BODY:
            raise Damaged(f"unknown message {kind!r} of {length} bytes")
        if len(self.buffer) < body + length:
            return None
        return Message(kind, number, time_s, bytes(self.buffer[body : body + length]))
