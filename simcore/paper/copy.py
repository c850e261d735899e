"""A run as it lies in a page: lines of JSON deflated as one, as whole as there is room for.

The first line tells of the run, each further one is a frame (static/src/core/in-file.ts).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from simcore.paper.coarser import LEVELS, Level, coarser, header, words
from simcore.paper.live import SERIALIZED, Live

__all__ = ["Copy", "copy"]

VERSION = 1
DEFLATE_LEVEL = 6


@dataclass(frozen=True)
class Copy:
    """Deflated, and in sentences what was left out; nothing of a whole one."""

    deflated: bytes
    left_out: tuple[str, ...]


def copy(live: Live, most_bytes: int) -> Copy | None:
    """The most complete copy of at most so many bytes; None where there is none.

    Each level is smaller than the one before, so it is found by halves, after the whole.
    """
    found: Copy | None = _at(live, LEVELS[0], most_bytes)
    first, end = 1, len(LEVELS) if found is None else 1
    while first < end:
        middle = (first + end) // 2
        if (fits := _at(live, LEVELS[middle], most_bytes)) is None:
            first = middle + 1
        else:
            found, end = fits, middle
    return found


def _at(live: Live, level: Level, most_bytes: int) -> Copy | None:
    deflated = _deflated(_lines(live, level), most_bytes)
    return None if deflated is None else Copy(deflated, tuple(_said(live, level)))


def _said(live: Live, level: Level) -> list[str]:
    header = live.lab["header"]
    return words(level, header["frame_s"], bool(header.get("machines")))


def _lines(live: Live, level: Level) -> Iterator[bytes]:
    lab = {**live.lab, "header": header(live.lab["header"], level)}
    frames_in_one = level.frames_in_one
    end = {**live.end, "last": live.end["last"] // frames_in_one}
    head = {"v": VERSION, "lab": lab, "end": end, "verdict": live.verdict}
    head |= {"left_out": _said(live, level)}
    yield orjson.dumps(head, option=SERIALIZED)
    yield from coarser(live.frames(), level)


def _deflated(lines: Iterator[bytes], most_bytes: int) -> bytes | None:
    """None as soon as it is clear that it becomes too large."""
    deflate = zlib.compressobj(DEFLATE_LEVEL)
    parts, size = [], 0
    for line in lines:
        parts.append(deflate.compress(line + b"\n"))
        size += len(parts[-1])
        if size > most_bytes:
            return None
    parts.append(deflate.flush())
    return b"".join(parts) if size + len(parts[-1]) <= most_bytes else None
