"""One execution of a definition as people write it, with mocks."""

from simcore.asl.definition import read
from simcore.asl.execution import Execution, History
from simcore.asl.local import LocalHost, MockedTasks

ARN = "arn:aws:states:us-east-1:123456789012:execution:machine:one"


def begin(document, mocks=None, input=None, seed=1, **more):
    """An execution that waits for its host to run."""
    host = LocalHost(MockedTasks(mocks or {}), seed=seed)
    machine = read(document)
    one = Execution(machine, host, input, name="one", arn=ARN, history=History(), **more)
    one.begin(0.0)
    return one


def run(document, mocks=None, input=None, **more):
    """The same, at its end."""
    one = begin(document, mocks, input, **more)
    one.host.run()
    return one


def types(execution):
    return [event.type for event in execution.history.events]


def chain(execution):
    """(id, the one before, type) of each event."""
    return [(event.id, event.previous_id, event.type) for event in execution.history.events]
