"""The shipped scenarios come out as they did, byte for byte, under every profile.

Where a change of the model means this to fail: `make golden`, and say in the change what moved.
"""

import json

import pytest

from tests.determinism.frozen import COMBINATIONS, FILE, told

FROZEN = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("slug", "profile"), COMBINATIONS)
def test_a_shipped_scenario_comes_out_as_it_did(slug, profile):
    assert told(slug, profile) == FROZEN.get(f"{slug} {profile}")


def test_nothing_else_is_frozen():
    assert set(FROZEN) == {f"{slug} {profile}" for slug, profile in COMBINATIONS}
