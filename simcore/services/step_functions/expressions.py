"""Values that a scenario may write as JSONata, in `{% %}`: inputs, results, conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcore.frozen import frozen

__all__ = ["Expression", "Template", "has_expressions", "template_of"]

OPENS, CLOSES = "{%", "%}"


@frozen
class Expression:
    """One expression, as it is written, with its marks."""

    text: str

    def of(self, bindings: Mapping[str, Any]) -> Any:
        """Its value, where `$name` is what the bindings say; raises `StateFault`."""
        raise NotImplementedError


@frozen
class Template:
    """A value, or one that is made each time: ``made`` says which."""

    value: Any
    made: bool = False

    def of(self, bindings: Mapping[str, Any]) -> Any:
        """The value; raises `StateFault`."""
        return _filled(self.value, bindings) if self.made else self.value


def template_of(value: Any) -> Template:
    """Of what a scenario says; where nothing is said, an empty object."""
    said = {} if value is None else value
    return Template(said, has_expressions(said))


def has_expressions(value: Any) -> bool:
    """Whether any part of it is written as one."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str) and _is_expression(one):
            return True
        if isinstance(one, Mapping):
            waiting += one.values()
        elif isinstance(one, list | tuple):
            waiting += one
    return False


def _is_expression(text: str) -> bool:
    return text.startswith(OPENS) and text.endswith(CLOSES)


def _filled(value: Any, bindings: Mapping[str, Any]) -> Any:
    """Documents are nested no deeper than the scenario's reader allows."""
    if isinstance(value, str):
        return Expression(value).of(bindings) if _is_expression(value) else value
    if isinstance(value, Mapping):
        return {name: _filled(part, bindings) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(part, bindings) for part in value]
    return value
