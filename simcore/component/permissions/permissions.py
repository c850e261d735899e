"""Whether a component may do to another what the scenario has it do.

What each needs follows from what types declare: `ComponentType.rights` which actions whoever uses
a component in a role needs, `acts_as` with whose execution role a component does its work,
`principal` the service that invokes functions of its own accord.

Models: identity policies of execution roles (managed policies, actions, statements) and the
    resource policy of a function; Deny wins; within one account either of the two is enough.
    Sources and targets that are encrypted with a key of the customer's need rights to it, too.
Ignores: permission boundaries, service control policies, session policies, conditions, accounts
    beside one, policies of queues, topics, buckets and keys (they allow what is needed), trust
    policies, the rights of those who deploy; kinesis:SubscribeToShard of enhanced fan-out, and
    s3:ListBucket of a bucket that is a destination; roles of Scheduler, Step Functions and others
    that come with one of their own, which is taken to allow what they do.
States: nothing; whoever is denied states what comes of it.

Sources: AWS Lambda Developer Guide, lambda-intro-execution-role, access-control-resource-based
(2022, 2026); AWS managed policies, in the versions of `policies.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from simcore.component.graph import SYNCHRONOUS, Graph, Reference
from simcore.component.permissions.verdicts import Verdict, of_resource_policy, of_role
from simcore.frozen import frozen
from simcore.roles.invocable import Invocable
from simcore.roles.readable import Deletable, Readable
from simcore.roles.taker import Taker
from simcore.spec.permissions import ResourcePolicy, Role

if TYPE_CHECKING:
    from simcore.component.type import ComponentType

__all__ = ["Missing", "Permissions", "itself"]

WITH_A_KEY: Mapping[Any, tuple[str, ...]] = {
    Taker: ("kms:GenerateDataKey",),
    Readable: ("kms:Decrypt",),
}
"""What a key of the customer's asks of whoever sends, or reads."""


@frozen
class Missing:
    """`actions` that a reference needs in a role and that nothing allows; `key`: of the key only.

    `holder` is whose execution role would have to allow them, empty where a service asks for
    itself as `principal`: then it is the target's resource policy.
    """

    reference: Reference
    role: Any
    actions: tuple[str, ...]
    holder: str
    principal: str
    key: bool


class Permissions:
    """Of the components of a scenario, by what their types declare."""

    def __init__(
        self, types: Mapping[str, ComponentType[Any, Any]], graph: Graph, region: str = ""
    ) -> None:
        self._types, self._graph, self._region = types, graph, region

    def lacking(self, id: str, target: str, role: Any) -> tuple[str, ...]:
        """The actions that `id` needs to use `target` in the role, and that nothing allows."""
        needed = self._needed(target, role)
        if not needed or self.holder(id) == target:
            return ()
        return tuple(action for action in needed if not self._allowed(id, target, action))

    def may(self, id: str, action: str, on: str = "") -> bool:
        """Does the execution role of `id` allow an action on a component, by default on itself?

        For what is about no other component, or is more than a role asks for.
        """
        holder = self.holder(id)
        return not holder or of_role(self._role(holder), action, on or holder) is Verdict.ALLOW

    def missing(self) -> Iterator[Missing]:
        """All that references need and that nothing allows, in their order."""
        for reference in self._graph.references:
            if reference.kind and reference.target in self._graph.components:
                for role in _roles(reference):
                    yield from self._missing(reference, role)

    def _missing(self, reference: Reference, role: Any) -> Iterator[Missing]:
        id, target = reference.owner, reference.target
        if actions := self.lacking(id, target, role):
            plain = self._types[self._graph.type_of(target)].rights.get(role, ())
            key = not set(actions) & set(plain)
            yield Missing(reference, role, actions, self.holder(id), self._principal(id), key)

    def holder(self, id: str) -> str:
        """With whose execution role a component does its work; empty for those without one."""
        acts_as = self._types[self._graph.type_of(id)].acts_as
        return "" if acts_as is None else acts_as(id, self._graph.components[id])

    def _principal(self, id: str) -> str:
        said = self._types[self._graph.type_of(id)].principal
        name = said if isinstance(said, str) else said(self._graph.components[id])
        return name.replace("{region}", self._region)

    def _needed(self, target: str, role: Any) -> tuple[str, ...]:
        needed = self._types[self._graph.type_of(target)].rights.get(role, ())
        if needed and self._graph.components[target].has_customer_key():
            return (*needed, *WITH_A_KEY.get(role, ()))
        return needed

    def _role(self, id: str) -> Role | None:
        said = getattr(self._graph.components.get(id), "role", None)
        return said if isinstance(said, Role) else None

    def _allowed(self, id: str, target: str, action: str) -> bool:
        """Within one account either policy is enough, and a Deny in either is one."""
        principal, holder = self._principal(id), self.holder(id)
        policy = getattr(self._graph.components[target], "resource_policy", None)
        said = policy if isinstance(policy, ResourcePolicy) else None
        by_policy = of_resource_policy(said, id, principal)
        if by_policy is Verdict.DENY:
            return False
        if holder:
            by_role = of_role(self._role(holder), action, target)
            return by_role is not Verdict.DENY and Verdict.ALLOW in (by_role, by_policy)
        return not principal or by_policy is not Verdict.SILENT


def itself(id: str, spec: Any) -> str:
    """`acts_as` of a type whose components have execution roles of their own."""
    return id


def _roles(reference: Reference) -> tuple[Any, ...]:
    """In which roles a reference has its owner use the target."""
    if reference.refers.back:
        return (Readable, Deletable)
    return (Invocable,) if reference.kind == SYNCHRONOUS else (Taker,)
