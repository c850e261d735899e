"""The text of an intrinsic call, read from left to right."""

from __future__ import annotations

import re
from typing import Final

from simcore.asl.flow import Evaluated
from simcore.asl.intrinsics.call import Argument, Call, Text
from simcore.asl.intrinsics.functions import FUNCTIONS
from simcore.asl.jsonpath.path import MAX_CHARACTERS, Malformed, path_of
from simcore.asl.jsonpath.template import Literal
from simcore.errors import nearest

__all__ = ["MOST_CALLS", "call_of", "is_call"]

MOST_CALLS: Final = 10
"""In a field. Source: developer guide, "Intrinsic functions for JSONPath states"."""

NAME: Final = re.compile(r"\s*States\.(\w+)\s*\(")
TEXT: Final = re.compile(r"'((?:[^'\\]|\\.)*)'", re.DOTALL)
NUMBER: Final = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
WORD: Final = re.compile(r"(true|false|null)\b")
SPACE: Final = re.compile(r"\s*")
QUOTED: Final = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|/(?:[^/\\]|\\.)*/", re.DOTALL)
ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
ESCAPED: Final = "'\\{}"
WORDS: Final = {"true": True, "false": False, "null": None}


def is_call(source: str) -> bool:
    return source.lstrip().startswith("States.")


def call_of(source: str) -> Call:
    """Reads a call with all that is within it; raises `Malformed`."""
    if len(source) > MAX_CHARACTERS:
        raise Malformed(f"the call is longer than {MAX_CHARACTERS:,} characters")
    reader = _Reader(source)
    call = reader.call()
    reader.end()
    return call


class _Reader:
    def __init__(self, source: str) -> None:
        self.source, self.at, self.calls = source, 0, 0

    def call(self) -> Call:
        begin = self.at
        match = NAME.match(self.source, self.at)
        if match is None:
            raise Malformed("an intrinsic call is States.Name(…)")
        self.at = match.end()
        self.calls += 1
        if self.calls > MOST_CALLS:
            raise Malformed(f"more than {MOST_CALLS} intrinsic functions in one field")
        name = match[1]
        arguments = self.arguments()
        _checked(name, len(arguments))
        return Call(self.source[begin : self.at].strip(), name, arguments)

    def arguments(self) -> tuple[Evaluated, ...]:
        found: list[Evaluated] = []
        if self.taken(")"):
            return ()
        while True:
            found.append(self.argument())
            if self.taken(")"):
                return tuple(found)
            if not self.taken(","):
                raise Malformed(f"a comma or ) is missing at character {self.at + 1}")

    def argument(self) -> Evaluated:
        self.space()
        if self.source.startswith("States.", self.at):
            return self.call()
        if self.source.startswith("$", self.at):
            return self.path()
        return self.literal()

    def literal(self) -> Evaluated:
        for pattern, made in ((TEXT, _text), (WORD, _word), (NUMBER, _number)):
            match = pattern.match(self.source, self.at)
            if match:
                self.at = match.end()
                return made(match)
        raise Malformed(
            f"character {self.at + 1} begins no argument: a path, a call, a number, true, false, "
            "null, or a text between single quotes"
        )

    def path(self) -> Evaluated:
        """A path goes on to the comma or bracket that is not within it."""
        begin, depth = self.at, 0
        while self.at < len(self.source):
            quoted = QUOTED.match(self.source, self.at) if depth else None
            character = self.source[self.at]
            if depth == 0 and character in ",)":
                break
            depth += (character in "[(") - (character in "])")
            self.at = quoted.end() if quoted else self.at + 1
        return Argument(path_of(self.source[begin : self.at].rstrip()))

    def taken(self, character: str) -> bool:
        self.space()
        if not self.source.startswith(character, self.at):
            return False
        self.at += 1
        return True

    def space(self) -> None:
        match = SPACE.match(self.source, self.at)
        self.at = match.end() if match else self.at

    def end(self) -> None:
        self.space()
        if self.at < len(self.source):
            raise Malformed(f"something follows the call at character {self.at + 1}")


def _text(match: re.Match[str]) -> Evaluated:
    for escaped in ESCAPE.finditer(match[1]):
        if escaped[1] not in ESCAPED:
            raise Malformed(f"\\{escaped[1]} is no escape in a text: \\' \\\\ \\{{ \\}} are")
    return Text(ESCAPE.sub(r"\1", match[1]), match[1])


def _word(match: re.Match[str]) -> Evaluated:
    return Literal(WORDS[match[1]])


def _number(match: re.Match[str]) -> Evaluated:
    text = match[0]
    if len(text) > 40:
        raise Malformed("a number has at most 40 characters")
    return Literal(float(text) if match[1] or match[2] else int(text))


def _checked(name: str, arguments: int) -> None:
    if name not in FUNCTIONS:
        raise Malformed(f"there is no States.{name[:40]}: {nearest(name[:40], list(FUNCTIONS))}")
    least, most = FUNCTIONS[name].least, FUNCTIONS[name].most
    if least <= arguments <= most:
        return
    wanted = str(least) if least == most else f"{least} to {most}"
    wanted = f"at least {least}" if most > 1_000 else wanted
    raise Malformed(f"States.{name} takes {wanted} arguments, not {arguments}")
