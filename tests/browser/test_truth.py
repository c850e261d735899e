"""Wherever one goes in a run, the page shows what was recorded there: computed here once more, from
the frames, by other code."""

import random
import re

import pytest
from playwright.sync_api import expect

from simcore import Run, load_scenario
from tests.browser.lab import figure, moment

SEEKS = 20
CHANGED = {"duration": 180, "inbox.visibility_timeout": 40}
LETTERS = {"Init": "N", "Busy": "B", "Idle": "I", "Error": "E"}


@pytest.fixture(scope="module")
def recorded() -> list[dict]:
    """The frames of the small run."""
    return [
        frame.payload for frame in Run(load_scenario("reserved-five"), overrides=CHANGED).frames()
    ]


def slots(text: str) -> list[str]:
    """`B12I3` as a letter for each slot."""
    return [letter for letter, n in re.findall(r"([A-Z.])(\d*)", text) for _ in range(int(n or 1))]


def environments(frames: list[dict], t: float) -> dict[str, int]:
    """How many are in each state at t."""
    state: list[str] = []
    for frame in frames:
        told = frame["environments"]["worker"]
        if frame["t1"] <= t:
            state = slots(told["slots"])
            continue
        for at, slot, letter in zip(*told["moves"], strict=True):
            if at <= t:
                state += ["."] * (slot + 1 - len(state))
                state[slot] = letter
        break
    return {name: state.count(letter) for name, letter in LETTERS.items()}


def visible(frames: list[dict], t: float) -> int:
    """What waits in the queue, as it was observed last by t."""
    values = [v for f in frames for v in f["series"]["inbox"]["ApproximateNumberOfMessagesVisible"]]
    return int(values[int(t) - 1])


def test_twenty_seeks_at_random_show_what_was_recorded(still, recorded):
    page = still.page
    table = page.locator(".pane-grid .sr-only table")
    rng = random.Random(20)
    for t in [round(rng.uniform(1, 179), 2) for _ in range(SEEKS)]:
        page.evaluate(f"location.hash = '#t={t}&base=none'")
        expect(still.clock).to_have_text(moment(t))
        heads = table.locator("thead th").all_inner_texts()
        cells = table.locator("tbody tr").first.locator("th, td").all_inner_texts()
        shown = dict(zip(heads, cells, strict=True))
        expected = environments(recorded, t)
        assert {name: int(shown[name]) for name in expected} == expected, t
        assert figure(still.node("inbox").locator(".node-headline")) == visible(recorded, t), t
