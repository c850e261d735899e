"""From the bytes of a file to its text: size limits, gzip, encoding."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import Any

import orjson

from simcore.engine.trace.limits import TraceLimits
from simcore.errors import TraceError
from simcore.frozen import frozen

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
MB = 1_000_000
HEAD_BYTES = 65_536


def load(source: str | Path | bytes, limits: TraceLimits) -> bytes:
    """The bytes of ``source``, a path or already bytes; never more than the limit."""
    if isinstance(source, bytes):
        _check_size(len(source), limits, "the file")
        return source
    try:
        with open(source, "rb") as file:
            data = file.read(limits.max_bytes + 1)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise TraceError(f"cannot open the trace {str(source)!r}: {reason}") from error
    except ValueError as error:
        raise TraceError(f"cannot open the trace {str(source)!r}: not a file name") from error
    _check_size(len(data), limits, "the file")
    return data


@frozen
class Source:
    """A text file in memory, unpacked, of which nothing is parsed yet."""

    data: bytes
    limits: TraceLimits

    @property
    def encoding(self) -> str:
        """As far as it can be told: what is no text in it is found while it is read."""
        return "utf-16" if self.data.startswith(UTF_16) else "utf-8-sig"

    def head(self) -> str:
        """The beginning of the text, to see what the file is; what is no text is left out."""
        return self.data[:HEAD_BYTES].decode(self.encoding, "ignore")

    def lines(self) -> io.TextIOWrapper:
        """The text, to be read line by line; reading may raise UnicodeDecodeError."""
        _check_lines(self.data, self.limits)
        return io.TextIOWrapper(io.BytesIO(self.data), encoding=self.encoding, newline="")

    def json(self) -> Any:
        """The document in the file; raises TraceError where it is none, or has too many parts."""
        parts = sum(map(self.data.count, (b",", b"[", b"{", b":")))
        if parts > self.limits.max_json_parts:
            most = self.limits.max_json_parts
            raise TraceError(
                f"there are about {parts:,} values in this JSON; the most is {most:,}",
                hint="take a shorter stretch or a longer period, or make a CSV of it",
            )
        try:
            return orjson.loads(self.data.decode(self.encoding))
        except UnicodeDecodeError as error:
            raise not_utf_8(self.data.count(b"\n", 0, error.start) + 1) from error
        except orjson.JSONDecodeError as error:
            raise TraceError(f"this is not one JSON document: {error.msg}", error.lineno) from error


def opened(data: bytes, limits: TraceLimits) -> Source:
    """The text in the bytes of a file; raises TraceError where there is none."""
    if data.startswith(GZIP):
        data = _decompress(data, limits)
    if data.startswith(ZIP):
        raise TraceError(
            "this is a zip archive or a spreadsheet; save the sheet as CSV, or gzip it"
        )
    source = Source(data, limits)
    if source.encoding != "utf-16" and b"\0" in data:
        raise TraceError(
            "this is not a text file; a trace is a CSV, a log or JSON, plain or gzipped"
        )
    return source


def not_utf_8(line: int) -> TraceError:
    return TraceError("this is not text in UTF-8; save the file as CSV UTF-8", line)


def _check_lines(data: bytes, limits: TraceLimits) -> None:
    """Refuse what would be slow or large to parse, by searches for bytes alone."""
    ends = data.count(b"\n") or data.count(b"\r")
    if ends > limits.max_lines:
        raise TraceError(
            f"there are {ends:,} lines; the most is {limits.max_lines:,}: count requests per "
            "interval, or take a shorter stretch"
        )
    start = 0
    while len(data) - start > limits.max_line_bytes:
        stop = start + limits.max_line_bytes + 1
        end = max(data.rfind(b"\n", start, stop), data.rfind(b"\r", start, stop))
        if end < 0:
            raise TraceError(
                f"the line has more than {limits.max_line_bytes:,} bytes, the most a line may "
                "have; is this a CSV file, with one row a line?",
                1 + (data.count(b"\n", 0, start) or data.count(b"\r", 0, start)),
            )
        start = end + (2 if data.startswith(b"\r\n", end) else 1)


def _decompress(data: bytes, limits: TraceLimits) -> bytes:
    """At most one byte more than allowed is ever unpacked, whatever the file claims."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            text = file.read(limits.max_bytes + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise TraceError("the gzip file is damaged or cut short; compress it again") from error
    _check_size(len(text), limits, "the file, decompressed,")
    return text


def _check_size(size: int, limits: TraceLimits, what: str) -> None:
    if size > limits.max_bytes:
        raise TraceError(
            f"{what} has more than {limits.max_bytes / MB:g} MB; the most is "
            f"{limits.max_bytes / MB:g} MB: count requests per interval, or take a shorter stretch"
        )
