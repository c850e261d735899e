"""Protocol 1 of the run socket, described in docs/reference/protocol.md.

A viewer says hello with the last frame it has, is sent at most a window of frames that it has not
acknowledged, and may leave and come back at any frame.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import orjson

VERSION = 1
WINDOW = 8  # frames sent beyond the last one acknowledged
WIDEST_WINDOW = 64  # for viewers that ask for it, so that they acknowledge less often
WINDOW_BYTES = 128 * 1024  # beyond WINDOW frames, only while fewer bytes are unacknowledged
MAX_INBOUND_BYTES = 64 * 1024
HELLO_WITHIN_S = 20.0
MESSAGES_TO_SPARE = 64  # from a viewer, beyond one for each frame that it was sent

CLOSE_MALFORMED = 4400
CLOSE_UNKNOWN_RUN = 4404
CLOSE_NO_HELLO = 4408
CLOSE_TOO_LARGE = 4413
CLOSE_TOO_MANY = 4429
CLOSE_FAULT = 4500

NUMBER = struct.Struct(">I")

TEXT, BINARY = 0x81, 0x82  # with the bit that says that the message ends here
SHORT = struct.Struct(">BBH")
LONG = struct.Struct(">BBQ")
ENVELOPES = {126: SHORT.size, 127: LONG.size}


class Malformed(Exception):
    """A viewer's message is not one of protocol 1; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Hello:
    after: int  # number of the last frame the viewer has, -1 for none
    window: int = WINDOW  # frames that it can do with before it acknowledges


@dataclass(frozen=True, slots=True)
class Ack:
    n: int  # all frames up to this number have arrived


def pack_frame(number: int, blob: bytes) -> bytes:
    """A frame as it goes over the wire to every viewer: its number, big-endian, deflated JSON."""
    return _pack(BINARY, NUMBER.pack(number), blob)


def pack_text(text: str) -> bytes:
    """A text message as it goes over the wire."""
    return _pack(TEXT, text.encode())


def _pack(kind: int, *parts: bytes) -> bytes:
    """One websocket message of a server (RFC 6455, 5.2): whole, not masked, not compressed."""
    length = sum(map(len, parts))
    if length < 126:
        envelope = bytes((kind, length))
    elif length < 2**16:
        envelope = SHORT.pack(kind, 126, length)
    else:
        envelope = LONG.pack(kind, 127, length)
    return b"".join((envelope, *parts))


def payload(packed: bytes) -> bytes:
    """What is in a packed message, without its envelope."""
    return packed[ENVELOPES.get(packed[1], 2) :]


def unpack_frame(payload: bytes) -> tuple[int, bytes]:
    """The number and the deflated JSON of a binary message."""
    return NUMBER.unpack_from(payload)[0], payload[NUMBER.size :]


def parse(text: str) -> Hello | Ack:
    """A viewer's text message; raises `Malformed`."""
    message = object_of(text)
    kind = message.get("type")
    if kind == "hello":
        return _hello(message)
    if kind == "ack":
        return Ack(number(message, "n", minimum=0))
    raise Malformed(f"type: {str(kind)[:40]!r} is unknown; it is 'hello' or 'ack'.")


def object_of(text: str) -> dict[str, Any]:
    """The object that a message is; raises `Malformed`."""
    try:
        message = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Malformed(f"The message is not JSON: {error}.") from error
    if not isinstance(message, dict):
        raise Malformed("The message is not a JSON object.")
    return message


def _hello(message: dict[str, Any]) -> Hello:
    if message.get("protocol") != VERSION:
        raise Malformed(f"protocol: this server speaks {VERSION}.")
    after = number(message, "after", minimum=-1)
    if "window" not in message:
        return Hello(after)
    return Hello(after, min(WIDEST_WINDOW, max(WINDOW, number(message, "window", minimum=1))))


def number(message: dict[str, Any], name: str, minimum: int) -> int:
    """A whole number that a message holds; raises `Malformed`."""
    value = message.get(name)
    if type(value) is not int or not minimum <= value < 2**32:
        raise Malformed(f"{name}: needs a whole number of {minimum} or more.")
    return value


def dump_header(stored: bytes, **fields: Any) -> str:
    """The header of a run, of which a simulator has said all but these fields, as JSON."""
    own = dump("header", protocol=VERSION, **fields)
    return f"{stored.decode()[:-1]},{own[1:]}"  # of two that are alike the last one holds


def dump(kind: str, **fields: Any) -> str:
    """A text message from the server."""
    return orjson.dumps({"type": kind, **fields}).decode()
