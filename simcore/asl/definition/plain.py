"""A definition as plain data, with its substitutions made.

``${Name}`` in a text is replaced, as CloudFormation's DefinitionSubstitutions do it. A text that is
nothing else becomes the value as it is: a number stays one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from simcore.asl.definition.bounds import MAX_BYTES, TOO_LARGE
from simcore.asl.definition.complaints import Complaints, Trail, told
from simcore.errors import nearest

__all__ = ["Value", "plain"]

Value = str | int | float | bool
PLACEHOLDER: Final = re.compile(r"\$\{([A-Za-z0-9_.:-]{1,255})\}")


def plain(
    document: Mapping[str, Any], substitutions: Mapping[str, Value], complaints: Complaints
) -> dict[str, Any]:
    """A copy of dicts and lists; complains about placeholders that nobody fills."""
    made = _Copy(substitutions, complaints).of(document, None)
    return made if isinstance(made, dict) else {}


class _Copy:
    def __init__(self, substitutions: Mapping[str, Value], complaints: Complaints) -> None:
        self.substitutions, self.complaints = substitutions, complaints
        self.bytes, self.is_too_large = 0, False

    def of(self, part: Any, trail: Trail) -> Any:
        if isinstance(part, str):
            return self.text(part, trail) if "${" in part else part
        if isinstance(part, Mapping):
            return {name: self.of(one, (trail, name)) for name, one in part.items()}
        if isinstance(part, list | tuple):
            return [self.of(one, (trail, f"[{n}]")) for n, one in enumerate(part)]
        return part

    def text(self, text: str, trail: Trail) -> Any:
        whole = PLACEHOLDER.fullmatch(text)
        if whole:
            return self.value(whole, trail)
        pieces = PLACEHOLDER.split(text)
        names = list(PLACEHOLDER.finditer(text))
        for n, match in enumerate(names):
            pieces[2 * n + 1] = _written(self.value(match, trail))
        return "".join(pieces) if not self.is_too_large else ""

    def value(self, match: re.Match[str], trail: Trail) -> Value:
        name = match[1]
        if name not in self.substitutions:
            hint = nearest(name, list(self.substitutions))
            self.complaints.add(told(trail), f"nothing is given for ${{{name}}}", hint)
            return match[0]
        value = self.substitutions[name]
        self.bytes += len(value) if isinstance(value, str) else 4
        if self.bytes <= MAX_BYTES:
            return value
        if not self.is_too_large:
            self.is_too_large = True
            self.complaints.add("", TOO_LARGE, "what is put in for ${…} counts each time")
        return ""


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
