"""What happens to a function's permissions in the middle of a run: they are taken away, and given.

Models: a statement that is attached or taken away, and that holds some seconds later (assumed:
    AWS says that changes of IAM take a while, not how long).
Ignores: what IAM would do with what is already under way: it goes on.
States: nothing.

Sources: AWS IAM User Guide, troubleshooting ("Changes that I make are not always immediately
visible"); AWS Lambda API reference, AddPermission and RemovePermission (2026).
"""

from typing import Annotated, Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from simcore.awslambda.spec import Function
from simcore.component.action import Action
from simcore.component.permissions.matching import matches, matches_action
from simcore.spec.actions import ActionSpec, LastingSpec
from simcore.spec.annotations import Meaning
from simcore.spec.permissions import ActionName, Caller, ResourcePolicy, Role

__all__ = ["ACTIONS", "PROPAGATION"]

PROPAGATION = "iam.propagation_s"

Permission = Annotated[
    ActionName | None, Meaning("of its execution role, such as `sqs:ReceiveMessage`")
]
Whose = Annotated[
    Caller | None,
    Meaning("of its resource policy: a component, or a service such as `sns.amazonaws.com`"),
]


class Deny(LastingSpec):
    """Its role is denied a permission for a while, or its resource policy denies a caller."""

    label = "Deny"
    action: Literal["deny"]
    permission: Permission = None
    caller: Whose = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        _check_either(self.permission, self.caller)
        return self

    def said(self) -> str:
        return f"{self.component}: deny {self.permission or self.caller}"


class Allow(ActionSpec):
    """What was denied, or never said, is allowed: a statement of the role, or a caller."""

    label = "Allow"
    action: Literal["allow"]
    permission: Permission = None
    caller: Whose = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        _check_either(self.permission, self.caller)
        return self

    def said(self) -> str:
        return f"{self.component}: allow {self.permission or self.caller}"


def _check_either(*given: str | None) -> None:
    if sum(one is not None for one in given) != 1:
        raise PydanticCustomError("one-kind", "either a permission or a caller is expected")


def _denied(spec: Function, said: Deny) -> Function:
    if said.permission is not None:
        role = spec.role or Role()
        denied = role.model_copy(update={"deny": (*role.deny, said.permission)})
        return spec.model_copy(update={"role": denied})
    policy = spec.resource_policy or ResourcePolicy()
    refused = policy.model_copy(update={"deny": (*policy.deny, said.caller)})
    return spec.model_copy(update={"resource_policy": refused})


def _allowed(spec: Function, said: Allow) -> Function:
    if said.permission is not None:
        return spec.model_copy(update={"role": _with(spec.role or Role(), said.permission)})
    policy = _open_to(spec.resource_policy or ResourcePolicy(), said.caller or "")
    return spec.model_copy(update={"resource_policy": policy})


def _with(role: Role, permission: str) -> Role:
    """Without the denials that it takes away; one role that says what it allows says this, too."""
    deny = tuple(name for name in role.deny if not matches_action([permission], name))
    update: dict[str, object] = {"deny": deny}
    if role.allows_by_name:
        update["actions"] = (*(role.actions or ()), permission)
    return role.model_copy(update=update)


def _open_to(policy: ResourcePolicy, caller: str) -> ResourcePolicy:
    deny = tuple(name for name in policy.deny if not matches([caller], name))
    update: dict[str, object] = {"deny": deny}
    if policy.allow is not None:
        update["allow"] = (*policy.allow, caller)
    return policy.model_copy(update=update)


ACTIONS = (
    Action(Deny, alters=_denied, lag=PROPAGATION),
    Action(Allow, alters=_allowed, lag=PROPAGATION),
)
