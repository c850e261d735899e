"""`windtunnel asl`: one execution of a state machine, without deploying it."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable
from math import isinf
from pathlib import Path
from typing import Any

from simcore.asl.definition import DefinitionInvalid
from simcore.asl.execution import Execution
from simcore.asl.execution.limits import CHILDREN_PER_S
from simcore.asl.flow import StateFault
from simcore.asl.local import MockInvalid, execute, told
from simcore.asl.local.cases import mocks_in
from simcore.asl.size import within_limit
from simcore.cli.arguments import BadArguments
from simcore.cli.given import more_than_nothing
from simcore.cli.output import print_checks
from simcore.errors import Check, ScenarioInvalid
from simcore.scenario.document import Limits as Bounds
from simcore.scenario.document import parse
from simcore.scenario.limits import Limits, Watch

__all__ = ["executed"]

SUCCEEDED, FAILED = 0, 1
RAISE = "fewer items or turns; or more with --max-wall SECONDS, --max-memory MB"
DEFINITION = Bounds(
    bytes=2**20,
    depth=400,
    nodes=200_000,
    text_length=2**20,
    if_large="AWS takes a definition of 1 MB",
    if_deep="a definition may have 80 levels, data 200",
)
"""AWS takes a definition of 1 MB; what else bounds it is said by who reads it."""
BEYOND, FINITE = "1.8e308", "a finite number"
MOST_BYTES = 64 * 2**20
"""A file of mocks or of an input is read up to here; YAML as a definition is."""


def executed(arguments: Namespace) -> int:
    """Run it and print what it comes to; 1 when it did not succeed, or not within its limits."""
    more_than_nothing(arguments, "max_wall", "max_memory")
    document = _definition(arguments.file)
    mocks = {} if arguments.mock is None else _data("--mock", arguments.mock)
    execution: list[Execution] = []
    limits = Limits(wall_s=arguments.max_wall, memory_mb=arguments.max_memory)
    reached = Watch(limits).until_limit(
        lambda: execution.append(_execution(arguments, document, mocks))
    )
    if reached is not None:
        print_checks([_check("asl.limit", "", f"stopped at its limit, {reached}", RAISE)])
        return FAILED
    _print(told(execution[0]))
    return SUCCEEDED if execution[0].status == "SUCCEEDED" else FAILED


def _execution(arguments: Namespace, document: dict[str, Any], mocks: Any) -> Execution:
    """Raises `ScenarioInvalid` for a definition or mocks that are none."""
    try:
        return execute(
            document,
            _input(arguments.input),
            mocks_in(mocks, arguments.case),
            substitutions=_substitutions(arguments.substitute),
            workflow="EXPRESS" if arguments.express else "STANDARD",
            name=_name(arguments.name),
            seed=arguments.seed,
            redrives=_redrives(arguments.redrive, arguments.express),
            children_per_s=CHILDREN_PER_S,
        )
    except DefinitionInvalid as invalid:
        found = [_check("asl.definition", c.path, c.message, c.hint) for c in invalid.complaints]
        raise ScenarioInvalid([*found, *_more(invalid.left_out)]) from None
    except MockInvalid as invalid:
        check = _check("asl.mock", invalid.path, invalid.message, invalid.hint)
        raise ScenarioInvalid([check]) from None


def _check(id: str, path: str, message: str, hint: str) -> Check:
    return Check(id, "error", path, message, hint)


def _more(left_out: int) -> Iterable[Check]:
    if left_out:
        yield _check("asl.definition", "", f"and {left_out} more", "")


def _definition(name: str) -> dict[str, Any]:
    """JSON or YAML, from a file or standard input."""
    text = _bytes(name, "FILE", DEFINITION.bytes)
    found = parse(text, DEFINITION).data
    if not isinstance(found, dict):
        raise BadArguments(
            f"{name[:80]}: a definition is an object", '{"StartAt": ..., "States": {}}'
        )
    return found


def _bytes(name: str, what: str, most: int) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(most + 1)
    try:
        with Path(name).open("rb") as file:
            text = file.read(most + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BadArguments(f"{what} {name[:200]}: {why}", "the name of a file, or -") from None
    if len(text) > most:
        raise BadArguments(f"{what} {name[:200]}: more than {most:,} bytes", "a smaller file")
    return text


def _data(option: str, name: str) -> Any:
    """What a file holds: JSON, or YAML."""
    text = _bytes(name, option, MOST_BYTES)
    try:
        return _json(text)
    except (ValueError, RecursionError):
        found = parse(text, DEFINITION).data
    try:
        json.dumps(found, allow_nan=False)
    except ValueError:
        raise BadArguments(f"{option} {name[:80]}: a number beyond {BEYOND}", FINITE) from None
    return found


def _json(text: str | bytes) -> Any:
    return json.loads(
        text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_number
    )


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise BadArguments(f'the key "{twice[:80]}" is given twice', "each key once in an object")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number that JSON knows")


def _number(text: str) -> float:
    """What is too large for a number would be infinite, which JSON cannot say."""
    number = float(text)
    if isinf(number):
        raise BadArguments(f"{text[:80]}: a number beyond {BEYOND}", FINITE)
    return number


def _input(given: str | None) -> Any:
    """JSON on the command line, or a file."""
    if given is None:
        return {}
    if not given.strip():
        raise BadArguments("--input is empty", "--input '{}', or a file")
    try:
        found = _json(given)
    except (ValueError, RecursionError):
        if given.lstrip()[:1] in ("{", "["):
            raise BadArguments("--input is no JSON", "--input '{\"id\": 1}', or a file") from None
        found = _data("--input", given)
    else:
        _in_utf8("--input", given)
    try:
        return within_limit(found, "input")
    except StateFault as fault:
        raise BadArguments(f"--input: {fault.error}", "AWS takes 262,144 bytes") from None


def _in_utf8(option: str, given: str) -> None:
    """Bytes of an argument that are not UTF-8 arrive as halves of characters."""
    try:
        given.encode()
    except UnicodeEncodeError as error:
        said = f"{option}: character {error.start + 1:,} is not UTF-8"
        raise BadArguments(said, 'a text in UTF-8; half of a pair as "\\ud800"') from None


def _substitutions(given: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals or not name:
            raise BadArguments(f"--substitute {item[:80]}: NAME=VALUE is expected", "Table=orders")
        _in_utf8("--substitute", item)
        found[name] = value
    return found


def _name(given: str) -> str:
    if not 0 < len(given) <= 80 or any(c in NOT_IN_NAMES or not c.isprintable() for c in given):
        raise BadArguments(
            f"--name {given[:80]}: no name of an execution",
            f"1 to 80 characters, none of them a space or one of {NOT_IN_NAMES.strip()}",
        )
    return given


def _redrives(given: int, is_express: bool) -> int:
    if given and is_express:
        raise BadArguments(
            f"--redrive {given} --express: an Express execution cannot be redriven", "one of both"
        )
    if not 0 <= given <= MOST_REDRIVES:
        raise BadArguments(f"--redrive {given}", f"0 to {MOST_REDRIVES:,}")
    return given


MOST_REDRIVES = 1_000
NOT_IN_NAMES = ' <>{}[]?*"#%\\^|~`$&,;:/'


def _print(said: dict[str, Any]) -> None:
    """In reading order; numbers beyond 64 bits are written, too."""
    text = json.dumps(said, indent=2, ensure_ascii=False)
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
