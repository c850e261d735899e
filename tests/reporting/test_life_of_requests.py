"""A request's life, told as the laboratory tells it: all that it led to, side by side."""

import json
from pathlib import Path

import pytest

from simcore import load_scenario, run
from simcore.facts import REQUEST_FATES, REQUEST_STEPS
from simcore.reporting.life.phases import OPEN
from simcore.reporting.life.requests import request_waterfall
from simcore.reporting.life.told import ENDS, life_of, most_telling
from simcore.reporting.source import Source

ROOT = Path(__file__).resolve().parents[2]
TOLD = json.loads((ROOT / "static/src/panels/story/requests.json").read_text())
"""Lives with their phases, which a test of the laboratory reads as well."""


def steps_of(one):
    names = ("t_s", "step", "a", "b", "at", "part")
    return [dict(zip(names, step, strict=True)) for step in one["steps"]]


@pytest.mark.parametrize("one", TOLD, ids=range(len(TOLD)))
def test_a_life_has_the_phases_that_the_laboratory_shows(one):
    fall = request_waterfall(steps_of(one), one["until"], lambda id: id)
    phases = [
        [
            phase.attempt,
            phase.words.removesuffix(OPEN),
            phase.sort,
            round(phase.begins_s, 6),
            round(phase.ends_s, 6),
            phase.failed,
            phase.words.endswith(OPEN),
        ]
        for phase in fall.phases
    ]
    assert phases == one["phases"]
    found = (fall.fate, fall.attempts, fall.refused, fall.over_s)
    assert found == tuple(one[name] for name in ("fate", "attempts", "refused", "over"))


def test_every_step_that_can_be_told_is_among_them():
    assert {step[1] for one in TOLD for step in one["steps"]} == set(REQUEST_STEPS)
    assert set(REQUEST_FATES) <= {one["fate"] for one in TOLD} & set(ENDS)


def test_what_a_request_led_to_is_told_beyond_its_end():
    """An API answers 504 after 29 s and its own 10 ms; the handler ends at 0.01 + 0.091 + 35 s."""
    components = {
        "shop": {
            "type": "client",
            "target": "api",
            "arrivals": {"constant": {"rate": 1}},
            "limit": 1,
        },
        "api": {"type": "api", "integration": "work"},
        "work": {"type": "function", "duration": "35 s", "timeout": "60 s"},
    }
    head = {"format": "windtunnel.scenario/1", "id": "slow", "title": "Slow?", "duration": 60}
    source = Source(run(load_scenario({**head, "components": components})).as_dict())
    told = most_telling(source)
    life = life_of(source, told)
    assert life.title == "Request 1 of shop"
    assert life.sentence == (
        "Request 1 of shop: from 0:00, sent once, timed out after 29 s. "
        "It led to 91 ms in inits, 35 s in handlers. What it led to went on until 0:35.1."
    )
