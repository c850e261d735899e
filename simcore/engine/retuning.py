"""Which attributes of a component may change during a run.

A component is retuned with new settings of its own class. Its owner lists what may be different in
them, and what may not be with the reason, so that nothing is ignored in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from simcore.errors import EngineBug, RetuneError
from simcore.frozen import frozen


@frozen
class Tunable:
    """Of a class of ``settings`` the ``names`` may change; ``fixed`` says why the others may not.

    Raises EngineBug when an attribute is in neither, or in both.
    """

    settings: type[Any]
    names: frozenset[str]
    fixed: Mapping[str, str]

    def __post_init__(self) -> None:
        listed = sorted([*self.names, *self.fixed])
        if listed != sorted(part.name for part in fields(self.settings)):
            raise EngineBug(f"{self.settings.__name__}: {listed} are not its attributes, each once")

    def changes(self, component: str, before: Any, after: Any) -> frozenset[str]:
        """The names of those that differ between two settings.

        Raises RetuneError for the first that may not.
        """
        if type(after) is not self.settings:
            raise RetuneError(component, "settings", "a component stays what it is")
        names = [part.name for part in fields(self.settings)]
        changed = [name for name in names if getattr(before, name) != getattr(after, name)]
        for name in changed:
            if name in self.fixed:
                raise RetuneError(component, name, self.fixed[name])
        return frozenset(changed)
