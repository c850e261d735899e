"""Windtunnel's simulator, as a library.

>>> from simcore import load_scenario, run
>>> result = run(load_scenario("reserved-five"), seed=1)
>>> result.status
'finished'

The names are looked up when they are first asked for: what does not simulate, such as the help of
the command line, does not wait for numpy and pydantic.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from simcore import compiled
from simcore.version import MODEL, VERSION

if TYPE_CHECKING:
    from simcore.analysis import Comparison, Verdict, compare, judge
    from simcore.errors import Check, ScenarioInvalid, SimError
    from simcore.reporting import Report
    from simcore.reporting.front import report
    from simcore.scenario import Scenario, check, load_scenario
    from simcore.scenario.run import Frame, Limits, Result, Run, run

compiled.use()

__version__ = VERSION

__all__ = [
    "MODEL",
    "Check",
    "Comparison",
    "Frame",
    "Limits",
    "Report",
    "Result",
    "Run",
    "Scenario",
    "ScenarioInvalid",
    "SimError",
    "Verdict",
    "check",
    "compare",
    "judge",
    "load_scenario",
    "report",
    "run",
]

_HOMES = {
    "simcore.analysis": ("Comparison", "Verdict", "compare", "judge"),
    "simcore.errors": ("Check", "ScenarioInvalid", "SimError"),
    "simcore.reporting": ("Report",),
    "simcore.paper.front": ("report",),
    "simcore.scenario": ("Scenario", "check", "load_scenario"),
    "simcore.scenario.run": ("Frame", "Limits", "Result", "Run", "run"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            found = globals()[name] = getattr(import_module(home), name)
            _show_results()
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _show_results() -> None:
    """Notebooks show what comes out: this is the room that knows how."""
    from simcore.shown import shown_by

    shown_by(lambda: import_module("simcore.reporting.notebook"))


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
