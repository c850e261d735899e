"""The modules that `make fast` compiles come to the same bytes as the sources, or are not used."""

import os
import subprocess
import sys

import orjson
import pytest

import simcore
from simcore import compiled
from tests.determinism.conftest import ROOT
from tests.determinism.frozen import COMBINATIONS
from tests.determinism.test_frozen import FROZEN
from tests.determinism.test_restored import rest_of
from tests.shares import SOAK

NO_COMPILER = 3  # the exit status of tools/fast.py
SHOWN = {"reserved-five", "fifo-groups", "poison-and-partial-batches", "parallel-lanes"}
NAMES = [f"{slug} {profile}" for slug, profile in COMBINATIONS]
SOME = [name for name in NAMES if name.split()[0] in SHOWN]


def python(*arguments, folder, check=True, **variables):
    """Run it in a process that would take the build in the folder."""
    environment = {**os.environ, "WINDTUNNEL_PURE": "", "WINDTUNNEL_FAST": str(folder), **variables}
    command = [sys.executable, "-m", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, check=check, timeout=900
    )


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


def test_the_tests_run_on_the_sources():
    assert compiled.build() == "pure"
    assert simcore.compiled is compiled


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


# When a build is used; no compiler is needed for these.


@pytest.fixture
def claimed(tmp_path):
    """A folder that says that it is a build of this code, and compiles nothing."""
    (tmp_path / "modules").mkdir()
    lines = [compiled.line_of(source) for source in compiled.sources()]
    (tmp_path / compiled.LIST).write_text("\n".join([f"{compiled.python()} feed", *lines]) + "\n")
    return tmp_path


def version(folder, **variables):
    said = python("simcore", "version", folder=folder, **variables).stdout.decode()
    return said.strip().partition(", ")[2]


def edit(folder, before, after):
    listed = folder / compiled.LIST
    text = listed.read_text()
    assert before in text
    listed.write_text(text.replace(before, after))


def test_a_build_of_this_code_is_used(claimed):
    assert version(claimed) == "mypyc feed"


def test_unless_it_is_not_wanted(claimed):
    assert version(claimed, WINDTUNNEL_PURE="1") == "pure"


def test_times_do_not_matter_where_the_contents_are_the_same(claimed):
    source = ROOT / "simcore" / "units.py"
    edit(claimed, str(source.stat().st_mtime_ns), "1")
    assert version(claimed) == "mypyc feed"


def test_one_other_source_and_all_is_taken_from_the_sources(claimed):
    source = compiled.HERE / "units.py"
    edit(claimed, compiled.line_of(source), f"{'0' * 64} 1 1 units.py")
    assert version(claimed) == "pure"


def test_a_source_that_is_gone_likewise(claimed):
    edit(claimed, " units.py", " unities.py")
    assert version(claimed) == "pure"


def test_a_build_for_another_python_likewise(claimed):
    edit(claimed, sys.implementation.cache_tag, "cpython-39")
    assert version(claimed) == "pure"


def test_where_there_is_no_build_nothing_is_compared(tmp_path):
    assert version(tmp_path) == "pure"
