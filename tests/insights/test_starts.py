"""Cold starts that come all at once."""

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
