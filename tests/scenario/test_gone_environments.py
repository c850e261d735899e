"""An environment whose idle time is over is gone, whatever is said of the function afterwards."""

import pytest

import simcore
from simcore import Run

ENDS_S = 0.3
"""When the first invocation does; with an idle timeout of 5 s its environment is gone at 5.3 s."""


def document(*interventions, second_at=10.0):
    clients = {
        id: {
            "type": "client",
            "target": "worker",
            "arrivals": {"burst": {"count": 1, "at": at, "for": 0}},
        }
        for id, at in (("first", 0.0), ("second", second_at))
    }
    worker = {
        "type": "function",
        "duration": 0.1,
        "init_duration": 0.2,
        "timeout": 3,
        "idle_timeout": 5,
    }
    return {
        "format": "windtunnel.scenario/1",
        "id": "gone",
        "title": "Gone",
        "duration": 20,
        "components": {**clients, "worker": worker},
        "interventions": list(interventions),
    }


def longer(at):
    return {"at": at, "action": "set", "values": {"worker.idle_timeout": 600}}


@pytest.mark.parametrize(("at", "cold_starts"), [(5.0, 1), (5.4, 2), (8.0, 2)])
def test_a_longer_idle_timeout_keeps_those_that_are_there_and_brings_none_back(at, cold_starts):
    result = simcore.run(simcore.load_scenario(document(longer(at)))).as_dict()
    assert result["counters"]["worker"]["cold_starts"] == cold_starts


def test_what_is_told_in_a_fork_is_what_a_replay_is_told():
    """A pause of one component is nothing that another has to hear of."""
    pause = {"at": 8.0, "action": "pause", "component": "second", "for": 1}
    forked = simcore.load_scenario(document(pause))
    replay, fork = Run(forked), Run(simcore.load_scenario(document()))
    fork.diverge(forked.interventions)
    assert fork._itinerary.now == replay._itinerary.now
    frames = [frame.payload for frame in fork.frames()]
    assert frames == [frame.payload for frame in replay.frames()]
    assert fork.result().fingerprint == replay.result().fingerprint
    moves = [move for f in frames for move in f["environments"]["worker"]["moves"][0]]
    assert pytest.approx(5 + ENDS_S) in moves
