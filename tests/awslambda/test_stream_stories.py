"""Records that are followed: some of all, and the first poison records of each shard."""

import pickle

from simcore.engine.environment import Environment
from simcore.facts import STORY_STEPS, StoryStep
from tests.awslambda.stage import make_function
from tests.awslambda.stream_stage import make_mapping, make_stream, put_at


def stories(mapping):
    """Story -> [(t, step)] in the order of statement."""
    found = {}
    for t, story, step, _, _ in mapping.ledgers[StoryStep].take():
        found.setdefault(story, []).append((t, STORY_STEPS[step]))
    return found


def run_poisoned(**more):
    """Ten records, the fourth poisoned, one in a hundred followed."""
    env = Environment()
    stream = make_stream(env)
    function = make_function(env, duration=0.5, may_be_poisoned=True)
    mapping = make_mapping(stream, function, wait=2.0, story_stride=100, **more)
    put_at(stream, *(0.1 * n for n in range(1, 4)))
    put_at(stream, 0.4, poison=True)
    put_at(stream, *(0.1 * n for n in range(5, 11)))
    return env, mapping


def test_a_poison_record_is_followed_through_all_its_attempts():
    """The batch of 0.1 s holds one record; that of 0.6 s four, the poisoned one among them."""
    env, mapping = run_poisoned(maximum_retry_attempts=1)
    env.run(until=20.0)
    (told,) = [steps for steps in stories(mapping).values() if steps[-1][1] == "dropped"]
    assert [step for _, step in told] == [
        "sent", "invoked", "handler", "error", "invoked", "handler", "error", "dropped",
    ]  # fmt: skip
    times = [round(t, 6) for t, _ in told]
    assert times == [0.4, 0.6, 0.6, 1.1, 3.1, 3.1, 3.6, 3.6]


def test_it_is_followed_after_the_batch_was_split():
    env, mapping = run_poisoned(maximum_retry_attempts=1, bisects=True)
    env.run(until=40.0)
    (told,) = [steps for steps in stories(mapping).values() if steps[-1][1] == "dropped"]
    steps = [step for _, step in told]
    assert steps.count("sent") == 1
    assert steps.count("invoked") == steps.count("handler") == steps.count("error") > 2


def test_it_is_followed_after_a_break():
    whole, broken = [run_poisoned(maximum_retry_attempts=2) for _ in range(2)]
    whole[0].run(until=20.0)
    broken[0].run(until=2.0)
    env, mapping = pickle.loads(pickle.dumps(broken))
    for part in (env, mapping, mapping.function, mapping.source):
        part.bind()
    env.run(until=20.0)
    assert stories(mapping) == stories(whole[1])
