"""State machines in which every quota of Step Functions has a part, and whom their tasks ask."""

from __future__ import annotations

from typing import Any

ARN = "arn:aws:states:::"
PASS = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}
STARTER = {"type": "client", "arrivals": {"poisson": {"rate": 4}}}
BUSY = {"error": "Busy", "share": 0.2}


def task(resource: str, *, then: str = "", **parameters: Any) -> dict[str, Any]:
    """A Task that tries a second time."""
    after = {"Next": then} if then else {"End": True}
    again = [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 1}]
    resource = resource if resource.startswith("arn:") else f"{ARN}{resource}"
    return {
        "Type": "Task", "Resource": resource, "Parameters": parameters, "Retry": again, **after,
    }  # fmt: skip


def each(kind: str, *, then: str) -> dict[str, Any]:
    """A Distributed Map whose children are of that type."""
    name = f"Do {kind}"
    processor = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": kind},
        "StartAt": name,
        "States": {name: task("lambda:invoke", FunctionName="doer")},
    }
    reader = {"Resource": f"{ARN}s3:listObjectsV2", "Parameters": {"Bucket": "b"}}
    return {
        "Type": "Map", "ItemReader": reader, "ItemProcessor": processor,
        "ToleratedFailurePercentage": 100, "ResultPath": None, "Next": then,
    }  # fmt: skip


ORDER = {
    "Work": task("lambda:invoke", FunctionName="doer", then="Wait"),
    "Wait": {"Type": "Wait", "Seconds": 1, "Next": "Check"},
    "Check": task("arn:aws:states:us-east-1:123456789012:activity:check", then="Nest"),
    "Nest": task(
        "states:startExecution.sync:2", StateMachineArn="nested", Input={}, then="Ask"
    ),
    "Ask": {
        **task("sqs:sendMessage.waitForTaskToken", QueueUrl="asked", MessageBody={
            "token.$": "$$.Task.Token"}),
        "TimeoutSeconds": 5,
    },
}  # fmt: skip
MANY = {
    "Small": each("EXPRESS", then="Large"),
    "Large": each("STANDARD", then="End"),
    "End": {"Type": "Succeed"},
}
HOOK = {"Call": task("http:invoke", ApiEndpoint="https://a.example.com/b", Method="POST")}
PRICE = {"Work": task("lambda:invoke", FunctionName="doer")}

MACHINES = {
    "buyers": {**STARTER, "target": "order"},
    "order": {
        "type": "state_machine",
        "definition": {"StartAt": "Work", "States": ORDER, "TimeoutSeconds": 15},
        "tasks": {
            "Nest": {"errors": [BUSY]},
            "Ask": {"answer": {"after": 0.5, "never": 0.1, "heartbeat": 0.2}},
        },
        "activities": {"check": {"workers": 3, "duration": 0.2, "lost": 0.1}},
        "status_changes": "bus",
    },
    "nested": {"type": "state_machine", "definition": PASS},
    "asked": {"type": "queue"},
    "doer": {"type": "function", "timeout": 3, "duration": 0.1, "error_rate": 0.1},
    "price": {"type": "state_machine", "workflow": "express", "runs_twice": 0.1,
              "definition": {"StartAt": "Work", "States": PRICE}},
    "later": {**STARTER, "target": "price", "invocation": "Event"},
    "shoppers": {**STARTER, "target": "prices"},
    "prices": {"type": "api", "protocol": "HTTP", "integration": "price"},
}  # fmt: skip

MACHINES_TODAY = {
    "batch": {"type": "state_machine", "definition": {"StartAt": "Small", "States": MANY},
              "items": {"Small": {"count": 30}, "Large": {"count": 20}}},
    "nightly": {**STARTER, "target": "batch", "arrivals": {"constant": {"rate": 0.2}}},
    "tellers": {**STARTER, "target": "tell"},
    "tell": {"type": "state_machine", "definition": {"StartAt": "Call", "States": HOOK},
             "tasks": {"Call": {"duration": 0.1, "errors": [BUSY]}}},
}  # fmt: skip
