"""Mappings of queues that are updated while time passes, for tests."""

from dataclasses import replace

from simcore.awslambda.event_source_mapping.facts import MappingObserved
from tests.awslambda.stage import at, make_function, make_mapping, make_queue, rows

SOON = 0.001


def retune(mapping, t, **changes):
    """Let time pass until t, then update the mapping; those of its fleet by their own names."""
    settings = at(mapping, t).settings
    fleet = {name: changes.pop(name) for name in ("initial", "most", "floor") if name in changes}
    mapping.retune(replace(settings, fleet=replace(settings.fleet, **fleet), **changes))


def capped(most):
    """As a maximum concurrency below five sets the fleet."""
    return {"initial": most, "most": most, "floor": most}


def mapped(env, *, messages=0, duration=10.0, pollers=1, **more):
    """A queue with so many messages at 0, and its mapping."""
    queue = make_queue(env, initial_messages=messages, visibility_timeout=more.pop("hidden", 900.0))
    function = make_function(env, duration=duration, **more.pop("function", {}))
    mapping = make_mapping(queue, function, **{**capped(pollers), **more})
    queue.start()
    return queue, mapping


def observed(mapping, t):
    """Pollers, running invocations and held batches at t."""
    at(mapping, t).observe(t)
    return rows(mapping, MappingObserved)[-1][1:]
