"""Functions that Step Functions adds to JSONata, and those of JSONata that need a bound, or
take a lack of memory for nothing.

Source: developer guide, "Transforming data with JSONata"; what they give for odd arguments is as
others measured on AWS. Chance and clock come from whoever runs the execution. Their names and
signatures are in `TABLE`; the engine finds them here by name.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any, Final

import orjson
from jsonata.functions import Functions

from simcore.asl.flow import Around
from simcore.asl.intrinsics.functions.numbers import seeded, uuid_of
from simcore.asl.intrinsics.functions.texts import ALGORITHMS
from simcore.asl.jsonata.bounds import BOUNDS, ITEMS_PER_STEP, BeyondBounds, not_too_large

__all__ = ["TABLE", "Added"]

LONGEST_RANGE: Final = 360_145
"""Items of `$range`: measured on AWS by others (Floci's notes on Step Functions, 2026)."""

LARGEST_ROMAN: Final = 1_000_000
LONGEST_INTEGER: Final = 400
SPREAD_PAIRS_PER_STEP: Final = 2_048
"""Ours, so that none of these functions takes for ever."""

TABLE: Final = {
    "partition": "<an:a>",
    "range": "<nnn?:a>",
    "hash": "<ss?:s>",
    "random": "<n?:n>",
    "uuid": "<:s>",
    "parse": "<s:x>",
    "now": "<s?s?:s>",
    "millis": "<:n>",
    "shuffle": "<a:a>",
    "pad": "<s-ns?:s>",
    "replace": "<s-(sf)(sf)n?:s>",
    "join": "<a<s>s?:s>",
    "zip": "<a+>",
    "distinct": "<x:x>",
    "spread": "<x-:a<o>>",
    "base64encode": "<s-:s>",
    "base64decode": "<s-:s>",
    "formatInteger": "<n-s:s>",
    "parseInteger": "<s-s:n>",
}


def around() -> Around:
    assert BOUNDS.around is not None
    return BOUNDS.around


class Added:
    """None is JSONata's undefined."""

    @staticmethod
    def partition(items: Any, size: Any) -> Any:
        chunk = int(size) if size is not None else 0
        if not items or chunk < 1:
            return None
        return [items[at : at + chunk] for at in range(0, len(items), chunk)]

    @staticmethod
    def range(first: Any, last: Any, step: Any) -> Any:
        if first is None or last is None or step is None or int(step) == 0:
            return None
        numbers = range(int(first), int(last) + (1 if step > 0 else -1), int(step))
        if len(numbers) > LONGEST_RANGE:
            raise BeyondBounds("Expression evaluation memory limit exceeded")
        found = list(numbers)
        return found if len(found) > 1 else found[0] if found else None

    @staticmethod
    def hash(text: Any, algorithm: Any) -> Any:
        if text is None or algorithm is None:
            return None
        if algorithm not in ALGORITHMS:
            raise ValueError(f"the algorithm is none of {', '.join(ALGORITHMS)}")
        return hashlib.new(ALGORITHMS[algorithm], text.encode()).hexdigest()

    @staticmethod
    def random(seed: Any) -> float:
        return around().uniform() if seed is None else seeded(int(seed))

    @staticmethod
    def uuid() -> str:
        return uuid_of(around().uniform)

    @staticmethod
    def parse(text: Any) -> Any:
        return None if text is None else orjson.loads(text)

    @staticmethod
    def now(picture: Any, timezone: Any) -> Any:
        return Functions.datetime_from_millis(around().millis(), picture, timezone)

    @staticmethod
    def millis() -> int:
        return around().millis()

    @staticmethod
    def shuffle(items: Any) -> Any:
        if items is None:
            return None
        mixed, uniform = list(items), around().uniform
        for n in reversed(range(1, len(mixed))):
            other = min(int(uniform() * (n + 1)), n)
            mixed[n], mixed[other] = mixed[other], mixed[n]
        return mixed

    @staticmethod
    def pad(text: Any, width: Any, character: Any) -> Any:
        if width is not None:
            not_too_large(abs(width))
        return Functions.pad(text, width, character)

    @staticmethod
    def replace(text: Any, pattern: Any, replacement: Any, limit: Any) -> Any:
        if isinstance(text, str) and isinstance(replacement, str) and pattern is not None:
            not_too_large(len(text) + _matches(text, pattern) * len(replacement))
        return Functions.replace(text, pattern, replacement, limit)

    @staticmethod
    def join(texts: Any, separator: Any) -> Any:
        not_too_large(len(texts or ()) * len(separator or ""))
        return Functions.join(texts, separator)

    @staticmethod
    def zip(*arrays: Any) -> Any:
        not_too_large(8 * sum(len(one) for one in arrays if isinstance(one, list)))
        return Functions.zip(*arrays)

    @staticmethod
    def distinct(items: Any) -> Any:
        if isinstance(items, list):
            BOUNDS.spend(len(items) ** 2 // ITEMS_PER_STEP)
        return Functions.distinct(items)

    @staticmethod
    def spread(items: Any) -> Any:
        if isinstance(items, list):
            BOUNDS.spend(len(items) ** 2 // SPREAD_PAIRS_PER_STEP)
        return Functions.spread(items)

    @staticmethod
    def base64encode(text: Any) -> Any:
        return _if_any(_encoded, text)

    @staticmethod
    def base64decode(text: Any) -> Any:
        return _if_any(_decoded, text)

    @staticmethod
    def parseInteger(text: Any, picture: Any) -> Any:  # noqa: N802
        if text is not None and len(text) > LONGEST_INTEGER:
            raise BeyondBounds(f"a number has at most {LONGEST_INTEGER} characters")
        return Functions.parse_integer(text, picture)

    @staticmethod
    def formatInteger(number: Any, picture: Any) -> Any:  # noqa: N802
        if number is not None and abs(number) > LARGEST_ROMAN and "i" in str(picture).lower():
            raise BeyondBounds(f"a Roman number is at most {LARGEST_ROMAN:,}")
        return Functions.format_integer(number, picture)


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _decoded(text: str) -> str:
    return base64.b64decode(text.encode()).decode()


def _if_any(made: Callable[[str], str], text: str | None) -> str | None:
    """Nothing of what is no such text, as the library has it; to it a lack of memory is so, too."""
    try:
        return None if text is None else made(text)
    except ValueError:
        return None


def _matches(text: str, pattern: Any) -> int:
    if isinstance(pattern, str):
        return text.count(pattern)
    return sum(1 for _ in pattern.finditer(text)) if hasattr(pattern, "finditer") else len(text)
