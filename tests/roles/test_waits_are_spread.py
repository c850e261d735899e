"""What was refused together does not come back together, whoever tries again.

Field reports (2019 to 2026) saw floods drain at the rate of the concurrency, and readers of a shard
share it: neither happens where all wait for the same time. AWS says that its SDKs and SNS wait with
jitter; what it does not say of the others is assumed.
"""

import pytest

from simcore.awslambda.async_invoke import AsyncSettings
from simcore.awslambda.event_source_mapping.streams.settings import RetrySpacing
from simcore.quotas import load_profile
from simcore.roles.again import Again
from simcore.roles.redelivery import Backoff
from simcore.services.clients.answers import REFUSED
from simcore.services.clients.retry_mode import RetryMode
from simcore.services.sns.retries import Phases

PROFILES = ("notes-2021", "aws-2022", "aws-2026")
LUCKS = (0.1, 0.5, 0.9)
"""Of three who were refused at the same moment."""


def waits(profile):
    """By who tries again: how long each of the three waits after the third refusal."""
    row = load_profile(profile).value
    events = AsyncSettings((60.0,), 21_600.0, backoff_initial_s=1.0, backoff_max_s=300.0,
                           backoff_jitter=row("lambda.async.backoff_jitter"))  # fmt: skip
    lanes = RetrySpacing(1.0, 2.0, row("esm.streams.retry_jitter"), 60.0)
    phases = Phases(0, 0, 1.0, 10, 10, 20.0, jitter=row("sns.retry_jitter"))
    again, backoff = Again(1.0, 60.0, 3_600.0), Backoff(5, 3_600.0, 1.0, 60.0)
    return {
        "asynchronous events": [events.backoff_s(3, luck) for luck in LUCKS],
        "lanes of a stream": [lanes.wait_s(3, luck) for luck in LUCKS],
        "SDK clients": [RetryMode(5).wait_s(REFUSED, 2, luck) for luck in LUCKS],
        "SNS": [phases.wait_s(3, luck) for luck in LUCKS],
        "logs, S3, Firehose": [again.due(0.0, 0.0, 3, luck) for luck in LUCKS],
        "EventBridge and its Scheduler": [backoff.wait_s(3, luck) for luck in LUCKS],
    }


@pytest.mark.parametrize("profile", PROFILES)
def test_three_who_are_refused_at_once_come_back_apart(profile):
    for who, found in waits(profile).items():
        assert max(found) - min(found) > 0.05 * max(found), who
        assert len(set(found)) == len(LUCKS), who


@pytest.mark.parametrize("profile", PROFILES)
def test_readers_of_a_shard_ask_again_apart(profile):
    assert load_profile(profile).value("esm.kinesis.read_spread") > 0
