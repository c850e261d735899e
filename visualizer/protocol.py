"""Protocol 1 of the run socket, described in docs/reference/protocol.md.

A viewer says hello with the last frame it has, is sent at most WINDOW frames that it has not
acknowledged, and may leave and come back at any frame.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import orjson

VERSION = 1
WINDOW = 8  # frames sent beyond the last one acknowledged
MAX_INBOUND_BYTES = 64 * 1024
HELLO_WITHIN_S = 20.0

CLOSE_MALFORMED = 4400
CLOSE_UNKNOWN_RUN = 4404
CLOSE_NO_HELLO = 4408
CLOSE_TOO_LARGE = 4413
CLOSE_FAULT = 4500

NUMBER = struct.Struct(">I")


class Malformed(Exception):
    """A viewer's message is not one of protocol 1; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Hello:
    after: int  # number of the last frame the viewer has, -1 for none


@dataclass(frozen=True, slots=True)
class Ack:
    n: int  # all frames up to this number have arrived


def pack_frame(number: int, blob: bytes) -> bytes:
    """A frame as one binary message: its number, big-endian, then the deflated JSON."""
    return NUMBER.pack(number) + bytes(blob)


def unpack_frame(packed: bytes) -> tuple[int, bytes]:
    """The number and the deflated JSON of a binary message."""
    return NUMBER.unpack_from(packed)[0], packed[NUMBER.size :]


def parse(text: str) -> Hello | Ack:
    """A viewer's text message; raises `Malformed`."""
    try:
        message = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Malformed(f"The message is not JSON: {error}.") from error
    if not isinstance(message, dict):
        raise Malformed("The message is not a JSON object.")
    kind = message.get("type")
    if kind == "hello":
        return _hello(message)
    if kind == "ack":
        return Ack(_number(message, "n", minimum=0))
    raise Malformed(f"type: {str(kind)[:40]!r} is unknown; it is 'hello' or 'ack'.")


def _hello(message: dict[str, Any]) -> Hello:
    if message.get("protocol") != VERSION:
        raise Malformed(f"protocol: this server speaks {VERSION}.")
    return Hello(_number(message, "after", minimum=-1))


def _number(message: dict[str, Any], name: str, minimum: int) -> int:
    value = message.get(name)
    if type(value) is not int or not minimum <= value < 2**32:
        raise Malformed(f"{name}: needs a whole number of {minimum} or more.")
    return value


def dump(kind: str, **fields: Any) -> str:
    """A text message from the server."""
    return orjson.dumps({"type": kind, **fields}).decode()
