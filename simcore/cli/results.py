"""Results that arguments mean: those that files hold, and those that come out of scenarios."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simcore.cli.arguments import BadArguments
from simcore.cli.given import opened
from simcore.cli.loading import is_loaded
from simcore.frozen import frozen

if TYPE_CHECKING:
    from simcore.scenario import Scenario

__all__ = ["Found", "found"]

RESULT, COMPARISON = "windtunnel.result/1", "windtunnel.comparison/1"


@frozen
class Found:
    """A result, and the scenario that it was computed from, if it was."""

    document: dict[str, Any]
    scenario: Scenario | None = None
    live: Any = None
    """The run in motion, where it is wanted and was computed."""


def found(
    name: str, changes: Mapping[str, Any], values: dict[str, Any], moving: bool = False
) -> Found:
    """What a file holds that `--json` wrote, or what comes out of a scenario with changes."""
    written = _written(name)
    if written is None:
        return _computed(name, changes, values, moving)
    if values or any(value is not None for value in changes.values()):
        raise BadArguments(f"{name[:80]}: a result cannot be changed", "name its scenario")
    return Found(written)


def _written(name: str) -> dict[str, Any] | None:
    """The result in a file; None when it is something else."""
    path = Path(name)
    if path.suffix != ".json" or not path.is_file():
        return None
    try:
        data = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("format") not in (RESULT, COMPARISON):
        return None
    if data["format"] == COMPARISON:
        message = f"{name[-80:]}: a comparison holds no results"
        raise BadArguments(message, "name the two that were compared")
    return data


def _computed(name: str, changes: Mapping[str, Any], values: dict[str, Any], moving: bool) -> Found:
    from simcore.scenario import load_scenario
    from simcore.scenario.run import Run, run

    given, resolve = opened(name)
    scenario = load_scenario(given, traces=resolve)
    is_loaded()
    if moving:
        from simcore.paper.live import live

        shown, result = live(Run(scenario, overrides=values, **changes), scenario)
        return Found(result.as_dict(), scenario, shown)
    return Found(run(scenario, overrides=values, **changes).as_dict(), scenario)
