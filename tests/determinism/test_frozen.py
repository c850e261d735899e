"""The shipped scenarios come out as they did, byte for byte, under every profile.

Under the newest profile always; of the older ones a share, as the commit will have it, and in a
soak all of them.

Where a change of the model means this to fail: `make golden`, and say in the change what moved.
"""

import json

import pytest

from tests.determinism.frozen import COMBINATIONS, FILE, told
from tests.shares import share_of

FROZEN = json.loads(FILE.read_text(encoding="utf-8"))
NEWEST = "aws-2026"
OLDER = [pair for pair in COMBINATIONS if pair[1] != NEWEST]
TRIED = [pair for pair in COMBINATIONS if pair[1] == NEWEST] + share_of(OLDER)


@pytest.mark.parametrize(("slug", "profile"), TRIED)
def test_a_shipped_scenario_comes_out_as_it_did(slug, profile):
    assert told(slug, profile) == FROZEN.get(f"{slug} {profile}")


def test_nothing_else_is_frozen():
    assert set(FROZEN) == {f"{slug} {profile}" for slug, profile in COMBINATIONS}
