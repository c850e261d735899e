"""Distributed Map: children, batches, tolerated failures, and the events of their parent."""

import pytest

from tests.asl.running import begin, chain, run, types

PROVES = ("simcore/asl/execution/map_run.py",)
INVOKE = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": True}
PASS = {"Type": "Pass", "End": True}
FAIL = {"Type": "Fail", "Error": "Bad"}


def mapped(state=PASS, kind="EXPRESS", **more):
    config = {"Mode": "DISTRIBUTED", "ExecutionType": kind}
    within = {"ProcessorConfig": config, "StartAt": "Do", "States": {"Do": state}}
    given = {"Type": "Map", "ItemProcessor": within, "End": True, "Label": "Orders", **more}
    return {"StartAt": "S", "States": {"S": given}}


def failing(items, failed, **more):
    """A run of which the first items fail."""
    mocks = {"Do": [{"When": 0, "Throw": {"Error": "Bad"}}, {"Return": 1}]}
    return run(mapped(INVOKE, **more), mocks, [0] * failed + [1] * (items - failed))


def test_the_parent_has_six_events_whatever_the_number_of_items():
    """As recorded on AWS (localstack/localstack, February 2024)."""
    done = run(mapped(), None, list(range(1_000)))
    assert done.output == list(range(1_000))
    assert chain(done)[1:-1] == [
        (2, 0, "MapStateEntered"),
        (3, 2, "MapStateStarted"),
        (4, 3, "MapRunStarted"),
        (5, 4, "MapRunSucceeded"),
        (6, 5, "MapStateSucceeded"),
        (7, 5, "MapStateExited"),
    ]


def test_a_run_that_fails_and_is_not_caught():
    """As recorded on AWS (localstack/localstack)."""
    done = run(mapped(FAIL), None, [1])
    assert done.error == "States.ExceedToleratedFailureThreshold"
    assert types(done)[1:] == ["MapStateEntered", "MapStateStarted", "MapRunStarted",
                               "MapRunFailed", "MapStateFailed", "ExecutionFailed"]  # fmt: skip


def test_sf_4_batches_of_100():
    """input-output-itembatcher, 2026: 1,130 items, MaxItemsPerBatch 100: 11 batches of 100
    and one of 30; child input {"Items": [...], "BatchInput": {...}}."""
    batcher = {"MaxItemsPerBatch": 100, "BatchInput": {"day": 1}}
    found = run(mapped(ItemBatcher=batcher), None, list(range(1_130))).output
    assert [len(child["Items"]) for child in found] == [100] * 11 + [30]
    assert found[11] == {"Items": list(range(1_100, 1_130)), "BatchInput": {"day": 1}}


def test_bytes_leave_fewer_items_in_a_batch():
    """input-output-itembatcher, 2026: {"Items":[...]} is 12 bytes and 10 for each item of eight
    letters, 11 with its comma: nine are 110, ten 121."""
    for most, batches in ((120, [9, 9, 2]), (121, [10, 10])):
        batcher = {"MaxItemsPerBatch": 50, "MaxInputBytesPerBatch": most}
        found = run(mapped(ItemBatcher=batcher), None, ["12345678"] * 20).output
        assert [len(child["Items"]) for child in found] == batches


@pytest.mark.parametrize(
    ("tolerated", "failed", "status"),
    [({"ToleratedFailurePercentage": 5}, 56, "SUCCEEDED"),
     ({"ToleratedFailurePercentage": 5}, 57, "FAILED"),
     ({"ToleratedFailurePercentage": 100}, 1_130, "SUCCEEDED"),
     ({"ToleratedFailureCount": 3}, 3, "SUCCEEDED"),
     ({"ToleratedFailureCount": 3}, 4, "FAILED"),
     ({"ToleratedFailurePercentage": 5, "ToleratedFailureCount": 3}, 4, "FAILED"),
     ({}, 1, "FAILED")],
)  # fmt: skip
def test_sf_7_failures_are_tolerated_until_they_exceed(tolerated, failed, status):
    """maprun-fail-threshold, 2026: 5 % of 1,130 = 56.5: 56 go on, the 57th fails it; the
    count alike; 100 % never; with both, whichever comes first; none are tolerated by default."""
    assert failing(1_130, failed, **tolerated).status == status


def test_failures_count_items_not_children():
    """maprun-fail-threshold, 2026: a failed child has all items of its batch failed."""
    batcher = {"MaxItemsPerBatch": 10}
    done = run(mapped(FAIL, ItemBatcher=batcher, ToleratedFailureCount=9), None, [0] * 10)
    assert done.status == "FAILED"


def test_children_that_time_out_count_as_failed():
    """maprun-fail-threshold, 2026: the percentage is of items that failed or timed out; an Express
    child ends after 5 minutes."""
    mocks = {"Do": [{"When": 1, "Throw": {"Error": "Bad"}}, {"Never": True}]}
    for tolerated, status in ((1, "FAILED"), (2, "SUCCEEDED")):
        done = run(mapped(INVOKE, ToleratedFailureCount=tolerated), mocks, [1, 2])
        assert (done.status, done.stopped) == (status, 300)
        assert done.history.runs[0].items == {"failed": 1, "timedOut": 1}


def test_results_are_in_the_order_of_the_items_whenever_their_children_end():
    """state-map-distributed, 2026."""
    mocks = {"Do": {"0": {"Return": "a", "Seconds": 2}, "1": {"Return": "b", "Seconds": 1}}}
    assert run(mapped(INVOKE), mocks, [0, 0]).output == ["a", "b"]


def test_children_run_as_many_at_once_as_may():
    """state-map-distributed, 2026: MaxConcurrency; 25 items of 1 s, 10 at once: 3 s."""
    done = run(mapped(INVOKE, MaxConcurrency=10), {"Do": {"Return": 1, "Seconds": 1}}, [0] * 25)
    assert done.stopped == 3


def test_a_child_has_a_history_of_its_own_and_sees_no_variables():
    """state-map-distributed and workflow-variables, 2026."""
    one = begin(mapped(INVOKE, kind="STANDARD"), {"Do": {"Return": 1, "Seconds": 1}}, ["a", "b"])
    work = one._top.work
    one.host.run()
    first = work.followed[0]
    assert types(first)[0] == "ExecutionStarted"
    assert (first.events, first.input, first.output) == (7, "a", 1)
    assert ":execution:machine/Orders:" in first.arn
    assert first.item == {"Index": 0, "Value": "a", "Source": "STATE_DATA"}
    assert work.arn.startswith("arn:aws:states:us-east-1:123456789012:mapRun:machine/Orders:")


def test_an_object_is_keys_with_values():
    """state-map-distributed, 2026."""
    found = run(mapped(), None, {"x": 1, "y": 2}).output
    assert found == [{"Key": "x", "Value": 1}, {"Key": "y", "Value": 2}]


def test_a_reader_gives_the_items_or_fails_the_state():
    """state-map-distributed, 2026: States.ItemReaderFailed."""
    reader = {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "JSON", "MaxItems": 2},
        "Parameters": {"Bucket": "b", "Key": "k.json"},
    }
    definition = mapped(ItemReader=reader)
    assert run(definition, {"S": {"Return": [1, 2, 3]}}, {}).output == [1, 2]
    done = run(definition, {"S": {"Throw": {"Error": "States.ItemReaderFailed"}}}, {})
    assert done.error == "States.ItemReaderFailed"


def test_with_a_writer_the_output_says_where_results_are():
    """state-map-distributed, 2026: an export reference in place of the results."""
    writer = {
        "Resource": "arn:aws:states:::s3:putObject",
        "Parameters": {"Bucket": "out", "Prefix": "runs"},
    }
    output = run(mapped(ResultWriter=writer), None, [1]).output
    assert output["ResultWriterDetails"]["Bucket"] == "out"
    assert output["ResultWriterDetails"]["Key"].startswith("runs/")


def test_a_run_is_given_up_with_its_children():
    """A machine that times out: nothing within goes on."""
    document = {**mapped(INVOKE), "TimeoutSeconds": 5}
    one = begin(document, {"Do": {"Never": True}}, [1, 2])
    children = list(one._top.work.followed.values())
    one.host.run()
    assert one.status == "TIMED_OUT"
    assert {child.status for child in children} == {"ABORTED"}


@pytest.mark.parametrize(
    ("writer", "output"),
    [
        ({"Transformation": "COMPACT"}, [[1, 2], [3]]),
        ({"Transformation": "FLATTEN"}, [1, 2, 3]),
        ({"OutputType": "JSON"}, [[1, 2], [3]]),
    ],
)
def test_results_that_are_not_exported_are_the_output_as_the_writer_says(writer, output):
    """input-output-resultwriter, 2026: WriterConfig alone previews what would be written."""
    definition = mapped(ResultWriter={"WriterConfig": writer})
    assert run(definition, None, [[1, 2], [3]]).output == output


@pytest.mark.parametrize("limit", [{"MaxItems": 2}, {"MaxItemsPath": "$.most"}])
def test_a_reader_reads_no_more_items_than_it_is_told(limit):
    """input-output-itemreader, 2026: MaxItems, or MaxItemsPath."""
    reader = {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "JSON", **limit},
        "Parameters": {"Bucket": "b", "Key": "k.json"},
    }
    done = run(mapped(ItemReader=reader), {"S": {"Return": [1, 2, 3]}}, {"most": 2})
    assert done.output == [1, 2]
