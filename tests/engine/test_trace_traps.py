"""Files that are read without a complaint elsewhere and give another traffic than was recorded."""

import numpy as np
import pytest

from simcore.engine.trace import read_trace
from simcore.errors import TraceError


def read(text, **options):
    return read_trace(text.encode(), **options)


def refusal(text, **options):
    with pytest.raises(TraceError) as caught:
        read(text, **options)
    return str(caught.value)


HOURS = "epoch,requests\n" + "".join(f"{1397088000 + 3600 * n},{n % 7}\n" for n in range(48))


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"value_column": "epoch"}, "'epoch'"),
        ({"value_column": "1"}, "'epoch'"),
        ({"time_column": 2, "value_column": "requests"}, "'requests'"),
        ({"key_column": "epoch"}, "'epoch'"),
    ],
)
def test_a_column_is_used_once(options, name):
    said = refusal(HOURS, **options)
    assert f"are both {name}" in said
    assert "the columns are 'epoch', 'requests'" in said


def test_a_column_without_a_name_is_used_once():
    assert "are both 2" in refusal("5,1\n6,2\n", time_column=2, value_column=2)


def test_a_name_of_two_columns_is_none():
    said = refusal("t,n,n\n1,5,6\n2,7,8\n", value_column="n")
    assert "2 columns are called so" in said
    assert read("t,n,n\n1,5,6\n2,7,8\n", value_column=3).total == 14


def test_columns_of_one_name_are_told_by_their_numbers():
    said = refusal("t,a,a,b\n1,5,6,7\n2,7,8,9\n")
    assert "the columns are 't', column 2, column 3, 'b'" in said
    notes = read("t,n,n\n1,5,6\n2,7,8\n", value_column=3).notes
    assert "counts per interval in column 3" in " ".join(notes)


def test_times_are_no_counts():
    twice = "".join(f"{1397088000 + 60 * n},{1397088001 + 60 * n}\n" for n in range(5))
    assert "moments in time" in refusal(twice)
    assert "(none)" in refusal(twice)
    assert read(twice, value_column="(none)").total == 5


HISTORY = (
    "Timestamp,User Count,Type,Name,Requests/s,Total Request Count,Total Failure Count\n"
    + "".join(
        f"{1700000000 + n},10,,Aggregated,{min(n, 9)}.0,{total},0\n"
        for n, total in enumerate(min(225, n * n // 8) for n in range(300))
    )
)


def test_a_load_test_history_counts_its_requests_once():
    """The column of a history is the total so far: 225 requests, not the sum of all totals."""
    said = refusal(HISTORY, value_column="Total Request Count")
    assert "only ever grows, from 0 to 225" in said
    assert "225 requests" in said
    assert "cumulative: true" in said
    trace = read(HISTORY, value_column="Total Request Count", cumulative=True)
    assert trace.total == 225
    assert trace.interval_s == 1.0
    assert "column Total Request Count is a running total" in " ".join(trace.notes)
    assert read(HISTORY, value_column="Total Request Count", cumulative=False).total > 50_000


def test_a_rate_is_no_count():
    halves = HISTORY.replace("3.0,", "3.5,")
    assert "rate" in refusal(halves, value_column="Requests/s")


def test_each_growth_lies_in_the_interval_in_which_it_came():
    trace = read("t,total\n0,100\n60,130\n120,130\n180,190\n", cumulative=True)
    assert trace.times_s.tolist() == [0.0, 60.0, 120.0]
    assert trace.counts.tolist() == [30, 0, 60]
    assert trace.duration_s == 180.0


def test_a_counter_that_starts_again():
    """A process that was restarted counts from 0: what it has then came since."""
    values = [*range(0, 1000, 10), 3, *range(10, 1000, 10)]
    text = "t,http_requests_total\n" + "".join(f"{60 * n},{v}\n" for n, v in enumerate(values))
    assert "cumulative" in refusal(text)
    trace = read(text, cumulative=True)
    assert trace.total == 990 + 3 + (990 - 3)
    assert "starts again 1 times" in " ".join(trace.notes)


def test_a_short_ramp_is_believed_and_remarked():
    trace = read("t,n\n" + "".join(f"{60 * n},{n}\n" for n in range(10)))
    assert trace.total == 45
    assert "if it is a running total of 9 requests" in " ".join(trace.notes)


def test_a_long_ramp_is_asked_about_whatever_its_name():
    """Twenty intervals of which each has more than the one before are hardly recorded traffic."""
    rows = [f"{60 * n},{n}\n" for n in range(21)]
    assert "only ever grows, from 0 to 20: as a running total it is 20 requests" in refusal(
        "t,n\n" + "".join(rows)
    )
    assert read("t,n\n" + "".join(rows[:20])).total == 190


def test_recorded_traffic_raises_no_suspicion():
    counts = np.random.default_rng(3).poisson(50, 5000)
    trace = read("t,total\n" + "".join(f"{60 * n},{c}\n" for n, c in enumerate(counts)))
    assert trace.total == counts.sum()
    assert "running" not in " ".join(trace.notes)


@pytest.mark.parametrize(
    "cells",
    [
        ("2014/04/10 00:04:00", "2014/04/10 00:04:01.500"),
        ("2014/4/10 0:04:00", "2014/4/10 0:04:01.5"),
        ("2014.04.10 00:04:00", "2014.04.10 00:04:01.5"),
        ("2014-4-10 0:04:00", "2014-4-10 0:04:01.5"),
        ("2014/04/10T02:04:00+02:00", "2014/04/10T02:04:01.5+02:00"),
    ],
)
def test_dates_with_the_year_first(cells):
    trace = read("\n".join(["when", *cells]))
    assert trace.first_epoch_s == 1397088240.0
    assert trace.times_s.tolist() == [0.0, 1.5]
    assert "year/month/day" in trace.notes[0]


def test_a_day_without_a_clock():
    assert read("day,n\n2014/4/9,5\n2014/4/10,6\n").interval_s == 86_400.0


@pytest.mark.parametrize("cell", ["10/04/2014 00:04", "4/10/14", "10.04.2014", "04-10-2014"])
def test_a_date_that_may_be_one_of_two_is_not_guessed(cell):
    said = refusal(f"when,n\n{cell},5\n{cell},6\n")
    assert "which is the day and which the month" in said
    assert "2014-04-09" in said


def test_it_says_what_it_saw():
    notes = read(HOURS).notes
    assert notes[0] == (
        "comma; a header; times in column epoch (numbers, in seconds); counts per interval in "
        "column requests"
    )
    assert notes[1] == "48 rows from 2014-04-10 00:00:00 to 2014-04-11 23:00:00 UTC; 141 requests"
    assert notes[2] == "intervals of 3600 s"
