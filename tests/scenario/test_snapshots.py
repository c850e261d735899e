"""A snapshot names the code it belongs to; any other is computed again from the seed."""

import pickle
import re
from importlib.metadata import packages_distributions
from pathlib import Path

import orjson
import pytest

import simcore
from simcore import Limits, Run
from simcore.errors import SnapshotUnusable
from simcore.scenario import snapshots
from simcore.scenario.going_on import restored_or_replayed


@pytest.fixture
def scenario(bend):
    return simcore.load_scenario(bend())


@pytest.fixture
def paused(scenario):
    run = Run(scenario)
    next(run.frames())
    return run


def frames_of(run):
    return [orjson.dumps(frame.payload) for frame in run.frames()]


def other_code(snapshot):
    """The same state, as another version of the code would have named it."""
    whose = snapshots.BEGINS + snapshots.code()
    assert snapshot.startswith(whose)
    return snapshots.BEGINS + b"0" * len(snapshots.code()) + snapshot.removeprefix(whose)


def unreadable(snapshot):
    """What a class that has gone leaves behind: our own name, and a pickle of nothing known."""
    state = pickle.dumps(snapshots.code).replace(b"code", b"gone")
    return snapshots.BEGINS + snapshots.code() + b"\n" + state


def older(snapshot):
    """As they were before they had a name."""
    return snapshot.partition(b"\n")[2]


USELESS = (other_code, unreadable, older, lambda snapshot: snapshot[:-100], lambda _: b"")


def test_a_snapshot_of_this_code_goes_on(paused):
    again = restored_or_replayed(paused.snapshot(), pytest.fail, Limits())
    assert frames_of(again) == frames_of(paused)


@pytest.mark.parametrize("spoilt", USELESS)
def test_any_other_is_refused(paused, spoilt):
    with pytest.raises(SnapshotUnusable):
        Run.restore(spoilt(paused.snapshot()))


@pytest.mark.parametrize("spoilt", USELESS)
def test_and_the_run_is_replayed_to_the_same_bytes(paused, scenario, spoilt):
    useless = spoilt(paused.snapshot())
    again = restored_or_replayed(useless, lambda: Run(scenario), Limits())
    assert frames_of(again)[1:] == frames_of(paused)


def test_a_state_that_is_no_run_is_refused():
    with pytest.raises(SnapshotUnusable):
        Run.restore(snapshots.pack({"not": "a run"}))


@pytest.fixture
def fresh_code():
    snapshots.code.cache_clear()
    yield
    snapshots.code.cache_clear()


def digest(monkeypatch, **changes):
    """The code's digest where something is other than it is."""
    with monkeypatch.context() as other:
        for name, value in changes.items():
            other.setattr(snapshots, name, value)
        snapshots.code.cache_clear()
        return snapshots.code()


COMPUTING = "asl awslambda component engine facts quotas recording roles scenario services spec"
IMPORTS = re.compile(r"^ *(?:from|import) (\w+)", re.MULTILINE)


def test_all_that_a_simulation_is_computed_with_is_in_its_name():
    """A new version of a library may go on otherwise than the one that began."""
    folder = Path(simcore.__file__).parent
    files = [file for room in COMPUTING.split() for file in (folder / room).rglob("*.py")]
    imported = {name for file in files for name in IMPORTS.findall(file.read_text())}
    distributions = packages_distributions()
    needed = {distributions[name][0].lower() for name in imported & set(distributions)}
    needed -= {"windtunnel"}
    assert "jsonata-python" in needed
    assert needed <= {name.lower() for name in snapshots.LIBRARIES}


def test_what_the_code_is(fresh_code, monkeypatch, tmp_path):
    """Sources, types from elsewhere, numpy and SimPy: each of them makes another code."""
    (tmp_path / "type.py").write_text("TYPES = ()")
    folders = [*snapshots._folders(), tmp_path]
    here = digest(monkeypatch)
    with_type = digest(monkeypatch, _folders=lambda: folders)
    (tmp_path / "type.py").write_text("TYPES = []")
    with_other_type = digest(monkeypatch, _folders=lambda: folders)
    other_numpy = digest(monkeypatch, version=lambda name: "0")
    assert here == digest(monkeypatch)
    assert len({here, with_type, with_other_type, other_numpy}) == 4


def test_types_from_elsewhere_are_found(monkeypatch):
    monkeypatch.setenv("WINDTUNNEL_COMPONENTS", "tests.component.toy")
    assert [folder.name for folder in snapshots._folders()] == ["simcore", "component"]


def test_time_and_memory_count_from_where_it_goes_on(paused):
    """Other limits than it had before; what it computed before does not count against them."""
    paused._watch.wall_s = 1_000.0
    again = Run.restore(paused.snapshot(), limits=Limits(wall_s=500))
    for _ in again.frames():
        pass
    assert again.result().status == "finished"
    assert again.result().as_dict()["wall"]["wall_s"] > 1_000
