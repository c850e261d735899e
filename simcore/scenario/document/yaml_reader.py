"""YAML 1.2's core schema, built from the parser's events and counted while it is built.

Our own builder, because PyYAML's follows YAML 1.1 (`on` is true, `1:30` is 90), expands aliases
and keeps the last of two equal keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from simcore.errors import ScenarioInvalid
from simcore.scenario.document.limits import (
    Limits,
    Path,
    Source,
    duplicate_key,
    refusal,
    too_deep,
    too_many,
)

__all__ = ["read_yaml"]

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

NULLS = {"", "~", "null", "Null", "NULL"}
TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
INTEGER = re.compile(r"[-+]?[0-9]{1,40}")
FLOAT = re.compile(r"[-+]?(\.[0-9]{1,40}|[0-9]{1,40}(\.[0-9]{0,40})?)([eE][-+]?[0-9]{1,4})?")


def read_yaml(text: str, limits: Limits) -> Source:
    try:
        return _Builder(yaml.parse(text, Loader=Loader), limits).document()
    except yaml.MarkedYAMLError as error:
        raise _syntax(error) from None
    except yaml.YAMLError as error:
        raise refusal("document.syntax", str(error).splitlines()[0]) from None
    except RecursionError:
        raise too_deep(limits) from None
    except UnicodeEncodeError as error:  # of an argument, which need not be UTF-8
        said = f"character {error.start + 1} is none: what was given is not UTF-8"
        raise refusal("document.encoding", said) from None


def _syntax(error: yaml.MarkedYAMLError) -> ScenarioInvalid:
    mark = error.problem_mark or error.context_mark
    where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    problem = error.problem or error.context or "this is not YAML"
    return refusal("document.syntax", f"{where}{problem}", _syntax_hint(problem))


def _syntax_hint(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return 'a text that holds ": " needs quotes'
    if "comment or line break" in problem or "cannot start any token" in problem:
        return 'a text that begins with > needs quotes, as in "> 5"; or write above, at least'
    return "see YAML's syntax"


class _Builder:
    """Builds plain data from parser events, counting as it goes."""

    def __init__(self, events: Iterator[Any], limits: Limits) -> None:
        self.events = events
        self.limits = limits
        self.nodes = 0
        self.lines: dict[Path, int] = {}

    def document(self) -> Source:
        next(self.events)  # the stream's start
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            return Source(None)
        data = self.node(next(self.events), (), 0)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self.refuse(after, "document.several", "a second document begins here")
        return Source(data, self.lines)

    def refuse(self, event: Any, id: str, message: str, hint: str = "") -> ScenarioInvalid:
        return refusal(id, f"line {event.start_mark.line + 1}: {message}", hint)

    def node(self, event: Any, path: Path, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            raise too_many(self.limits)
        if depth > self.limits.depth:
            raise too_deep(self.limits)
        self.plain_yaml(event)
        self.lines[path] = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event.value) if event.implicit[0] else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path, depth)
        return self.mapping(path, depth)

    def plain_yaml(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise self.refuse(
                event,
                "document.alias",
                "anchors and aliases are not accepted",
                "write the value out where it is needed",
            )
        if event.tag is not None and event.tag != "!":
            raise self.refuse(
                event,
                "document.tag",
                f"the tag {event.tag[:80]} is not accepted",
                "plain values need no tag",
            )

    def sequence(self, path: Path, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(event, (*path, len(items)), depth + 1))
        return items

    def mapping(self, path: Path, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event, found)
            value = next(self.events)
            found[key] = self.node(value, (*path, key), depth + 1)
            self.lines[(*path, key)] = event.start_mark.line + 1
        return found

    def key(self, event: Any, found: dict[str, Any]) -> str:
        self.plain_yaml(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise self.refuse(event, "document.key", "a key must be a word")
        key = str(event.value)
        if key in found:
            mark: Any = event.start_mark
            raise duplicate_key(key, mark.line + 1)
        return key


def _scalar(text: str) -> Any:
    if text in NULLS:
        return None
    if text in TRUTHS:
        return TRUTHS[text]
    if INTEGER.fullmatch(text):
        return int(text)
    return float(text) if FLOAT.fullmatch(text) else text
