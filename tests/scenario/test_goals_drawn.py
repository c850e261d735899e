"""Goals over timelines: which of them are a level or a moment that can be drawn."""

from simcore.scenario import drawn_goals, load_scenario
from simcore.scenario.goals import goals_of


def test_levels_and_moments_can_be_drawn_and_nothing_else():
    """In the unit of the series; a bound between two numbers is two lines."""
    components = load_scenario("burst-against-reserved").components
    said = {
        "worker": {"concurrency": "at most 5", "p99_duration": "between 1 s and 2 min"},
        "orders.max_visible from 3 min to 6 min": "< 400",
        "orders.visible at end": 0,
        "worker.throttles": 0,
        "worker.errors / worker.invocations": "< 1 %",
        "cost": "< 2 USD",
        "cost_per_million": "< 2 USD",
        "drained by": "6 min",
    }
    drawn = [
        {key: value for key, value in one.items() if key not in ("path", "title", "component")}
        for one in drawn_goals(goals_of(said), components)
    ]
    assert drawn == [
        {"metric": "ConcurrentExecutions", "lines": [{"value": 5, "words": "≤ 5"}]},
        {
            "metric": "Duration",
            "lines": [
                {"value": 1000, "words": "p99 ≥ 1 s"},
                {"value": 120000, "words": "p99 ≤ 2 min"},
            ],
        },
        {
            "metric": "ApproximateNumberOfMessagesVisible",
            "lines": [{"value": 400, "words": "max < 400"}],
            "from_s": 180,
            "to_s": 360,
        },
        {
            "metric": "ApproximateNumberOfMessagesVisible",
            "lines": [{"value": 0, "words": "= 0"}],
            "at": True,
        },
        {},
        {},
        {"metric": "EstimatedCharges", "lines": [{"value": 2, "words": "< 2 USD"}]},
        {},
        {"moment_s": 360},
    ]
