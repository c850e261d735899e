"""What is not allowed: execution roles and resource policies, against what the components need."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Subject, error, warning
from simcore.component.permissions import (
    POLICIES,
    Missing,
    Permissions,
    for_caller,
    for_role,
)
from simcore.components import TYPES
from simcore.errors import Check, nearest
from simcore.spec.permissions import ResourcePolicy, Role
from simcore.spec.walk import walk

__all__ = ["CHECKS"]

LOGS = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
TRACES = ("xray:PutTraceSegments", "xray:PutTelemetryRecords")
UNSEEN = (
    ("permission.no-logs", "writes no logs", LOGS),
    ("permission.no-traces", "sends no segments to X-Ray", TRACES),
)
"""What is not to be seen of a function without these permissions."""


def missing(subject: Subject) -> Iterator[Check]:
    """A right that a component needs and does not have, with the statement that would mend it."""
    for lack in Permissions(TYPES, subject.graph, subject.region).missing():
        reference = lack.reference
        owner, kind = reference.owner, TYPES[subject.type_of(reference.owner)]
        if lack.role in kind.vetted and not lack.key:
            yield error("permission.refused", reference.path, _refused(lack), _mended(lack))
        else:
            whose = f"the execution role of {lack.holder}" if lack.holder else owner
            message = f"{whose} lacks {_listed(lack.actions)} on {reference.target}"
            yield warning("permission.missing", reference.path, message, _mended(lack))


def _refused(lack: Missing) -> str:
    if not lack.holder:
        return (
            f"AWS refuses the configuration of {lack.reference.owner}: {lack.principal} may not "
            f"{_listed(lack.actions)} on {lack.reference.target}"
        )
    what = _listed([action.partition(":")[2] for action in lack.actions])
    return (
        f"AWS refuses to create {lack.reference.owner} (InvalidParameterValueException): the "
        f"execution role of {lack.holder} does not have permissions to call {what} on "
        f"{lack.reference.target}"
    )


def _mended(lack: Missing) -> str:
    reference = lack.reference
    if lack.holder:
        statement = for_role(lack.actions, reference.target)
        return f"the role of {lack.holder} needs the statement {statement}"
    statement = for_caller(lack.actions, lack.principal, reference.owner, reference.target)
    return f"the resource policy of {reference.target} needs the statement {statement}"


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if names[1:] else names[0]


def unseen(subject: Subject) -> Iterator[Check]:
    """A role that lets a function write no logs, or send no segments: it runs, unseen."""
    permissions = Permissions(TYPES, subject.graph, subject.region)
    for id, component in subject.graph.components.items():
        if not component.writes_logs or not isinstance(getattr(component, "role", None), Role):
            continue
        for kind, what, actions in UNSEEN:
            if kind == "permission.no-traces" and getattr(component, "tracing", "") != "Active":
                continue
            lacking = [action for action in actions if not permissions.may(id, action)]
            if lacking:
                yield warning(
                    kind,
                    f"components.{id}.role",
                    f"{id} runs, and {what}: its role lacks {_listed(lacking)}",
                    f"the role of {id} needs the statement {for_role(lacking, '*')}",
                )


def unknown_policies(subject: Subject) -> Iterator[Check]:
    """A name that is not known is said, and not guessed at."""
    for id, component in subject.graph.components.items():
        role = getattr(component, "role", None)
        if not isinstance(role, Role):
            continue
        for n, name in enumerate(role.policies or ()):
            if name not in POLICIES:
                yield error(
                    "permission.unknown-policy",
                    f"components.{id}.role.policies.{n}",
                    f"no managed policy {name} is known here, and nobody guesses what it allows",
                    nearest(name, list(POLICIES)) or "say what it allows, under actions",
                )


def unknown_names(subject: Subject) -> Iterator[Check]:
    """Resources of statements and callers that match nothing that is here."""
    known = list(subject.graph.components)
    for id, component in subject.graph.components.items():
        for place in walk(component, f"components.{id}"):
            if place.field == "resources" or isinstance(place.spec, ResourcePolicy):
                names = place.value if isinstance(place.value, tuple) else ()
                yield from _unknown(place.path, names, known)


def _unknown(path: str, names: tuple[str, ...], known: list[str]) -> Iterator[Check]:
    for n, name in enumerate(names):
        is_plain = not set(name) & set("*?.:/")
        if is_plain and name not in known:
            hint = nearest(name, known) or "the id of a component, a service's principal, or *"
            yield warning("permission.unknown-name", f"{path}.{n}", f"no component {name}", hint)


CHECKS = (unknown_policies, unknown_names, missing, unseen)
