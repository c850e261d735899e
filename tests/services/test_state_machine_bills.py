"""What executions are charged for, and what tasks hand to those whom they ask."""

import pytest

from simcore.services.step_functions.billing import MB, billed
from simcore.services.step_functions.settings import BillingSettings
from simcore.services.step_functions.tasks.service import event_of
from tests.evidence.step_function_parts import many
from tests.services.state_machines import ARN, WORKER, error_of, once, outcome

KB = 1024


@pytest.mark.parametrize(
    ("steps", "lasted_s", "ms", "mb"),
    [(400, 0.3, 300, 64), (0, 0.301, 400, 64), (440, 0.0, 100, 64), (448, 7.6, 7_600, 128)],
)
def test_memory_is_rounded_up_with_what_each_map_step_adds(steps, lasted_s, ms, mb):
    """AWS pricing page of Step Functions: 50 MB, a definition of 50 KB, 400 steps of 32 KB
    are 62.85 MB: 64 MB."""
    settings = BillingSettings(100, 64, 50 * MB + 50 * KB, steps)
    assert billed(settings, lasted_s, 32 * KB) == (ms, mb)


def test_express_children_of_a_standard_machine_are_charged_as_executions():
    def lines(kind):
        said = once({"Many": many(kind)}, n=2, items={"Many": {"count": 30}})
        found = outcome(said)["cost"]["items"]
        return {one["item"]: one["quantity"] for one in found if one["component"] == "machine"}

    express, standard = lines("EXPRESS"), lines("STANDARD")
    assert express["executions"] == 2 * 30
    assert express["transitions"] == 2
    assert "executions" not in standard
    assert standard["transitions"] == 2 + 2 * 30


def test_a_message_has_the_size_of_its_body_and_the_key_of_its_group():
    sent = {"QueueUrl": "u" * 500, "MessageBody": "x" * 98, "MessageGroupId": "a"}
    one, other = event_of(sent), event_of({**sent, "MessageGroupId": "b"})
    assert one.bytes == 100
    assert len({0, one.key, other.key}) == 3
    assert event_of(sent).key == one.key


def test_a_function_that_fails_is_an_http_task_s_status_500():
    hook = {"Type": "Task", "Resource": f"{ARN}http:invoke", "End": True}
    hook["Parameters"] = {"ApiEndpoint": "https://hook.example.com/x", "Method": "POST"}
    said = once({"Call": hook}, tasks={"Call": {"target": "worker"}})
    assert '"error":"States.Http.StatusCode.500"' in error_of(
        {**said, "worker": {**WORKER, "error_rate": 1}}
    )
