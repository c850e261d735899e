"""Scenarios in which somebody may not do what he does, and what is found in them."""

import json

import simcore
from simcore.scenario import check

SQS_ROLE = {"policies": ["AWSLambdaSQSQueueExecutionRole"]}
FAST = {"duration": "100 ms", "init_duration": 0, "timeout": "3 s"}


def queue_and_worker(role, **queue):
    """Two messages a second, and a function that is never the limit."""
    return {
        "shop": {"type": "client", "target": "jobs", "arrivals": {"constant": {"rate": 2}}},
        "jobs": {"type": "queue", "visibility_timeout": "30 s", **queue},
        "poll": {"type": "event_source_mapping", "source": "jobs", "function": "worker"},
        "worker": {"type": "function", **FAST, "role": role},
    }


def document(components, *interventions, duration="4 min", profile="aws-2026"):
    return {
        "format": "windtunnel.scenario/1",
        "id": "rights",
        "title": "Who may?",
        "profile": profile,
        "duration": duration,
        "components": components,
        "interventions": list(interventions),
    }


def result(*said, **more):
    return simcore.run(simcore.load_scenario(document(*said, **more))).as_dict()


def findings(components, profile="aws-2026"):
    found = check(document(components, profile=profile))
    return {c.id: c for c in found if c.id.startswith("permission.")}


def statement(hint):
    return json.loads(hint[hint.index("{") :])


def deny(permission, **more):
    return {"action": "deny", "component": "worker", "permission": permission, **more}
