"""What can be done to a component in the middle of a run, beside changing its attributes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from simcore.component.site import Site
from simcore.frozen import frozen
from simcore.spec.actions import ActionSpec

__all__ = ["Action"]

A = TypeVar("A", bound=ActionSpec)


@frozen
class Action(Generic[A]):
    """One action of a component type: `spec` is what a scenario may say of it.

    It is a deed (`begin`, and `end` when its time is over), or, while it lasts, another spec of the
    component (`alters`), which the live component takes by its type's `retune`. It is offered to
    those components that it is `possible` for as they are configured. It takes effect later by the
    seconds that the row `lag` of the profile says, where there is one.
    """

    spec: type[A]
    begin: Callable[[Any, A, Site], None] | None = None
    end: Callable[[Any, A, Site], None] | None = None
    alters: Callable[[Any, A], Any] | None = None
    possible: Callable[[Any], bool] | None = None
    lag: str = ""

    @property
    def name(self) -> str:
        """What `action` says in a scenario."""
        return str(self.spec.model_fields["action"].annotation.__args__[0])  # type: ignore[union-attr]
