"""Charts: which there are, what is drawn into them, and in which colours."""

import re
from pathlib import Path
from typing import Any

import pytest

from simcore import load_scenario, run
from simcore.reporting import build
from simcore.reporting.drawing.scales import nice_ceiling, points, rows, spread, time_ticks
from simcore.reporting.drawing.vector import TONES, svg
from simcore.reporting.report import Chart, Level, Line

ROOT = Path(__file__).resolve().parents[2]


def charts(result: Any, **more: Any) -> dict[str, Chart]:
    section = build(result, sections=("timelines",), **more).section("timelines")
    assert section is not None
    return {one.name: one for one in section.blocks if isinstance(one, Chart)}


@pytest.fixture(scope="module")
def judged() -> dict[str, Chart]:
    """Of a run with goals of every sort."""
    expect = {
        "inbox.max_visible": "between 1 and 100",
        "inbox.visible at end": "< 50",
        "worker.p99_duration from 5 s to 10 s": "< 2 s",
        "inbox.p50_latency": "< 3 s",
        "inbox.sent": "> 0",
        "inbox.mean_visible from 5 s to 10 s": "< 70",
    }
    document = {**load_scenario("reserved-five").document(), "expect": expect, "duration": 20.0}
    scenario = load_scenario(document)
    return charts(run(scenario), scenario=scenario)


def goals(chart: Chart) -> list[tuple[str, float, float | None, float | None]]:
    found = [one for one in chart.levels if one.sort == "goal"]
    return [(one.label, one.value, one.from_s, one.to_s) for one in found]


def test_bounds_of_goals_lie_across_the_timeline_that_shows_what_they_are_about(
    judged: dict[str, Chart],
) -> None:
    assert goals(judged["queue"]) == [
        ("goal >= 1", 1.0, None, None),
        ("goal <= 100", 100.0, None, None),
        ("goal < 50", 50.0, 20.0, 20.0),
        ("goal mean of that time < 70", 70.0, 5.0, 10.0),
    ]
    assert goals(judged["latency"]) == [("goal p50 of the whole run < 3 s", 3000.0, None, None)]


def test_a_percentile_says_over_which_time_each_value_is(judged: dict[str, Chart]) -> None:
    latency = judged["latency"]
    assert f"each of {latency.lines[latency.main].step_s:g} s" in latency.alt
    assert "each of" not in judged["queue"].alt


def test_the_limit_of_a_component_is_in_its_timeline(judged: dict[str, Chart]) -> None:
    (limit,) = (one for one in judged["concurrency"].levels if one.sort == "limit")
    assert (limit.value, limit.label) == (5.0, "reserved 5")


def test_charts_have_the_colours_of_the_laboratory() -> None:
    tokens = (ROOT / "static/src/styles/tokens.css").read_text()
    light = tokens.partition("}")[0]
    told = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", light))
    names = {"thr": "throttled", "err": "error", "ink2": "ink-2", "ink3": "ink-3"}
    for tone, colour in TONES.items():
        assert colour == told[names.get(tone, tone)], tone


def chart(values: list[float | None], **more: Any) -> Chart:
    line = Line("p", "busy", tuple(values), 1.0)
    return Chart("c", "C", "?", "seen", (line,), "count", float(len(values)), **more)


def pieces(values: list[float | None], width: float) -> list[list[tuple[float, float]]]:
    line = Line("p", "busy", tuple(values), 1.0)
    return list(points(line, float(len(values)), width, lambda value: value))


def test_a_line_has_a_gap_where_nothing_was_measured() -> None:
    assert len(pieces([1.0, 2.0, None, 3.0], 8.0)) == 2
    assert pieces([None, None], 8.0) == []


@pytest.mark.parametrize("n", [10, 1_000, 100_000])
def test_however_many_values_no_peak_is_lost(n: int) -> None:
    values: list[float | None] = [0.0] * n
    values[n // 3] = 7.0
    (piece,) = pieces(values, 600.0)
    assert max(y for _, y in piece) == 7.0
    assert len(piece) <= 2 * 1_200


def test_a_level_of_a_moment_is_drawn_before_it() -> None:
    whole, moment = Level(3.0, "goal"), Level(3.0, "goal", "goal", 4.0, 4.0)
    drawn = [svg(chart([1.0] * 4, levels=(one,)), "r") for one in (whole, moment)]
    ends = [
        re.search(r'd="M([\d.]+) [\d.]+H([\d.]+)" stroke="#\w+" stroke-dasharray="6', d)
        for d in drawn
    ]
    first, last = (one.groups() for one in ends if one)
    assert first[1] == last[1]
    assert float(last[0]) == float(last[1]) - 28.0


def test_readable_scales() -> None:
    assert [nice_ceiling(v) for v in (0.0, 3.0, 7.0, 1_234.0)] == [1.0, 3.0, 8.0, 1_500.0]
    assert [rows(top) for top in (1.0, 15.0, 200.0, 0.25, 3e5, 6.0, 8.0)] == [5, 3, 4, 5, 3, 3, 4]
    assert time_ticks(420.0, 8) == [0, 60, 120, 180, 240, 300, 360, 420]
    assert spread([5.0, 5.0, 5.0], 0.0, 20.0, 6.0) == [5.0, 11.0, 17.0]
