"""AWS's managed policies, by name: what each allows, in the version that was read.

Models: the actions of each, and resources where it is not about all of them.
Ignores: conditions; that policies had other versions before (those here hold in every profile).
States: nothing.

Sources: in `policies.toml`, with version and date of each.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import resources
from typing import Any

from simcore.component.permissions.matching import matches, matches_action
from simcore.frozen import frozen

__all__ = ["POLICIES", "ManagedPolicy"]


@frozen
class ManagedPolicy:
    """One policy: its `statements` are pairs of actions and of resources."""

    name: str
    path: str
    version: int
    date: str
    statements: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

    @property
    def arn(self) -> str:
        """Its name in full."""
        path = f"{self.path}/" if self.path else ""
        return f"arn:aws:iam::aws:policy/{path}{self.name}"

    def allows(self, action: str, resource: str) -> bool:
        """Does a statement of it allow the action on the resource?"""
        return any(
            matches_action(actions, action) and matches(on, resource)
            for actions, on in self.statements
        )


class _Table(Mapping[str, ManagedPolicy]):
    """Read when the first is asked for: most runs need none."""

    @cached_property
    def _rows(self) -> dict[str, ManagedPolicy]:
        text = resources.files(__package__).joinpath("policies.toml").read_text("utf-8")
        document = tomllib.loads(text)
        groups: dict[str, list[str]] = document.pop("groups")
        return {name: _policy(name, row, groups) for name, row in document.items()}

    def __getitem__(self, name: str) -> ManagedPolicy:
        return self._rows[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def _policy(name: str, row: dict[str, Any], groups: dict[str, list[str]]) -> ManagedPolicy:
    said = row.get("statements", [row])
    statements = tuple(
        (_actions(one["actions"], groups), tuple(one.get("resources", ["*"]))) for one in said
    )
    return ManagedPolicy(name, row["path"], row["version"], row["date"], statements)


def _actions(said: list[str], groups: dict[str, list[str]]) -> tuple[str, ...]:
    """With those that a group stands for: three actions of logs are in most policies."""
    return tuple(action for name in said for action in groups.get(name, [name]))


POLICIES: Mapping[str, ManagedPolicy] = _Table()
"""Those that are known here; a name that is not among them is not guessed at."""
