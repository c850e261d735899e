"""What is done to the components of a run while it goes on: attributes set, and actions of types.

An intervention is part of the scenario: of its identity, its manifest, and of every replay.
"""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from simcore.component import Action
from simcore.components import TYPES
from simcore.errors import EngineBug
from simcore.scenario.discriminated import Discriminated
from simcore.spec.actions import ActionSpec, Moment
from simcore.spec.annotations import Meaning
from simcore.spec.base import Spec

__all__ = [
    "BY_ACTION",
    "MOST_INTERVENTIONS",
    "Intervention",
    "SetAttributes",
    "action_of",
    "actions",
]

MOST_INTERVENTIONS = 200
MOST_VALUES = 50
LONGEST_PATH = 200
LONGEST_VALUE = 40
"""Characters of a value that are shown."""

AttributePath = Annotated[str, StringConstraints(pattern=r"^[^.]+\..+$", max_length=LONGEST_PATH)]
"""Of a component; what the scenario says as a whole holds for a whole run."""


class SetAttributes(Spec):
    """Attributes have other values from then on, as AWS or the sender lets one change them."""

    action: Literal["set"]
    at: Moment
    values: Annotated[
        dict[AttributePath, Any],
        Field(min_length=1, max_length=MOST_VALUES),
        Meaning("path to value, as `--set` takes them: `{worker.reserved_concurrency: 20}`"),
    ]

    def said(self) -> str:
        """It in a few words."""
        return ", ".join(f"{_name(path)} {_shown(self.values[path])}" for path in self.values)


def _name(path: str) -> str:
    return path.removeprefix("components.").replace(".", " ").replace("_", " ")


def _shown(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "off", True: "on", False: "off"}[value]
    return f"{value:,.10g}" if isinstance(value, int | float) else str(value)[:LONGEST_VALUE]


@cache
def actions() -> Mapping[str, Mapping[str, Action[Any]]]:
    """Action -> type -> how it is done there. One name means one spec, whatever the type."""
    found: dict[str, dict[str, Action[Any]]] = {}
    for kind in TYPES.values():
        for action in kind.actions:
            others = found.setdefault(action.name, {})
            if any(other.spec is not action.spec for other in others.values()):
                raise EngineBug(f"two actions are called {action.name}")
            others[kind.name] = action
    return found


@cache
def _specs() -> Mapping[str, type[Spec]]:
    found = {name: next(iter(types.values())).spec for name, types in actions().items()}
    return {"set": SetAttributes, **found}


Intervention = SetAttributes | ActionSpec

BY_ACTION = Discriminated("action", _specs, (SetAttributes, ActionSpec))


def action_of(type: str, said: ActionSpec) -> Action[Any] | None:
    """How an action is done to a component of this type; None where it cannot be."""
    return actions()[said.action].get(type)
