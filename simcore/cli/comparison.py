"""`windtunnel compare`: two results, or what becomes of a scenario when it is changed."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

from simcore.cli import output
from simcore.cli.arguments import BadArguments
from simcore.cli.given import opened, overrides

__all__ = ["compared"]

RESULT = "windtunnel.result/1"


def compared(arguments: Namespace) -> int:
    """Print the comparison; 0 when both runs ended."""
    from simcore.analysis import compare
    from simcore.analysis.written import markdown, text

    changes = {"seed": arguments.seed, "profile": arguments.profile}
    values = overrides(arguments.set)
    if arguments.b is None and not values:
        raise BadArguments("compare A: with what?", "name a second one, or --set PATH=VALUE")
    was = _result(arguments.a, changes, {})
    now = _result(arguments.b or arguments.a, changes, values)
    comparison = compare(was, now)
    if arguments.json:
        output.print_json(comparison.as_dict())
    else:
        print("\n".join((markdown if arguments.markdown else text)(comparison)))
    return 0 if was["status"] == now["status"] == "finished" else 1


def _result(name: str, changes: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """What a file holds that `--json` wrote, or what comes out of a scenario."""
    written = _written(name)
    if written is None:
        return _computed(name, changes, values)
    if values or any(value is not None for value in changes.values()):
        raise BadArguments(f"{name[:80]}: a result cannot be changed", "name its scenario")
    return written


def _written(name: str) -> dict[str, Any] | None:
    """The result in a file; None when it is something else."""
    path = Path(name)
    if path.suffix != ".json" or not path.is_file():
        return None
    try:
        data = json.loads(path.read_bytes())
    except ValueError:
        return None
    return data if isinstance(data, dict) and data.get("format") == RESULT else None


def _computed(name: str, changes: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    from simcore.scenario import load_scenario
    from simcore.scenario.run import run

    given, resolve = opened(name)
    scenario = load_scenario(given, traces=resolve)
    return run(scenario, overrides=values, **changes).as_dict()
