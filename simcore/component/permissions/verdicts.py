"""What a policy says of one action: it allows it, denies it, or says nothing of it."""

from __future__ import annotations

from enum import Enum

from simcore.component.permissions.matching import matches, matches_action
from simcore.component.permissions.policies import POLICIES
from simcore.spec.permissions import ResourcePolicy, Role

__all__ = ["Verdict", "of_resource_policy", "of_role"]


class Verdict(Enum):
    """`UNSAID` is of a resource policy that a scenario does not write down at all."""

    ALLOW = "Allow"
    DENY = "Deny"
    SILENT = "silent"
    UNSAID = "unsaid"


def of_role(role: Role | None, action: str, resource: str) -> Verdict:
    """Of an execution role; one that nobody wrote down allows what is needed."""
    if role is None:
        return Verdict.ALLOW
    if matches_action(role.deny, action) or _stated(role, "Deny", action, resource):
        return Verdict.DENY
    allowed = (
        not role.allows_by_name
        or matches_action(role.actions or (), action)
        or _stated(role, "Allow", action, resource)
        or _managed(role, action, resource)
    )
    return Verdict.ALLOW if allowed else Verdict.SILENT


def _stated(role: Role, effect: str, action: str, resource: str) -> bool:
    return any(
        said.effect == effect
        and matches_action(said.actions, action)
        and matches(said.resources, resource)
        for said in role.statements
    )


def _managed(role: Role, action: str, resource: str) -> bool:
    """A policy that is not known allows nothing; a check says that it is not known."""
    known = [POLICIES[name] for name in role.policies or () if name in POLICIES]
    return any(policy.allows(action, resource) for policy in known)


def of_resource_policy(policy: ResourcePolicy | None, *names: str) -> Verdict:
    """Of a function's, about a caller by its names: its id, and its service's principal."""
    if policy is None:
        return Verdict.UNSAID
    if any(matches(policy.deny, name) for name in names):
        return Verdict.DENY
    if policy.allow is None:
        return Verdict.UNSAID
    allowed = any(matches(policy.allow, name) for name in names)
    return Verdict.ALLOW if allowed else Verdict.SILENT
