"""In whatever order people, workers, the database and the server's end interleave: every run that
was acknowledged ends or is computed, none has two workers, and the queue never stands still.

`INTERLEAVING=<seed>` tries one again.
"""

import asyncio
import os
from collections import Counter

import pytest

from tests.shares import SOAK
from tests.visualizer.interleavings import World
from visualizer.models import Run

pytestmark = pytest.mark.django_db(transaction=True)

BLOCKS, EACH, STEPS = (80, 25, 200) if SOAK else (4, 25, 120)


@pytest.fixture(autouse=True)
def one_thread(monkeypatch):
    """The world has one thread, the database is asked in it, while the event loop runs."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


async def lived_through(seed: int) -> World:
    """A world, from its beginning to where nothing is left to do."""
    world = World(seed)
    await world.open()
    try:
        for _ in range(STEPS):
            await world.step()
        await world.settle()
    except (AssertionError, KeyError) as error:
        story = "\n  ".join(world.log[-60:])
        raise AssertionError(f"INTERLEAVING={seed}: {error}\n  {story}") from error
    finally:
        await world.close()
    return world


def seeds() -> list[range]:
    if (one := os.environ.get("INTERLEAVING")) is not None:
        return [range(int(one), int(one) + 1)]
    return [range(block * EACH, (block + 1) * EACH) for block in range(BLOCKS)]


@pytest.mark.parametrize("block", seeds(), ids=str)
def test_no_order_of_things_loses_a_run(block):
    seen: Counter[str] = Counter()
    for seed in block:
        Run.objects.all().delete()
        seen += asyncio.run(lived_through(seed)).seen
    rare = [happen.__name__ for happen in World.HAPPENINGS if not seen[happen.__name__]]
    assert len(block) == 1 or not rare, f"never happened: {rare}"
