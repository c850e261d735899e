"""State machines, written short, for the tests of evidence and others."""

INSTANT = {
    "stepfunctions.transition_latency_s": 0,
    "stepfunctions.express_transition_latency_s": 0,
    "scheduler.invocations_per_second": 1_000_000,
}
"""AWS's examples count tokens and waits, not what a transition takes beside them."""


def machine(states, **more):
    """A state machine that begins with the first of its states."""
    definition = {"StartAt": next(iter(states)), "States": states}
    return {"type": "state_machine", "definition": definition, **more}


def at(second, count, target="machine"):
    """So many that are started together."""
    when = f"2026-01-01T00:{second // 60:02}:{second % 60:02}"
    return {
        "expression": f"at({when})",
        "count": count,
        "target": target,
        "maximum_retry_attempts": 0,
    }


def started(*schedules):
    """Whoever starts executions at these times."""
    return {"type": "scheduler", "schedules": list(schedules)}


def many(kind, **more):
    """A Distributed Map over a reader's items, each a child of one state."""
    return {
        "Type": "Map",
        "ItemReader": {
            "Resource": "arn:aws:states:::s3:listObjectsV2",
            "Parameters": {"Bucket": "images"},
        },
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": kind},
            "StartAt": "One",
            "States": {"One": more.pop("one", {"Type": "Pass", "End": True})},
        },
        "ResultPath": None,
        "ResultWriter": {
            "Resource": "arn:aws:states:::s3:putObject",
            "Parameters": {"Bucket": "results", "Prefix": "out"},
        },
        "End": True,
        **more,
    }


LAMBDA = "arn:aws:states:::lambda:invoke"


def task(name, **more):
    """A task that invokes a function by its name."""
    return {"Type": "Task", "Resource": LAMBDA, "Parameters": {"FunctionName": name}, **more}
