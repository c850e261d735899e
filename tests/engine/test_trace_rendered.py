"""Random traffic, written in every format, comes back as it was."""

import json
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.engine.trace import read_trace
from tests.engine.traffic import JTL, azure_2019, locust

START = 1397088240
COUNTS = st.lists(st.integers(0, 10**6), min_size=2, max_size=40)
INTERVALS = st.sampled_from([60, 300, 3600, 86_400])
TIMES = st.lists(st.integers(0, 10**6), min_size=1, max_size=40).map(sorted)


def iso(seconds: int, form: str = "%Y-%m-%dT%H:%M:%SZ") -> str:
    return datetime.fromtimestamp(START + seconds, UTC).strftime(form)


def rows(counts, interval, form="%Y-%m-%dT%H:%M:%SZ"):
    return [(iso(n * interval, form), count) for n, count in enumerate(counts)]


def metric_data(counts, interval):
    times, values = zip(*reversed(rows(counts, interval)), strict=True)
    return json.dumps({"MetricDataResults": [{"Id": "m", "Timestamps": times, "Values": values}]})


def statistics(counts, interval):
    points = [{"Timestamp": t, "Sum": float(v), "Unit": "Count"} for t, v in rows(counts, interval)]
    return json.dumps({"Label": "x", "Datapoints": points})


def data_text(counts, interval):
    times, values = zip(*rows(counts, interval), strict=True)
    lines = [*(f"TIMESTAMPS\t{t}" for t in times), *(f"VALUES\t{v}.0" for v in values)]
    return "METRICDATARESULTS\tm\tx\tComplete\n" + "\n".join(lines)


def statistics_text(counts, interval):
    points = (f"DATAPOINTS\t{v}.0\t{t}\tCount" for t, v in rows(counts, interval))
    return "\n".join(["x", *points])


def console(counts, interval):
    lines = (f"{t},{v}" for t, v in rows(counts, interval, "%Y/%m/%d %H:%M:%S"))
    return "\n".join(["Label,x", *lines])


def insights(counts, interval):
    lines = (f"{t},{v}" for t, v in rows(counts, interval, "%Y-%m-%d %H:%M:%S.000"))
    return "\n".join([f"bin({interval}s),count(*)", *lines])


COUNTED = {f.__name__: f for f in
           (metric_data, statistics, data_text, statistics_text, console, insights)}  # fmt: skip


@pytest.mark.parametrize("render", COUNTED.values(), ids=COUNTED)
@settings(deadline=None, max_examples=25)
@given(counts=COUNTS, interval=INTERVALS)
def test_counts_come_back(render, counts, interval):
    trace = read_trace(render(counts, interval).encode())
    assert trace.counts.tolist() == counts
    assert trace.interval_s == interval
    assert trace.first_epoch_s == START
    assert trace.times_s.tolist() == [n * interval for n in range(len(counts))]


@settings(deadline=None, max_examples=25)
@given(counts=COUNTS)
def test_a_load_test_comes_back(counts):
    totals = [sum(counts[:n]) for n in range(len(counts) + 1)]
    assert read_trace(locust(totals).encode()).counts.tolist() == counts


@settings(deadline=None, max_examples=10)
@given(functions=st.lists(COUNTS, min_size=1, max_size=5))
def test_a_day_of_functions_comes_back(functions):
    minutes = 60
    text = azure_2019({f"f{n}": counts for n, counts in enumerate(functions)}, minutes)
    padded = [counts + [0] * (minutes - len(counts)) for counts in functions]
    assert read_trace(text.encode()).counts.tolist() == [
        sum(minute) for minute in zip(*padded, strict=True)
    ]
    assert read_trace(text.encode(), value_column="f0").total == sum(functions[0])


def alb(times):
    return "".join(
        f"http {iso(t + 9)} app/a/b 192.0.2.1:80 10.0.0.1:80 0.0 0.1 0.0 200 200 1 1 "
        f'"GET http://a:80/ HTTP/1.1" "-" - - arn "Root=1" "-" "-" 0 {iso(t)} "forward" "-" "-"\n'
        for t in times
    )


def combined(times):
    form = "%d/%b/%Y:%H:%M:%S +0000"
    return "".join(
        f'192.0.2.1 - - [{iso(t, form)}] "GET / HTTP/1.1" 200 5 "-" "-"\n' for t in times
    )


def events(times):
    form = "%Y-%m-%d %H:%M:%S.000"
    return "@timestamp,@message\n" + "".join(f'{iso(t, form)},"a, ""b"""\n' for t in times)


def invocations(times):
    return "app,func,end_timestamp,duration\n" + "".join(f"a,f,{t}.5,0.5\n" for t in times)


def samples(times):
    head, row, *_ = JTL.splitlines()
    return "\n".join([head, *(row.replace("1397088240000", f"{START + t}000") for t in times)])


@settings(deadline=None, max_examples=25)
@given(times=TIMES)
def test_lines_of_a_second_are_counted(times):
    trace = read_trace(combined(times).encode())
    assert trace.total == len(times)
    assert np.repeat(trace.times_s, trace.counts).tolist() == [t - times[0] for t in times]
    assert trace.interval_s == 1.0


REQUESTS = {f.__name__: f for f in (alb, events, invocations, samples)}


@pytest.mark.parametrize("render", REQUESTS.values(), ids=REQUESTS)
@settings(deadline=None, max_examples=25)
@given(times=TIMES)
def test_requests_come_back(render, times):
    trace = read_trace(render(times).encode())
    assert trace.counts is None
    assert trace.times_s.tolist() == [t - times[0] for t in times]
