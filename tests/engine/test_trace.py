"""Reading recorded traces: what is detected, what is refused and how."""

import gzip
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.engine.trace import ONE_PER_ROW, TraceLimits, read_trace
from simcore.errors import TraceError

COUNTS = (
    "timestamp,value\n2014-04-10 00:04:00,94.0\n2014-04-10 00:09:00,56\n2014-04-10 00:14:00,0\n"
)


def read(text, **options):
    return read_trace(text.encode() if isinstance(text, str) else text, **options)


def refusal(text, **options):
    with pytest.raises(TraceError) as caught:
        read(text, **options)
    return str(caught.value)


def test_counts_per_interval():
    trace = read(COUNTS)
    assert trace.counts.tolist() == [94, 56, 0]
    assert trace.times_s.tolist() == [0.0, 300.0, 600.0]
    assert (trace.total, trace.interval_s, trace.duration_s) == (150, 300.0, 900.0)
    assert trace.first_epoch_s == 1397088240.0
    assert trace.notes == (
        "comma; a header; times in column timestamp (dates and times taken as UTC); "
        "counts per interval in column value",
        "3 rows from 2014-04-10 00:04:00 to 2014-04-10 00:14:00 UTC; 150 requests",
        "intervals of 300 s",
    )
    assert len(trace.sha256) == 64


def test_one_request_per_row():
    trace = read("time\n10.5\n11\n11\n13.25\n")
    assert trace.counts is None
    assert trace.interval_s is None
    assert trace.times_s.tolist() == [0.0, 0.5, 0.5, 2.75]
    assert (trace.total, trace.duration_s) == (4, 3.0)
    assert trace.notes == (
        "a header; times in column time (numbers, in seconds); one request per row",
        "4 rows from 10.5 s to 13.25 s; 4 requests",
    )


@pytest.mark.parametrize(
    "cells",
    [
        ("2014-04-10 00:04:00", "2014-04-10 00:04:01.500"),
        ("2014-04-10T00:04:00Z", "2014-04-10T00:04:01.5Z"),
        ("2014-04-10T02:04:00+02:00", "2014-04-10T00:04:01.5+00:00"),
        ("20140410T000400", "20140410T000401.5"),
        ("1397088240", "1397088241.5"),
        ("1397088240000", "1397088241500"),
        ("1397088240000000", "1397088241500000"),
        ("1397088240000000000", "1397088241500000000"),
        ("1.39708824e9", "1.3970882415e9"),
        (" 1397088240 ", "1397088241.5"),
    ],
)
def test_ways_to_write_a_moment(cells):
    trace = read("\n".join(["when", *cells]))
    assert trace.first_epoch_s == 1397088240.0
    assert trace.times_s.tolist() == [0.0, 1.5]


@pytest.mark.parametrize(("unit", "last"), [("s", 1500.0), ("ms", 1.5), ("us", 0.0015)])
def test_a_unit_that_is_given_is_not_detected(unit, last):
    assert read("0\n1500\n", time_unit=unit).times_s.tolist() == [0.0, last]


@pytest.mark.parametrize(
    "text",
    [
        COUNTS,
        COUNTS.replace(",", ";"),
        COUNTS.replace(",", "\t"),
        COUNTS.replace("\n", "\r\n"),
        COUNTS.replace("\n", "\r"),
        COUNTS.replace("\n", "\n\n"),
        "\n\n" + COUNTS + ",\n",
        "\ufeff" + COUNTS,
        COUNTS.encode("utf-16"),
        COUNTS.split("\n", 1)[1],
        COUNTS.rstrip(),
        COUNTS.replace("timestamp,value", "Date,app/elb/50dc6c495c0c9188"),
        COUNTS.replace("timestamp,value", '"timestamp","value"'),
        "\n".join(",".join(reversed(row.split(","))) for row in COUNTS.splitlines()),
        "\n".join("host-1," + row for row in COUNTS.splitlines()),
        gzip.compress(COUNTS.encode()),
    ],
    ids=["plain", "semicolon", "tab", "CRLF", "CR", "empty lines", "more empty lines", "BOM",
         "UTF-16", "no header", "no last newline", "CloudWatch names", "quotes", "swapped",
         "another column", "gzip"],
)  # fmt: skip
def test_the_same_trace_in_many_forms(text):
    trace = read(text)
    assert trace.counts.tolist() == [94, 56, 0]
    assert trace.times_s.tolist() == [0.0, 300.0, 600.0]


def test_from_a_file(tmp_path):
    path = tmp_path / "trace.csv"
    path.write_text(COUNTS)
    assert read_trace(path).sha256 == read_trace(str(path)).sha256 == read(COUNTS).sha256


def test_columns_by_name_or_number():
    text = "a,b,c\n5,100,1\n6,160,2\n"
    for time_column, value_column in (("b", "c"), ("B", "3"), (2, 3)):
        trace = read(text, time_column=time_column, value_column=value_column)
        assert trace.counts.tolist() == [1, 2]
        assert trace.interval_s == 60.0
    one_per_row = read(text, time_column="b", value_column=ONE_PER_ROW)
    assert one_per_row.counts is None
    assert one_per_row.total == 2


def test_rows_out_of_order_are_sorted():
    trace = read("t,n\n120,3\n0,1\n60,2\n")
    assert trace.counts.tolist() == [1, 2, 3]
    assert "the rows were not in order of time and have been sorted" in trace.notes


def test_rows_of_the_same_interval_are_added_up():
    trace = read("t,n\n0,1\n0,2\n60,4\n60,8\n120,16\n")
    assert (trace.counts.tolist(), trace.total) == ([3, 12, 16], 31)
    assert "2 rows with the time of another were added to it" in " ".join(trace.notes)


def test_the_usual_distance_is_the_interval_and_gaps_are_gaps():
    trace = read("t,n\n0,1\n60,2\n120,4\n600,8\n630,9\n")
    assert trace.interval_s == 60.0
    assert trace.lengths_s().tolist() == [60.0, 60.0, 60.0, 30.0, 60.0]
    assert trace.duration_s == 690.0


def test_an_interval_that_is_given():
    assert read("t,n\n0,5\n", interval_s=30.0).duration_s == 30.0
    said = refusal("t,n\n0,5\n")
    assert "interval: 60 s" in said
    assert "0 requests will do" in said
    assert read("t,n\n0,5\n60,0\n").interval_s == 60.0


def test_time_can_be_scaled():
    trace = read(COUNTS, time_scale=0.01)
    assert trace.times_s.tolist() == [0.0, 3.0, 6.0]
    assert (trace.interval_s, trace.duration_s) == (3.0, 9.0)


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("2014-04-10 00:19:00,abc", "column value: 'abc' is not a number"),
        ("2014-04-10 00:19:00,-3", "column value: '-3' is negative"),
        ("2014-04-10 00:19:00,2.5", "column value: '2.5' is not a whole number"),
        ("2014-04-10 00:19:00,nan", "column value: 'nan' is not a number"),
        ("2014-04-10 00:19:00,inf", "column value: 'inf' is not a number"),
        ("2014-04-10 00:19:00,1e300", "column value: '1e300' is more than 1,000,000,000,000"),
        ("2014-04-10 00:19:00,", "column value: is empty"),
        ("2014-04-10 00:19:00", "column value is missing"),
        ("yesterday,3", "column timestamp: 'yesterday' is not a date and time"),
        (",3", "column timestamp: is empty"),
        ("2014-04-10T00:19:00Z,3", "'2014-04-10T00:19:00Z' has a time zone, unlike"),
        ("2014-13-10 00:19:00,3", "'2014-13-10 00:19:00' is not a date and time"),
        ("<script>alert(1)</script>" * 9 + ",3", "'<script>alert(1)</script><script>aler...'"),
    ],
)
def test_names_the_line_and_the_column(row, complaint):
    message = refusal(COUNTS + "\n" + row + "\n")
    assert message.startswith("line 6: ")
    assert complaint in message


def test_line_numbers_count_lines_not_rows():
    assert refusal('t,n,x\n0,1,"a\nb"\n\n60,oops,c\n', value_column="n").startswith("line 5: ")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (b"", "the file is empty"),
        (b"\n\n  \n", "the file is empty"),
        (b"timestamp,value\n", "line 1: there is a header but not one row below it"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text file"),
        (b"PK\x03\x04 and more", "a zip archive or a spreadsheet"),
        (gzip.compress(b"t\n" * 100)[:15], "gzip file is damaged"),
        (b"t,n\n0,1\n60,\xff\xfe\n", "not text in UTF-8"),
        (b"a,b\nx,y\n", "no column has times in it; the columns are 'a', 'b'"),
        (
            b"t,a,b\n0,1,2\n",
            "not clear which column counts requests; the columns are 't', 'a', 'b'",
        ),
        (b"0,1,2\n", "there is no header and columns are numbered 1 to 3"),
        (b"t,n\nx,1\n", "line 2: column t: 'x' is not a date"),
        (b"t\n5\nnan\n", "line 3: column t: 'nan' is not a moment"),
        (b"t\n5\n1e400\n", "line 3: column t: '1e400' is not a moment"),
        (b"t\n5\n2014-04-10\n", "line 3: column t: '2014-04-10' is not a number of seconds"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refuses_what_it_cannot_read(text, complaint):
    assert complaint in refusal(text)


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"time_column": "when"}, "time_column is 'when', which is not there; the columns are"),
        ({"value_column": 7}, "value_column is '7', which is not there"),
        ({"time_unit": "weeks"}, "time_unit is 'weeks'; it must be one of s, ms, us, ns, iso"),
        ({"time_unit": "ms"}, "'2014-04-10 00:04:00' is not a number of milliseconds"),
        ({"time_scale": 0.0}, "time_scale is 0.0"),
        ({"interval_s": -1.0}, "interval_s is -1.0"),
    ],
)
def test_refuses_options_that_do_not_fit(options, complaint):
    assert complaint in refusal(COUNTS, **options)


def test_refuses_what_is_too_big():
    limits = TraceLimits(max_bytes=1000, max_rows=50, max_count=500)
    assert "the most is 0.001 MB" in refusal(b"t\n" + b"1\n" * 1000, limits=limits)
    assert "more rows than 50" in refusal(b"t\n" + b"1\n" * 60, limits=limits)
    assert "more requests than 500 in all" in refusal(b"t,n\n0,300\n60,300\n", limits=limits)
    bomb = gzip.compress(b"1\n" * 1_000_000)
    assert "decompressed, has more than" in refusal(bomb, limits=TraceLimits(max_bytes=100_000))


def test_refuses_a_missing_file(tmp_path):
    with pytest.raises(TraceError, match="No such file"):
        read_trace(tmp_path / "nothing.csv")


@pytest.mark.parametrize(
    ("head", "row"),
    [(b"", b"not a number\n"), (b"t,n\n", b"0,x\n"), (b"t\n", b"7" * 1000)],
    ids=["text", "text in a number column", "one line"],
)
def test_refuses_fifty_megabytes_of_nonsense_at_once(head, row):
    data = head + row * (50_000_000 // len(row))
    start = time.process_time()
    refusal(data)
    assert time.process_time() - start < 1.0


def test_reads_a_quarter_of_a_million_rows_quickly():
    seconds = np.arange(250_000)
    moments = (np.datetime64("2020-01-01T00:00:00") + seconds).astype(str)
    text = "\n".join(["t,n", *(f"{t},{i % 7}" for i, t in enumerate(moments))])
    start = time.process_time()
    trace = read(text)
    assert time.process_time() - start < 5.0  # about 1 s; slack for a busy machine
    assert (len(trace.times_s), trace.interval_s) == (250_000, 1.0)


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=50), st.randoms())
def test_reading_is_the_inverse_of_writing(times, random):
    rows = [str(t) for t in times]
    random.shuffle(rows)
    trace = read("\n".join(["ts", *rows]))
    assert (trace.times_s + trace.first_epoch_s).tolist() == sorted(map(float, times))


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_anything_is_read_or_refused_politely(data):
    try:
        trace = read(data)
    except TraceError:
        return
    assert trace.total >= 0
    assert (np.diff(trace.times_s) >= 0).all()
