"""Paths that find many places, ``$.orders[?(@.sum > 10)].id``: python-jsonpath looks.

What it finds is an array, an empty one where nothing fits; a place that the path names before it
begins to search has to be there, as in Jayway's JSONPath. How much a search may look at is bounded,
so that no path over no data goes on for ever; regular expressions take a time that is linear.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

import re2
from jsonpath import JSONPath, JSONPathEnvironment, JSONPathError
from jsonpath.filter import RegexLiteral, RelativeFilterQuery, RootFilterQuery
from jsonpath.match import JSONPathMatch
from jsonpath.parse import Parser
from jsonpath.token import TOKEN_RE_FLAGS

from simcore.asl.flow import StateFault
from simcore.asl.jsonpath.path import Malformed
from simcore.asl.jsonpath.reference import ABSENT, STEP, Steps, found, steps_of
from simcore.asl.size import MAX_DEPTH

__all__ = ["MOST_PLACES", "checked", "queried"]

MOST_PLACES: Final = 300_000
"""Places that one path may look at; ours."""


class _Work:
    """How many places the search under way may still look at."""

    left = 0

    def spend(self, places: int = 1) -> None:
        self.left -= places
        if self.left < 0:
            told = f"The path looks at more than {MOST_PLACES:,} places."
            raise StateFault("States.Runtime", told)


WORK: Final = _Work()


class _Place(JSONPathMatch):
    """A place that is looked at. Where it is nobody asks, and its children are not kept."""

    __slots__ = ()

    def __init__(self, **parts: Any) -> None:
        WORK.spend()
        super().__init__(**{**parts, "path": "", "parts": ()})

    def add_child(self, *children: JSONPathMatch) -> None:
        pass


class _Path(JSONPath):
    """A path, or one within a filter, whose places are counted."""

    def finditer(self, data: Any, *, filter_context: Any = None) -> Iterable[JSONPathMatch]:
        places: Iterable[JSONPathMatch] = [
            _Place(filter_context={}, obj=data, parent=None, root=data)
        ]
        for segment in self.segments:
            places = segment.resolve(places)
        return places


class _Parser(Parser):
    def parse_absolute_query(self, stream: Any) -> RootFilterQuery:
        stream.next()
        return RootFilterQuery(_Path(env=self.env, segments=self.parse_query(stream)))

    def parse_relative_query(self, stream: Any) -> RelativeFilterQuery:
        stream.next()
        return RelativeFilterQuery(_Path(env=self.env, segments=self.parse_query(stream)))

    def parse_regex(self, stream: Any) -> RegexLiteral:
        pattern = stream.current().value
        options = re2.Options()
        options.log_errors = False
        if stream.peek().kind == TOKEN_RE_FLAGS:
            stream.next()
            _take_flags(options, stream.next().value)
        try:
            return RegexLiteral(value=re2.compile(pattern, options))
        except re2.error as wrong:
            raise Malformed(f"/{pattern[:40]}/ is no regular expression that is read") from wrong


def _take_flags(options: Any, flags: str) -> None:
    options.case_sensitive = "i" not in flags
    options.dot_nl = "s" in flags


class _Environment(JSONPathEnvironment):
    """JSONPath without what is this library's own: unions, keys, functions."""

    pseudo_root_token = "\x01"
    filter_context_token = "\x02"
    intersection_token = "\x03"
    key_token = "\x04"
    keys_selector_token = "\x05"
    keys_filter_token = "\x06"
    union_token = "\x07"
    max_recursion_depth = MAX_DEPTH + 1
    parser_class = _Parser

    def setup_function_extensions(self) -> None:
        self.function_extensions = {}

    def compare(self, left: object, operator: str, right: object) -> bool:
        if operator in ("in", "contains"):
            WORK.spend(_length(right if operator == "in" else left))
        return super().compare(left, operator, right)


def _length(value: object) -> int:
    return len(value) if isinstance(value, list | dict | str) else 1


@lru_cache(maxsize=4_096)
def _compiled(rest: str) -> tuple[Steps, _Path]:
    """The steps that have to be there, and the whole path."""
    if any(ord(character) < 0x20 for character in rest):
        raise Malformed("a path has no control characters")
    try:
        read: Any = ENVIRONMENT.compile(f"${rest}")
    except (JSONPathError, RecursionError) as wrong:
        raise Malformed(_said(wrong)) from wrong
    return _named_steps(rest), _Path(env=ENVIRONMENT, segments=read.segments)


def _named_steps(rest: str) -> Steps:
    at = 0
    while step := STEP.match(rest, at):
        at = step.end()
    return steps_of(rest[:at]) or ()


def _said(wrong: BaseException) -> str:
    if isinstance(wrong, RecursionError):
        return "the path is nested too deep"
    return f"is no path: {str(wrong).splitlines()[0][:120]}"


ENVIRONMENT: Final = _Environment()


def checked(rest: str) -> None:
    """Raises `Malformed` where what follows ``$`` is not JSONPath."""
    _compiled(rest)


def queried(rest: str, data: Any) -> Any:
    """All that is found, as an array; `ABSENT` where what is named first is not there."""
    steps, path = _compiled(rest)
    if found(data, steps) is ABSENT:
        return ABSENT
    if not isinstance(data, dict | list):
        return []
    WORK.left = MOST_PLACES
    try:
        return path.findall(data)
    except JSONPathError as wrong:
        raise StateFault("States.Runtime", f"Invalid path '${rest}': {_said(wrong)}") from wrong
