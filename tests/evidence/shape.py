"""Shapes of documents, as the tables of AWS's events write them, held against documents.

``Records[]{body s, size? n, tags{} or null, source "aws:sqs"}``: a name, ``?`` where it may be
absent, ``[]`` for a list (``[1]`` of one), then its fields or ``s`` text, ``n`` number, ``b`` true
or false, ``"a" or "b"`` one of these texts, ``null``, ``{}`` any object; ``*`` is for any names.
"""

import re
from typing import Any, NamedTuple

TOKEN = re.compile(r'\s*(?:(\{\})|([{},?])|(\[1?\])|"([^"]*)"|([^\s{},?\[\]"]+))')
PLAIN = {
    "s": lambda value: isinstance(value, str),
    "n": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "b": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "{}": lambda value: isinstance(value, dict),
}


class Field(NamedTuple):
    needed: bool
    list: str
    kinds: tuple[Any, ...]  # of PLAIN, a text in quotes, or fields


def shape(text: str) -> dict[str, Field]:
    """The fields that a text of the notation above names."""
    tokens = [_token(found) for found in TOKEN.findall(text)]
    fields, rest = _fields(tokens)
    assert not rest, rest
    return fields


def _token(found: tuple[str, ...]) -> tuple[int, str]:
    """Which group of TOKEN has a part, and which; an empty text in quotes has none."""
    return next(((n, part) for n, part in enumerate(found) if part), (3, ""))


def _fields(tokens: list[Any]) -> tuple[dict[str, Field], list[Any]]:
    fields = {}
    while tokens and tokens[0][1] != "}":
        name, tokens = tokens[0][1], tokens[1:]
        optional, tokens = _taken(tokens, "?")
        list_, tokens = (tokens[0][1], tokens[1:]) if tokens and tokens[0][0] == 2 else ("", tokens)
        kinds, tokens = _kinds(tokens)
        fields[name] = Field(not optional, list_, kinds)
        _, tokens = _taken(tokens, ",")
    return fields, tokens


def _kinds(tokens: list[Any]) -> tuple[tuple[Any, ...], list[Any]]:
    kinds: list[Any] = []
    while tokens and tokens[0][1] not in {",", "}"}:
        (n, part), tokens = tokens[0], tokens[1:]
        if part == "{":
            fields, tokens = _fields(tokens)
            kinds.append(fields)
            tokens = tokens[1:]
        elif part != "or":
            kinds.append(("text", part) if n == 3 else part)
    return tuple(kinds), tokens


def _taken(tokens: list[Any], wanted: str) -> tuple[bool, list[Any]]:
    found = bool(tokens) and tokens[0] == (1, wanted)
    return found, tokens[1:] if found else tokens


def strange(fields: dict[str, Field], document: Any, at: str = "") -> list[str]:
    """What does not fit: missing and unknown names, and values of another kind."""
    if not isinstance(document, dict):
        return [f"{at}: no object"]
    found = [f"{at}.{name}: missing" for name, field in fields.items()
             if field.needed and name not in document and name != "*"]  # fmt: skip
    for name, value in document.items():
        field = fields.get(name) or fields.get("*")
        found += _of_field(field, value, f"{at}.{name}") if field else [f"{at}.{name}: unknown"]
    return found


def _of_field(field: Field, value: Any, at: str) -> list[str]:
    if not field.list:
        return _of_kinds(field.kinds, value, at)
    if not isinstance(value, list) or (field.list == "[1]" and len(value) != 1):
        return [f"{at}: no list{' of one' if field.list == '[1]' else ''}"]
    return [
        told for n, item in enumerate(value) for told in _of_kinds(field.kinds, item, f"{at}.{n}")
    ]


def _of_kinds(kinds: tuple[Any, ...], value: Any, at: str) -> list[str]:
    told: list[str] = []
    for kind in kinds:
        if isinstance(kind, dict):
            told = strange(kind, value, at)
            if not told:
                return []
        elif value == kind[1] if isinstance(kind, tuple) else PLAIN[kind](value):
            return []
    return told or [f"{at}: {value!r} is another kind"]
