"""What a scenario says of permissions: execution roles, and resource policies of functions."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from simcore.spec.annotations import Meaning, Silent
from simcore.spec.base import Spec

__all__ = ["NAMES", "ActionName", "Caller", "ResourcePolicy", "Role", "Statement"]

MOST = 50

ACTION = r"^(\*|[A-Za-z0-9-]{1,40}:[A-Za-z0-9*?]{1,80})$"
POLICY = r"^[A-Za-z0-9+=,.@_-]{1,128}$"
RESOURCE = r"^[A-Za-z0-9*?_./:-]{1,128}$"
CALLER = r"^[A-Za-z0-9*?_.-]{1,128}$"
NAMES = {
    ACTION: ("action", "write service:Action, as in sqs:SendMessage or sqs:*; * alone is all"),
    POLICY: ("managed policy's name", "as in AWSLambdaBasicExecutionRole, without its ARN"),
    RESOURCE: ("resource", "write the id of a component, or * for all"),
    CALLER: ("caller", "write a service, as in sns.amazonaws.com, or * for anybody"),
}
"""What a text is that has such a pattern, and what to write: for whoever wrote another."""

ActionName = Annotated[str, StringConstraints(pattern=ACTION)]
"""`sqs:SendMessage`; `*` and `?` stand for any letters, and case does not matter."""
PolicyName = Annotated[str, StringConstraints(pattern=POLICY)]
Resource = Annotated[str, StringConstraints(pattern=RESOURCE)]
Caller = Annotated[str, StringConstraints(pattern=CALLER)]

Policies = Annotated[tuple[PolicyName, ...], Field(max_length=MOST)]
Actions = Annotated[tuple[ActionName, ...], Field(max_length=MOST)]
Callers = Annotated[tuple[Caller, ...], Field(max_length=MOST)]


class Statement(Spec):
    """A statement of a policy, about some resources: those that are components here."""

    effect: Annotated[Literal["Allow", "Deny"], Meaning("Deny wins")] = "Allow"
    actions: Annotated[Actions, Meaning("as in `sqs:SendMessage`, `sqs:*`")]
    resources: Annotated[
        Annotated[tuple[Resource, ...], Field(max_length=MOST)],
        Meaning("ids of components, or `*`"),
    ] = ("*",)


class Role(Spec):
    """What an execution role allows; where it allows nothing by name, all that is needed here.

    So a role that says only what it denies lacks nothing else.
    """

    policies: Annotated[Policies | None, Meaning("managed policies of AWS, by name"), Silent()] = (
        None
    )
    actions: Annotated[
        Actions | None,
        Meaning("further actions that it allows, on every resource"),
        Silent(),
    ] = None
    deny: Annotated[
        Actions,
        Meaning("actions that it denies, on every resource, whatever else allows them"),
        Silent(),
    ] = ()
    statements: Annotated[
        Annotated[tuple[Statement, ...], Field(max_length=MOST)],
        Meaning("statements about some resources: a list of `{effect, actions, resources}`"),
        Silent(),
    ] = ()

    @property
    def allows_by_name(self) -> bool:
        """Does it say what it allows? Else that is whatever the scenario needs."""
        allowed = any(statement.effect == "Allow" for statement in self.statements)
        return self.policies is not None or self.actions is not None or allowed


class ResourcePolicy(Spec):
    """Who may invoke a function: services, or components that are named one by one."""

    allow: Annotated[
        Callers | None,
        Meaning(
            "service principals (`sns.amazonaws.com`) or ids of components; without it, all that "
            "invoke it here"
        ),
        Silent(),
    ] = None
    deny: Annotated[
        Callers,
        Meaning("the same of those that are denied, whatever else allows them"),
        Silent(),
    ] = ()
