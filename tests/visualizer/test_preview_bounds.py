"""The time that a preview may take."""

import pytest

from tests.visualizer.bad_loading import WALL_S
from tests.visualizer.previewing import ENDLESS, ends_while_loading, previewing, serving


@pytest.fixture(scope="module")
def hasty(tmp_path_factory):
    """Of a moment of computing."""
    with serving(tmp_path_factory.mktemp("hasty"), WALL_S) as server:
        yield server


async def test_a_large_one_is_shown_as_far_as_it_came(hasty):
    async with previewing(hasty) as seen:
        await seen.ask(1, document=ENDLESS)
        await seen.until(lambda: 1 in seen.ended)
    end = seen.ended[1]
    assert end["state"] == "stopped"
    assert 0 < end["computed_s"] < 8_000
    assert seen.frames[1][-1]["t1"] == end["computed_s"]


async def test_loading_that_never_ends_is_ended(hasty):
    said = f"within {WALL_S} s (WINDTUNNEL_PREVIEW_WALL_S)"
    await ends_while_loading(hasty, "never", "stopped", said)


async def test_the_time_begins_with_loading(hasty):
    async with previewing(hasty) as seen:
        await seen.ask(1, document=ENDLESS | {"description": "slow"})
        await seen.until(lambda: 1 in seen.ended)
    assert seen.ended[1]["state"] == "stopped"
    assert len(seen.frames[1]) == 1
