"""Task."""

from __future__ import annotations

from simcore.asl.definition.flows.values import number_in
from simcore.asl.definition.handling import catch_of, retry_of
from simcore.asl.definition.place import Place
from simcore.asl.definition.resource import resource_of
from simcore.asl.definition.states.common import Common
from simcore.asl.jsonata.fields import is_expression
from simcore.asl.states import QueryLanguage, Task

__all__ = ["read_task"]

LONGEST_S = 99_999_999
"""Of TimeoutSeconds and HeartbeatSeconds. Source: developer guide, "Task workflow state", 2022:
what holds where neither is given."""


def read_task(common: Common) -> Task:
    place, language = common.place, common.language
    _heartbeat_checked(place)
    _credentials_checked(place, language)
    return Task(
        **common.parts,
        resource=resource_of(place, common.scope.workflow, language),
        timeout_s=number_in(place, "TimeoutSeconds", language, 1, LONGEST_S),
        heartbeat_s=number_in(place, "HeartbeatSeconds", language, 1, LONGEST_S),
        retry=retry_of(place),
        catch=catch_of(place, common.name, common.scope, language),
    )


def _credentials_checked(place: Place, language: QueryLanguage) -> None:
    """A role by its ARN; in JSONata all of it may be an expression."""
    if language == "JSONata" and is_expression(place.get("Credentials")):
        return
    given = place.object("Credentials")
    if given is None:
        return
    names = ("RoleArn",) if language == "JSONata" else ("RoleArn", "RoleArn.$")
    given.knows_only(names, "Credentials")
    for name in names:
        given.text(name, needed=name in given)
    if not any(name in given for name in names):
        given.complain("RoleArn", "is missing")


def _heartbeat_checked(place: Place) -> None:
    beat, timeout = place.get("HeartbeatSeconds"), place.get("TimeoutSeconds")
    both = isinstance(beat, int | float) and isinstance(timeout, int | float)
    if both and not beat < timeout:
        place.complain("HeartbeatSeconds", f"{beat} is not less than TimeoutSeconds, {timeout}")
