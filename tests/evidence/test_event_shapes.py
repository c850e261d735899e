"""The event of a handler has the fields that AWS gives it, each of its kind, and no other.

Shapes: AWS Lambda Developer Guide (2022, 2026), the events of `sam local generate-event`
(v1.158), as a sheet of ours puts them together (messaging-and-events, section 7; Nov 2026).
"""

import json
from dataclasses import replace

import pytest

from simcore.component.invocation import Invocation
from simcore.components import documents
from simcore.scenario.event_told import told_of
from simcore.scenario.handed import example
from simcore.services.step_functions.documents import status_change
from tests.evidence.shape import shape, strange
from tests.evidence.test_event_shapes_of_sources import SHAPES as OF_SOURCES

PROVES = ("simcore/component/event.py",)

SQS = """Records[]{messageId s, receiptHandle s, body s, attributes{ApproximateReceiveCount s,
    SentTimestamp s, SenderId s, ApproximateFirstReceiveTimestamp s, AWSTraceHeader? s FIFO},
    messageAttributes{*{stringValue? s, binaryValue? s, dataType s}}, md5OfBody s,
    eventSource "aws:sqs", eventSourceARN s, awsRegion s}"""
FIFO = ", MessageGroupId s, MessageDeduplicationId s, SequenceNumber s"
STANDARD = SQS.replace(" FIFO", "")
EVENT = """version "0", id s, detail-type s, source s, account s, time s, region s, resources[] s,
    detail{}"""
RECORD = """version "1.0", timestamp s, requestContext{requestId s, functionArn s, condition s,
    approximateInvokeCount n}, requestPayload{}, responseContext{statusCode n, executedVersion s,
    functionError? s}, responsePayload{}"""

NOBODY = ", ".join(
    f"{name} s or null"
    for name in (
        *("caller", "accessKey", "accountId", "user", "userArn", "cognitoIdentityId"),
        *("cognitoIdentityPoolId", "cognitoAuthenticationType", "cognitoAuthenticationProvider"),
    )
)
PAYLOAD_2 = """version "2.0", routeKey s, rawPath s, rawQueryString s, cookies?[] s, headers{* s},
    queryStringParameters?{* s}, requestContext{accountId s, apiId s, authentication null,
    authorizer?{}, domainName s, domainPrefix s, http{method s, path s, protocol s, sourceIp s,
    userAgent s}, requestId s, routeKey s, stage s, time s, timeEpoch n}, body? s,
    pathParameters?{* s}, isBase64Encoded b, stageVariables?{}"""
SOCKET = """{routeKey s, eventType "EVENT", connectionId s, connectedAt n, MORE domainName s,
    stage s, requestId s, apiId s, identity{sourceIp s, userAgent s}}"""
HANDSHAKE = f"""headers{{* s}}, multiValueHeaders{{*[] s}}, requestContext{SOCKET},
    isBase64Encoded b"""

POINTS = ("viewer-request", "origin-request", "origin-response", "viewer-response")
EDGE = """Records[1]{cf{config{distributionDomainName s, distributionId s, eventType "POINT",
    requestId s}, request{clientIp s, method s, uri s, querystring s, headers{*[]{key s, value s}},
    body?{action s, data s, encoding s, inputTruncated b}, origin?{custom?{}, s3?{}}},
    response?{status s, statusDescription s, headers{*[]{key s, value s}}}}}"""

SHAPES = {
    "invoke": "* s or n or b",
    "invoke-async": "* s or n or b",
    "invoke-from-handler": "* s or n or b",
    "iot": "* s or n or b or {}",
    "sqs": STANDARD,
    "sqs-fifo": SQS.replace(" FIFO", FIFO),
    "sns": """Records[1]{EventSource "aws:sns", EventVersion "1.0", EventSubscriptionArn s,
        Sns{Type "Notification", MessageId s, TopicArn s, Subject s or null, Message s,
        Timestamp s, SignatureVersion s, Signature s, SigningCertUrl s, UnsubscribeUrl s,
        MessageAttributes{*{Type s, Value s}}}}""",
    "sns-sqs": STANDARD,
    "sns-sqs-raw": STANDARD,
    "s3": """Records[1]{eventVersion "2.1", eventSource "aws:s3", awsRegion s, eventTime s,
        eventName s, userIdentity{principalId s}, requestParameters{sourceIPAddress s},
        responseElements{x-amz-request-id s, x-amz-id-2 s}, s3{s3SchemaVersion "1.0",
        configurationId s, bucket{name s, ownerIdentity{principalId s}, arn s}, object{key s,
        size? n, eTag? s, versionId? s, sequencer s}}}""",
    "s3-eventbridge": """version "0", id s, detail-type "Object Created", source "aws.s3",
        account s, time s, region s, resources[1] s, detail{version "0", bucket{name s},
        object{key s, size? n, etag s, version-id? s, sequencer s}, request-id s, requester s,
        source-ip-address? s, reason "PutObject"}""",
    "step-functions": """version "0", id s, detail-type "Step Functions Execution Status Change",
        source "aws.states", account s, time s, region s, resources[1] s, detail{executionArn s,
        stateMachineArn s, name s, status s, startDate n, stopDate n or null, input s,
        inputDetails{included b}, output s or null, outputDetails{included b} or null}""",
    "eventbridge": EVENT,
    "eventbridge-schedule": EVENT.replace("source s", 'source "aws.events"').replace(
        "detail-type s", 'detail-type "Scheduled Event"'
    ),
    "scheduler": "* s or n or b",
    "kinesis": """Records[]{kinesis{kinesisSchemaVersion "1.0", partitionKey s, sequenceNumber s,
        data s, approximateArrivalTimestamp n}, eventSource "aws:kinesis", eventVersion "1.0",
        eventID s, eventName "aws:kinesis:record", invokeIdentityArn s, awsRegion s,
        eventSourceARN s}""",
    "dynamodb": """Records[]{eventID s, eventVersion "1.1",
        eventName "INSERT" or "MODIFY" or "REMOVE", eventSource "aws:dynamodb", awsRegion s,
        dynamodb{Keys{}, NewImage?{}, OldImage?{}, ApproximateCreationDateTime n, SequenceNumber s,
        SizeBytes n, StreamViewType s}, eventSourceARN s,
        userIdentity?{type "Service", principalId "dynamodb.amazonaws.com"}}""",
    "alb": """requestContext{elb{targetGroupArn s}}, httpMethod s, path s,
        queryStringParameters{* s}, headers{* s}, body s, isBase64Encoded b""",
    "alb-multi-value": """requestContext{elb{targetGroupArn s}}, httpMethod s, path s,
        multiValueQueryStringParameters{*[] s}, multiValueHeaders{*[] s}, body s,
        isBase64Encoded b""",
    "api-rest": f"""resource s, path s, httpMethod s, headers{{* s}}, multiValueHeaders{{*[] s}},
        queryStringParameters{{* s}} or null, multiValueQueryStringParameters{{*[] s}} or null,
        pathParameters{{* s}} or null, stageVariables{{}} or null, requestContext{{accountId s,
        apiId s, resourceId s, stage s, requestId s, extendedRequestId? s, requestTime s,
        requestTimeEpoch n, path s, resourcePath s, httpMethod s, protocol s, domainName? s,
        identity{{sourceIp s, userAgent s, {NOBODY}}}, authorizer?{{}}}}, body s or null,
        isBase64Encoded b""",
    "api-http": PAYLOAD_2,
    "function-url": PAYLOAD_2,
    "api-websocket": f"""requestContext{SOCKET}, body s, isBase64Encoded b""".replace(
        "EVENT", "MESSAGE"
    ).replace("MORE", "messageId s,"),
    "api-websocket-connect": HANDSHAKE.replace("EVENT", "CONNECT").replace("MORE", ""),
    "api-websocket-disconnect": HANDSHAKE.replace("EVENT", "DISCONNECT").replace(
        "MORE", "disconnectStatusCode n, disconnectReason s,"
    ),
    "api-authorizer": 'type "TOKEN", authorizationToken s, methodArn s',
    "api-authorizer-request": """type "REQUEST", methodArn s, resource s, path s, httpMethod s,
        headers{* s}, queryStringParameters{* s}, pathParameters{* s}, stageVariables{},
        requestContext{}""",
    **{f"cloudfront-{point}": EDGE.replace("POINT", point) for point in POINTS},
    "cloudfront-function": """version "1.0", context{distributionDomainName s, distributionId s,
        eventType s, requestId s}, viewer{ip s}, request{method s, uri s, querystring{*{value s}},
        headers{*{value s}}, cookies{*{value s}}}, response?{statusCode n, statusDescription s,
        headers{*{value s}}, cookies{}}""",
    "async-destination": RECORD,
    "async-destination-bus": EVENT.replace("detail{}", f"detail{{{RECORD}}}"),
    "async-dead-letter": STANDARD,
    "stream-on-failure": STANDARD,
}
IN_QUEUES = {
    "sns-sqs": """Type "Notification", MessageId s, TopicArn s, Subject? s, Message s, Timestamp s,
        SignatureVersion s, Signature s, SigningCertURL s, UnsubscribeURL s,
        MessageAttributes?{}""",
    "stream-on-failure": """requestContext{requestId s, functionArn s, condition s,
        approximateInvokeCount n}, responseContext{statusCode n, executedVersion s,
        functionError s}, version "1.0", timestamp s, KinesisBatchInfo{shardId s,
        startSequenceNumber s, endSequenceNumber s, approximateArrivalOfFirstRecord s,
        approximateArrivalOfLastRecord s, batchSize n, streamArn s}""",
}


@pytest.mark.parametrize("name", sorted(documents().keys() - IN_QUEUES.keys() - {"sns-sqs-raw"}))
def test_what_the_function_is_told_to_get_has_that_shape(name):
    """Of its example, whichever of the documents of its ways the function gets at last."""
    of = example(name).delivery
    told = told_of(Invocation(of, 1, of.t))["event"]["document"]
    assert strange(shape({**SHAPES, **OF_SOURCES}[name]), told) == []


@pytest.mark.parametrize("name", SHAPES)
def test_it_has_the_fields_that_aws_gives_it(name):
    assert strange(shape(SHAPES[name]), example(name).written()) == []


def test_raw_message_delivery_puts_nothing_around_what_was_published():
    """Amazon SNS Developer Guide, sns-large-payload-raw-message-delivery (2026)."""
    body = json.loads(example("sns-sqs-raw").written()["Records"][0]["body"])
    assert body["number"] == 1
    assert "Type" not in body


def test_no_source_is_left_out():
    """Each has its shape here or in the module beside."""
    assert set(documents()) == {*SHAPES, *OF_SOURCES}


@pytest.mark.parametrize("name", IN_QUEUES)
def test_what_a_service_puts_into_a_message_is_in_its_body(name):
    """Amazon SNS Developer Guide, sns-sqs-as-subscriber; Lambda guide, kinesis-on-failure."""
    body = json.loads(example(name).written()["Records"][0]["body"])
    assert strange(shape(IN_QUEUES[name]), body) == []


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


def test_of_two_status_changes_the_first_has_no_end_and_the_second_has():
    """AWS Step Functions Developer Guide, cw-events: RUNNING has neither stopDate nor output."""
    of = example("step-functions").delivery
    began, ended = (status_change(replace(of, number=n))["detail"] for n in (1, 2))
    assert began["executionArn"] == ended["executionArn"]
    assert (began["status"], began["stopDate"], began["output"]) == ("RUNNING", None, None)
    assert ended["status"] == "SUCCEEDED"
    assert ended["startDate"] < ended["stopDate"]
