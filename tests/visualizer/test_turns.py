"""Whose turn it is in the queue."""

import random
from collections import Counter
from dataclasses import dataclass

import pytest
from asgiref.sync import sync_to_async

from tests.visualizer.conftest import until
from visualizer.laboratory import laboratory
from visualizer.models import Run
from visualizer.supervisor.turns import REMEMBERED, Turns, Whose, is_new


@dataclass(frozen=True)
class Asked:
    whose: Whose
    n: int


def asked(text):
    """`a1 a1 b2`: visitors by letter, places by number."""
    return [Asked(Whose(word[0], word[1]), n) for n, word in enumerate(text.split())]


def served(text, workers=1, finish=0):
    """The order in which they are served; of those under way the `finish`-th ends each time."""
    turns, waiting, under_way, order = Turns(), asked(text), [], []
    while waiting:
        if len(under_way) == workers:
            under_way.pop(finish)
        first = turns.order(waiting, under_way)[0]
        waiting.remove(first)
        turns.took(first.whose)
        under_way.append(first)
        order.append(first.whose.visitor + first.whose.place)
    return " ".join(order)


@pytest.mark.parametrize(
    ("waiting", "order"),
    [
        ("a1 a1 a1", "a1 a1 a1"),
        ("a1 a1 a1 b2", "a1 b2 a1 a1"),
        ("a1 a1 a1 b1 b1", "a1 b1 a1 b1 a1"),
        ("a1 b1 c1 d1 e2 e2", "a1 e2 b1 e2 c1 d1"),
    ],
)
@pytest.mark.parametrize("workers", [1, 2])
def test_everybody_has_a_turn(waiting, order, workers):
    assert served(waiting, workers) == order


def test_who_has_more_under_way_waits_longer():
    turns = Turns()
    order = turns.order(asked("a1 b2"), asked("a1 a1"))
    assert [one.whose.visitor for one in order] == ["b", "a"]


def test_a_newcomer_waits_for_no_more_than_one_turn_of_each_other():
    """Whatever stands in the queue before: 200 random ones, printed where they fail."""
    for seed in range(200):
        rng = random.Random(seed)
        others = [f"{rng.choice('abcd')}{rng.choice('123')}" for _ in range(40)]
        order = served(" ".join([*others, "z9"]), rng.choice([1, 2, 3])).split()
        assert order.index("z9") <= 3, f"seed {seed}"
        assert Counter(order) == Counter([*others, "z9"])


def test_what_is_remembered_is_bounded():
    turns = Turns()
    for n in range(REMEMBERED):
        turns.took(Whose(str(n), str(n)))
    assert len(turns.served) == REMEMBERED


@pytest.mark.parametrize(
    ("one", "under_way", "new"),
    [
        ("a1", "", True),
        ("b2", "a1 a1", True),
        ("b1", "a1 a1", True),
        ("a1", "a1 b1", False),
        ("b1", "a1 c2", False),
        ("a1", "a1 c2", False),
    ],
)
def test_who_is_new(one, under_way, new):
    assert is_new(asked(one)[0], asked(under_way)) == new


@pytest.mark.django_db(transaction=True)
async def test_a_newcomer_does_not_wait_for_anothers_runs(settings, fake_simulator, new_run):
    """Two long runs of one visitor are under way and ten wait; another's begins at once."""
    settings.MAX_RUNS_AT_ONCE, settings.EXTRA_RUNS = 2, 1
    await laboratory.start()
    try:
        supervisor = laboratory.supervisor()
        greedy = [await new_run(frames=100_000, delay_s=0.05) for _ in range(12)]
        for run in greedy:
            supervisor.submit(run.id, Whose("greedy", "1"))
        await until(lambda: len(supervisor.roster.at_work()) == 2)
        light = await new_run(frames=3)
        supervisor.submit(light.id, Whose("light", "2"))
        feed = await supervisor.feed(light.id)
        await until(lambda: feed.ended)
        stored = await sync_to_async(Run.objects.get)(id=light.id)
        assert stored.state == "finished"
        assert len(supervisor.roster.queue) == 10
        assert len(supervisor.roster.at_work()) == 2
    finally:
        await laboratory.stop()
