"""Rights that a machine needs beside those to use whom its tasks ask.

Source: developer guide, "IAM policies for AWS Step Functions" (stepfunctions-iam: a nested
workflow that is waited for) and "IAM policies for using Distributed Map states", 2026. That a
machine is not created whose role may not make the rule by which it hears of the end (who takes the
right away later is not told):
aws-ia/terraform-aws-control_tower_account_factory issue 365, nasa/cumulus pull request 2693.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from simcore.asl.states import Map, Task
from simcore.component import Subject, warning
from simcore.component.permissions import for_role
from simcore.component.permissions.verdicts import Verdict, of_role
from simcore.errors import Check
from simcore.services.step_functions.definitions import readable, states_of
from simcore.services.step_functions.spec import StateMachine

__all__ = ["START", "STOP", "rights"]

START: Final = "states:StartExecution"
STOP: Final = "states:StopExecution"
RULE: Final = ("events:PutTargets", "events:PutRule", "events:DescribeRule")
ENDS: Final = ("states:DescribeExecution", STOP)


def rights(subject: Subject) -> Iterator[Check]:
    """What a Distributed Map asks of the role, and a task that waits for another machine's end."""
    for id, spec in subject.of(StateMachine).items():
        machine = readable(spec)
        for stood in states_of(machine) if machine is not None else ():
            state = stood.state
            if isinstance(state, Map) and state.distributed:
                yield from _of_map(spec, id, state)
            elif isinstance(state, Task) and state.resource.pattern.startswith("sync"):
                said = spec.tasks.get(state.name)
                if said is not None and subject.graph.components.get(said.target or "") is not None:
                    yield from _of_task(spec, id, state.name, said.target or "")


def _may(spec: StateMachine, action: str, on: str) -> bool:
    return of_role(spec.role, action, on) is Verdict.ALLOW


def _of_map(spec: StateMachine, id: str, state: Map) -> Iterator[Check]:
    if not _may(spec, START, id):
        path = f"components.{id}.definition.{state.path}"
        what = (
            f"the execution role of {id} lacks {START} on itself: {state.name} starts no children"
        )
        yield _missing(id, path, what, [START], id)


def _of_task(spec: StateMachine, id: str, name: str, target: str) -> Iterator[Check]:
    path = f"components.{id}.tasks.{name}"
    rule = [action for action in RULE if not _may(spec, action, id)]
    if rule:
        what = (
            f"AWS would not create {id} (AccessDeniedException): its execution role is not "
            f"authorized to create managed-rule, by which {name} hears of the end of {target}"
        )
        yield _missing(id, path, what, rule, "*")
    ends = [action for action in ENDS if not _may(spec, action, target)]
    if ends:
        what = (
            f"the execution role of {id} lacks {' and '.join(ends)} on {target}: what is given up "
            "is not stopped there"
        )
        yield _missing(id, path, what, ends, target)


def _missing(id: str, path: str, what: str, actions: Sequence[str], on: str) -> Check:
    hint = f"the role of {id} needs the statement {for_role(actions, on)}"
    return warning("permission.missing", path, what, hint)
