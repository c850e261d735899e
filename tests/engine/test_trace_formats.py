"""Traffic as people have it: each format comes to its counts, or says what to do."""

import contextlib
import gzip
import json

import pytest

from simcore.engine.trace import TraceLimits, read_trace
from simcore.engine.trace.formats import FORMATS, NAMES
from simcore.errors import TraceError
from simcore.spec.traces import TraceFile
from tests.engine.traffic import (
    ALB,
    AZURE_2021,
    BINS,
    COMBINED,
    JTL,
    SAMPLES,
    TWO_SERIES,
    Sample,
    azure_2019,
    console,
    locust,
    statistics,
)

SAMPLE = pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)


def refused(text: str, **options) -> TraceError:
    with pytest.raises(TraceError) as caught:
        read_trace(text.encode(), **options)
    return caught.value


def same(sample: Sample, data: bytes, **options) -> None:
    trace = read_trace(data, **sample.options, **options)
    if sample.counts is None:
        assert trace.counts is None
        assert trace.times_s == pytest.approx(sample.times)
    else:
        assert trace.counts.tolist() == sample.counts
        assert trace.interval_s == sample.interval
        at = sample.times or [n * sample.interval for n in range(len(sample.counts))]
        assert trace.times_s == pytest.approx(at)
    assert trace.total == sample.total
    assert trace.first_epoch_s == pytest.approx(sample.start)


@SAMPLE
def test_a_file_comes_to_what_is_in_it(sample):
    same(sample, sample.text.encode())


@SAMPLE
@pytest.mark.parametrize("written", ["gzip", "BOM", "UTF-16", "CRLF"])
def test_however_it_is_written(sample, written):
    text = sample.text
    ways = {
        "gzip": lambda: gzip.compress(text.encode()),
        "BOM": lambda: ("\ufeff" + text).encode(),
        "UTF-16": lambda: text.encode("utf-16"),  # as PowerShell writes what `>` is given
        "CRLF": lambda: text.replace("\n", "\r\n").encode(),
    }
    same(sample, ways[written]())


@SAMPLE
def test_it_says_what_it_was_read_as(sample):
    trace = read_trace(sample.text.encode(), **sample.options)
    known = next(known for known in FORMATS if known.name == sample.format)
    assert any(known.recognises(head) for head in [_head(sample.text)])
    assert trace.notes[0].split("; ")[1:], "a format, and where its times and counts are"
    assert f"{sample.total:,} request" in " ".join(trace.notes)
    named = read_trace(sample.text.encode(), format=sample.format, **sample.options)
    assert named.notes == trace.notes


def _head(text):
    from simcore.engine.trace.table import head_of
    from simcore.engine.trace.text import Source

    return head_of(Source(text.encode(), TraceLimits()))


@SAMPLE
def test_only_its_own_format_takes_it(sample):
    """So that the order in which formats are tried does not matter."""
    takes = [known.name for known in FORMATS if known.recognises(_head(sample.text))]
    assert takes == [sample.format]


@SAMPLE
def test_a_file_that_was_cut_off_is_read_or_refused_in_words(sample):
    """Anywhere: a download that broke off, or a line that was damaged."""
    data = sample.text.encode()
    for cut in range(1, len(data), max(1, len(data) // 40)):
        for text in (data[:cut], data[cut:], data[:cut] + b"\xff" + data[cut:]):
            with contextlib.suppress(TraceError):
                assert read_trace(text, **sample.options).total >= 0


def test_a_scenario_can_name_every_format():
    named = TraceFile.model_json_schema()["properties"]["format"]["anyOf"][0]["enum"]
    assert tuple(named) == NAMES
    assert "must be one of" in str(refused("t\n1\n", format="excel"))


def test_a_wrong_guess_is_put_right_by_name():
    assert read_trace(BINS.encode(), format="csv").total == 157
    assert read_trace(b"id,count\n2014-04-10,5\n2014-04-11,6\n", format="csv").total == 11


@pytest.mark.parametrize(
    ("text", "options", "saw", "hint"),
    [
        ('{"Items": [], "Count": 0}', {}, "with the keys 'Items', 'Count'", "get-metric-data"),
        ("[1, 2]", {}, "this is JSON, a list", "--output json"),
        ('{"a": 1}\n{"a": 2}\n', {}, "not one JSON document", "--output json"),
        (json.dumps(TWO_SERIES), {}, "2 series: 'e1 (Errors)', 'm1 (RequestCount)'", "value_col"),
        (json.dumps(TWO_SERIES), {"value_column": "m9"}, "'m9', which is none of", "id, a label"),
        (json.dumps(TWO_SERIES), {"time_column": "t"}, "time_column is given", "leave time_col"),
        ('{"MetricDataResults": []}', {}, "no data points", "Sum"),
        ('{"MetricDataResults": [{"Id": "m", "Timestamps": ["2014"], "Values": []}]}', {},
         "m has no Timestamps and Values of the same number", "--output json"),
        (statistics("Count", Average=[1.5, 2, 3]), {}, "statistics are Average", "Sum"),
        (statistics("Seconds", Sum=[1, 2, 3]), {}, "are Sum in Seconds", "SampleCount"),
        (statistics("Count", Sum=[1.5, 2, 3]), {}, "'1.5', which is no number of req", "Sum"),
        ("X\nDATAPOINTS\t1.0\t2.0\t2014-04-10T00:04:00Z\tCount\n", {}, "2 statistics", "alphab"),
        ("X\nDATAPOINTS\t1.0\t2014-04-10T00:04:00Z\tBytes\n", {}, "'Bytes', and may be no", "Sum"),
        ("VALUES\t1.0\n", {}, "come before the first", "--output json"),
        (console("1/2/2014", "2/1/2014", "1/2/2014"), {}, "which is the day", "year first"),
        (console("31/2/2014", "1/2/2014", "1/2/2014"), {}, "no date of the calendar", "Sum"),
        (ALB + "nonsense\n", {}, "'nonsense' is no line of such a log", "log.gz"),
        (ALB, {"value_column": "5"}, "has no columns to choose from", "format csv"),
        (COMBINED + "nonsense\n", {}, "'nonsense' is no line", "take away"),
        (COMBINED, {"time_column": 4}, "has no columns to choose from", "format csv"),
        (BINS.replace("count(*)", "a,count(*),count(b)"), {}, "not clear which", "value_column"),
        (azure_2019({"f": [1]}), {"value_column": "5"}, "each column from 1 to 1440 is a", "Hash"),
        (azure_2019({"f": [1]}), {"time_column": "1"}, "each column from 1 to 1440 is a", "leave"),
        (azure_2019({"f": [1]}), {"value_column": "x"}, "no row is of such an owner", "hash"),
        (azure_2019({"f": [-1]}), {}, "minute 1: '-1' is no number of invocations", "its header"),
        (azure_2019({"f": [1]}) + "o,a,g,http,1\n", {}, "1 minutes where the header", "its header"),
        (AZURE_2021 + "a,b,x,1\n", {}, "column end_timestamp: 'x' is no number of s", "seconds"),
        (JTL + "soon,1,x\n", {}, "column timeStamp: 'soon' is not a number of mill", "CSV with"),
        (locust([0, 3]), {"value_column": "Total Request Count"}, "running total", "true"),
        (locust([0, 3]), {"value_column": "Requests/s"}, "is a rate", "leave value_column"),
        (console("2014-04-10", "2014-04-11", "x"), {}, "'x' is no date and time", "Sum"),
        ("Label,a\nId,m\nwhat,1\n2014-04-10,5\n", {}, "'what' is neither a time", "Sum"),
        ("Label,a\n2014-04-10,\n2014-04-11,\n", {}, "has no value in any row", "Sum"),
        ("<testResults version='1.2'>\n", {}, "this is XML or HTML", "output_format=csv"),
        ("Type,Name,Request Count,Failure Count\nGET,/,5,0\n", {}, "Locust's summary", "_history"),
        ("HashOwner,HashApp,HashFunction,Average,Count\na,b,c,1,2\n", {}, "durations", "invocat"),
        ("#Version: 1.0\n#Fields: date time\n", {}, "begins with a comment", "take the lines"),
        ("-----\n|  GetMetricData  |\n", {}, "a table as", "--output json"),
        ("timestamp,requests_per_sec\n0,5\n60,7\n", {}, "is a rate", "60"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_what_was_seen_and_what_to_do(text, options, saw, hint):
    error = refused(text, **options)
    assert saw in error.message
    assert hint in f"{error.hint} {error.message}"
    assert error.read_as or "what is read: a CSV" in error.hint


def test_an_error_names_what_the_file_was_read_as():
    error = refused("when,n\n2014-04-10,5\n2014-04-11,many\n")
    assert error.read_as.startswith("comma; a header; times in column when")
    assert error.line == 3
    assert "(read as comma; a header;" in str(error)
    assert refused(AZURE_2021 + "a,b,x,1\n").read_as.startswith("Azure Functions Invocation Trace")


@pytest.mark.parametrize("none", ["none", "NONE", "(none)"])
def test_no_counts_can_be_said_by_every_program(none):
    """`curl -F "value_column=(none)"` opens a part of its own; without brackets it is a text."""
    assert read_trace(b"t,n\n5,7\n6,8\n", value_column=none).total == 2
    assert read_trace(b"t,none\n5,7\n6,8\n", value_column="none").total == 15


def test_what_is_missing_of_an_answer_is_said():
    cut = {
        "MetricDataResults": [{**TWO_SERIES["MetricDataResults"][0], "StatusCode": "PartialData"}]
    }
    notes = read_trace(json.dumps(cut).encode()).notes
    assert "'PartialData': not all of its data points are in the file" in " ".join(notes)
    full = "@timestamp,@message\n" + "2014-04-10 00:04:00.000,x\n" * 10_000
    assert "there may have been more" in " ".join(read_trace(full.encode()).notes)


def test_what_is_left_out_is_said():
    assert "1 rows of transaction controllers" in " ".join(read_trace(JTL.encode()).notes)
    assert "4 rows of single requests" in " ".join(
        read_trace(locust([0, 3, 3, 10], True).encode()).notes
    )


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (AZURE_2021, {"key_column": "func"}),
        (JTL, {"key_column": "label"}),
        ("@timestamp,user\n2014-04-10 00:04:00.000,a\n2014-04-10 00:04:01.000,b\n",
         {"key_column": "user"}),
    ],
)  # fmt: skip
def test_keys_are_taken_from_columns(text, options):
    assert len(set(read_trace(text.encode(), **options).keys)) > 1


LIMITS = TraceLimits(max_bytes=100_000, max_rows=50, max_json_parts=400, max_line_bytes=20_000)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (ALB * 20, "more rows than 50"),
        (COMBINED * 30, "more rows than 50"),
        (AZURE_2021 + AZURE_2021.split("\n", 1)[1] * 20, "more rows than 50"),
        (console(*["2014-04-10"] * 3) + "2014-04-11,1\n" * 60, "more rows than 50"),
        (
            "METRICDATARESULTS\tm\t\tC\n" + "TIMESTAMPS\t2014-04-10T00:00:00Z\nVALUES\t1\n" * 60,
            "the most is 102",
        ),
        (json.dumps(TWO_SERIES) + " " * 100_000, "0.1 MB"),
        ('{"MetricDataResults": [' + "[" * 500, "values in this JSON; the most is 400"),
        (ALB.splitlines()[0] + "x" * 30_000, "20,000 bytes"),
        (azure_2019({"f": [1]}, 1441), "1,445 columns; the most is 1,444"),
    ],
    ids=["ALB", "combined", "Azure 2021", "console", "text", "JSON", "nested", "line", "columns"],
)
def test_the_limits_hold_for_all(text, says):
    assert says in str(refused(text, limits=LIMITS))
