"""Stands where the supervisor stands, and posts to the HTTP interface."""

import json

from visualizer.supervisor.supervisor import QueueFull

RAMP = "sqs-ramp"


class Desk:
    """Stands where the supervisor stands, and notes what it is asked for."""

    def __init__(self):
        self.submitted, self.cancelled, self.full = [], [], False
        self.forgotten = []
        self.dead, self.trouble = set(), None
        self.waiting = {}

    def accepts(self):
        if self.full:
            raise QueueFull("50 runs wait already (WINDTUNNEL_MAX_RUNS_QUEUED).")

    def submit(self, run_id, whose=None):
        self.submitted.append(run_id)

    def cancel(self, run_id):
        self.cancelled.append(run_id)

    def forget(self, run_id):
        self.forgotten.append(run_id)

    def watched(self):
        return frozenset()

    def is_dead(self, run_id):
        return run_id in self.dead

    def fate(self, run_id):
        return {}

    def ahead(self, run_id):
        return self.waiting.get(run_id)

    def require_health(self):
        if self.trouble is not None:
            raise self.trouble

    def status(self):
        return {"running": 0}


def post(client, body, path="/api/runs", content_type="application/json", **headers):
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(path, data, content_type=content_type, headers=headers)


def document(**changes):
    return {
        "format": "windtunnel.scenario/1",
        "id": "mine",
        "title": "Mine",
        "duration": "1 min",
        "components": {
            "callers": {
                "type": "client",
                "target": "worker",
                "arrivals": {"poisson": {"rate": "5/s"}},
            },
            "worker": {"type": "function", "duration": "100 ms"},
        },
        **changes,
    }
