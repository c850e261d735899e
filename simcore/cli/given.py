"""Which scenario the arguments mean, and how they change it."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from simcore.cli.arguments import BadArguments
from simcore.scenario import TraceFolder, parse_value
from simcore.scenario.document import LIMITS
from simcore.scenario.shipped import file_or_shipped

__all__ = ["changes", "more_than_nothing", "opened"]

SET_HINT = "--set worker.reserved_concurrency=5"


def opened(name: str) -> tuple[bytes | Path, TraceFolder]:
    """The text or file of the scenario, and where its traces are looked for."""
    if name == "-":
        text = sys.stdin.buffer.read(LIMITS.bytes + 1)
        return text, TraceFolder(Path.cwd(), anywhere=True)
    path = file_or_shipped(name)
    return path, TraceFolder(path.parent, anywhere=True)


def changes(arguments: Namespace) -> dict[str, Any]:
    """The seed, the profile and the overrides that the arguments give."""
    return {
        "seed": arguments.seed,
        "profile": arguments.profile,
        "overrides": overrides(arguments.set),
    }


def more_than_nothing(arguments: Namespace, *names: str) -> None:
    """Raises BadArguments for a limit at which nothing could be done."""
    for name in names:
        value = getattr(arguments, name)
        if value is not None and not value > 0:
            raise BadArguments(f"--{name.replace('_', '-')} {value}: more than 0 is expected", "")


def overrides(given: list[str]) -> dict[str, Any]:
    """Path to value from `PATH=VALUE` texts; raises BadArguments."""
    found: dict[str, Any] = {}
    for item in given:
        path, equals, value = item.partition("=")
        path = path.strip()
        if not equals or not path:
            raise BadArguments(f'--set {item[:80]}: a path, "=" and a value are expected', SET_HINT)
        if path in found:
            raise BadArguments(f"--set gives {path[:80]} twice", "keep one of them")
        found[path] = parse_value(value)
    return found
