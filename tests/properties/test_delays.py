"""Delay queues that are purged, and whose delay changes: all the rest becomes visible in time."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simcore.engine.environment import Environment
from simcore.services.sqs.facts import MessagesBecameVisible
from tests.awslambda.fifo_stage import make_fifo
from tests.awslambda.stage import at, make_queue, rows
from tests.properties.strategies import examples, one_of

CASES = 400
BEGIN = 1.0

DONE = st.lists(
    st.tuples(
        one_of("send", "send", "purge", "change"), one_of(0, 0, 1, 3), one_of(0.0, 2.0, 3.0, 7.0)
    ),
    max_size=25,
)
"""What is done, how long after what came before, and the delay of a change."""


def expected(done, delay, retroactive):
    """When messages become visible: at the sending plus the delay that holds for them."""
    now, waiting, visible = BEGIN, [], []
    for what, after, changed in done:
        now += after
        visible += [due for _, due in waiting if due < now]
        waiting = [(sent, due) for sent, due in waiting if due >= now]
        if what == "purge":
            waiting = []
        elif what == "send" and delay:  # else it is visible at once, which nobody states
            waiting.append((now, now + delay))
        elif what == "change" and changed != delay:
            delay = changed
            if retroactive:
                waiting = [(sent, max(sent + delay, now)) for sent, _ in waiting]
                visible += [due for _, due in waiting if due == now]
                waiting = [(sent, due) for sent, due in waiting if due > now]
    return sorted(visible + [due for _, due in waiting])


@pytest.mark.parametrize("make", [make_queue, make_fifo], ids=["standard", "fifo"])
@examples(CASES)
@given(done=DONE, delay=one_of(2.0, 3.0, 7.0))
def test_what_no_purge_has_deleted_becomes_visible_when_its_delay_is_over(make, done, delay):
    queue = make(Environment(), delay=delay)
    t = BEGIN
    for what, after, changed in done:
        t += after
        at(queue, t)
        if what == "send":
            queue.put(queue.env.now, 1, False)
        elif what == "purge":
            queue.purges.begin()
        else:
            queue.retune(replace(queue.settings, delay_s=changed))
    at(queue, t + 20.0)
    found = [t for t, n in rows(queue, MessagesBecameVisible) for _ in range(int(n))]
    assert sorted(found) == expected(done, delay, make is make_fifo)
