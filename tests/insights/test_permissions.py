"""What a mapping may not do: read its source, or delete what it has done with."""

import pytest

from simcore.awslambda.reading.views.bound_by import PERMISSION
from tests.insights.recordings import QUEUE, Recording, components

FLAG = {
    "t_s": 20.0,
    "kind": "limit_reached",
    "component": "mapping",
    "detail": "missing permission",
}
DENIED = {"BoundBy": [0] * 20 + [PERMISSION] * 30 + [0] * 10}
VISIBLE = "ApproximateNumberOfMessagesVisible"
WAITED = {VISIBLE: [0] * 20 + [2 * n for n in range(30)] + [0] * 10}


def recording(mapping, orders=None, counted=None, flags=(FLAG,)) -> Recording:
    series = {"mapping": mapping, "orders": orders or {}}
    return Recording(
        components(None, **QUEUE), series, {"mapping": counted or {}}, flags=list(flags)
    )


def test_a_source_that_may_not_be_read_is_told():
    found = recording(DENIED, WAITED).found("permission-to-read")
    assert (found.t, found.until) == (20.0, 50.0)
    assert "the execution role of worker did not allow it" in found.what
    assert "up to 58 messages waited" in found.why


@pytest.mark.parametrize("bins", [[0] * 60, [0] * 20 + [PERMISSION] * 9 + [0] * 31])
def test_what_may_be_read_and_a_moment_are_not(bins):
    assert recording({"BoundBy": bins}, WAITED).found("permission-to-read") is None


TWO_A_SECOND = [2] * 60
UNTIL_20 = [2] * 20 + [0] * 40
COUNTED = {"invoked_events": 120, "deleted_events": 40, "failed_events": 0}


def test_what_may_not_be_deleted_is_told_instead_of_a_short_visibility_timeout():
    mapping = {
        "InvokedEventCount": TWO_A_SECOND,
        "DeletedEventCount": UNTIL_20,
        "FailedInvokeEventCount": [0] * 60,
    }
    back = {"MessagesReturned": [0] * 50 + [2] * 10}
    run = recording(mapping, back, COUNTED)
    run.recorded["counters"]["orders"] = {"returned": 20, "received": 120}
    found = run.found("permission-to-delete")
    assert (found.t, found.until) == (20.0, 60.0)
    assert found.why.startswith("80 messages were handed to worker and neither deleted nor failed")
    assert run.found("visibility-shorter-than-processing") is None
    unflagged = recording(mapping, back, COUNTED, flags=())
    assert unflagged.found("permission-to-delete") is None
