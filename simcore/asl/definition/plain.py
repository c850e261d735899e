"""A definition as plain data, with its substitutions made.

``${Name}`` in a text is replaced, as CloudFormation's DefinitionSubstitutions do it. A text that is
nothing else becomes the value as it is: a number stays one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from simcore.asl.definition.bounds import MAX_BYTES
from simcore.asl.definition.complaints import Complaints
from simcore.errors import nearest

__all__ = ["Value", "plain"]

Value = str | int | float | bool
PLACEHOLDER: Final = re.compile(r"\$\{([A-Za-z0-9_.:-]{1,255})\}")


def plain(
    document: Mapping[str, Any], substitutions: Mapping[str, Value], complaints: Complaints
) -> dict[str, Any]:
    """A copy of dicts and lists; complains about placeholders that nobody fills."""
    made = _Copy(substitutions, complaints).of(document, "")
    return made if isinstance(made, dict) else {}


class _Copy:
    def __init__(self, substitutions: Mapping[str, Value], complaints: Complaints) -> None:
        self.substitutions, self.complaints = substitutions, complaints
        self.bytes = 0

    def of(self, part: Any, path: str) -> Any:
        if isinstance(part, str):
            return self.text(part, path) if "${" in part else part
        if isinstance(part, Mapping):
            return {name: self.of(one, f"{path}.{name}".lstrip(".")) for name, one in part.items()}
        if isinstance(part, list | tuple):
            return [self.of(one, f"{path}[{n}]") for n, one in enumerate(part)]
        return part

    def text(self, text: str, path: str) -> Any:
        whole = PLACEHOLDER.fullmatch(text)
        if whole:
            return self.value(whole, path)
        pieces = PLACEHOLDER.split(text)
        names = list(PLACEHOLDER.finditer(text))
        for n, match in enumerate(names):
            pieces[2 * n + 1] = _written(self.value(match, path))
        return "".join(pieces) if self.bytes <= MAX_BYTES else ""

    def value(self, match: re.Match[str], path: str) -> Value:
        name = match[1]
        if name not in self.substitutions:
            hint = nearest(name, list(self.substitutions))
            self.complaints.add(path, f"nothing is given for ${{{name}}}", hint)
            return match[0]
        value = self.substitutions[name]
        self.bytes += len(value) if isinstance(value, str) else 4
        return value if self.bytes <= MAX_BYTES else ""


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
