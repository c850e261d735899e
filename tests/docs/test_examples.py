"""Blocks of scenarios and data hold what they promise."""

import json
import tomllib

import pytest
import yaml

import simcore
from tests.docs.pages import TRACE, all_blocks

pytestmark = pytest.mark.docs

SCENARIOS = [block for block in all_blocks("yaml", "json") if block.is_scenario]
DATA = [block for block in all_blocks("yaml", "json", "toml") if not block.is_scenario]
READERS = {
    "yaml": yaml.compose,  # not loaded: a block of alternatives repeats its key, a line each
    "json": json.loads,
    "toml": tomllib.loads,
}


@pytest.mark.parametrize("block", SCENARIOS, ids=lambda block: block.name)
def test_a_scenario_passes_its_checks(block, tmp_path):
    (tmp_path / "elb_request_count.csv").write_text(TRACE)
    path = tmp_path / f"example.{block.language}"
    path.write_text(block.text)
    assert [check for check in simcore.check(path) if check.severity == "error"] == []


@pytest.mark.parametrize("block", DATA, ids=lambda block: block.name)
def test_data_can_be_read(block):
    READERS[block.language](block.text)
