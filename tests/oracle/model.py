"""The oracle: the central model once more, in plain SimPy, to hold the engine's against.

No call entries, no ledgers, no blocks of anything, nothing lazy: a process for every request,
invocation, idle environment, delay, visibility timeout, poller and window; counters and lists.
It shares with the simulator the scenario and its random streams (by name), contents, distributions
and arrivals, and not a line of behaviour.

Left out: message retention, readers of dead-letter queues, duplicates, moves, provisioned mode, and
filters together with batching windows.
"""

import simpy

from simcore.awslambda.event_source_mapping.spec import EventSourceMapping
from simcore.awslambda.spec import Function
from simcore.component.arriving import arrival_source
from simcore.component.convert import distribution
from simcore.engine.contents import Contents
from simcore.engine.streams import generator
from simcore.services.clients.spec import Client as ClientSpec
from simcore.services.sqs.spec import Queue
from tests.oracle.function import Account, Client
from tests.oracle.function import Function as OracleFunction
from tests.oracle.log import Log
from tests.oracle.mapping import Mapping
from tests.oracle.queue import Producer
from tests.oracle.queue import Queue as OracleQueue


class Oracle:
    def __init__(self, scenario):
        self.scenario = scenario.with_defaults()
        self.profile = self.scenario.quota_profile()
        self.env = simpy.Environment()
        self.log = Log(env=self.env)
        self.parts = {}
        self.build()

    def of(self, kind):
        return [(i, c) for i, c in sorted(self.scenario.components.items()) if type(c) is kind]

    def draws(self, path, spec=None):
        """Endless numbers from a named stream: of a distribution, or between 0 and 1."""
        rng = generator(self.scenario.seed, path)
        draw = distribution(spec).draw if spec else lambda rng, n: rng.random(n)
        while True:
            yield from draw(rng, 64).tolist()

    def times(self, id, client):
        rng = generator(self.scenario.seed, f"{id}/arrivals")
        source = arrival_source(client, rng, self.scenario.duration)
        while block := source.next_block():
            yield from block

    def build(self):
        env, log, profile, parts = self.env, self.log, self.profile, self.parts
        account = Account(env, profile, self.scenario.region)
        mappings = self.of(EventSourceMapping)
        reports = {m.function for _, m in mappings if m.report_batch_item_failures}
        for id, spec in self.of(Function):
            parts[id] = OracleFunction(
                env, id, spec, account, self.draws, log, profile, reports=id in reports
            )
        for id, spec in self.of(Queue):
            contents = Contents(self.scenario.seed, id)
            in_flight_max = profile.value("sqs.in_flight_max")
            parts[id] = OracleQueue(env, id, spec, in_flight_max, log, contents)
        for id, spec in self.of(Queue):
            if spec.redrive:
                parts[id].dead_letter_queue = parts[spec.redrive.dead_letter_queue]
        for id, spec in mappings:
            queue, function = parts[spec.source], parts[spec.function]
            queue.visibility_timeout = self.visibility_timeout(spec, queue.spec, function.spec)
            parts[id] = Mapping(env, id, spec, queue, function, profile, self.draws, log)
        for id, spec in self.of(ClientSpec):
            sends = Producer if isinstance(parts[spec.target], OracleQueue) else Client
            parts[id] = sends(env, id, self.times(id, spec), parts[spec.target], log)

    def visibility_timeout(self, mapping, queue, function):
        """Lambda guide of 2022: with a window, at least window + timeout + 30 s."""
        extra, window = "esm.sqs.effective_visibility_extra_s", mapping.maximum_batching_window
        needed = window + function.timeout
        if self.profile.has(extra) and window and needed > queue.visibility_timeout:
            return needed + self.profile.value(extra)
        return queue.visibility_timeout

    def run(self):
        """Everything to the end of the run, with a look at the levels every second."""
        for id, spec in self.of(Queue):
            if spec.initial_messages:
                self.log.note(id, "sent", spec.initial_messages)
                self.parts[id].backlog(spec.initial_messages)
        for second in range(1, int(self.scenario.duration) + 1):
            self.env.run(until=second)
            self.log.levels.append(self.levels())
        return self.log

    def levels(self):
        levels = {}
        for id, _ in self.of(Queue):
            queue = self.parts[id]
            levels[id] = queue.visible(), queue.in_flight
        for id, _ in self.of(EventSourceMapping):
            mapping = self.parts[id]
            levels[id] = mapping.pollers, mapping.holding
        for id, _ in self.of(Function):
            levels[id] = self.parts[id].running, len(self.parts[id].idle)
        return levels
