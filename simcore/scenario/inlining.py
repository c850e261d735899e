"""What a scenario keeps in files beside it, and holds itself once it is loaded: definitions, say.

So a scenario that is loaded is whole: a run, a fork and a stored document need no folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from simcore.errors import Check, ScenarioInvalid, TraceError
from simcore.scenario.document import Limits, parse
from simcore.scenario.model import Scenario
from simcore.scenario.traces import Recording, Resolver
from simcore.spec.base import ComponentSpec
from simcore.spec.inlined import Inlined
from simcore.spec.walk import annotation

__all__ = ["LARGEST_FILE", "inlined"]

LARGEST_FILE = Limits(bytes=1024 * 1024, depth=60)
"""AWS's bound of a definition; deeper than a scenario, as its states may be within others."""


def inlined(scenario: Scenario, resolve: Resolver) -> Scenario:
    """The scenario with what such files hold; raises `ScenarioInvalid` with a finding for each."""
    components, checks = dict(scenario.components), []
    for id, component in scenario.components.items():
        for field, said in _named(component):
            held = _read(str(getattr(component, field)), said, resolve)
            if isinstance(held, str):
                path = f"components.{id}.{field}"
                checks.append(Check("file.unreadable", "error", path, held, _hint(said)))
            else:
                component = component.model_copy(update={field: held})
        components[id] = component
    if checks:
        raise ScenarioInvalid(checks)
    return scenario.model_copy(update={"components": components})


def _named(component: ComponentSpec) -> Iterator[tuple[str, Inlined]]:
    """The fields that name a file."""
    for field in type(component).model_fields:
        said = annotation(type(component), field, Inlined)
        if said is not None and isinstance(getattr(component, field), str):
            yield field, said


def _read(name: str, said: Inlined, resolve: Resolver) -> Mapping[str, Any] | str:
    """What the file holds, or what is wrong with it."""
    shown = name[:80]
    try:
        source = resolve(name)
        if isinstance(source, Recording):
            return f"{shown} is not {said.what}"
        text = source if isinstance(source, bytes) else _text(source)
        data = parse(text, LARGEST_FILE).data
    except ScenarioInvalid as invalid:
        return f"{shown}: {invalid.checks[0].message}"
    except TraceError as error:
        return f"{shown}: {error.seen}"
    except OSError as error:
        return f"{shown}: {error.strerror or 'it cannot be read'}"
    return data if isinstance(data, Mapping) else f"{shown} is not {said.what}: it is no mapping"


def _text(path: Path) -> bytes:
    """One byte more than may be read tells that there is more."""
    with path.open("rb") as file:
        return file.read(LARGEST_FILE.bytes + 1)


def _hint(said: Inlined) -> str:
    return f"{said.what}, in a file of the scenario's folder, or in the scenario itself"
