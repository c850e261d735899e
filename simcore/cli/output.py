"""What goes to standard output and standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from simcore.errors import Check, ScenarioInvalid

__all__ = [
    "checks_of",
    "json_bytes",
    "print_checks",
    "print_findings",
    "print_json",
    "print_traces",
    "print_warnings",
    "same_place",
]


def json_bytes(data: Any, *, indent: bool = False) -> bytes:
    """JSON with sorted keys and a line's end: equal data, equal bytes."""
    import orjson

    option = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE | orjson.OPT_SERIALIZE_NUMPY
    return orjson.dumps(data, option=option | (orjson.OPT_INDENT_2 if indent else 0))


def print_json(data: Any, *, indent: bool = True) -> None:
    """JSON to standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json_bytes(data, indent=indent))
    sys.stdout.buffer.flush()


def checks_of(error: Exception) -> list[Check]:
    """An invalid scenario's findings; any other complaint as a finding of its own."""
    if isinstance(error, ScenarioInvalid):
        return error.checks
    hint = getattr(error, "hint", "")
    return [Check("cli.arguments", "error", "", str(error), hint)]


def print_checks(checks: Iterable[Check]) -> None:
    """`{"checks": [...]}` to standard error."""
    import orjson

    data = {"checks": [_as_text(check.as_dict()) for check in checks]}
    text = orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    sys.stderr.write(text.decode())
    sys.stderr.flush()


def _as_text(told: dict[str, str]) -> dict[str, str]:
    """What an argument or the name of a file has that is no UTF-8 is told by its number."""
    return {
        name: value.encode("utf-8", "backslashreplace").decode() for name, value in told.items()
    }


def print_findings(name: str, checks: list[Check]) -> None:
    """Findings for a person, to standard output."""
    if not checks:
        print(f"{name}: nothing to complain about")
    for check in checks:
        print(f"{check.severity} {check.id}")
        print(f"  {check.path}: {check.message}" if check.path else f"  {check.message}")
        if check.hint:
            print(f"  hint: {check.hint}")


def print_warnings(checks: Iterable[Check]) -> None:
    """A line each to standard error: they keep no run from starting."""
    for check in checks:
        where = f"{check.path}: " if check.path else ""
        print(f"{check.severity} {check.id}: {where}{check.message}", file=sys.stderr)


def same_place() -> bool:
    """Whether standard output and standard error go to one file, terminal or pipe."""
    try:
        out, err = (os.fstat(stream.fileno()) for stream in (sys.stdout, sys.stderr))
    except (OSError, ValueError):
        return False  # one of them is closed, or no file
    return os.path.samestat(out, err)


def print_traces(notes: Mapping[str, Iterable[str]]) -> None:
    """What was seen in each recorded trace, to standard output."""
    for component, said in notes.items():
        print(f"trace of {component}")
        for note in said:
            print(f"  {note}")
