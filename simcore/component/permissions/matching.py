"""How the names of actions, resources and callers match what a policy says.

Models: `*` for any letters and `?` for one; actions without regard to case.
Ignores: conditions, NotAction, NotResource, policy variables.
States: nothing.

Sources: AWS IAM User Guide, reference of policy elements (Action, Resource).
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

__all__ = ["matches", "matches_action"]


def matches(said: Iterable[str], name: str) -> bool:
    """Does one of these match the name?

    `fnmatch` takes the first place at which a star may end and never looks for another, so that
    many stars cost no more than one; its sets of letters, `[...]`, are none in a policy.
    """
    return any(fnmatchcase(name, pattern.replace("[", "[[]")) for pattern in said)


def matches_action(said: Iterable[str], action: str) -> bool:
    """The same of actions, whose case does not matter."""
    return matches([pattern.lower() for pattern in said], action.lower())
