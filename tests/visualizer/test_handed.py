"""What a person reads of a followed request that no function got."""

import pytest

import simcore
from visualizer import handed
from visualizer.models import Run

REFUSED = {
    "format": "windtunnel.scenario/1",
    "id": "refused",
    "title": "Refused?",
    "duration": 5,
    "components": {
        "shop": {"type": "client", "target": "worker", "arrivals": {"constant": {"rate": 1}}},
        "worker": {"type": "function", "duration": 0.1, "reserved_concurrency": 0},
    },
}


def test_a_request_that_was_refused_says_so_in_its_own_words(monkeypatch):
    scenario = simcore.load_scenario(REFUSED)
    rows = [r for f in simcore.Run(scenario).frames() for r in f.payload["stories"]]
    monkeypatch.setattr(handed, "_stories", lambda run: iter([rows]))
    monkeypatch.setattr(handed, "_scenario", lambda id: scenario.with_defaults())
    with pytest.raises(handed.NotFollowed, match="No function was invoked with it") as told:
        handed.told(Run(id="ABCDEFGH27"), "shop", 0, 0)
    assert not told.value.hint
    with pytest.raises(handed.NotFollowed) as told:
        handed.told(Run(id="ABCDEFGH27"), "shop", 10**6, 0)
    assert told.value.hint == "Stories of frames name those that it follows."
