"""Names that are CloudWatch's are spelled as there, and mean what they mean there; no name of ours
is one of those.

Pages (2026): Elastic Load Balancing, load-balancer-cloudwatch-metrics; CloudFront,
 programming-cloudwatch-metrics; API Gateway, api-gateway-metrics-and-dimensions,
http-api-metrics, apigateway-websocket-api-logging; Lambda, urls-monitoring; EventBridge,
eb-monitoring; EventBridge Scheduler, monitoring-cloudwatch; Step Functions, procedure-cw-metrics;
Amazon Data Firehose, monitoring-with-cloudwatch-metrics; Amazon SNS,
sns-monitoring-using-cloudwatch; DynamoDB, metrics-dimensions; Kinesis, monitoring-with-cloudwatch;
SQS, sqs-available-cloudwatch-metrics and sqs-fair-queues.
"""

import pytest

import simcore
from simcore.components import READINGS
from simcore.recording.catalogue import catalogue
from simcore.recording.reading import OURS
from tests.evidence.edge_parts import AT_EDGE, distribution, result, viewers

PROVES = (
    "simcore/services/cloudfront/distribution.py",
    "simcore/services/firehose/transforming.py",
)

PERCENTS = (".p50", ".p95", ".p99")


def words(text, *before):
    return {first + word for first in before or ("",) for word in text.split()}


TASKS = words("Scheduled Started Succeeded Failed TimedOut",
              "LambdaFunctions", "ServiceIntegrations", "Activities")  # fmt: skip
NAMES = {
    "load_balancer": words(
        "RequestCount HTTPCode_Target_2XX_Count HTTPCode_ELB_4XX_Count HTTPCode_ELB_5XX_Count "
        "HTTPCode_ELB_502_Count HTTPCode_ELB_504_Count LambdaUserError LambdaInternalError "
        "LambdaTargetProcessedBytes TargetResponseTime HealthyHostCount UnHealthyHostCount"
    ),
    "distribution": words(
        "Requests BytesDownloaded BytesUploaded 4xxErrorRate 5xxErrorRate TotalErrorRate "
        "CacheHitRate OriginLatency LambdaExecutionError LambdaValidationError "
        "LambdaLimitExceededErrors"
    ),
    "cloudfront_function": words(
        "Invocations ValidationErrors ExecutionErrors Throttles ComputeUtilization", "Function"
    ),
    "api": words(
        "Count 4XXError 5XXError 4xx 5xx CacheHitCount CacheMissCount Latency IntegrationLatency "
        "DataProcessed ConnectCount MessageCount IntegrationError ClientError ExecutionError"
    ),
    "function_url": words("RequestCount 4xxCount 5xxCount RequestLatency", "Url"),
    "scheduler": words(
        "InvocationAttemptCount TargetErrorCount TargetErrorThrottledCount InvocationThrottleCount "
        "InvocationDroppedCount InvocationsSentToDeadLetterCount "
        "InvocationsFailedToBeSentToDeadLetterCount"
    ),
    "bus": words(
        "MatchedEvents TriggeredRules Invocations FailedInvocations ThrottledRules "
        "DeadLetterInvocations InvocationsSentToDlq InvocationsFailedToBeSentToDlq "
        "InvocationAttempts SuccessfulInvocationAttempts RetryInvocationAttempts InvocationsCreated"
    ),
    "state_machine": TASKS | words("ExecutionTime ExecutionThrottled ExecutionsStarted "
        "ExecutionsSucceeded ExecutionsFailed ExecutionsTimedOut ExecutionsAborted "
        "ExecutionsRedriven ExpressExecutionMemory ExpressExecutionBilledDuration "
        "ExpressExecutionBilledMemory OpenExecutionCount OpenExecutionLimit "
        "ApproximateOpenMapRunCount ApproximateMapRunBacklogSize "
        "ActivitiesHeartbeatTimedOut ThrottledEvents ConsumedCapacity")
        | words("RunTime ScheduleTime Time", "Activity", "LambdaFunction", "ServiceIntegration")
        | words("Succeeded Failed TimedOut Aborted", "RedrivenExecutions"),
    "delivery_stream": words(
        "IncomingRecords IncomingBytes IncomingPutRequests ThrottledRecords "
        "DataReadFromKinesisStream.Records DataReadFromKinesisStream.Bytes "
        "ExecuteProcessing.Success ExecuteProcessing.Duration SucceedProcessing.Records "
        "SucceedProcessing.Bytes DeliveryToS3.Success DeliveryToS3.Records DeliveryToS3.Bytes "
        "DeliveryToS3.DataFreshness DeliveryToS3.ObjectCount BackupToS3.Records BackupToS3.Bytes"
    ),
    "topic": words(
        "Published", "NumberOfMessages"
    ) | words(
        "Delivered Failed FilteredOut FilteredOut-MessageAttributes FilteredOut-MessageBody "
        "FilteredOut-NoMessageAttributes FilteredOut-InvalidMessageBody "
        "FilteredOut-InvalidAttributes RedrivenToDlq FailedToRedriveToDlq",
        "NumberOfNotifications",
    ) | {"PublishSize"},
    "table": words(
        "ConsumedWriteCapacityUnits WriteThrottleEvents ReturnedRecordsCount ReturnedBytes "
        "ThrottledRequests SuccessfulRequestLatency"
    ),
    "stream": words(
        "IncomingRecords IncomingBytes WriteProvisionedThroughputExceeded GetRecords.Records "
        "GetRecords.Bytes GetRecords.IteratorAgeMilliseconds ReadProvisionedThroughputExceeded "
        "SubscribeToShardEvent.Records SubscribeToShardEvent.Bytes PutRecord.Success"
    ),
    "queue": words("Visible NotVisible Delayed VisibleInQuietGroups NotVisibleInQuietGroups "
                   "DelayedInQuietGroups", "ApproximateNumberOfMessages")
    | words("Sent Received Deleted", "NumberOfMessages")
    | words("ApproximateAgeOfOldestMessage ApproximateAgeOfOldestMessageInQuietGroups "
            "ApproximateNumberOfNoisyGroups NumberOfEmptyReceives "
            "NumberOfDeduplicatedSentMessages ApproximateNumberOfGroupsWithInflightMessages"),
}  # fmt: skip
OF_THE_ACCOUNT = {
    "OpenExecutionCount",
    "ApproximateOpenMapRunCount",
    "ApproximateMapRunBacklogSize",
}
"""CloudWatch tells them of the account; each machine has its part under the same name, as ours."""


def base(name):
    return name.rsplit(".", 1)[0] if name.endswith(PERCENTS) else name


@pytest.mark.parametrize("kind", NAMES)
def test_no_name_is_cloudwatchs_by_halves(kind):
    """What says that it is CloudWatch's stands on its page, and what says that it is ours does not
    (a page of 2022 had Url4xxError; RetryInvocationAttempts are retries, not failures)."""
    told = [entry for entry in catalogue(READINGS) if entry.of == kind]
    theirs = {base(entry.name) for entry in told if entry.source != OURS} - {"EstimatedCharges"}
    ours = {base(entry.name) for entry in told if entry.source == OURS}
    assert theirs
    assert theirs - NAMES[kind] == set()
    assert (ours & NAMES[kind]) - OF_THE_ACCOUNT == set()


def test_origin_latency_begins_with_the_viewers_request():
    """From when CloudFront receives a request to when it starts to provide a response, for those
    that are served from the origin: a function of 0.5 s that runs before is in it. Its statistic
    is a percentile. What waits for the answer to another request is a hit.
    """
    behavior = {"viewer_request": {"function": "check"}}
    origin = {"latency": 2}
    found = result(20, distribution(origin, behavior), viewers(5, over=0.1),
                   check={**AT_EDGE, "duration": "0.5 s"})  # fmt: skip
    assert found["counters"]["site"]["answered.miss"] == 1
    told = found["percentiles"]["site"]
    assert told["OriginLatency"]["max"] == pytest.approx(2_500, abs=1)
    assert told["OriginLatency"]["count"] == 1
    assert told["OriginAttemptLatency"]["max"] == pytest.approx(2_000, abs=1)
    assert "OriginLatency" not in found["series"]["site"]


def test_success_of_processing_is_a_share():
    """ExecuteProcessing.Success: successful invocations over all of them, in each minute; none
    where there are none."""
    parts = {
        "site": {"type": "client", "target": "clicks", "limit": 20,
                 "arrivals": {"constant": {"rate": 0.1}}, "message_size": "900 KB"},
        "clicks": {"type": "delivery_stream", "destination": "lake",
                   "transformation": {"target": "worker", "buffer_interval": "1 min"}},
        "worker": {"type": "function", "timeout": "1 min", "duration": 1, "init_duration": 0,
                   "error_rate": 0.5},
        "lake": {"type": "bucket"},
    }  # fmt: skip
    said = {"format": "windtunnel.scenario/1", "id": "clicks", "title": "How often?",
            "region": "us-east-1", "duration": 600, "components": parts}  # fmt: skip
    found = simcore.run(simcore.load_scenario(said)).as_dict()
    series, counted = found["series"]["clicks"], found["counters"]["clicks"]
    assert 0 < counted["processing_succeeded"] < counted["processing_attempts"]
    for share, good, bad in zip(
        series["ExecuteProcessing.Success"],
        series["ExecuteProcessing.Succeeded"],
        series["ExecuteProcessing.Errors"],
        strict=True,
    ):
        assert share == (pytest.approx(good / (good + bad), abs=1e-4) if good + bad else None)
