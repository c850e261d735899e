"""The scenario: what is simulated, said in a file that people write.

`load_scenario` reads and checks it, `check` lists what is wrong, `vary` and `apply_overrides`
change it by paths, `knobs`, `topology` and `described` describe it to the laboratory.
"""

from simcore.scenario.document import parse_value
from simcore.scenario.knobs import knobs
from simcore.scenario.load import check, examine, load_scenario, vary
from simcore.scenario.model import FORMAT, Scenario
from simcore.scenario.overrides import apply_overrides, full_path
from simcore.scenario.pictures import described
from simcore.scenario.schema import json_schema
from simcore.scenario.shipped import shipped, shipped_path
from simcore.scenario.topology import topology
from simcore.scenario.traces import Resolver, TraceFolder

__all__ = [
    "FORMAT",
    "Resolver",
    "Scenario",
    "TraceFolder",
    "apply_overrides",
    "check",
    "described",
    "examine",
    "full_path",
    "json_schema",
    "knobs",
    "load_scenario",
    "parse_value",
    "shipped",
    "shipped_path",
    "topology",
    "vary",
]
