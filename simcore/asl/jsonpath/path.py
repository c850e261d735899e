"""Paths of a definition: into the input, the context object or a variable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, Literal

from simcore.asl.flow import Around, Json, StateFault
from simcore.asl.jsonpath.reference import ABSENT, Steps, found, steps_of

__all__ = ["Malformed", "Path", "path_of", "reference_of"]

Root = Literal["input", "context", "variable"]

VARIABLE: Final = re.compile(r"\$([^\W\d]\w*)")
MAX_CHARACTERS: Final = 4_096
"""Of a path or call; ours."""


class Malformed(ValueError):
    """A text is no path, call or expression; its words say why."""


@dataclass(frozen=True, slots=True)
class Path:
    """``source`` as it is written; ``steps`` None where a library has to look (`query`)."""

    source: str
    root: Root
    variable: str
    steps: Steps | None
    rest: str

    def find(self, input: Json, around: Around) -> Any:
        """What it finds, or `ABSENT`."""
        data = self.rooted(input, around)
        if self.steps is not None:
            return found(data, self.steps)
        from simcore.asl.jsonpath.query import queried

        return queried(self.rest, data)

    def rooted(self, input: Json, around: Around) -> Any:
        if self.root == "input":
            return input
        if self.root == "context":
            return around.context
        return around.variables.get(self.variable, ABSENT)

    def of(self, input: Json, around: Around) -> Json:
        value = self.find(input, around)
        if value is ABSENT:
            raise StateFault("States.Runtime", f"Invalid path '{self.source}': nothing is there.")
        return value


def path_of(source: str) -> Path:
    """Reads a path; raises `Malformed`."""
    if len(source) > MAX_CHARACTERS:
        raise Malformed(f"the path is longer than {MAX_CHARACTERS:,} characters")
    root, variable, rest = _rooted(source)
    steps = steps_of(rest)
    if steps is None:
        from simcore.asl.jsonpath.query import checked

        checked(rest)
    return Path(source, root, variable, steps, rest)


def _rooted(source: str) -> tuple[Root, str, str]:
    if source.startswith("$$"):
        return "context", "", source[2:]
    named = VARIABLE.match(source)
    if named:
        return "variable", named[1], source[named.end() :]
    if source.startswith("$"):
        return "input", "", source[1:]
    raise Malformed(f"a path begins with $, $$ or a variable, not as {source[:40]!r} does")


def reference_of(source: str) -> Path:
    """Reads a reference path into the data (ResultPath); raises `Malformed`."""
    path = path_of(source)
    if path.steps is None or path.root != "input":
        raise Malformed("only a path that names one place in the data can be here, as $.a.b[0]")
    return path
