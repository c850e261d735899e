"""Asynchronous events that fail by chance: how many attempts, how many die, and when they end."""

import pytest

from simcore.awslambda.facts.asynchronous import AsyncAttemptStarted, AsyncEventEnded
from tests.theory.intervals import batch_means, binomial_interval

PROVES = ("simcore/awslambda/async_invoke/queue.py",)

EVENTS, P = 6_000, 0.5


@pytest.fixture(scope="module")
def ended():
    """Attempts of 1 s, half of which fail, without cold starts; waits of 60 and 120 s."""
    from simcore import load_scenario
    from simcore.scenario.build import build

    caller = {"type": "client", "target": "pay", "invocation": "Event", "limit": EVENTS}
    pay = {"type": "function", "duration": "1 s", "init_duration": "0 s", "error_rate": P}
    document = {
        "format": "windtunnel.scenario/1",
        "id": "theory",
        "title": "How long until it ends?",
        "duration": "8 min",
        "components": {"caller": {**caller, "arrivals": {"constant": {"rate": 50}}}, "pay": pay},
    }
    scenario = load_scenario(document).with_defaults()
    simulation = build(scenario, scenario.quota_profile(), 1)
    simulation.env.run(until=480)
    rows = {fact: ledger.rows for part in simulation.components if part.id == "pay"
            for fact, ledger in part.ledgers.items()}  # fmt: skip
    rows[AsyncEventEnded] = sorted(rows[AsyncEventEnded], key=lambda row: row[1])  # as they came
    assert len(rows[AsyncEventEnded]) == EVENTS
    return rows


def test_attempts_of_an_event(ended):
    """One, with p another, with p squared a third: 1 + 1/2 + 1/4 = 1.75."""
    mean, half = batch_means(
        [row.attempts for row in map(AsyncEventEnded._make, ended[AsyncEventEnded])]
    )
    assert len(ended[AsyncAttemptStarted]) == pytest.approx(mean * EVENTS)
    assert abs(mean - 1.75) <= half


def test_events_that_are_given_up(ended):
    """All three attempts fail: p cubed, 12.5 %."""
    dead = sum(row[3] == 1 for row in ended[AsyncEventEnded])
    low, high = binomial_interval(EVENTS, P**3)
    assert low <= dead <= high


def test_when_events_end(ended):
    """1 s with 1/2, 1 + 60 + 1 = 62 s with 1/4, 62 + 120 + 1 = 183 s with 1/4: 61.75 s."""
    ends = [t - accepted for t, accepted, *_ in ended[AsyncEventEnded]]
    assert {round(end, 6) for end in ends} == {1.0, 62.0, 183.0}
    mean, half = batch_means(ends)
    assert abs(mean - 61.75) <= half
    assert half < 3
