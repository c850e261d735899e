"""Each row of the profiles about Step Functions does something, or cannot be overridden."""

from pathlib import Path

import pytest

from simcore.quotas import PROFILES, load_profile
from simcore.scenario import check
from simcore.services import step_functions
from tests.services.state_machines import document

SOURCE = "\n".join(
    path.read_text() for path in sorted(Path(step_functions.__file__).parent.rglob("*.py"))
)
ROOM, PRICE = "stepfunctions.", "price.stepfunctions."
QUEUE = {"mails": {"type": "queue"}}
CALLS = ("_bucket", "_per_second")
"""Two rows of one token bucket, which are read by the name of the call."""


def is_read(key):
    name = key.removeprefix(PRICE).removeprefix(ROOM)
    names = [name, *(name.removesuffix(end) for end in CALLS)]
    return any(f'{before}{one}"' in SOURCE for one in names for before in (ROOM, '"', "}"))


@pytest.mark.parametrize("profile", PROFILES)
def test_every_row_is_read(profile):
    quotas = load_profile(profile).quotas
    rows = {key: row for key, row in quotas.items() if key.startswith((ROOM, PRICE))}
    assert len(rows) > 20
    assert not is_read(f"{ROOM}nothing_of_the_kind")
    assert {key for key in rows if not is_read(key)} == set()


@pytest.mark.parametrize("row", ["payload_max_bytes", "map_concurrency_max"])
def test_what_aws_raises_for_nobody_is_not_overridden(row):
    found = check(document(QUEUE, quotas={f"{ROOM}{row}": 100}))
    assert ("quota.invalid", f"quotas.{ROOM}{row}") in {(one.id, one.path) for one in found}


def test_an_activity_has_so_many_pollers_at_the_most():
    definition = {"StartAt": "A", "States": {"A": {"Type": "Task", "End": True}}}
    definition["States"]["A"]["Resource"] = "arn:aws:states:us-east-1:123456789012:activity:check"
    machine = {"type": "state_machine", "definition": definition}
    machine["activities"] = {"check": {"workers": 1_001}}
    assert any("workers" in one.path for one in check(document({"machine": machine})))
    raised = {f"{ROOM}activity_pollers_max": 2_000}
    found = check(document({"machine": machine}, quotas=raised))
    assert not any("workers" in one.path for one in found)
