"""The same log, read from the facts that the simulator states."""

from simcore import facts
from simcore.awslambda.event_source_mapping.facts import (
    BatchAbandoned,
    BatchFailed,
    BatchInvoked,
    BatchSucceeded,
    BatchThrottled,
    MappingObserved,
)
from simcore.awslambda.facts.invocations import (
    EnvironmentReclaimed,
    FunctionObserved,
    InvocationEnded,
    InvocationStarted,
    InvocationThrottled,
)
from simcore.awslambda.facts.lifecycle import SuppressedInit
from simcore.scenario.build import build
from simcore.services.clients.facts import RequestEnded, RequestSent
from simcore.services.sqs.facts import (
    MessageDeleted,
    MessagesDeadLettered,
    MessagesReceived,
    MessagesReturned,
    MessagesSent,
    QueueObserved,
)
from tests.oracle.log import Log

SAYS = {
    InvocationThrottled: lambda row: (
        f"throttled by {facts.LIMITS[row[2]]}",
        1,
    ),
    InvocationEnded: lambda row: (f"ended in {facts.OUTCOMES[row[5]]}", 1),
    EnvironmentReclaimed: lambda row: ("reclaimed", 1),
    SuppressedInit: lambda row: ("suppressed init", 1),
    MessagesSent: lambda row: ("sent", row[1]),
    MessagesReceived: lambda row: ("received", row[1]),
    MessagesReturned: lambda row: ("returned", row[1]),
    MessagesDeadLettered: lambda row: ("dead-lettered", row[1]),
    facts.EventsFilteredOut: lambda row: ("filtered out", row[1]),
    BatchInvoked: lambda row: ("batch invoked", row[1]),
    BatchFailed: lambda row: ("batch failed", row[1]),
    BatchThrottled: lambda row: ("batch throttled", row[1]),
    BatchAbandoned: lambda row: ("batch abandoned", row[1]),
    RequestSent: lambda row: ("sent", 1),
}


def simulate(scenario):
    """Build the components, run them, and empty their ledgers; no recorder, no frames."""
    scenario = scenario.with_defaults()
    simulation = build(scenario, scenario.quota_profile(), scenario.seed)
    log = Log(env=simulation.env)
    for second in range(1, int(scenario.duration) + 1):
        simulation.env.run(until=second)
        simulation.observe()
        log.levels.append({})
        for part in simulation.components:
            for fact, ledger in part.ledgers.items():
                rows = [row for row in ledger.take() if row[0] <= scenario.duration]
                read(log, part.id, fact, rows)  # what was stated ahead may come after the end
    return log


def read(log, id, fact, rows):
    for row in rows:
        if fact in SAYS:
            what, n = SAYS[fact](row)
            log.notes.append((row[0], id, what, n))
        elif fact is InvocationStarted:
            log.notes.append((row[0], id, "started", 1))
            log.peak(row[0], id, row[3])
            if row[2] > 0:
                log.notes.append((row[0], id, "cold start", 1))
        elif fact is BatchSucceeded:
            log.notes.append((row[0], id, "deleted", row[1]))
            log.notes.append((row[0], id, "reported", row[2]))
        elif fact is RequestEnded:
            log.answers[id].append((row[0], row[1], facts.OUTCOMES[row[2]]))
        elif fact is MessageDeleted:
            log.fates[id].append(tuple(row))
        elif fact is QueueObserved:
            log.levels[-1][id] = row[1], row[2]
        elif fact is MappingObserved:
            log.levels[-1][id] = row[1], row[3]
        elif fact is FunctionObserved:
            log.levels[-1][id] = row[1] + row[2], row[3]
