"""Who waits for an answer: when it is told that there was none, and what that costs until then."""

import pickle

from hypothesis import given, settings
from hypothesis import strategies as st

from simcore.engine.environment import Environment
from simcore.roles.waiting import Deadline


class Wait:
    def __init__(self, name, until):
        self.name, self.until = name, until
        self.is_over = self.is_put_off = False


class Plain:
    """Each on the heap, until its time: what a deadline is held against."""

    def __init__(self, env, over):
        self.env, self.over = env, over

    def watch(self, wait):
        self.env.call_at(wait.until, self._due, wait)

    _due = Deadline._due


class Stage:
    """Waits that begin, are answered or not, and others' entries at the same moments."""

    def __init__(self, kind):
        self.env, self.told = Environment(), []
        self.deadline = kind(self.env, self.over)

    def over(self, wait):
        wait.is_over = True
        self.told.append((self.env.now, "over", wait.name))

    def begin(self, said):
        name, lasts, answered = said
        wait = Wait(name, self.env.now + lasts)
        self.deadline.watch(wait)
        self.env.call_at(self.env.now + answered, self.answer, wait)
        self.env.call_at(wait.until, self.other, name)

    def answer(self, wait):
        if not wait.is_over:
            wait.is_over = True
            self.told.append((self.env.now, "answered", wait.name))

    def other(self, name):
        self.told.append((self.env.now, "other", name))


BEGINS = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 4), st.integers(1, 6)), max_size=40)


@settings(max_examples=150, deadline=None)
@given(begins=BEGINS, constant=st.booleans(), cut=st.integers(1, 12))
def test_everything_happens_as_if_each_were_on_the_heap(begins, constant, cut):
    """Many at one moment, timeouts that become shorter, a snapshot on the way; the ids, too."""
    told = []
    for kind in (Plain, Deadline):
        stage = Stage(kind)
        for name, (at, lasts, answered) in enumerate(begins):
            stage.env.call_at(at, stage.begin, (name, 3 if constant else lasts, answered))
        stage.env.run(until=cut)
        if kind is Deadline:
            stage = pickle.loads(pickle.dumps(stage))
        stage.env.run(until=100)
        told.append(stage.told)
    assert told[0] == told[1]


def test_what_has_been_answered_is_not_kept_until_its_timeout():
    """500 a second for 20 s, a timeout of 60 s, answers after 5 ms: three are under way at once."""
    stage = Stage(Deadline)
    for n in range(10_000):
        stage.env.call_at(n / 500, stage.begin, (n, 60, 0.005))
    longest = 0
    for t in range(1, 21):
        stage.env.run(until=t)
        longest = max(longest, len(stage.deadline._line))
    assert longest < 10
