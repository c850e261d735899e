"""One execution, from its start to its end, with a clock of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from simcore.asl.definition import read
from simcore.asl.execution import Execution
from simcore.asl.execution.limits import EXPRESS_S, STANDARD_S
from simcore.asl.flow import Json
from simcore.asl.local.host import AT_ONCE, LocalHost
from simcore.asl.local.kept import Kept, Room
from simcore.asl.local.mocks import MockInvalid
from simcore.asl.local.tasks import MockedTasks
from simcore.asl.states import Machine, Map, Parallel, State
from simcore.errors import nearest

__all__ = ["execute", "states_of"]

MOST_NAME = 80


def execute(
    document: Mapping[str, Json],
    input: Json = None,
    mocks: Json = None,
    *,
    substitutions: Mapping[str, Json] | None = None,
    workflow: Literal["STANDARD", "EXPRESS"] = "STANDARD",
    name: str = "execution",
    seed: int = 1,
    redrives: int = 0,
    children_per_s: Mapping[str, float] = AT_ONCE,
) -> Execution:
    """Run a definition once; waits take no time.

    It is redriven so many times, as long as it does not succeed. Map Runs begin so many children a
    second, by their type; all that may run at once where that is not said.

    ``mocks`` says what its tasks come to (:mod:`.mocks`). Raises DefinitionInvalid, and MockInvalid
    where the execution comes to a task for which there is no mock.
    """
    machine = read(document, substitutions=substitutions or {}, workflow=workflow)
    tasks = MockedTasks({} if mocks is None else mocks)
    _all_known(tasks, machine)
    host = LocalHost(tasks, seed=seed, children_per_s=children_per_s)
    arn = host.machine_arn.replace(":stateMachine:", ":execution:")
    kept = Kept(Room())
    one = Execution(
        machine, host, input, name=name, arn=f"{arn}:{name}", history=kept, workflow=workflow
    )
    one.longest_s = STANDARD_S if workflow == "STANDARD" else EXPRESS_S
    one.begin(host.now)
    host.run(of=one)
    while one.redrives < redrives and one.redrive(host.now):
        host.run(of=one)
    return one


def states_of(machine: Machine) -> Iterator[State]:
    """All states of a definition, those within others, too."""
    waiting = [machine]
    while waiting:
        for state in waiting.pop().states.values():
            yield state
            if isinstance(state, Parallel):
                waiting += state.branches
            elif isinstance(state, Map):
                waiting.append(state.processor)


def _all_known(tasks: MockedTasks, machine: Machine) -> None:
    names = sorted({state.name for state in states_of(machine)})
    for name in tasks.mocks:
        if name not in names:
            raise MockInvalid(name[:MOST_NAME], "there is no such state", nearest(name, names))
