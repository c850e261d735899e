"""Components that are pickled in the middle of things go on as if nothing had happened."""

import pickle

import pytest

from simcore.engine.environment import Environment
from tests.awslambda.stage import make_account, make_function, make_mapping, make_queue, send_at


class Story:
    """A queue with everything that can happen to its messages, and a client beside it."""

    def __init__(self, **mapping):
        self.env = Environment()
        self.account = make_account(concurrency=8, burst=4, refill_per_min=30)
        self.function = make_function(
            self.env,
            account=self.account,
            duration=(0.7, 3.1, 9.0, 1.3, 2.2),
            init=(0.4, 6.0),
            timeout=7.0,
            reserved=3,
            idle_timeout=4.0,
            error_rate=0.2,
            item_error_rate=0.1,
            reports_item_failures=True,
        )
        self.dead = make_queue(self.env, id="dead")
        self.queue = make_queue(
            self.env,
            visibility_timeout=8.5,
            delay=1.5,
            retention=30.0,
            initial_messages=12,
            in_flight_max=15,
            dead_letter_queue=self.dead,
            max_receive_count=2,
        )
        self.mapping = make_mapping(self.queue, self.function, batch_size=4, **mapping)
        send_at(self.queue, *[i * 0.61 for i in range(60)])
        self.queue.start()

    def parts(self):
        return [self.account, self.function, self.dead, self.queue, self.mapping]

    def bind(self):
        for part in self.parts():
            part.bind()
        self.env.bind()

    def run(self, until):
        self.env.run(until=until)
        for part in self.parts():
            part.observe(until)

    def facts(self):
        return {
            (part.id, fact.__name__): ledger.rows
            for part in self.parts()
            for fact, ledger in part.ledgers.items()
        }


STOPS = (0.3, 1.7, 4.0, 8.5, 9.9, 17.3, 26.0, 44.4, 47.7)
MAPPINGS = ({}, {"window": 3.3}, {"window": 12.0}, {"floor": 2, "backoff": 0.3})


@pytest.mark.parametrize("mapping", MAPPINGS)
def test_pickled_again_and_again_it_is_the_same_story(mapping):
    whole, pieces = Story(**mapping), Story(**mapping)
    for stop in (*STOPS, 90.0):
        whole.run(stop)
        pieces.run(stop)
        pieces = pickle.loads(pickle.dumps(pieces))
        pieces.bind()
    assert pieces.facts() == whole.facts()


def test_the_story_has_everything_in_it():
    whole = Story()
    for stop in (*STOPS, 90.0):
        whole.run(stop)
    stated = {fact for (_, fact), rows in whole.facts().items() if rows}
    told = {"MessagesBecameVisible", "MessagesReturned", "MessagesDeadLettered", "MessagesExpired"}
    told |= {"BatchThrottled", "BatchAbandoned", "BatchFailed", "BatchSucceeded", "LimitReached"}
    told |= {"InvocationThrottled", "EnvironmentReclaimed", "EmptyReceived", "StoryStep"}
    assert told <= stated


def test_the_one_left_behind_goes_on_too():
    story, whole = Story(), Story()
    story.run(9.9)
    whole.run(9.9)
    pickle.dumps(story)
    story.run(90.0)
    whole.run(90.0)
    assert story.facts() == whole.facts()
