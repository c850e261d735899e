"""One message's life: told as the laboratory tells it, and which one is told."""

import json
from pathlib import Path
from typing import Any

import pytest

from simcore.components import TYPES
from simcore.facts import STORY_STEPS
from simcore.reporting.life.phases import OPEN, waterfall
from simcore.reporting.life.told import ENDS, life_of, most_telling, name_of
from simcore.reporting.source import Source

ROOT = Path(__file__).resolve().parents[2]
TOLD = json.loads((ROOT / "static/src/panels/story/told.json").read_text())
"""Lives with their phases, which a test of the laboratory reads as well."""


def steps_of(told: Any) -> list[dict[str, Any]]:
    return [{"t_s": t, "step": name, "a": a, "b": b} for t, name, a, b in told["steps"]]


@pytest.mark.parametrize("told", TOLD, ids=range(len(TOLD)))
def test_a_life_has_the_phases_that_the_laboratory_shows(told: Any) -> None:
    story = TYPES[told["type"]].picture.story
    assert story is not None
    fall = waterfall(steps_of(told), told["until"], story)
    phases = [
        [
            one.attempt,
            one.words.removesuffix(OPEN),
            one.sort,
            round(one.begins_s, 6),
            round(one.ends_s, 6),
            one.failed,
            one.words.endswith(OPEN),
        ]
        for one in fall.phases
    ]
    assert phases == told["phases"]
    assert (fall.fate, fall.attempts, fall.refused) == tuple(
        told[name] for name in ("fate", "attempts", "refused")
    )


def test_every_step_that_can_be_stated_is_among_them() -> None:
    seen = {step[1] for told in TOLD for step in told["steps"]}
    assert set(STORY_STEPS) == seen


def told(id: int, *steps: tuple[float, str, float, float]) -> dict[str, Any]:
    named = [{"t_s": t, "step": n, "component": "inbox", "a": a, "b": b} for t, n, a, b in steps]
    return {"id": id, "component": "inbox", "steps": named}


QUICK = told(1, (0, "sent", 0, 0), (1, "received", 1, 31), (2, "deleted", 0, 0))
SLOW = told(2, (0, "sent", 0, 0), (9, "received", 1, 39), (10, "deleted", 0, 0))
TWICE = told(3, (0, "sent", 0, 0), (1, "received", 2, 31), (2, "deleted", 0, 0))
DEAD = told(4, (0, "sent", 0, 0), (1, "dead-lettered", 1, 0))
OPENED = told(5, (0, "sent", 0, 0), (1, "received", 7, 31))
ALONE = told(6, (0, "sent", 0, 0))


def chosen(rush: dict[str, Any], *stories: dict[str, Any]) -> int | None:
    found = most_telling(Source({**rush, "stories": list(stories)}))
    return None if found is None else found["id"]


def test_what_was_lost_is_told_before_what_took_long(rush: dict[str, Any]) -> None:
    assert chosen(rush, QUICK, SLOW, TWICE, DEAD, OPENED) == 4
    assert chosen(rush, QUICK, SLOW, TWICE, OPENED) == 3
    assert chosen(rush, QUICK, SLOW) == 2
    assert (
        chosen(
            rush, QUICK, told(9, *((s["t_s"], s["step"], s["a"], s["b"]) for s in QUICK["steps"]))
        )
        == 1
    )
    assert chosen(rush, ALONE) is None
    assert chosen(rush) is None


def test_a_life_is_summed_up_in_words(rush: dict[str, Any]) -> None:
    life = life_of(Source({**rush, "stories": [SLOW]}), SLOW)
    assert life.sentence == (
        "Message 3 of Inbox: from 0:00, received once, deleted after 10 s. "
        "It spent 9 s in the queue, 1 s with the poller."
    )


def test_every_fate_has_its_words() -> None:
    assert {one["fate"] for one in TOLD} - {"under way"} <= set(ENDS)


def test_a_record_is_called_by_its_place_in_its_shard() -> None:
    story = TYPES["stream_event_source_mapping"].picture.story
    assert story is not None
    assert name_of(3 * story.lane_block + 5, story).endswith("of shard 3")
