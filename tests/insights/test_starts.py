"""Cold starts that come all at once."""

import pytest

from tests.insights.recordings import Recording, components


def started(cold: list[int], all: int) -> Recording:
    series = {
        "worker": {
            "ColdStarts": cold,
            "Invocations": [all],
            "ConcurrentExecutions": [sum(cold)],
        }
    }
    told = {"worker": {"InitDuration": {"mean": 500.0}}}
    counters = {"worker": {"cold_starts": sum(cold)}}
    return Recording(components(), series, counters, percentiles=told)


def test_a_storm_of_cold_starts_is_told_from_when_it_blows():
    run = started([1] * 20 + [60, 60, 60] + [0], all=80)
    found = run.found("cold-start-storm")
    assert (found.t, found.until) == (20.0, 23.0)
    assert "180 of 240 invocations (75 %) waited for an init, 500 ms" in found.why
    assert run.takes(found)


def test_as_many_cold_starts_over_a_minute_are_no_storm():
    assert started([3] * 60, all=10).insights() == []


def test_a_few_among_many_are_no_storm():
    assert started([20] * 10 + [0], all=500).insights() == []


@pytest.mark.parametrize(("bin_s", "told"), [(10.0, True), (30.0, False), (30.0001, False)])
def test_a_storm_is_as_many_in_ten_seconds_however_long_a_bin_is(bin_s, told):
    """Of three hundred in half a minute some ten seconds have a hundred."""
    run = started([0] * 20 + [150] + [0], all=160)
    run.recorded["bin_s"] = bin_s
    run.scenario = run.scenario.model_copy(update={"duration": 60 * bin_s})
    assert (run.found("cold-start-storm") is not None) is told
    run.recorded["series"]["worker"]["ColdStarts"][20] = 301
    assert run.found("cold-start-storm") is not None
