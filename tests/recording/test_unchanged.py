"""Bins in which nothing happens are closed by a short path, and come to the same."""

import simcore
from simcore import load_scenario
from simcore.recording.intake import Intake

# Rushes with idle stretches between them; what fails stays in a queue that nobody reads, and ages.
DOCUMENT = """
format: windtunnel.scenario/1
id: rushes
title: What is between rushes?
duration: 10 min
components:
  orders: {type: client, target: jobs, stop: 3 min,
           arrivals: {on_off: {rate: 20/s, on: 2 s, off: 40 s}}}
  jobs: {type: queue, visibility_timeout: 20 s,
         redrive: {dead_letter_queue: dead, max_receive_count: 2}}
  dead: {type: queue, message_retention_period: 4 min}
  pollers: {type: event_source_mapping, source: jobs, function: worker}
  worker: {type: function, duration: 300 ms, timeout: 3 s, error_rate: 0.2}
  news: {type: client, target: reader, invocation: Event, start: 4 min, stop: 5 min,
         arrivals: {constant: {rate: 0.1/s}}}
  pings: {type: client, target: pong, start: 5 min, arrivals: {constant: {rate: 0.1/s}}}
  pong: {type: function, duration: 100 ms, runtime: python3.12, snap_start: true}
  reader: {type: function, duration: 2 s, reserved_concurrency: 1, error_rate: 0.5}
"""


def recorded():
    result = simcore.run(load_scenario(DOCUMENT)).as_dict()
    return {key: part for key, part in result.items() if key != "wall"}


def test_they_come_to_the_same(monkeypatch):
    signed = []
    take_unchanged = Intake.take_unchanged

    def counted(self, edge):
        signed.append(take_unchanged(self, edge))
        return signed[-1]

    monkeypatch.setattr(Intake, "take_unchanged", counted)
    short = recorded()
    assert sum(signed) > 0.4 * len(signed)
    monkeypatch.setattr(Intake, "take_unchanged", lambda self, edge: False)
    assert recorded() == short
    ages = short["series"]["dead"]["ApproximateAgeOfOldestMessage"]
    assert max(ages) > 100
