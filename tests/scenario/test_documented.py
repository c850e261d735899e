"""Undocumented is red: pages that follow the code, and examples that are run."""

import re
from pathlib import Path

import pytest
import yaml

from simcore.reporting.manifest import SCENARIO_FILE
from simcore.scenario import check, load_scenario
from simcore.scenario.reference import reference
from simcore.services.clients.arrivals_spec import ClientArrivals
from simcore.spec.distributions import DurationDistribution

ROOT = Path(__file__).resolve().parents[2]
FORMAT = (ROOT / "docs/reference/scenario-format.md").read_text(encoding="utf-8")
HOW_TO = (ROOT / "docs/how-to/use-a-trace.md").read_text(encoding="utf-8")

LISTED = set(re.findall(r"^\| `([a-z.-]+)` \| (?:error|warning)", FORMAT, re.M))

# Where the code makes a finding, its id is the first text: "queue.fifo-target".
MADE = re.compile(r'\b(?:Check|error|warning|refus\w+)\(\s*(?:[\w.]+,\s*)?"([a-z]+)\.[a-z-]+"')
COMMAND_LINE = {"cli"}  # its one finding is about arguments, not about a scenario


def ids_in_the_code() -> set[str]:
    """Also those of tables: any text that begins as a finding does."""
    files = [file.read_text(encoding="utf-8") for file in (ROOT / "simcore").rglob("*.py")]
    made = {subject for file in files for subject in MADE.findall(file)} - COMMAND_LINE
    subjects = made | {id.partition(".")[0] for id in LISTED}
    named = re.compile(rf'"((?:{"|".join(subjects)})\.[a-z-]+)"')
    return {id for file in files for id in named.findall(file)} - {SCENARIO_FILE}


def examples(page: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)


def test_the_page_of_fields_is_current() -> None:
    """Written anew by: python -m simcore.scenario.reference > docs/reference/scenario-fields.md"""
    page = ROOT / "docs/reference/scenario-fields.md"
    assert page.read_text(encoding="utf-8") == reference()


def test_every_finding_is_listed() -> None:
    assert ids_in_the_code() == LISTED


@pytest.mark.docs
def test_the_first_example_runs() -> None:
    assert check(examples(FORMAT)[0]) == []


@pytest.mark.docs
def test_every_distribution_is_shown() -> None:
    (page,) = [example for example in examples(FORMAT) if example.startswith("duration:")]
    shown = [yaml.safe_load(line)["duration"] for line in page.splitlines()]
    kinds = [DurationDistribution.model_validate(value).kind for value in shown]
    assert set(kinds) == set(DurationDistribution.kinds())


@pytest.mark.docs
def test_every_kind_of_arrivals_is_shown() -> None:
    (page,) = [example for example in examples(FORMAT) if example.startswith("arrivals:")]
    shown = [load_scenario_arrivals(line) for line in page.splitlines()]
    assert {arrivals.kind for arrivals in shown} == set(ClientArrivals.kinds())


def load_scenario_arrivals(line: str) -> ClientArrivals:
    from simcore.scenario.document import parse

    return ClientArrivals.model_validate(parse(line + "\n").data["arrivals"])


@pytest.mark.docs
def test_the_example_of_the_how_to_runs(tmp_path: Path) -> None:
    (tmp_path / "my-traffic.yaml").write_text(examples(HOW_TO)[0])
    rows = "timestamp,value\n2014-04-10 00:04:00,94\n2014-04-10 00:09:00,56\n"
    (tmp_path / "elb_request_count.csv").write_text(rows)
    assert check(tmp_path / "my-traffic.yaml") == []
    assert load_scenario(tmp_path / "my-traffic.yaml").traces["load-balancer"].total == 150
