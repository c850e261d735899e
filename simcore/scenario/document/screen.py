"""What any document must keep to, also one that arrives as plain data."""

from __future__ import annotations

import unicodedata
from typing import Any

from simcore.scenario.document.limits import (
    LIMITS,
    Limits,
    Path,
    refusal,
    too_deep,
    too_many,
    written,
)

__all__ = ["screen"]


def screen(data: Any, limits: Limits = LIMITS) -> None:
    """Raise `ScenarioInvalid` unless `data` is plain, bounded and made of harmless text."""
    waiting: list[tuple[Any, Path]] = [(data, ())]
    seen = 0
    while waiting:
        value, path = waiting.pop()
        seen += 1
        if seen > limits.nodes:
            raise too_many(limits)
        if len(path) > limits.depth:
            raise too_deep(limits)
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
        raise refusal(
            "document.type",
            f"a {type(text).__name__} is not accepted",
            "text, numbers, true, false, null, lists and mappings are",
            where,
        )
    if len(text) > limits.text_length:
        raise refusal(
            "document.text-length",
            f"a text of {len(text):,} characters; at most {limits.text_length:,}",
            "shorten it",
            where,
        )
    for position, character in enumerate(text):
        if is_hostile(character):
            raise refusal(
                "document.control-character",
                f"character {position + 1} is U+{ord(character):04X}, which cannot be seen",
                "remove it",
                where,
            )


BIDIRECTIONAL = set("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_hostile(character: str) -> bool:
    """Whether it cannot be seen: a control character, or one that turns the direction of a line."""
    if character in "\n\t" or " " <= character <= "~":
        return False
    return character in BIDIRECTIONAL or unicodedata.category(character) in ("Cc", "Cs")
