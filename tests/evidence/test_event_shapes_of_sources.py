"""The events of the services that invoke, field by field, as AWS gives them.

Shapes: the events of `sam local generate-event` (SAM CLI, 2026) and the AWS Lambda Developer Guide
(2022), as a sheet of ours puts them together (messaging-and-events, section 7; Nov 2026).
"""

import gzip
import json
from base64 import b64decode
from dataclasses import replace

import pytest

from simcore.components import documents
from simcore.scenario.handed import example
from simcore.services.s3.documents import notification
from tests.evidence.shape import shape, strange

PROVES = ("simcore/services/s3/bucket.py", "simcore/services/event_source/pushed/pushing.py")

SHAPES = {
    "ses": """Records[1]{eventSource "aws:ses", eventVersion "1.0", ses{mail{timestamp s, source s,
        messageId s, destination[] s, headersTruncated b, headers[]{name s, value s},
        commonHeaders{from[] s, to[] s, date s, subject s, messageId s, returnPath s}},
        receipt{timestamp s, processingTimeMillis n, recipients[] s, spamVerdict{status s},
        virusVerdict{status s}, spfVerdict{status s}, dkimVerdict{status s},
        dmarcVerdict?{status s}, action{type "Lambda", functionArn s,
        invocationType "Event" or "RequestResponse"}}}}""",
    "cloudformation": """RequestType "Create" or "Update" or "Delete", ServiceToken s,
        ResponseURL s, StackId s, RequestId s, ResourceType s, LogicalResourceId s,
        PhysicalResourceId? s, ResourceProperties{}, OldResourceProperties?{}""",
    "codecommit": """Records[]{awsRegion s, codecommit{references[]{commit s, ref s, created? b}},
        customData s, eventId s, eventName s, eventPartNumber n, eventSource "aws:codecommit",
        eventSourceARN s, eventTime s, eventTotalParts n, eventTriggerConfigId s,
        eventTriggerName s, eventVersion s, userIdentityARN s}""",
    "codepipeline": """CodePipeline.job{id s, accountId s, data{actionConfiguration{
        configuration{FunctionName s, UserParameters s}}, inputArtifacts[]{name s,
        revision s or null, location{type "S3", s3Location{bucketName s, objectKey s}}},
        outputArtifacts[] s, artifactCredentials{accessKeyId s, secretAccessKey s, sessionToken s},
        continuationToken? s}}""",
    "config": """invokingEvent s, ruleParameters s, resultToken s, eventLeftScope b,
        executionRoleArn s, configRuleArn s, configRuleName s, configRuleId s, accountId s,
        version s""",
    "iot-events": """event{eventName s, eventTime n, payload{detector{detectorModelName s,
        detectorModelVersion s, keyValue s}, eventTriggerDetails{triggerType s, inputName s,
        messageId s}, actionExecutionId s, state{stateName s, variables{}, timers{}}}}""",
    "cognito": """version "1", region s, userPoolId s, userName s, callerContext{awsSdkVersion s,
        clientId s}, triggerSource s, request{userAttributes{}, validationData?{},
        clientMetadata?{}}, response{}""",
    "lex-v1": """messageVersion "1.0", invocationSource "DialogCodeHook" or "FulfillmentCodeHook",
        userId s, sessionAttributes{}, bot{name s, alias s, version s}, outputDialogMode s,
        currentIntent{name s, slots{}, confirmationStatus s}""",
    "lex": """messageVersion "1.0", invocationSource s, inputMode "Text" or "Speech" or "DTMF",
        responseContentType s, sessionId s, inputTranscript s, bot{id s, name s, aliasId s,
        aliasName s, localeId s, version s}, interpretations[]{intent{name s, slots{}, state s,
        confirmationState s}, nluConfidence n}, sessionState{sessionAttributes{},
        activeContexts[] s, intent{}, originatingRequestId s}, transcriptions[]{transcription s,
        transcriptionConfidence n, resolvedSlots{}}, proposedNextState?{}""",
    "alexa": """version "1.0", session{new b, sessionId s, application{applicationId s},
        attributes{}, user{userId s}}, context{System{application{applicationId s}, user{userId s},
        device{supportedInterfaces{}}}, AudioPlayer?{}}, request{type "LaunchRequest" or
        "IntentRequest" or "SessionEndedRequest", requestId s, timestamp s, locale s,
        intent?{name s, slots{}}, reason? s}""",
    "s3-batch": """invocationSchemaVersion "1.0", invocationId s, job{id s}, tasks[1]{taskId s,
        s3Key s, s3VersionId s, s3BucketArn s}""",
    "firehose": """invocationId s, deliveryStreamArn s, sourceKinesisStreamArn? s, region s,
        records[]{recordId s, approximateArrivalTimestamp n, data s,
        kinesisRecordMetadata?{sequenceNumber s, subsequenceNumber n, partitionKey s, shardId s,
        approximateArrivalTimestamp n}}""",
    "logs": "awslogs{data s}",
}

LOG_EVENTS = """messageType "DATA_MESSAGE" or "CONTROL_MESSAGE", owner s, logGroup s, logStream s,
    subscriptionFilters[] s, logEvents[]{id s, timestamp n, message s, extractedFields?{}}"""


@pytest.mark.parametrize("name", SHAPES)
def test_it_has_the_fields_that_aws_gives_it(name):
    assert name in documents()
    assert strange(shape(SHAPES[name]), example(name).written()) == []


def test_log_events_are_compressed_the_same_way_each_time():
    """base64(gzip(json)): the same text for the same log events, with no time of its own in it."""
    data = example("logs").written()["awslogs"]["data"]
    assert data == example("logs").written()["awslogs"]["data"]
    packed = b64decode(data)
    assert packed[4:8] == bytes(4)
    assert strange(shape(LOG_EVENTS), json.loads(gzip.decompress(packed))) == []


def test_an_item_of_config_says_what_it_is():
    item = json.loads(example("config").written()["invokingEvent"])
    assert item["messageType"] == "ConfigurationItemChangeNotification"


def test_a_job_that_was_reported_on_has_its_token():
    handed = example("codepipeline")
    again = handed.document.build(replace(handed.delivery, receives=2))
    assert "continuationToken" in again["CodePipeline.job"]["data"]


def padded(sequencer):
    return sequencer.rjust(18, "0")


def test_the_sequencer_orders_writes_of_a_key():
    """Amazon S3 User Guide, notification-content-structure, Apr 2026: pad with zeros
    on the left and compare as text: "617F08" is before "0617F09"."""
    assert padded("617F08") < padded("0617F09")
    delivery = example("s3").delivery
    times = [(0.5, 3), (0.5, 4), (1.0, 5), (4_000.0, 6)]
    written = [notification(replace(delivery, sent=t, number=n)) for t, n in times]
    sequencers = [one["Records"][0]["s3"]["object"]["sequencer"] for one in written]
    assert [padded(one) for one in sequencers] == sorted(map(padded, sequencers))
