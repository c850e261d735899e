"""The modules that `make fast` compiles come to the same bytes as the sources.

In a soak, and in one of the shares: to compile them takes half a minute.
"""

import orjson
import pytest

import simcore
from tests.determinism.builds import python
from tests.determinism.conftest import ROOT
from tests.determinism.frozen import COMBINATIONS
from tests.determinism.test_frozen import FROZEN
from tests.determinism.test_restored import rest_of
from tests.shares import SOAK

NO_COMPILER = 3  # the exit status of tools/fast.py
SHOWN = {"reserved-five", "fifo-groups", "poison-and-partial-batches", "parallel-lanes"}
NAMES = [f"{slug} {profile}" for slug, profile in COMBINATIONS]
SOME = [name for name in NAMES if name.split()[0] in SHOWN]


@pytest.fixture(scope="session")
def build():
    """The folder of a build of this code; made where there is none.

    The C compiler takes half as long where it need not look for what is fast; in a soak it does as
    `make fast` has it.
    """
    folder = ROOT / ".fast-tests"
    made = python("tools.fast", folder, 2 if SOAK else 0, folder=folder, check=False)
    if made.returncode == NO_COMPILER:
        pytest.skip("only on machines with a C compiler")
    assert made.returncode == 0, made.stderr.decode()
    return folder


def test_result_and_version_say_which(build, scenario_file):
    assert b", mypyc " in python("simcore", "version", folder=build).stdout
    told = python("simcore", "run", scenario_file, "--json", "-", folder=build).stdout
    assert orjson.loads(told)["wall"]["build"].startswith("mypyc ")


def test_shipped_scenarios_come_to_the_same_bytes(build):
    names = NAMES if SOAK else SOME
    told = orjson.loads(python("tests.determinism.frozen", *names, folder=build).stdout)
    assert told == {name: FROZEN[name] for name in names}


@pytest.mark.parametrize("hash_seed", [0, 7])
def test_everything_that_happens_is_the_same(build, scenario_file, here, hash_seed):
    seed = {"PYTHONHASHSEED": str(hash_seed)}
    there = python("tests.determinism.program", "run", scenario_file, folder=build, **seed)
    assert there.stdout == here + b"\n"


@pytest.mark.parametrize("frames", [1, 17, 50, 89])
def test_a_snapshot_goes_on_to_the_same_bytes(build, scenario_file, here, tmp_path, frames):
    program, snapshot = "tests.determinism.program", tmp_path / "snapshot"
    python(program, "put-away", scenario_file, frames, snapshot, folder=build)
    assert python(program, "rest", snapshot, folder=build).stdout == rest_of(here, frames) + b"\n"


def test_a_snapshot_of_the_sources_is_not_that_of_the_build(build, document, tmp_path):
    run = simcore.Run(simcore.load_scenario(document))
    next(run.frames())
    snapshot = tmp_path / "snapshot"
    snapshot.write_bytes(run.snapshot())
    there = python("tests.determinism.program", "rest", snapshot, folder=build, check=False)
    assert b"written by another version of the code" in there.stderr
