"""The event of a handler has the fields that AWS gives it, each of its kind, and no other.

Shapes: AWS Lambda Developer Guide (2022, 2026), the events of `sam local generate-event`
(v1.158), as a sheet of ours puts them together (messaging-and-events, section 7; Nov 2026).
"""

import json

import pytest

from simcore.components import documents
from simcore.scenario.handed import example
from tests.evidence.shape import shape, strange

PROVES = ("simcore/component/event.py",)

SQS = """Records[]{messageId s, receiptHandle s, body s, attributes{ApproximateReceiveCount s,
    SentTimestamp s, SenderId s, ApproximateFirstReceiveTimestamp s, AWSTraceHeader? s FIFO},
    messageAttributes{*{stringValue? s, binaryValue? s, dataType s}}, md5OfBody s,
    eventSource "aws:sqs", eventSourceARN s, awsRegion s}"""
FIFO = ", MessageGroupId s, MessageDeduplicationId s, SequenceNumber s"

SHAPES = {
    "sqs": SQS.replace(" FIFO", ""),
    "sqs-fifo": SQS.replace(" FIFO", FIFO),
}


@pytest.mark.parametrize("name", SHAPES)
def test_it_has_the_fields_that_aws_gives_it(name):
    assert strange(shape(SHAPES[name]), example(name).written()) == []


@pytest.mark.parametrize("name", documents())
def test_it_is_json_and_the_same_each_time(name):
    written = example(name).written()
    assert json.loads(json.dumps(written)) == written == example(name).written()


def test_a_field_that_is_missing_unknown_or_of_another_kind_is_seen():
    event = example("sqs").written()
    record = event["Records"][0]
    del record["body"]
    record["attributes"]["SentTimestamp"] = 1
    record["more"] = ""
    assert strange(shape(SHAPES["sqs"]), event) == [
        ".Records.0.body: missing",
        ".Records.0.attributes.SentTimestamp: 1 is another kind",
        ".Records.0.more: unknown",
    ]
