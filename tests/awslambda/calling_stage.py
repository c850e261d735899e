"""A function that calls another one and waits, built by hand."""

from simcore.awslambda.calls import Call
from simcore.awslambda.facts.invocations import InvocationEnded
from tests.awslambda.stage import invoke_at, make_account, make_function, rows

DOWN = (Call("down"),)


class Times:
    """An arrival source with the times that a test chooses."""

    def __init__(self, *times):
        self.blocks = [list(times)]

    def next_block(self):
        return self.blocks.pop() if self.blocks else None


def make_pair(env, calls=DOWN, account=None, down=None, **up):
    """A function that runs for 100 ms and calls another one, which runs for 300 ms."""
    account = account or make_account()
    called = make_function(env, id="down", account=account, **{"duration": 0.3, **(down or {})})
    caller = make_function(env, id="up", account=account, **{"duration": 0.1, "calls": calls, **up})
    caller.connect({"down": called})
    return caller, called


def ended(function):
    """(end, duration, outcome) of each invocation, to the microsecond."""
    stated = rows(function, InvocationEnded, "t", "duration_s", "outcome")
    return [(round(t, 6), round(duration_s, 6), outcome) for t, duration_s, outcome in stated]


def run(env, caller, *times, until=100.0):
    invoke_at(caller, *times)
    env.run(until=until)
