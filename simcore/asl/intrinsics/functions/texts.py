"""Texts: States.Format, JSON as text, Base64, hashes, and what is split or merged."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import Final

import orjson

from simcore.asl.flow import Json
from simcore.asl.intrinsics.functions.given import Given, Wrong, not_too_long
from simcore.asl.size import text_of

__all__ = [
    "ALGORITHMS",
    "base64_decode",
    "base64_encode",
    "formatted",
    "hashed",
    "json_merge",
    "json_to_string",
    "string_split",
    "string_to_json",
]

MOST_CHARACTERS: Final = 10_000
"""To encode, decode or hash. Source: developer guide, "Intrinsic functions for JSONPath states"."""

HOLE: Final = re.compile(r"\\(.)|(\{\})", re.DOTALL)
ALGORITHMS: Final = {
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
}


def formatted(given: Given) -> Json:
    """A pair of braces for each further argument; with a backslash they are braces."""
    template = given.text(0) if given.template is None else given.template
    pieces, holes = _pieces(template)
    values = given.values[1:]
    if holes != len(values):
        raise Wrong(f"the template has {holes} places for {len(values)} arguments.")
    texts = [shown(value) for value in values]
    not_too_long(sum(map(len, texts)) + sum(map(len, pieces)))
    texts.append("")
    return "".join(piece + text for piece, text in zip(pieces, texts, strict=True))


def _pieces(template: str) -> tuple[list[str], int]:
    pieces, at = [""], 0
    for match in HOLE.finditer(template):
        pieces[-1] += template[at : match.start()] + (match[1] or "")
        at = match.end()
        if match[2]:
            pieces.append("")
    pieces[-1] += template[at:]
    return pieces, len(pieces) - 1


def shown(value: Json) -> str:
    """As recorded on AWS: null, true, and objects as ``{name=value}``."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        text_of(value)
        return "{" + ", ".join(f"{name}={shown(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        text_of(value)
        return "[" + ", ".join(map(shown, value)) + "]"
    return text_of(value).decode()


def string_to_json(given: Given) -> Json:
    try:
        return orjson.loads(given.text(0))
    except orjson.JSONDecodeError as wrong:
        raise Wrong("the string is not JSON.") from wrong


def json_to_string(given: Given) -> Json:
    return text_of(given.values[0]).decode()


def base64_encode(given: Given) -> Json:
    return base64.b64encode(_bytes(given.text(0))).decode()


def base64_decode(given: Given) -> Json:
    try:
        return base64.b64decode(_short(given.text(0)), validate=True).decode()
    except (binascii.Error, ValueError) as wrong:
        raise Wrong("the string is not Base64 of a text.") from wrong


def hashed(given: Given) -> Json:
    value, algorithm = given.values[0], given.text(1)
    if algorithm not in ALGORITHMS:
        raise Wrong(f"the algorithm is none of {', '.join(ALGORITHMS)}.")
    text = value if isinstance(value, str) else text_of(value).decode()
    return hashlib.new(ALGORITHMS[algorithm], _bytes(text)).hexdigest()


def _bytes(text: str) -> bytes:
    try:
        return _short(text).encode()
    except UnicodeEncodeError as wrong:
        raise Wrong("the text has half of a pair of characters.") from wrong


def _short(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise Wrong(f"the text is longer than {MOST_CHARACTERS:,} characters.")
    return text


def json_merge(given: Given) -> Json:
    if given.values[2] is not False:
        raise Wrong("only a shallow merge is supported: the third argument is false.")
    return {**given.object(0), **given.object(1)}


def string_split(given: Given) -> Json:
    """Each character of the second text divides."""
    text, dividers = given.text(0), given.text(1)
    return re.split(f"[{re.escape(dividers)}]", text) if dividers else [text]
