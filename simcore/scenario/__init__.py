"""The scenario: what is simulated, said in a file that people write.

`load_scenario` reads and checks it, `check` lists what is wrong, `vary` and `apply_overrides`
change it by paths, `knobs`, `topology` and `described` describe it to the laboratory.
"""

from simcore.scenario.called import called
from simcore.scenario.deeds import as_header, impossible, interventions_of, offered, parting_s
from simcore.scenario.document import parse_value
from simcore.scenario.goals import drawn_goals
from simcore.scenario.interventions import Intervention
from simcore.scenario.knobs import knobs, of_interest
from simcore.scenario.lab_data import lab_data
from simcore.scenario.load import check, examine, load_scenario, vary
from simcore.scenario.model import FORMAT, LONGEST_RUN_S, Scenario
from simcore.scenario.overrides import apply_overrides, full_path
from simcore.scenario.pictures import described
from simcore.scenario.schema import json_schema
from simcore.scenario.shipped import shipped, shipped_path
from simcore.scenario.topology import topology
from simcore.scenario.traces import Resolver, TraceFolder

__all__ = [
    "FORMAT",
    "LONGEST_RUN_S",
    "Intervention",
    "Resolver",
    "Scenario",
    "TraceFolder",
    "apply_overrides",
    "as_header",
    "called",
    "check",
    "described",
    "drawn_goals",
    "examine",
    "full_path",
    "impossible",
    "interventions_of",
    "json_schema",
    "knobs",
    "lab_data",
    "load_scenario",
    "of_interest",
    "offered",
    "parse_value",
    "parting_s",
    "shipped",
    "shipped_path",
    "topology",
    "vary",
]
