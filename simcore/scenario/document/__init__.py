"""From text to plain data, with hostile text in mind.

YAML 1.2's core schema (so `on` and `no` are words and `1:30` is a text), or JSON. Mapping keys
are always text. Anchors, aliases, tags and merge keys are refused, so that the size of a
document is the size of its text; depth, nodes and bytes are bounded; duplicate keys are errors.
"""

from __future__ import annotations

import json
from collections import Counter
from math import isinf
from typing import Any

from simcore.errors import ScenarioInvalid
from simcore.scenario.document.limits import (
    LIMITS,
    Limits,
    Path,
    Source,
    duplicate_key,
    refusal,
    too_deep,
    written,
)
from simcore.scenario.document.screen import screen
from simcore.scenario.document.yaml_reader import read_yaml

__all__ = ["LIMITS", "Limits", "Path", "Source", "parse", "parse_value", "screen", "written"]


def parse(text: str | bytes, limits: Limits = LIMITS) -> Source:
    """The document in a YAML or JSON text; raises `ScenarioInvalid`."""
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(raw) > limits.bytes:
        raise refusal(
            "document.too-large",
            f"the document has {len(raw):,} bytes; at most {limits.bytes:,} are read",
            limits.if_large,
        )
    try:
        decoded = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusal(
            "document.encoding", f"byte {error.start:,} is not UTF-8", "save the file as UTF-8"
        ) from None
    source = (
        _parse_json(decoded, limits) if decoded.lstrip()[:1] == "{" else read_yaml(decoded, limits)
    )
    screen(source.data, limits)
    return source


def parse_value(text: str) -> Any:
    """One value as the command line gives it: a YAML scalar, or a list or mapping in a line.

    What is not YAML is the text itself.
    """
    try:
        return read_yaml(text, LIMITS).data
    except ScenarioInvalid:
        return text


class _Duplicate(ValueError):
    pass


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        times = Counter(name for name, _ in pairs)
        raise _Duplicate(next(name for name in found if times[name] > 1))
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number that JSON knows")


def _whole(digits: str) -> int:
    """Not beyond what a float may have: it could not be compared with one."""
    if isinf(float(digits)):
        raise ValueError(f"a whole number of {len(digits):,} digits; numbers go up to 1.8e308")
    return int(digits)


def _parse_json(text: str, limits: Limits) -> Source:
    try:
        data = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        raise refusal(
            "document.syntax",
            f"line {error.lineno}, column {error.colno}: {error.msg}",
            "the text begins with { and is read as JSON",
        ) from None
    except _Duplicate as error:
        raise duplicate_key(str(error), None) from None
    except RecursionError:
        raise too_deep(limits) from None
    except ValueError as error:
        raise refusal("document.syntax", str(error)) from None
    return Source(data)
