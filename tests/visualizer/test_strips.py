"""The pictures of the gallery show what the shipped scenarios do."""

import json
from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import call_command

from simcore.scenario import shipped
from tests.store import StoredRun, result
from visualizer import course, scenarios, strips


def test_a_strip_is_drawn_from_a_result():
    computed = {
        "time_s": [0.0, 1.0, 2.0, 3.0],
        "bin_s": 1.0,
        "manifest": {
            "scenario": {
                "components": {
                    "jobs": {"redrive": {"dead_letter_queue": "dead"}},
                    "dead": {"redrive": None},
                    "worker": {},
                }
            }
        },
        "series": {
            "account": {"ConcurrentExecutions": [9, 9, 9, 9]},
            "worker": {
                "Invocations": [1, 1, 1, 1],
                "ConcurrentExecutions": [0, 5, 10, None],
                "Throttles": [0, 0, 2, 0],
            },
            "jobs": {
                "ApproximateNumberOfMessagesVisible": [0, 4, 2, 0],
                "MessagesDeadLettered": [0, 1, 0, 2],
            },
            "dead": {
                "ApproximateNumberOfMessagesVisible": [0, 100, 100, 100],
                "MessagesDeadLettered": [0, 0, 0, 0],
            },
        },
        "flags": [
            {"t_s": 2.04, "kind": "first_throttle", "component": "worker", "detail": ""},
            {"t_s": 2.5, "kind": "first_throttle", "component": "other", "detail": ""},
        ],
    }
    data = strips.strip_data(computed)
    assert data["function"] == "worker"
    assert data["concurrency"] == [0.0, 5.0, 10.0, 0.0]
    drawn = strips.drawn(data)
    assert drawn["line"] == "M0.0 48.0L80.0 26.0L160.0 4.0L240.0 48.0"
    assert drawn["throttles"] == "M160.0 48V41"
    assert data["queue"] == [0.0, 4.0, 2.0, 0.0]
    assert data["dead"] == [0.0, 1.0, 1.0, 3.0]
    assert drawn["text"] == "Concurrency up to 10; up to 4 messages waiting; throttles from 2 s"


def test_where_no_function_is_at_work_the_strip_shows_open_executions():
    computed = {
        "time_s": [0.0, 1.0],
        "bin_s": 1.0,
        "manifest": {"scenario": {"components": {"orders": {}, "idle": {}}}},
        "series": {
            "idle": {"Invocations": [0, 0], "ConcurrentExecutions": [0, 0], "Throttles": [0, 0]},
            "orders": {"OpenExecutionCount": [3, 40]},
        },
        "flags": [],
    }
    data = strips.strip_data(computed)
    assert (data["machine"], data["concurrency"]) == ("orders", [3.0, 40.0])
    assert strips.drawn(data)["text"] == "Open executions up to 40"
    computed["series"]["idle"]["ConcurrentExecutions"] = [0, 1]
    assert strips.drawn(strips.strip_data(computed))["text"] == "Concurrency up to 1"


def test_a_long_run_is_thinned_to_its_peaks():
    values = [0.0] * 1000
    values[500] = 7.0
    thinned = strips._thinned(values, max)
    assert len(thinned) == strips.POINTS
    assert max(thinned) == 7.0


@pytest.mark.slow
@pytest.mark.parametrize("slug", sorted(shipped()))
def test_the_strips_show_what_the_scenarios_do(slug):
    """Where this fails after a change of the model: `manage.py precompute`."""
    kept = json.loads(strips.FILE.read_text("utf-8"))
    assert strips.strip_data(result(scenarios.find_shipped(slug).scenario)) == kept[slug]


def test_a_strip_is_computed_and_kept_beside_the_others(tmp_path, monkeypatch):
    monkeypatch.setattr(course, "FILE", tmp_path / "course.json")
    kept = json.loads(strips.FILE.read_text("utf-8"))
    monkeypatch.setattr(strips, "FILE", tmp_path / "strips.json")
    strips.FILE.write_text(json.dumps({**kept, "sqs-ramp": None, "not shipped": None}))
    with patch("simcore.scenario.run.Run", StoredRun):
        call_command("precompute", "sqs-ramp", stdout=StringIO())
    assert json.loads(strips.FILE.read_text("utf-8")) == kept
