"""Quantities are read strictly, refused helpfully, and written so that they read back the same."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.units import (
    format_clock_s,
    format_duration_s,
    format_fraction,
    format_rate_per_s,
    format_size_bytes,
    format_size_mb,
    parse_count,
    parse_duration_s,
    parse_fraction,
    parse_rate_per_s,
    parse_ratio,
    parse_size_bytes,
    parse_size_mb,
    parse_usd,
)

DURATIONS = [
    (90, 90.0),
    ("90", 90.0),
    ("90s", 90.0),
    ("90 s", 90.0),
    (" 90 seconds ", 90.0),
    ("15min", 900.0),
    ("15 min", 900.0),
    ("1 minute", 60.0),
    ("1.5 h", 5400.0),
    ("2 days", 172800.0),
    ("4 d", 345600.0),
    ("200 ms", 0.2),
    ("0.5 ms", 0.0005),
    (".5 s", 0.5),
    ("1e3 s", 1000.0),
    (0, 0.0),
    (0.25, 0.25),
]


@pytest.mark.parametrize(("written", "seconds"), DURATIONS)
def test_a_duration_is_a_number_with_a_unit(written, seconds):
    assert parse_duration_s(written) == seconds


@pytest.mark.parametrize(
    ("parse", "written", "number"),
    [
        (parse_count, "20", 20.0),
        (parse_count, 0.5, 0.5),
        (parse_usd, "12 USD", 12.0),
        (parse_usd, "0.0002 usd", 0.0002),
        (parse_usd, 12, 12.0),
        (parse_ratio, "250 %", 2.5),
        (parse_ratio, "1.5", 1.5),
        (parse_size_mb, "512 MB", 512.0),
        (parse_size_mb, "10 GB", 10240.0),
        (parse_size_mb, "512 KB", 0.5),
        (parse_size_mb, 1769, 1769.0),
        (parse_size_bytes, "256 KB", 262144),
        (parse_size_bytes, "256 KiB", 262144),
        (parse_size_bytes, "6 MB", 6291456),
        (parse_size_bytes, "1.5 kb", 1536),
        (parse_size_bytes, "100 bytes", 100),
        (parse_size_bytes, 100, 100),
        (parse_rate_per_s, "10/s", 10.0),
        (parse_rate_per_s, "600/min", 10.0),
        (parse_rate_per_s, "600 / min", 10.0),
        (parse_rate_per_s, "36 per hour", 0.01),
        (parse_rate_per_s, 10, 10.0),
        (parse_fraction, "1.5 %", 0.015),
        (parse_fraction, "100%", 1.0),
        (parse_fraction, "0.015", 0.015),
        (parse_fraction, 0.015, 0.015),
    ],
)
def test_sizes_rates_and_shares(parse, written, number):
    assert parse(written) == number


@pytest.mark.parametrize(
    ("written", "because"),
    [
        ("90 sonds", 'the unknown unit "sonds" (did you mean "seconds"?)'),
        ("5 m", 'did you mean "min"?'),
        ("1e309 s", "not a finite number"),
        ("1e308 d", "not a finite number"),
        (math.inf, "not a finite number"),
        (math.nan, "not a finite number"),
        ("nan", "not a duration"),
        ("inf s", "not a duration"),
        (10**400, "not a finite number"),
        (-1, "is negative"),
        ("-1 s", "is negative"),
        ("1,000 s", "not a duration"),
        ("1 h 30 min", "not a duration"),
        ("٣ s", "not a duration"),
        ("", "not a duration"),
        ("s", "not a duration"),
        ("50 %", "unknown unit"),
        ("10/s", "unknown unit"),
        ("0x10 s", "not a duration"),
        (True, "not a duration"),
        (None, "nothing is not a duration"),
        ([90], "a list is not a duration"),
        ({"s": 90}, "a dict is not a duration"),
        ("9" * 1_000_000, "not a duration"),
        ("90 <script>alert()</script>", "not a duration"),
    ],
)
def test_what_is_not_a_duration_is_refused_with_what_would_be(written, because):
    with pytest.raises(ValueError, match="A duration is a number with ms, s, min, h or d") as error:
        parse_duration_s(written)
    text = str(error.value)
    assert because in text
    assert '"15 min"' in text, "an example is given"
    assert len(text) < 300, "however long the input"


@pytest.mark.parametrize(
    ("parse", "written", "because"),
    [
        (parse_fraction, 1.5, "more than 100 %"),
        (parse_fraction, "101 %", "more than 100 %"),
        (parse_fraction, "-1 %", "is negative"),
        (parse_size_bytes, "0.3 KB", "not a whole number of bytes"),
        (parse_size_bytes, -1, "is negative"),
        (parse_size_mb, "512 mbs", 'did you mean "mb"?'),
        (parse_count, "20 s", "unknown unit"),
        (parse_count, "many", "is not a count"),
        (parse_usd, "12 EUR", 'unknown unit "EUR"'),
        (parse_usd, "-1 USD", "is negative"),
        (parse_ratio, "5 s", "unknown unit"),
        (parse_rate_per_s, "10 s", "unknown unit"),
        (parse_rate_per_s, "-10/s", "is negative"),
    ],
)
def test_other_quantities_refused(parse, written, because):
    with pytest.raises(ValueError) as error:  # noqa: PT011 (the text is what is tested)
        parse(written)
    assert because in str(error.value)
    assert "such as" in str(error.value) or "is written" in str(error.value)


def test_a_negative_duration_where_it_is_allowed():
    assert parse_duration_s("-5 min", allow_negative=True) == -300.0
    assert parse_rate_per_s("-6/min", allow_negative=True) == -0.1
    assert math.copysign(1, parse_duration_s("-0 s")) == 1, "zero has no sign"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (format_duration_s(90), "90 s"),
        (format_duration_s(600), "10 min"),
        (format_duration_s(5400), "90 min"),
        (format_duration_s(43200), "12 h"),
        (format_duration_s(345600), "4 d"),
        (format_duration_s(0.2), "200 ms"),
        (format_duration_s(1.5), "1.5 s"),
        (format_duration_s(0), "0 s"),
        (format_rate_per_s(10), "10/s"),
        (format_rate_per_s(0.1), "6/min"),
        (format_rate_per_s(1000), "1000/s"),
        (format_size_mb(1769), "1769 MB"),
        (format_size_bytes(6291456), "6 MB"),
        (format_size_bytes(100), "100 bytes"),
        (format_fraction(0.015), "1.5 %"),
        (format_fraction(1), "100 %"),
    ],
)
def test_quantities_are_written_as_people_write_them(text, written):
    assert text == written


AMOUNTS = st.one_of(
    st.floats(min_value=0, allow_infinity=False, allow_nan=False),
    st.integers(0, 10**7).map(float),
    st.integers(0, 10**6).map(lambda n: n / 1000),
)


@settings(max_examples=300, deadline=None)
@given(AMOUNTS)
def test_what_is_written_reads_back_the_same(amount):
    assert parse_duration_s(format_duration_s(amount)) == amount
    assert parse_rate_per_s(format_rate_per_s(amount)) == amount
    assert parse_size_mb(format_size_mb(amount)) == amount
    assert parse_duration_s(format_duration_s(-amount), allow_negative=True) == -amount


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**53))
def test_bytes_read_back_the_same(amount):
    assert parse_size_bytes(format_size_bytes(amount)) == amount


@settings(max_examples=200, deadline=None)
@given(st.floats(0, 1))
def test_shares_read_back_the_same(share):
    assert parse_fraction(format_fraction(share)) == share


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_any_text_parses_or_is_refused(text):
    for parse in (parse_duration_s, parse_rate_per_s, parse_size_mb, parse_size_bytes):
        try:
            number = parse(text)
        except ValueError:
            continue
        assert 0 <= number < math.inf


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00"), (5, "0:05"), (180, "3:00"), (3723, "1:02:03"), (50.5, "0:50.5"),
     (59.9996, "1:00"), (61.25, "1:01.25")],
)  # fmt: skip
def test_a_moment_is_written_as_a_clock_shows_it(seconds, text):
    assert format_clock_s(seconds) == text
