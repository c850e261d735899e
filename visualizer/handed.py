"""What the function of a followed message got and wrote, from what is stored of its run."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import orjson

from simcore.errors import ScenarioInvalid
from simcore.scenario import Scenario
from simcore.scenario.event_told import doors_told, event_told, example_told
from simcore.scenario.followed import steps_of
from visualizer.comparing import OldResult
from visualizer.goals import OTHER_FORMAT
from visualizer.lineage import read_frames
from visualizer.models import Run
from visualizer.scenarios import load

__all__ = ["NotFollowed", "example", "told"]

KEPT = 16  # scenarios, loaded
CHUNK = 20  # frames read from the database at once
FRAMES = "Stories of frames name those that it follows."
LAST_PART = b'"stories":['  # of a frame: nothing else of it is read


class NotFollowed(Exception):
    """There is nothing of the message to be told; the text says why, `hint` what there is."""

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(why)
        self.hint = hint


def example(run: Run, function: str, at: int) -> dict[str, Any]:
    """What a function gets from one of its sources, of no message; raises as `told` does."""
    try:
        found = example_told(_scenario(run.id), function, max(at, 0))
    except ScenarioInvalid as error:
        raise OldResult(OTHER_FORMAT.format(why=error.checks[0].message)) from error
    except IndexError:
        raise NotFollowed(f"There is no source at place {at}, from 0.") from None
    if found is None:
        raise NotFollowed(f"Nobody says what {function} gets.")
    return found


def told(run: Run, component: str, id: int, at: int) -> dict[str, Any]:
    """windtunnel.event/1; raises `NotFollowed`, and `OldResult` where the scenario is not read."""
    steps = [step for rows in _stories(run) for step in steps_of(rows, component, id)]
    if not steps:
        raise NotFollowed(f"The run follows no message {id} of {component}, or not yet.", FRAMES)
    try:
        scenario = _scenario(run.id)
        last = event_told(scenario, component, id, steps)
        if last is None and (passed := doors_told(scenario, component, id, steps, at)):
            return passed
        if last is None:
            raise NotFollowed("No function was invoked with it so far.")
        return event_told(scenario, component, id, steps, at) or last
    except ScenarioInvalid as error:
        raise OldResult(OTHER_FORMAT.format(why=error.checks[0].message)) from error
    except IndexError:
        raise NotFollowed(f"There is no attempt at place {at}, from 0.") from None


def _stories(run: Run) -> Iterator[list[Any]]:
    """The steps of each stored frame in which there are any."""
    for first in range(0, run.frames, CHUNK):
        for _, blob in read_frames(run.id, first, min(run.frames, first + CHUNK)):
            body = zlib.decompress(blob)
            if (begins := body.rfind(LAST_PART)) >= 0:
                yield orjson.loads(b"{" + body[begins:])["stories"]


@lru_cache(maxsize=KEPT)
def _scenario(run_id: str) -> Scenario:
    """As it ran, with its defaults filled in."""
    run = Run.objects.defer("result").get(id=run_id)
    return load(run.document, run.overrides, run.seed, run.profile).with_defaults()
