"""A part of a definition, with where it is: readers ask it for its fields.

What is wrong is noted and reading goes on with something harmless, so that a person sees all of it
at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from simcore.asl.definition.complaints import Complaints, shortened
from simcore.errors import nearest

__all__ = ["Place"]


class Place:
    """``document`` is an object of the definition, ``path`` where it stands."""

    __slots__ = ("complaints", "document", "path")

    def __init__(self, document: Mapping[str, Any], path: str, complaints: Complaints) -> None:
        self.document, self.path, self.complaints = document, path, complaints

    def at(self, field: str) -> str:
        return f"{self.path}.{shortened(field)}" if self.path else shortened(field)

    def complain(self, field: str, message: str, hint: str = "") -> None:
        """About one of its fields; "" is the place itself."""
        self.complaints.add(self.at(field) if field else self.path, message, hint)

    def __contains__(self, field: str) -> bool:
        return field in self.document

    def get(self, field: str) -> Any:
        return self.document.get(field)

    def has_path(self, field: str, language: str) -> bool:
        """Whether the field is said by a path."""
        return language == "JSONPath" and f"{field}Path" in self.document

    def knows_only(self, fields: Collection[str], what: str) -> None:
        """Complains about each field that is not one of these."""
        for name in self.document:
            if name not in fields:
                self.complain(name, f"{what} has no such field", nearest(name, sorted(fields)))

    def text(self, field: str, *, longest: int = 0, needed: bool = False) -> str:
        """A text, "" where there is none."""
        if field not in self.document:
            if needed:
                self.complain(field, "is missing")
            return ""
        value: object = self.document[field]
        if not isinstance(value, str):
            self.complain(field, f"{shortened(value)} is not a text")
            return ""
        if needed and not value:
            self.complain(field, "is empty")
        if longest and len(value) > longest:
            self.complain(field, f"is {len(value)} characters long", f"at most {longest}")
        return value

    def one_of(self, field: str, values: tuple[str, ...], default: str) -> str:
        value = self.document.get(field, default)
        if value in values:
            return str(value)
        self.complain(field, f"{shortened(value)} is none of {', '.join(values)}")
        return default

    def number(self, field: str, default: float, low: float, high: float) -> float:
        value = self.document.get(field, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.complain(field, f"{shortened(value)} is not a number", _range(low, high))
        elif not low <= value <= high:
            self.complain(field, f"{shortened(value)} is out of range", _range(low, high))
        else:
            return value
        return default

    def whole(self, field: str, default: int, low: int, high: int) -> int:
        """A whole number; 3.0 is one."""
        value = self.number(field, default, low, high)
        if value == int(value):
            return int(value)
        self.complain(field, f"{value} is not a whole number", _range(low, high))
        return default

    def flag(self, field: str) -> bool:
        value = self.document.get(field, False)
        if not isinstance(value, bool):
            self.complain(field, f"{shortened(value)} is neither true nor false")
        return value is True

    def object(self, field: str, *, needed: bool = False) -> Place | None:
        """An object in it, None where there is none."""
        if field not in self.document:
            if needed:
                self.complain(field, "is missing")
            return None
        value = self.document[field]
        if isinstance(value, Mapping):
            return Place(value, self.at(field), self.complaints)
        self.complain(field, f"{shortened(value)} is not an object")
        return None

    def objects(self, field: str, *, needed: bool = False) -> list[Place]:
        """The objects of an array in it, none where there is no such field."""
        value = self.document.get(field)
        if field not in self.document or not isinstance(value, list | tuple):
            if field in self.document or needed:
                told = "is missing" if field not in self.document else "is not an array"
                self.complain(field, told, "an array of objects")
            return []
        if needed and not value:
            self.complain(field, "is empty", "at least one object")
        places = [self._nth(field, n, one) for n, one in enumerate(value)]
        return [place for place in places if place is not None]

    def _nth(self, field: str, n: int, value: Any) -> Place | None:
        path = f"{self.at(field)}[{n}]"
        if isinstance(value, Mapping):
            return Place(value, path, self.complaints)
        self.complaints.add(path, f"{shortened(value)} is not an object")
        return None

    def texts(self, field: str) -> tuple[str, ...]:
        """An array of texts with at least one."""
        value = self.document.get(field)
        if not isinstance(value, list | tuple) or not value:
            told = "is missing" if field not in self.document else "is not an array of texts"
            self.complain(field, told, "at least one text")
            return ()
        for n, one in enumerate(value):
            if not isinstance(one, str):
                self.complain(f"{field}[{n}]", f"{shortened(one)} is not a text")
        return tuple(one for one in value if isinstance(one, str))


def _range(low: float, high: float) -> str:
    return f"{low:,} to {high:,}" if high != float("inf") else f"at least {low:,}"
