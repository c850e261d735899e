"""The body of a request as a JSON object, with hostile text in mind."""

from __future__ import annotations

import json
from math import isinf
from typing import Any

from visualizer.views.problems import Problem, short

OBJECT = "a JSON object"


class _Twice(ValueError):
    """A key that is given twice, of which a reader may see either."""


class _Beyond(ValueError):
    """A number that would be infinite: comparing it or rounding it fails somewhere."""


def json_object(body: bytes) -> dict[str, Any]:
    """The object in a body; raises `Problem`."""
    try:
        data = json.loads(
            body.decode("utf-8"),
            parse_constant=_no_constant,
            parse_int=_whole,
            parse_float=_number,
            object_pairs_hook=_unique,
        )
    except UnicodeDecodeError as error:
        raise Problem(400, f"Byte {error.start:,} is not UTF-8.", "body", "JSON in UTF-8") from None
    except _Twice as error:
        raise Problem(422, "This key is given twice.", short(error.args[0]), "each once") from None
    except _Beyond as error:
        said = f"{short(error.args[0])} is a number that is too large."
        raise Problem(422, said, "body", "numbers up to 1.8e308") from None
    except (ValueError, RecursionError) as error:
        raise Problem(400, f"The body is not JSON: {error}.", "body", OBJECT) from None
    if not isinstance(data, dict):
        raise Problem(400, "The body is not a JSON object.", "body", OBJECT)
    _require_text(data)
    return data


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


def _whole(digits: str) -> int:
    if isinf(float(digits)):
        raise _Beyond(digits)
    return int(digits)


def _number(text: str) -> float:
    number = float(text)
    if isinf(number):
        raise _Beyond(text)
    return number


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number that JSON knows")


def _require_text(data: dict[str, Any]) -> None:
    """Raise `Problem` where a text has half a character: JSON can say it, UTF-8 cannot."""
    waiting: list[tuple[Any, str]] = [(data, "")]
    while waiting:
        value, path = waiting.pop()
        if isinstance(value, dict):
            waiting += [(key, f"{path} (a key)".strip()) for key in value]
            waiting += [(inner, f"{path}.{key}".lstrip(".")) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [(inner, f"{path}.{number}") for number, inner in enumerate(value)]
        elif isinstance(value, str) and not _is_text(value):
            said = f"{short(value)} has half of a character, which is no text."
            raise Problem(422, said, path.encode("ascii", "backslashreplace").decode()[:200])


def _is_text(value: str) -> bool:
    return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)
