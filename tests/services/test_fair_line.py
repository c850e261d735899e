"""The line of a fair queue against one that looks at every noisy tenant each time."""

from dataclasses import replace
from random import Random
from types import SimpleNamespace

import pytest

from simcore.engine.environment import Environment
from simcore.services.sqs.fair import Fairness, FairQueue
from simcore.services.sqs.fair.noisy import NoisyTenants
from simcore.services.sqs.settings import QueueSettings
from simcore.services.sqs.standard.moved import MovedMessage

LONG_S = 20.0


class WalksThroughAll(NoisyTenants):
    """Says the same, by looking at all of them; ``asked`` counts how often it was asked."""

    asked = 0

    def take_next(self):
        waiting = [tenant for tenant in self if tenant.visible]
        found = super().take_next()
        first = min(waiting, key=lambda t: (t.in_flight, t.line[0].place), default=None)
        assert found is first
        self.asked += bool(waiting)
        return found

    def become_quiet(self, now):
        all_ = list(self)
        found = super().become_quiet(now)
        rested = {t.key for t in all_ if not t.in_flight and t.last_in_flight + LONG_S <= now}
        assert {t.key for t in found} == rested | {t.key for t in all_ if not t.visible}
        return found


def make_line():
    settings = QueueSettings(30.0, 345_600.0, in_flight_max=120_000, receive_max=10)
    queue = FairQueue(Environment(), "jobs", settings, Fairness(0.1, 5, 0.1, 60.0, LONG_S))
    line = queue.line
    line.env = SimpleNamespace(now=0.0)
    return queue, line


@pytest.mark.parametrize("seed", range(3))
def test_who_is_next_of_the_noisy_and_who_is_quiet_again(seed):
    queue, line = make_line()
    noisy = queue.tenants.noisy = WalksThroughAll(LONG_S)
    dice, held = Random(seed), []
    for _ in range(1_500):
        now = line.env.now = line.env.now + dice.choice([0.0, 0.1, 0.1, 3.0])
        what = dice.random()
        if what < 0.25:
            for _ in range(dice.choice([1, 3, 12])):
                queue.put(now, dice.randrange(1, 9), False)
        elif what < 0.7:
            held += line.receive(now, dice.choice([1, 10]))
        elif held and what < 0.85:
            line.forget(held.pop(dice.randrange(len(held))))
        elif held:
            line.come_back(now, [held.pop(dice.randrange(len(held)))])
        if dice.random() < 0.002:
            held.clear()
            line.clear()
    assert noisy.asked > 200


def test_a_receive_does_not_go_through_all_noisy_tenants(monkeypatch):
    walks = []
    walk = NoisyTenants.__iter__
    monkeypatch.setattr(NoisyTenants, "__iter__", lambda self: walks.append(1) or walk(self))
    queue, line = make_line()
    for key in range(1, 301):
        for _ in range(20):
            queue.put(0.0, key, False)
    held = []
    for n in range(500):
        held += line.receive(n * 0.01, 10)
        for message in held[:-50]:
            line.forget(message)
        held = held[-50:]
    assert len(queue.tenants.noisy) > 50
    assert len(walks) < 50


def test_a_dead_letter_queue_goes_through_its_messages_only_when_one_is_too_old(monkeypatch):
    """Two messages are moved in that were sent 50 s and 10 s before, and are kept for 100 s."""
    queue, line = make_line()
    queue.retune(replace(queue.settings, retention_s=100.0))
    walks, walk = [], line._in_line
    monkeypatch.setattr(line, "_in_line", lambda: walks.append(1) or walk())
    queue.take_over(50.0, 0.0, MovedMessage(50.0, 0.5, None))
    queue.take_over(50.0, 40.0, MovedMessage(50.0, 0.5, None))
    for now in range(51, 100):
        queue.observe(now)
    assert (len(walks), queue.visible()) == (0, 2)
    queue.observe(100.0)
    queue.observe(101.0)
    assert (len(walks), queue.visible()) == (1, 1)
    assert len(line.receive(139.0, 10)) == 1
