"""What a report of two runs says first, and what it counts as better."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from simcore import load_scenario, run
from simcore.analysis.outcomes import Outcome
from simcore.paper.again import again
from simcore.reporting import ReportError, between, build
from simcore.reporting.meaning import LESS_DONE, MORE_DONE, meaning
from simcore.reporting.report import Table

STORED = sorted((Path(__file__).parent / "stored").glob("*.json"))

QUEUE = b"""
format: windtunnel.scenario/1
id: left
title: What is left?
profile: aws-2026
region: us-east-1
duration: 20 s
expect:
  jobs.visible at end: 0
  idle.p50_latency: < 1 s
components:
  shop: {type: client, target: jobs, stop: 8 s, arrivals: {constant: {rate: 5/s}}}
  jobs: {type: queue, visibility_timeout: 60 s}
  idle: {type: queue}
  pollers: {type: event_source_mapping, source: jobs, function: worker, batch_size: 1}
  worker: {type: function, duration: 500 ms, timeout: 3 s, reserved_concurrency: 5}
"""


@pytest.fixture(scope="module")
def both() -> tuple[Any, Any]:
    """All of it is done; with one environment much is left."""
    scenario = load_scenario(QUEUE)
    return run(scenario), run(scenario, overrides={"worker.reserved_concurrency": 1})


def _between(was: Any, now: Any) -> Any:
    return between(was, now, scenarios=(was.scenario, now.scenario))


def test_goals_that_are_broken_now_are_said_first(both: tuple[Any, Any]) -> None:
    first, outcome = _between(*both).answer
    assert first.startswith("1 goal that was kept is broken now (jobs: visible at end == 0: ")
    assert "the runs part at" in first
    left = both[1].as_dict()["counters"]["jobs"]
    n = left["visible"] + left["in_flight"]
    assert outcome.startswith(f"{n} messages of jobs are still there at the end instead of 0.")
    back = _between(*reversed(both)).answer
    assert back[0].startswith("1 goal that was broken is kept now (jobs: visible at end == 0: 0)")
    assert "still there" not in back[1]
    again = _between(both[1], both[1]).answer[0]
    assert again.startswith("The same")


def test_a_goal_without_data_is_not_drawn_as_broken(both: tuple[Any, Any]) -> None:
    table = _between(*both).section("verdict").blocks[0]
    assert table.states == ("bad", "none")


def test_what_is_less_because_work_was_left_is_not_better(both: tuple[Any, Any]) -> None:
    report = _between(*both)
    table = report.section("outcomes").blocks[0]
    assert isinstance(table, Table)
    meant = {row[:2]: (row[-1], state) for row, state in zip(table.rows, table.states, strict=True)}
    assert meant["worker", "cold starts"] == (LESS_DONE, "")
    assert meant["cost", "so far, USD"] == (LESS_DONE, "")
    assert meant["jobs", "deleted"] == ("worse", "bad")
    assert f"less only because {LESS_DONE}" in report.answer[1]
    assert f"more only because {MORE_DONE}" in _between(*reversed(both)).answer[1]


def test_how_long_work_took_says_what_it_says() -> None:
    took = Outcome("jobs", "latency p50", "ms", 20.0, 10.0, "less")
    assert meaning(took, less_done=True, more_done=False) == "better"
    assert meaning(took._replace(unit=""), less_done=True, more_done=False) == LESS_DONE
    assert meaning(took._replace(unit=""), less_done=False, more_done=True) == "better"
    assert meaning(took._replace(better="more"), less_done=True, more_done=True) == "worse"


@pytest.mark.parametrize("file", STORED, ids=lambda file: file.stem)
def test_a_result_of_before_a_field_was_added_still_opens(file: Path) -> None:
    """Each was written by `windtunnel run --json` of the commit before a field came."""
    stored = orjson.loads(file.read_bytes())
    report = build(stored)
    assert report.results == (stored,)
    assert "20 refused" in report.answer[0]
    assert between(stored, stored).answer[0].startswith("The same")
    assert again(stored) is None, "what was replayed is not at hand"


def test_a_scenario_that_says_another_thing_than_it_resolves_to_is_none(
    rush: dict[str, Any],
) -> None:
    manifest = rush["manifest"]
    other = {**manifest["scenario"], "duration": "90 s"}
    with pytest.raises(ReportError, match="not resolved"):
        build({**rush, "manifest": {**manifest, "scenario": other}})
