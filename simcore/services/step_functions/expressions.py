"""Values that a scenario may write as JSONata, in `{% %}`: inputs, results, conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simcore.asl.jsonata.bounds import BOUNDS, MOST_BYTES, MOST_STEPS
from simcore.asl.jsonata.expression import Expression as Written
from simcore.asl.jsonata.expression import fault, walk_of
from simcore.asl.size import size_of
from simcore.frozen import frozen

__all__ = ["Expression", "Template", "expression_of", "expressions_in", "template_of"]

OPENS, CLOSES = "{%", "%}"
Chance = Any
"""Where `$random` and `$uuid` draw from: a stream."""


class Bindings:
    """What such an expression sees: names, and chance; there is neither context nor time."""

    __slots__ = ("_chance", "variables")

    def __init__(self, variables: Mapping[str, Any], chance: Chance) -> None:
        self.variables, self._chance = variables, chance

    @property
    def context(self) -> Any:
        """There is none."""
        return {}

    def millis(self) -> int:
        """1 January 2026: there is no clock here."""
        return 1_767_225_600_000

    def uniform(self) -> float:
        """Uniform in [0, 1)."""
        return float(self._chance.next())


@frozen
class Expression:
    """One expression, read."""

    written: Written

    def of(self, bindings: Mapping[str, Any], chance: Chance) -> Any:
        """Its value, where `$name` is what the bindings say; raises `StateFault`."""
        return self.written.of(None, Bindings(bindings, chance))


@frozen
class Template:
    """A value, or one that is made each time: then expressions stand in ``value``."""

    value: Any
    made: bool = False

    def of(self, bindings: Mapping[str, Any], chance: Chance) -> Any:
        """The value; raises `StateFault`."""
        return _filled(self.value, bindings, chance, _Taken()) if self.made else self.value


class _Taken:
    """What the expressions of one value have taken: together no more than a single one may.

    Ours: a scenario has room for thousands of them, and they are tried when it is checked.
    """

    __slots__ = ("bytes", "steps")

    def __init__(self) -> None:
        self.steps = self.bytes = 0

    def value_of(self, one: Expression, bindings: Mapping[str, Any], chance: Chance) -> Any:
        BOUNDS.steps = 0
        value = one.of(bindings, chance)
        self.steps += BOUNDS.steps
        self.bytes += size_of(value)
        if self.steps > MOST_STEPS or self.bytes > MOST_BYTES:
            said = f"more than {MOST_STEPS:,} steps, or {MOST_BYTES:,} bytes"
            raise fault(one.written.source, one.written.field, f"and those before take {said}.")
        return value


def expression_of(text: str, field: str = "when") -> Expression:
    """Of a text in `{% %}`; whether it is one at all is checked elsewhere."""
    source = text.removeprefix(OPENS).removesuffix(CLOSES).strip()
    return Expression(Written(source, field, walk=walk_of(source), sees_context=False))


def template_of(value: Any, field: str = "result") -> Template:
    """Of what a scenario says in a field; where nothing is said, an empty object."""
    said = {} if value is None else value
    made = _read(said, field)
    return Template(made, made=any(True for _ in expressions_in(said)))


def expressions_in(value: Any, path: str = "") -> list[tuple[str, str]]:
    """Every expression in a value, with its path: what stands between the marks."""
    found, waiting = [], [(path, value)]
    while waiting:
        where, one = waiting.pop()
        if isinstance(one, str) and _is_expression(one):
            found.append((where, one.removeprefix(OPENS).removesuffix(CLOSES).strip()))
        elif isinstance(one, Mapping):
            waiting += [(f"{where}.{name}", part) for name, part in one.items()]
        elif isinstance(one, list | tuple):
            waiting += [(f"{where}.{n}", part) for n, part in enumerate(one)]
    return sorted(found)


def _is_expression(text: str) -> bool:
    return text.startswith(OPENS) and text.endswith(CLOSES)


def _read(value: Any, field: str) -> Any:
    """With expressions in place of their texts, in the order of names, as they draw by chance; no
    deeper than a scenario's reader allows."""
    if isinstance(value, str):
        return expression_of(value, field) if _is_expression(value) else value
    if isinstance(value, Mapping):
        return {name: _read(value[name], f"{field}/{name}") for name in sorted(value, key=str)}
    if isinstance(value, list | tuple):
        return [_read(part, field) for part in value]
    return value


def _filled(value: Any, bindings: Mapping[str, Any], chance: Chance, taken: _Taken) -> Any:
    if isinstance(value, Expression):
        return taken.value_of(value, bindings, chance)
    if isinstance(value, dict):
        return {name: _filled(part, bindings, chance, taken) for name, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, bindings, chance, taken) for part in value]
    return value
