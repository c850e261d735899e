"""How the names of actions, resources and callers match what a policy says.

Models: `*` for any letters and `?` for one; actions without regard to case.
Ignores: conditions, NotAction, NotResource, policy variables.
States: nothing.

Sources: the matching rule of facts/security-and-tracing.md 1; AWS IAM User Guide, reference
of policy elements (Action, Resource).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["matches", "matches_action"]


@lru_cache(1024)
def _pattern(said: str) -> re.Pattern[str]:
    escaped = re.escape(said).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(escaped, re.DOTALL)


def matches(said: Iterable[str], name: str) -> bool:
    """Does one of these match the name?"""
    return any(_pattern(pattern).fullmatch(name) for pattern in said)


def matches_action(said: Iterable[str], action: str) -> bool:
    """The same of actions, whose case does not matter."""
    return matches([pattern.lower() for pattern in said], action.lower())
