"""Who may do what: execution roles, resource policies, and AWS's managed policies by name."""

from simcore.component.permissions.permissions import Missing, Permissions, itself
from simcore.component.permissions.policies import POLICIES, ManagedPolicy
from simcore.component.permissions.statements import for_caller, for_role

__all__ = [
    "POLICIES",
    "ManagedPolicy",
    "Missing",
    "Permissions",
    "for_caller",
    "for_role",
    "itself",
]
