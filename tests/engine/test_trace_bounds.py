"""A hostile file costs a search for bytes, not a parse. Work is counted, not timed."""

import csv
import gzip

import numpy as np
import pytest

from simcore.engine.trace import TraceLimits, Wanted, csv_rows, pack, read_trace, read_whole, unpack
from simcore.engine.trace import read as reading
from simcore.errors import TraceError

MB = 10**6


@pytest.fixture
def parsed(monkeypatch):
    """How many rows and cells came out of the parser of CSV."""
    seen = {"rows": 0, "cells": 0, "widest": 0}

    class Counted:
        def __init__(self, *args, **options):
            self.reader = csv.reader(*args, **options)

        def __iter__(self):
            return self

        def __next__(self):
            row = next(self.reader)
            seen["rows"] += 1
            seen["cells"] += len(row)
            return row

        @property
        def line_num(self):
            return self.reader.line_num

    class Csv:
        Error, reader = csv.Error, Counted

    monkeypatch.setattr(csv_rows, "csv", Csv)
    return seen


LAB = TraceLimits(max_rows=2_000_000)


@pytest.mark.parametrize(
    ("content", "says", "rows", "cells"),
    [
        (b"1," * (10 * MB), "65,536 bytes", 0, 0),
        (b"1" * (20 * MB), "65,536 bytes", 0, 0),
        (b"t,n\n1,2\n" + b"," * (20 * MB), "line 3: the line has more than 65,536", 0, 0),
        (b"\n" * (20 * MB), "20,000,000 lines", 0, 0),
        (b"\r" * (20 * MB), "20,000,000 lines", 0, 0),
        (b"t,n\n1,2\n" + b"\n" * (20 * MB), "lines; the most is 4,000,002", 0, 0),
        (b"1\n" * (10 * MB), "10,000,000 lines", 0, 0),
        (gzip.compress(b"0,1\n" * (15 * MB)), "15,000,000 lines", 0, 0),
        (b"\xff\xfe" + b"\n\0" * (10 * MB), "10,000,000 lines", 0, 0),
        (b"t,n\n" + b"," * 60_000 + b"\n", "line 2: there are 60,001 columns", 2, 60_003),
        ((b"1" + b",1" * 4000 + b"\n") * 2000, "4,001 columns; the most is 256", 1, 4001),
        (b"t,n\n" + b",\n" * (2 * MB), "100,000 rows have nothing in them", 100_002, 200_004),
        (b't,n\n1,"' + b"\n" * MB, "field", 1, 2),
    ],
    ids=["one line", "one number", "a long third line", "newlines", "returns", "newlines behind a "
         "header", "short rows", "gzip", "UTF-16", "a wide row", "wide rows", "empty rows",
         "a quote"],
)  # fmt: skip
def test_what_is_hostile_is_hardly_parsed(parsed, content, says, rows, cells):
    with pytest.raises(TraceError) as caught:
        read_trace(content, limits=LAB)
    assert says in str(caught.value)
    assert parsed["rows"] <= rows
    assert parsed["cells"] <= cells


def test_rows_are_held_a_few_at_a_time(monkeypatch):
    """Of a file with all the columns that there may be, no more than a chunk is in memory."""
    held = []
    moments = reading._moments

    def counted(chunk, columns):
        held.append(len(chunk))
        return moments(chunk, columns)

    monkeypatch.setattr(reading, "_moments", counted)
    row = b"%d" + b",7" * 255 + b"\n"
    content = b"".join(row % n for n in range(9000))
    assert read_trace(content, time_column=1, value_column=2).total == 63_000
    assert max(held) == reading.CHUNK
    assert reading.CHUNK * LAB.max_columns < 1.1 * MB


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_the_longest_line_that_may_be(end):
    limits = TraceLimits(max_line_bytes=100)
    fits = b"1," + b"0" * 97 + b"5"
    whole = end.join([b"t,n", fits, fits.replace(b"1", b"2"), b""])
    assert read_trace(whole, limits=limits).total == 10
    with pytest.raises(TraceError, match="line 3: the line has more than 100"):
        read_trace(end.join([b"t,n", fits, fits + b"00", b"3,4"]), limits=limits)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("t,n\n0,3\n60,4\n120,5\n", Wanted()),
        ("t,n\n0,3\n", Wanted()),
        ("t\n10\n5\n7.25\n", Wanted()),
        ("t,k\n10,a\n5,b\n7.25,a\n", Wanted(key_column="k")),
    ],
)
def test_what_was_read_is_kept_as_it_is(text, wanted):
    """Packed and replayed, it is the trace that reading the file again would give."""
    whole = read_whole(text.encode(), wanted, None, LAB)
    kept = unpack(pack(whole))
    for how in ({"interval_s": 30.0}, {"interval_s": 7.0, "time_scale": 0.37}):
        again = read_trace(text.encode(), key_column=wanted.key_column, **how)
        found = kept.replayed(**how)
        assert np.array_equal(found.times_s, again.times_s)
        assert np.array_equal(found.counts, again.counts) or found.counts is again.counts is None
        for name in ("interval_s", "first_epoch_s", "sha256", "notes", "keys", "total"):
            assert getattr(found, name) == getattr(again, name)
