"""The engine: jsonata-python, with bounds, a linear regular expression, and our clock and chance.

It is loaded by the first definition that has an expression.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

import re2

from simcore.asl.flow import Around, Json, StateFault
from simcore.asl.jsonata.bounds import BOUNDS, BeyondBounds
from simcore.asl.jsonpath.path import Malformed
from simcore.asl.size import LIMIT_BYTES, MAX_DEPTH, TOO_DEEP, too_much

_recursion = sys.getrecursionlimit()
from jsonata import Jsonata  # noqa: E402  it raises the limit of recursion for all
from jsonata.functions import Functions  # noqa: E402
from jsonata.jexception import JException  # noqa: E402
from jsonata.utils import Utils  # noqa: E402

from simcore.asl.jsonata.functions import TABLE, Added  # noqa: E402

sys.setrecursionlimit(_recursion)

__all__ = ["FUNCTIONS", "UNDEFINED", "Failed", "compiled", "evaluated"]

CALLABLE: Final = (Jsonata.JFunction, Jsonata.JLambda)
FRAMES: Final = 8_000
"""Of Python, in which the depth of an expression has room."""

MOST_CHARACTERS: Final = 32_768
"""Of an expression; ours."""


class Undefined:
    """What an expression comes to that returns nothing."""


UNDEFINED: Final = Undefined()


class Failed(Exception):
    """An expression ended in an error; the text says which."""


class _Engine(Jsonata):  # type: ignore[misc]
    """The engine prints what is called and is no function; whoever reads standard output has no use
    for it."""

    def apply_inner(self, proc: Any, args: Any, input: Any, environment: Any) -> Any:
        if isinstance(proc, CALLABLE) or Functions.is_lambda(proc) or Functions.is_regex(proc):
            return super().apply_inner(proc, args, input, environment)
        raise JException("T1006", 0)


def _environment() -> Any:
    frame = Jsonata.Frame(Jsonata.static_frame)
    for name, signature in TABLE.items():
        frame.bind(name, Jsonata.JNativeFunction(name, signature, Added, name))
    frame.bind("eval", None)
    frame.set_evaluate_entry_callback(BOUNDS.entered)
    frame.set_evaluate_exit_callback(BOUNDS.left)
    return frame


ENVIRONMENT: Final = _environment()
FUNCTIONS: Final = frozenset(
    name
    for name, value in {**Jsonata.static_frame.bindings, **ENVIRONMENT.bindings}.items()
    if isinstance(value, CALLABLE)
)
"""The names of those that there are."""


def _pattern(pattern: str, flags: Any) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not flags.case_insensitive
    return re2.compile(f"(?m){pattern}" if flags.multiline else pattern, options)


@lru_cache(maxsize=4_096)
def compiled(source: str) -> Any:
    """The expression, read; raises `Malformed`."""
    if len(source) > MOST_CHARACTERS:
        raise Malformed(f"the expression is longer than {MOST_CHARACTERS:,} characters")
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, FRAMES))
    try:
        made = _Engine(source, _pattern)
    except JException as wrong:
        raise Malformed(f"{wrong} at character {max(wrong.location, 0)}") from wrong
    except RecursionError as wrong:
        raise Malformed("the expression is nested too deep") from wrong
    except re2.error as wrong:
        raise Malformed("a regular expression in it is none that is read") from wrong
    except MemoryError:
        raise
    except Exception as wrong:
        raise Malformed(f"the expression cannot be read ({type(wrong).__name__})") from wrong
    finally:
        sys.setrecursionlimit(before)
    if made.errors:
        raise Malformed(str(made.errors[0]))
    made.environment = ENVIRONMENT
    made.set_validate_input(False)
    made.set_output_convert_nulls(False)
    return made


def evaluated(source: str, bindings: Mapping[str, Json], around: Around) -> Any:
    """What it comes to, as JSON, or `UNDEFINED`; raises `Failed`, and `StateFault` where the value
    is more than may be handed on."""
    expression = compiled(source)
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, FRAMES))
    BOUNDS.begin(around, _roots(source, bindings))
    try:
        value = expression.evaluate(None, bindings)
        return UNDEFINED if value is None else _json(value)
    except (StateFault, Failed):
        raise
    except BeyondBounds as wrong:
        raise Failed(str(wrong)) from None
    except RecursionError:
        raise Failed("Stack overflow error") from None
    except Exception as wrong:
        if _ran_out_of_memory(wrong):
            raise MemoryError from None
        raise Failed(_said(wrong)) from wrong
    finally:
        BOUNDS.end()
        sys.setrecursionlimit(before)


def _roots(source: str, bindings: Mapping[str, Json]) -> Iterator[Json]:
    """What the expression may look at of what it is given."""
    for name, value in bindings.items():
        if name == "states":
            yield from value.values()
        elif name in source:
            yield value


def _ran_out_of_memory(wrong: BaseException | None) -> bool:
    """Of the process, which is no fault of the expression: `and` and `or` call it one."""
    while wrong is not None and not isinstance(wrong, MemoryError):
        wrong = wrong.__context__
    return wrong is not None


def _said(wrong: Exception) -> str:
    if isinstance(wrong, JException):
        return f"{wrong.error}: {wrong}"[:300]
    return str(wrong)[:300] or type(wrong).__name__


class _Left:
    """How many more parts a value may have: each is at least a byte of JSON."""

    def __init__(self) -> None:
        self.parts = LIMIT_BYTES


def _json(value: Any) -> Json:
    return _converted(value, _Left(), 1)


def _converted(value: Any, left: _Left, depth: int) -> Json:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return _number(value)
    if value is Utils.NULL_VALUE or value is None:
        return None
    if not isinstance(value, dict | list):
        raise Failed("it came to a function, which is no JSON")
    left.parts -= 1 + len(value)
    if left.parts < 0:
        raise too_much("JSONata")
    if depth > MAX_DEPTH:
        raise StateFault("States.Runtime", TOO_DEEP)
    if isinstance(value, dict):
        return {name: _converted(one, left, depth + 1) for name, one in value.items()}
    return [_converted(one, left, depth + 1) for one in value]


def _number(value: float) -> float:
    """A whole number as one where 64 bits hold it."""
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**63 else float(value)
    if value != value or value in (float("inf"), float("-inf")):
        raise Failed(f"it came to {value}, which is no JSON")
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
