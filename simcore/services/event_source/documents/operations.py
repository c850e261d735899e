"""Events of those who run things: logs, stacks, repositories, pipelines, rules, jobs."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from typing import Any

from simcore.component.event import Delivery, Json
from simcore.component.made_up import iso

__all__ = ["cloudformation", "codecommit", "codepipeline", "config", "logs", "s3_batch"]


def logs(delivery: Delivery) -> Json:
    """Compressed and in base64: the same bytes for the same log events."""
    text = json.dumps(_log_events(delivery), separators=(",", ":")).encode()
    return {"awslogs": {"data": b64encode(gzip.compress(text, mtime=0)).decode()}}


def _log_events(delivery: Delivery) -> Json:
    told = [
        {
            "id": f"{36 * 10**54 + one.sent_ms * 10**42 + one.number:056d}",
            "timestamp": one.sent_ms,
            "message": one.body,
        }
        for one in delivery.records
    ]
    return {
        "messageType": "DATA_MESSAGE",
        "owner": delivery.account,
        "logGroup": f"/app/{delivery.source}",
        "logStream": delivery.fixed_ids.hex(32, "stream"),
        "subscriptionFilters": [f"{delivery.source}-to-{delivery.target}"],
        "logEvents": told,
    }


def cloudformation(delivery: Delivery) -> Json:
    """A stack is created; the function writes its answer to the ResponseURL."""
    ids = delivery.ids
    stack = f"stack/{delivery.source}/{delivery.fixed_ids.uuid('stack')}"
    return {
        "RequestType": "Create",
        "ServiceToken": delivery.function_arn,
        "ResponseURL": f"https://answers.example.com/{ids.hex(32, 'url')}",
        "StackId": delivery.arn("cloudformation", stack),
        "RequestId": ids.uuid("request"),
        "ResourceType": "Custom::Resource",
        "LogicalResourceId": f"Resource{delivery.number}",
        "ResourceProperties": {"ServiceToken": delivery.function_arn},
    }


def codecommit(delivery: Delivery) -> Json:
    """Somebody has pushed."""
    ids, account = delivery.ids, delivery.account
    repository = delivery.arn("codecommit", delivery.source)
    return {
        "Records": [
            {
                "awsRegion": delivery.region,
                "codecommit": {
                    "references": [
                        {
                            "commit": ids.hex(40, "commit"),
                            "ref": "refs/heads/main",
                            "created": False,
                        }
                    ]
                },
                "customData": "",
                "eventId": ids.uuid("event"),
                "eventName": "ReferenceChanges",
                "eventPartNumber": 1,
                "eventSource": "aws:codecommit",
                "eventSourceARN": repository,
                "eventTime": iso(delivery.sent),
                "eventTotalParts": 1,
                "eventTriggerConfigId": delivery.fixed_ids.uuid("trigger"),
                "eventTriggerName": f"{delivery.source}-to-{delivery.target}",
                "eventVersion": "1.0",
                "userIdentityARN": f"arn:aws:iam::{account}:user/developer",
            }
        ]
    }


def codepipeline(delivery: Delivery) -> Json:
    """A job; with a continuation token, where the function has reported progress before."""
    ids = delivery.ids
    data: dict[str, Any] = {
        "actionConfiguration": {
            "configuration": {
                "FunctionName": delivery.target,
                "UserParameters": f"job {delivery.number}",
            }
        },
        "inputArtifacts": [_artifact(delivery, "input")],
        "outputArtifacts": [],
        "artifactCredentials": {
            "accessKeyId": f"ASIA{ids.letters(16, 'key')}",
            "secretAccessKey": ids.base64(30, "secret"),
            "sessionToken": ids.base64(96, "session"),
        },
    }
    if delivery.receives > 1:
        data["continuationToken"] = f"report {delivery.receives - 1}"
    return {
        "CodePipeline.job": {"id": ids.uuid("job"), "accountId": delivery.account, "data": data}
    }


def _artifact(delivery: Delivery, what: str) -> Json:
    return {
        "name": what,
        "revision": None,
        "location": {
            "type": "S3",
            "s3Location": {
                "bucketName": f"codepipeline-{delivery.region}",
                "objectKey": f"{delivery.source}/{what}/{delivery.ids.letters(7, what)}.zip",
            },
        },
    }


def config(delivery: Delivery) -> Json:
    """A configuration item has changed; the function gives its verdict with PutEvaluations."""
    fixed = delivery.fixed_ids
    rule = f"config-rule-{fixed.letters(6, 'rule').lower()}"
    return {
        "invokingEvent": json.dumps(_changed_item(delivery), separators=(",", ":")),
        "ruleParameters": "{}",
        "resultToken": delivery.ids.base64(48, "result"),
        "eventLeftScope": False,
        "executionRoleArn": delivery.arn("iam", "role/config-role", region=False),
        "configRuleArn": delivery.arn("config", f"config-rule/{rule}"),
        "configRuleName": delivery.source,
        "configRuleId": rule,
        "accountId": delivery.account,
        "version": "1.0",
    }


def _changed_item(delivery: Delivery) -> Json:
    return {
        "configurationItem": {
            "configurationItemCaptureTime": iso(delivery.sent),
            "configurationItemStatus": "OK",
            "awsAccountId": delivery.account,
            "awsRegion": delivery.region,
            "resourceType": "AWS::EC2::Instance",
            "resourceId": f"i-{delivery.ids.hex(17, 'instance')}",
        },
        "notificationCreationTime": iso(delivery.sent),
        "messageType": "ConfigurationItemChangeNotification",
        "recordVersion": "1.3",
    }


def s3_batch(delivery: Delivery) -> Json:
    """One task; its answer says Succeeded, TemporaryFailure or PermanentFailure."""
    ids = delivery.ids
    return {
        "invocationSchemaVersion": "1.0",
        "invocationId": delivery.own_ids.base64(42, "invocation"),
        "job": {"id": delivery.fixed_ids.uuid("job")},
        "tasks": [
            {
                "taskId": ids.base64(20, "task"),
                "s3Key": f"objects/{delivery.number}.json",
                "s3VersionId": "1",
                "s3BucketArn": "arn:aws:s3:::inventory",
            }
        ],
    }
