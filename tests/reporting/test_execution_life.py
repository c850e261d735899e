"""One execution's life: told as the laboratory tells it, and which one is told."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import simcore
from simcore.paper.live import live
from simcore.paper.report_page import html
from simcore.reporting import build
from simcore.reporting.formats.markdown import markdown
from simcore.reporting.life.executions import Followed, execution_waterfall, life_of_one
from simcore.reporting.life.histories import steps_of
from simcore.reporting.life.phases import OPEN
from tests.services.state_machines import document, once

ROOT = Path(__file__).resolve().parents[2]
TOLD = json.loads((ROOT / "static/src/panels/story/histories.json").read_text())
"""Histories with their phases, which a test of the laboratory reads as well."""


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told["name"])
def test_an_execution_has_the_phases_that_the_laboratory_shows(told: Any) -> None:
    fall = execution_waterfall(steps_of(told["rows"]), told["until"], told["states"])
    phases = [
        [
            one.attempt,
            one.words.removesuffix(OPEN),
            one.sort,
            one.begins_s,
            one.ends_s,
            one.failed,
            one.words.endswith(OPEN),
        ]
        for one in fall.phases
    ]
    assert phases == told["phases"]
    assert (fall.fate, fall.attempts) == (told["fate"], told["attempts"])


def test_the_one_that_tells_most_is_told_in_words() -> None:
    """One that failed before one that took longer; else the one tried most often."""
    whole = [row for n, told in enumerate(TOLD) for row in _numbered(told["rows"], n + 1)]
    life = life_of_one([Followed("Saga", TOLD[0]["states"], whole)], 99)
    assert life is not None
    assert life.sentence == (
        "Execution 1 of Saga: from 0:01, 3 states, 2 attempts failed, 1 error caught; "
        "failed after 3 s. Longest: Charge, 1 s."
    )
    open_and_done = [row for row in whole if row[0] in (2, 4)]
    calm = life_of_one([Followed("Saga", TOLD[0]["states"], open_and_done)], 9)
    assert calm is not None
    assert calm.title == "Execution 4 of Saga"
    assert life_of_one([Followed("Saga", [], [])], 9) is None


def _numbered(rows: list[list[Any]], number: int) -> list[list[Any]]:
    return [[number, *row[1:]] for row in rows]


@pytest.fixture(scope="module")
def run() -> Any:
    states = {"Wait": {"Type": "Wait", "Seconds": 2, "Next": "<b>"}, "<b>": {"Type": "Fail"}}
    scenario = simcore.load_scenario(document(once(states, n=3), duration=5))
    whole, result = live(simcore.Run(scenario, seed=1), scenario, "ABCDEFGHIJ")
    return build(result, scenario=scenario), whole


def test_a_page_with_the_run_tells_an_execution_and_other_formats_where_it_is(run: Any) -> None:
    report, whole = run
    page = html(report, whole)
    assert "One execution&#39;s life" in page or "One execution's life" in page
    assert re.search(r"Execution 1 of Machine: from 0:01, 2 states; failed after [\d.]+ s", page)
    assert "<td>&lt;b&gt;</td>" in page
    text = markdown(report)
    assert "Nothing was followed" not in text
    assert "Executions were: their histories are in its frames" in text
