"""A run that nobody watches comes to the same result as one that is shown, and makes no frames."""

import pytest

import simcore
from simcore import Run, load_scenario
from simcore.scenario import shipped
from tests.shares import SOAK
from tests.shorter import shorter

SOME = {
    "async-retries",
    "fifo-groups",
    "managed-instances",
    "noisy-neighbour",
    "parallel-lanes",
    "reserved-five",
    "reshard-backlog",
}
"""Of every view one that has something to show."""


def without_wall(result):
    return {key: value for key, value in result.as_dict().items() if key != "wall"}


@pytest.mark.parametrize("slug", sorted(shipped()) if SOAK else sorted(SOME))
def test_it_comes_to_the_same_result(slug):
    scenario = load_scenario(slug, overrides=shorter(slug))
    shown = Run(scenario)
    payloads = [frame.payload for frame in shown.frames()]
    assert without_wall(simcore.run(scenario)) == without_wall(shown.result())
    assert all(payloads)


def test_its_frames_tell_only_how_far_it_is():
    unseen = Run(load_scenario("reserved-five"), overrides={"duration": 60}, shown=False)
    frames = list(unseen.frames())
    assert [frame.payload for frame in frames] == [{}] * len(frames)
    assert frames[-1].t1 == 60
