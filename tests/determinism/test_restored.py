"""A run that is put away at the end of a frame goes on to the same bytes, in another process."""

from itertools import islice

import orjson
import pytest

import simcore
from tests.determinism.program import told

STOPS = (1, 4, 17, 50, 89)


@pytest.fixture
def run(document):
    return simcore.Run(simcore.load_scenario(document))


def rest_of(here, frames):
    """What is left to be told of a run after so many frames."""
    whole = orjson.loads(here)
    return orjson.dumps({**whole, "frames": whole["frames"][frames:]})


def snapshots(run, stops, folder):
    """Files with the run as it was after each number of frames."""
    frames = run.frames()
    for done, stop in zip((0, *stops), stops, strict=False):
        assert len(list(islice(frames, stop - done))) == stop - done
        path = folder / f"after-{stop}"
        path.write_bytes(run.snapshot())
        yield path


def test_restored_in_another_process_it_goes_on_to_the_same_bytes(run, here, tmp_path, process):
    paths = list(snapshots(run, STOPS, tmp_path))
    lines = process("tests.determinism.program", "rest", *paths).splitlines()
    assert lines == [rest_of(here, stop) for stop in STOPS]


def test_taking_snapshots_changes_nothing(run, here, tmp_path):
    list(snapshots(run, STOPS, tmp_path))
    assert told(run) == rest_of(here, STOPS[-1])


def test_put_away_after_every_frame(run, here):
    for _ in range(30):
        next(run.frames())
        run = simcore.Run.restore(run.snapshot())
    assert told(run) == rest_of(here, 30)


def test_one_snapshot_can_be_continued_twice(run):
    list(islice(run.frames(), 20))
    snapshot = run.snapshot()
    first, second = (told(simcore.Run.restore(snapshot)) for _ in range(2))
    assert first == second
