"""Runs a second of everything once, so that the first run of a person pays for no import."""

from visualizer.supervisor.job import Job
from visualizer.supervisor.simulation import begin

DOCUMENT = {
    "format": "windtunnel.scenario/1",
    "id": "warm-up",
    "title": "Warm-up",
    "duration": 20,
    "components": {
        "producers": {
            "type": "client",
            "target": "jobs",
            "arrivals": {"poisson": {"rate": 20}},
        },
        "jobs": {
            "type": "queue",
            "redrive": {"dead_letter_queue": "dead", "max_receive_count": 2},
        },
        "dead": {"type": "queue"},
        "mapping": {"type": "event_source_mapping", "source": "jobs", "function": "worker"},
        "worker": {
            "type": "function",
            "duration": {"lognormal": {"median": 0.2, "p99": 1.0}},
            "init_duration": 0.3,
            "error_rate": 0.05,
            "timeout": 3,
        },
        "callers": {
            "type": "client",
            "target": "worker",
            "arrivals": {"poisson": {"rate": 20}},
        },
    },
}

run = begin(Job("warm-up", "", DOCUMENT, seed=1, profile="aws-2026", overrides={}))
run.header()
for _ in run.frames():
    pass
run.result().as_dict()
run.snapshot()
