"""From text to plain data, with hostile text in mind.

YAML 1.2's core schema (so `on` and `no` are words and `1:30` is a text), or JSON. Mapping keys
are always text. Anchors, aliases, tags and merge keys are refused, so that the size of a
document is the size of its text; depth, nodes and bytes are bounded; duplicate keys are errors.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from simcore.errors import Check, ScenarioInvalid

__all__ = ["LIMITS", "Limits", "Source", "parse", "parse_value", "screen"]

Path = tuple[str | int, ...]

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

NULLS = {"", "~", "null", "Null", "NULL"}
TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
INTEGER = re.compile(r"[-+]?[0-9]{1,40}")
FLOAT = re.compile(r"[-+]?(\.[0-9]{1,40}|[0-9]{1,40}(\.[0-9]{0,40})?)([eE][-+]?[0-9]{1,4})?")


@dataclass(frozen=True)
class Limits:
    """The largest document that is read."""

    bytes: int = 256 * 1024
    depth: int = 20
    nodes: int = 20_000
    text_length: int = 4_000


LIMITS = Limits()


@dataclass(frozen=True)
class Source:
    """A document and the line of each of its parts (from 1, where known)."""

    data: Any
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int | None:
        """The line of the part, or of the nearest part around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path) if path else None


def _refuse(id: str, message: str, hint: str = "", path: str = "") -> ScenarioInvalid:
    return ScenarioInvalid([Check(id, "error", path, message, hint)])


def parse(text: str | bytes, limits: Limits = LIMITS) -> Source:
    """The document in a YAML or JSON text; raises `ScenarioInvalid`."""
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if len(raw) > limits.bytes:
        raise _refuse(
            "document.too-large",
            f"the document has {len(raw):,} bytes; at most {limits.bytes:,} are read",
            "a recorded trace belongs into a file of its own",
        )
    try:
        decoded = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refuse(
            "document.encoding", f"byte {error.start:,} is not UTF-8", "save the file as UTF-8"
        ) from None
    source = _parse_json(decoded) if decoded.lstrip()[:1] == "{" else _parse_yaml(decoded, limits)
    screen(source.data, limits)
    return source


def parse_value(text: str) -> Any:
    """One value as the command line gives it: a YAML scalar, or a list or mapping in a line."""
    try:
        return parse_yaml_value(text)
    except ScenarioInvalid:
        return text


def parse_yaml_value(text: str) -> Any:
    """The value of a short YAML text; raises `ScenarioInvalid`."""
    return _parse_yaml(text, LIMITS).data


# --- JSON ------------------------------------------------------------------------------


class _Duplicate(ValueError):
    pass


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise _Duplicate(next(name for name in names if names.count(name) > 1))
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number that JSON knows")


def _parse_json(text: str) -> Source:
    try:
        data = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise _refuse(
            "document.syntax",
            f"line {error.lineno}, column {error.colno}: {error.msg}",
            "the text begins with { and is read as JSON",
        ) from None
    except _Duplicate as error:
        raise _duplicate_key(str(error), None) from None
    except RecursionError:
        raise _too_deep(LIMITS) from None
    except ValueError as error:
        raise _refuse("document.syntax", str(error)) from None
    return Source(data)


# --- YAML ------------------------------------------------------------------------------


def _parse_yaml(text: str, limits: Limits) -> Source:
    try:
        return _Builder(yaml.parse(text, Loader=Loader), limits).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise _refuse(
            "document.syntax", f"{where}{error.problem or error.context}", "see YAML's syntax"
        ) from None
    except yaml.YAMLError as error:
        raise _refuse("document.syntax", str(error).splitlines()[0]) from None
    except RecursionError:
        raise _too_deep(limits) from None


def _duplicate_key(key: str, line: int | None) -> ScenarioInvalid:
    where = f"line {line}: " if line else ""
    return _refuse(
        "document.duplicate-key", f'{where}the key "{key[:80]}" is given twice', "keep one of them"
    )


def _too_deep(limits: Limits) -> ScenarioInvalid:
    return _refuse(
        "document.too-deep",
        f"nested more than {limits.depth} levels deep",
        "no part of a scenario needs more than eight",
    )


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
        return _refuse(id, f"line {event.start_mark.line + 1}: {message}", hint)

    def node(self, event: Any, path: Path, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            raise _too_many(self.limits)
        if depth > self.limits.depth:
            raise _too_deep(self.limits)
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
        if event.value in found:
            raise _duplicate_key(event.value, event.start_mark.line + 1)
        return str(event.value)


def _scalar(text: str) -> Any:
    if text in NULLS:
        return None
    if text in TRUTHS:
        return TRUTHS[text]
    if INTEGER.fullmatch(text):
        return int(text)
    return float(text) if FLOAT.fullmatch(text) else text


# --- what any document must keep to, also one that arrives as plain data -----------------


def _too_many(limits: Limits) -> ScenarioInvalid:
    return _refuse(
        "document.too-many-values",
        f"more than {limits.nodes:,} values",
        "a recorded trace belongs into a file of its own",
    )


def screen(data: Any, limits: Limits = LIMITS) -> None:
    """Raise `ScenarioInvalid` unless `data` is plain, bounded and made of harmless text."""
    waiting: list[tuple[Any, Path]] = [(data, ())]
    seen = 0
    while waiting:
        value, path = waiting.pop()
        seen += 1
        if seen > limits.nodes:
            raise _too_many(limits)
        if len(path) > limits.depth:
            raise _too_deep(limits)
        if isinstance(value, dict):
            for key in value:
                _screen_text(key, path, limits)
            waiting.extend((item, (*path, key)) for key, item in value.items())
        elif isinstance(value, list | tuple):
            waiting.extend((item, (*path, index)) for index, item in enumerate(value))
        else:
            _screen_scalar(value, path, limits)


def _screen_scalar(value: Any, path: Path, limits: Limits) -> None:
    if value is None or isinstance(value, bool | int | float):
        return
    _screen_text(value, path, limits)


def _screen_text(text: Any, path: Path, limits: Limits) -> None:
    where = written(path)
    if not isinstance(text, str):
        raise _refuse(
            "document.type",
            f"a {type(text).__name__} is not accepted",
            "text, numbers, true, false, null, lists and mappings are",
            where,
        )
    if len(text) > limits.text_length:
        raise _refuse(
            "document.text-length",
            f"a text of {len(text):,} characters; at most {limits.text_length:,}",
            "shorten it",
            where,
        )
    for position, character in enumerate(text):
        if _is_hostile(character):
            raise _refuse(
                "document.control-character",
                f"character {position + 1} is U+{ord(character):04X}, which cannot be seen",
                "remove it",
                where,
            )


BIDIRECTIONAL = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _is_hostile(character: str) -> bool:
    if character in "\n\t" or " " <= character <= "~":
        return False
    return character in BIDIRECTIONAL or unicodedata.category(character) in ("Cc", "Cs")


def written(path: Path) -> str:
    """A path as people write it: `components.worker.timeout`."""
    return ".".join(str(part)[:80] for part in path)
