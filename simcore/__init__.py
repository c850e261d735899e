"""Windtunnel's simulator, as a library.

>>> from simcore import load_scenario, run
>>> result = run(load_scenario("reserved-five"), seed=1)
>>> result.status
'finished'
"""

from simcore.errors import Check, ScenarioInvalid, SimError
from simcore.scenario import Scenario, check, load_scenario
from simcore.scenario.run import Frame, Limits, Result, Run, run
from simcore.version import MODEL, VERSION

__version__ = VERSION

__all__ = [
    "MODEL",
    "Check",
    "Frame",
    "Limits",
    "Result",
    "Run",
    "Scenario",
    "ScenarioInvalid",
    "SimError",
    "check",
    "load_scenario",
    "run",
]
