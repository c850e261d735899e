"""The measured cold starts: what was read is there, with its source, and what is made of it."""

from math import exp, log
from statistics import mean

import numpy as np
import pytest

from simcore.engine.distributions import Lognormal
from simcore.errors import QuotaError
from simcore.quotas.presets import cold_starts
from simcore.quotas.presets.cold_starts import FORMAT, read_cold_starts

# Written down a second time: maxday/lambda-perf, data/last.json of 22 August 2026, Init Duration
# of "hello world" in ms, mean of 10 [least, greatest].
MEASURED = [
    ("python3.13", "zip", "x86_64", 128, 91, 81, 103),
    ("python3.13", "zip", "x86_64", 1024, 84, 79, 91),
    ("python3.12", "zip", "arm64", 128, 73, 63, 86),
    ("nodejs24.x", "container", "x86_64", 128, 295, 211, 704),
    ("nodejs22.x", "zip", "x86_64", 128, 137, 112, 155),
    ("java21", "zip", "arm64", 128, 254, 187, 343),
    ("dotnet8", "container", "x86_64", 128, 450, 316, 717),
    ("ruby3.4", "zip", "x86_64", 1024, 224, 165, 267),
    ("provided.al2023-go", "zip", "x86_64", 128, 49, 46, 51),
    ("provided.al2023-rust", "zip", "arm64", 128, 14, 11, 22),
    ("provided.al2023-dotnet10-aot", "container", "x86_64", 128, 89, 50, 307),
    ("provided.al2023-java21-graalvm", "container", "x86_64", 128, 155, 72, 727),
]
SOURCE = """
[sources.me]
title = "a person"
date = "2026-01-01"
confidence = "L"
samples = 10
"""
ROW = """
[[measurements]]
runtime = "python3.13"
package = "zip"
architecture = "x86_64"
memory_mb = 128
mean_ms = 91
least_ms = 81
greatest_ms = 103
"""


@pytest.mark.parametrize("row", MEASURED, ids=lambda row: " ".join(map(str, row[:4])))
def test_what_was_measured(row):
    *combination, mean_ms, least_ms, greatest_ms = row
    found = cold_starts().find(*combination)
    assert (found.mean_ms, found.least_ms, found.greatest_ms) == (mean_ms, least_ms, greatest_ms)
    assert found.memory_mb == combination[3]
    assert (found.source.date, found.source.confidence) == ("2026-08-22", "L")
    assert "maxday/lambda-perf" in found.cited


def test_the_whole_table_is_there():
    """14 runtimes; zip x86 with 128 and with 1,024 MB, zip arm64 and container x86 with 128 MB."""
    rows = cold_starts().rows
    assert len(cold_starts().runtimes()) == 14
    assert len(rows) == 14 * 4
    for runtime in cold_starts().runtimes():
        assert cold_starts().combinations(runtime) == [
            "zip x86_64",
            "zip arm64",
            "container x86_64",
        ]


def test_the_most_memory_not_above_the_functions_is_taken():
    found = [cold_starts().find("java21", "zip", "x86_64", mb) for mb in (128, 1023, 1024, 10_240)]
    assert [row.memory_mb for row in found] == [128, 128, 1024, 1024]
    assert cold_starts().find("java21", "container", "arm64", 128) is None
    assert cold_starts().find("java8", "zip", "x86_64", 128) is None


@pytest.mark.parametrize("row", cold_starts().rows, ids=lambda row: row.name)
def test_the_assumed_distribution_agrees_with_mean_and_range(row):
    median_s, p99_s = row.lognormal_s()
    assumed = Lognormal(median_s, p99_s)
    assert assumed.mean * 1000 == pytest.approx(row.mean_ms, rel=1e-3)
    # The mean range of ten, in logarithms, is the one measured: d2(10) = 3.078.
    assert assumed.sigma * 3.078 == pytest.approx(log(row.greatest_ms / row.least_ms), rel=5e-3)


def test_ten_draws_span_what_ten_cold_starts_did():
    row = cold_starts().find("python3.13", "zip", "x86_64", 128)
    draws = Lognormal(*row.lognormal_s()).draw(np.random.default_rng(1), 40_000).reshape(-1, 10)
    spans = np.log(draws.max(axis=1) / draws.min(axis=1))
    assert exp(mean(spans.tolist())) == pytest.approx(103 / 81, rel=0.01)
    assert draws.mean() == pytest.approx(0.091, rel=0.003)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (SOURCE + ROW, r"measurements\[0\]: source: one of me is needed"),
        (SOURCE + ROW + 'source = "you"', r"measurements\[0\]: source: one of me"),
        (ROW + 'source = "me"', r"source: one of none"),
        (SOURCE.replace('date = "2026-01-01"', "") + ROW + 'source = "me"', r"sources.me: date"),
        (SOURCE + ROW.replace("91", "104") + 'source = "me"', "mean does not lie between"),
        (SOURCE + 2 * (ROW + 'source = "me"\n'), "measured twice"),
        (SOURCE + ROW + 'source = "me"\nguess = 1', r"measurements\[0\]: guess"),
        ("a = [", "Invalid"),
    ],
)
def test_a_row_that_is_not_complete_does_not_load(text, complaint):
    with pytest.raises(QuotaError, match=complaint):
        read_cold_starts(f'format = "{FORMAT}"\n{text}', "mine.toml")


def test_another_format_does_not_load():
    with pytest.raises(QuotaError, match=f"format: {FORMAT} is needed"):
        read_cold_starts('format = "x"', "mine.toml")
