"""What records a scenario's run: its components, what flows between them, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from simcore.component import Live
from simcore.component.parts import names_of_parts
from simcore.components import IMPLIED, READINGS, along_the_path
from simcore.recording import Recorder, Timebase
from simcore.recording.catalogue import Readings
from simcore.scenario.costs import tariff
from simcore.scenario.model import Scenario
from simcore.scenario.topology import topology


def recorder_of(
    scenario: Scenario, timebase: Timebase, components: Sequence[Live], shown: bool
) -> Recorder:
    """A recorder of these components, or of none of them where the run could not be built."""
    prices = tariff(scenario, scenario.quota_profile())
    return Recorder(
        timebase,
        components,
        readings=READINGS if shown else _of_types(scenario),
        edges=topology(scenario)["edges"],
        parts=names_of_parts(scenario.components),
        tariff=prices if components else replace(prices, components={}),
        shown=shown,
    )


def _of_types(scenario: Scenario) -> Readings:
    """Those of the types that occur: only viewers are told of what there might be beside them."""
    occur = {component.type for component in scenario.components.values()} | set(IMPLIED)
    return {type: READINGS[type] for type in along_the_path(occur)}
