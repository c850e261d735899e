"""What the tests of state machines say and ask: a document, its counters, one history."""

import simcore
from tests.evidence.step_function_parts import at, machine, started

ARN = "arn:aws:states:::"


def document(components, duration=20, **more):
    return {
        "format": "windtunnel.scenario/1",
        "id": "machines",
        "title": "What becomes of an execution?",
        "duration": duration,
        "components": components,
        **more,
    }


def outcome(components, **more):
    return simcore.run(simcore.load_scenario(document(components, **more))).as_dict()


def counted(components, component="machine", **more):
    return outcome(components, **more)["counters"][component]


def once(states, n=1, **more):
    return {"clock": started(at(1, n)), "machine": machine(states, **more)}


def history(components, **more):
    """[(type, details)] of the first execution."""
    run = simcore.Run(simcore.load_scenario(document(components, **more)))
    rows = [row for frame in run.frames() for row in frame.payload["histories"]["machine"]]
    return [(row[4], row[6]) for row in rows if row[0] == 1]


def error_of(components, **more):
    """The text of the last event of the first execution."""
    return history(components, **more)[-1][1]


WORKER = {"type": "function", "duration": "100 ms", "timeout": 1}


def token(**more):
    return {
        "Type": "Task",
        "Resource": f"{ARN}sqs:sendMessage.waitForTaskToken",
        "Parameters": {"QueueUrl": "mails", "MessageBody": {"token.$": "$$.Task.Token"}},
        "End": True,
        **more,
    }
