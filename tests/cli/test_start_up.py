"""What a command loads before it does anything: a person waits for that each time."""

import subprocess
import sys

import pytest

HEAVY = {"numpy", "pydantic", "simpy", "yaml", "orjson", "rich", "importlib.metadata", "difflib"}
QUICK = {"cli", "compiled", "errors", "version"}
SHOWN = "import sys\ntry:\n    from simcore.cli import main\n    main({!r})\nfinally:\n    {}"
MODULES = "print(*sys.modules, file=sys.stderr)"


def python(program):
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def loaded_by(*arguments):
    """The modules that are there when the command has ended."""
    program = SHOWN.format(list(arguments), MODULES)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize(
    "command", [(), ("run",), ("check",), ("quotas",), ("schema",), ("bench",)]
)
def test_help_loads_nothing_that_simulates(command):
    loaded = loaded_by(*command, "--help")
    assert not loaded & HEAVY
    ours = {name for name in loaded if name.startswith("simcore")}
    assert {name.split(".")[1] for name in ours if "." in name} == QUICK


def test_a_run_that_is_not_shown_loads_no_terminal():
    loaded = loaded_by("run", "reserved-five", "--quiet", "--max-events", "100")
    assert not loaded & {"rich", "visualizer", "django"}
    assert not loaded & {"simcore.asl", "jsonata", "jsonpath", "re2"}
    assert {"numpy", "simcore.scenario.run"} <= loaded


A_DOZEN = """
format: windtunnel.scenario/1
id: a-dozen
title: What does a dozen requests cost?
duration: 12 s
components:
  clients: {type: client, target: worker, arrivals: {constant: {rate: 1/s}}}
  worker: {type: function, duration: 100 ms}
"""


def test_only_types_that_a_scenario_names_are_loaded_and_built(tmp_path):
    (tmp_path / "a-dozen.yaml").write_text(A_DOZEN)
    program = (
        "import sys\n"
        "from simcore.cli import main\n"
        "main(sys.argv[1:])\n"
        "loaded = set(sys.modules)\n"
        "from simcore.components import SPECS, TYPES\n"
        "print(*(name for name in SPECS if TYPES[name].build.__module__ in loaded))\n"
        "print(*(name for name in SPECS if SPECS[name].__pydantic_complete__))"
    )
    command = [sys.executable, "-c", program, "run", str(tmp_path / "a-dozen.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded, built = done.stdout.splitlines()[-2:]
    assert loaded.split() == built.split() == ["client", "function"]


def test_quotas_are_shown_without_a_simulator():
    loaded = loaded_by("quotas")
    assert not loaded & {"numpy", "simpy", "yaml", "simcore.scenario"}


def test_the_library_is_loaded_when_it_is_asked_for():
    asked = "print('numpy' in sys.modules)"
    done = python(f"import sys, simcore; {asked}; simcore.run; {asked}")
    assert done.stdout.split() == ["False", "True"]


def test_names_of_the_library():
    import simcore

    assert set(simcore.__all__) <= set(dir(simcore))
    with pytest.raises(AttributeError, match="no attribute 'simulate'"):
        simcore.simulate  # noqa: B018


def test_garbage_is_collected_once_something_computes():
    program = (
        "import gc\n"
        "from simcore.cli.loading import is_loaded, load_quickly\n"
        "load_quickly()\n"
        "print(gc.isenabled(), gc.get_freeze_count() > 1000)\n"
        "is_loaded()\n"
        "print(gc.isenabled(), gc.get_freeze_count() > 1000)"
    )
    assert python(program).stdout.split() == ["False", "False", "True", "True"]


def test_who_collects_garbage_while_loading_is_left_alone():
    program = (
        "import gc\n"
        "from simcore.cli.loading import is_loaded\n"
        "is_loaded()\n"
        "print(gc.isenabled(), gc.get_freeze_count() > 1000)"
    )
    assert python(program).stdout.split() == ["True", "False"]
