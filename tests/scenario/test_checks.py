"""Each finding, by a scenario that earns it and one that does not."""

from collections.abc import Callable
from typing import Any

import pytest

from simcore.components import TYPES
from simcore.errors import Check
from simcore.scenario import check, examine
from simcore.scenario.checks import checks_about, subject_of

Bend = Callable[..., dict[str, Any]]

C = "components/"
NINE = {"at": "1 min", "value": 9}
FIVE = {"dead_letter_queue": "dlq", "max_receive_count": 5}
REDRIVE = {"dead_letter_queue": "orders"}

EVENTS = {C + "caller": {"type": "client", "target": "worker", "invocation": "Event",
                        "arrivals": {"constant": {"rate": 1}}}}  # fmt: skip

# id: (severity, changes that earn it, path it is found at, changes that do not earn it)
FINDINGS: dict[str, tuple[str, dict[str, Any], str, dict[str, Any]]] = {
    "format.unknown-field": (
        "error", {C + "worker/timout": "3 s"}, "components.worker.timout", {}),
    "format.missing-field": (
        "error", {C + "worker/duration": ...}, "components.worker.duration", {}),
    "format.unit": (
        "error", {C + "worker/timeout": "3 parsecs"}, "components.worker.timeout",
        {C + "worker/timeout": "0.1 min"}),
    "format.range": (
        "error", {C + "orders/initial_messages": 10**12}, "components.orders.initial_messages",
        {C + "orders/initial_messages": 10**6}),
    "format.one-kind": (
        "error", {C + "producer/arrivals": {}}, "components.producer.arrivals",
        {C + "producer/arrivals": {"constant": {"rate": 1}}}),
    "format.order": (
        "error", {C + "worker/duration": {"lognormal": {"median": "2 s", "p99": "1 s"}}},
        "components.worker.duration.lognormal",
        {C + "worker/duration": {"lognormal": {"median": "1 s", "p99": "1 s"}}}),
    "format.weights": (
        "error", {C + "worker/duration": {"empirical": {"values": [1, 2], "weights": [1]}}},
        "components.worker.duration.empirical",
        {C + "worker/duration": {"empirical": {"values": [1, 2], "weights": [1, 2]}}}),
    "format.component-type": (
        "error", {C + "worker": {"type": "lambda"}}, "components.worker", {}),
    "format.choice": (
        "error", {"format": "windtunnel.scenario/2"}, "format", {}),
    "format.name": (
        "error", {"id": "No Slug"}, "id", {"id": "a-slug-2"}),
    "format.too-long": (
        "error", {"title": "x" * 121}, "title", {"title": "x" * 120}),
    "format.too-short": (
        "error", {"title": " "}, "title", {"title": "?"}),
    "format.text": (
        "error", {"title": 5}, "title", {"title": "5"}),
    "format.true-or-false": (
        "error", {C + "mapping/report_batch_item_failures": "maybe"},
        "components.mapping.report_batch_item_failures",
        {C + "mapping/report_batch_item_failures": True}),
    "format.count": (
        "error", {"components": {}}, "components", {}),
    "format.shape": (
        "error", {C + "orders": [1]}, "components.orders", {}),
    "format.number": (
        "error", {C + "worker/duration": {"empirical": {"values": [1], "weights": [-1]}}},
        "components.worker.duration.empirical.weights.0", {}),
    "format.quota": (
        "error", {"quotas/lambda.account_concurrency": [1]}, "quotas.lambda.account_concurrency",
        {"quotas/lambda.account_concurrency": 2000}),
    "quota.invalid": (
        "error", {"quotas/lambda.account_concurency": 5}, "quotas.lambda.account_concurency",
        {"quotas/lambda.account_concurrency": 2000}),
    "reference.unknown": (
        "error", {C + "producer/target": "order"}, "components.producer.target", {}),
    "reference.reserved-id": (
        "error", {C + "account": {"type": "queue"}}, "components.account",
        {C + "accounts": {"type": "queue"}}),
    "reference.wrong-type": (
        "error", {C + "mapping/source": "worker"}, "components.mapping.source", {}),
    "queue.dead-letter-cycle": (
        "error", {C + "orders-dlq/redrive": REDRIVE},
        "components.orders.redrive.dead_letter_queue", {}),
    "function.no-caller": (
        "warning", {C + "other": {"type": "function", "duration": 1}}, "components.other", {}),
    "mapping.shared-queue": (
        "warning",
        {C + "two": {"type": "event_source_mapping", "source": "orders", "function": "worker"}},
        "components.two.source", {}),
    "quota.too-low": (
        "error", {C + "worker/memory": "64 MB"}, "components.worker.memory",
        {C + "worker/memory": "128 MB"}),
    "quota.too-high": (
        "error", {C + "orders/delay": "16 min"}, "components.orders.delay",
        {C + "orders/delay": "15 min"}),
    "quota.not-offered": (
        "error", {"profile": "aws-2022", C + "mapping/maximum_concurrency": 5},
        "components.mapping.maximum_concurrency",
        {"profile": "aws-2026", C + "mapping/maximum_concurrency": 5}),
    "queue.visibility-shorter-than-timeout": (
        "error", {C + "orders/visibility_timeout": "9 s"}, "components.orders.visibility_timeout",
        {C + "orders/visibility_timeout": "10 s"}),
    "queue.visibility-below-recommended": (
        "warning", {C + "mapping/maximum_batching_window": "1 s"},
        "components.orders.visibility_timeout", {}),
    "queue.receive-count-below-recommended": (
        "warning", {C + "orders/redrive": {"dead_letter_queue": "dlq", "max_receive_count": 4},
                    C + "dlq": {"type": "queue"}},
        "components.orders.redrive.max_receive_count",
        {C + "orders/redrive": {"dead_letter_queue": "dlq", "max_receive_count": 5},
         C + "dlq": {"type": "queue"}}),
    "function.always-times-out": (
        "warning", {C + "worker/duration": "11 s"}, "components.worker.duration",
        {C + "worker/duration": "10 s"}),
    "function.reserved-above-account": (
        "error", {C + "worker/reserved_concurrency": 901},
        "components.worker.reserved_concurrency", {C + "worker/reserved_concurrency": 900}),
    "function.reserved-below-five": (
        "warning", {C + "worker/reserved_concurrency": 4},
        "components.worker.reserved_concurrency",
        {C + "worker/reserved_concurrency": 4, C + "orders/redrive": ...}),
    "function.reserved-zero": (
        "warning", {C + "worker/reserved_concurrency": 0},
        "components.worker.reserved_concurrency", {C + "worker/reserved_concurrency": 1}),
    "function.provisioned-above-reserved": (
        "error", {C + "worker/reserved_concurrency": 9, C + "worker/provisioned_concurrency": 10},
        "components.worker.provisioned_concurrency",
        {C + "worker/reserved_concurrency": 11, C + "worker/provisioned_concurrency": 10}),
    "function.provisioned-is-reserved": (
        "warning",
        {C + "worker/reserved_concurrency": 9, C + "worker/provisioned_schedule": [NINE]},
        "components.worker.provisioned_schedule",
        {C + "worker/reserved_concurrency": 10, C + "worker/provisioned_schedule": [NINE]}),
    "function.provisioned-above-account": (
        "error", {C + "worker/provisioned_tracking": {"maximum": 901}},
        "components.worker.provisioned_tracking.maximum",
        {C + "worker/provisioned_tracking": {"maximum": 900}}),
    "function.tracking-bounds": (
        "error", {C + "worker/provisioned_tracking": {"minimum": 6, "maximum": 5}},
        "components.worker.provisioned_tracking.minimum",
        {C + "worker/provisioned_tracking": {"minimum": 5, "maximum": 5}}),
    "function.provisioned-with-snap-start": (
        "error", {C + "worker/snap_start": True, C + "worker/provisioned_concurrency": 5},
        "components.worker.provisioned_concurrency",
        {C + "worker/provisioned_concurrency": 5}),
    "mapping.maximum-above-reserved": (
        "warning",
        {C + "worker/reserved_concurrency": 5, C + "mapping/maximum_concurrency": 6},
        "components.mapping.maximum_concurrency",
        {C + "worker/reserved_concurrency": 5, C + "mapping/maximum_concurrency": 5}),
    "mapping.batch-without-window": (
        "error", {C + "mapping/batch_size": 11}, "components.mapping.maximum_batching_window",
        {C + "mapping/batch_size": 11, C + "mapping/maximum_batching_window": 1}),
    "mapping.window-with-little-traffic": (
        "warning",
        {C + "mapping/maximum_batching_window": "5 s", C + "producer/limit": 1},
        "components.mapping.maximum_batching_window",
        {C + "mapping/maximum_batching_window": "20 s", C + "producer/limit": 1}),
    "mapping.poison-fails-batch": (
        "warning", {C + "worker/item_error_rate": "1 %"},
        "components.mapping.report_batch_item_failures",
        {C + "worker/item_error_rate": "1 %", C + "mapping/report_batch_item_failures": True}),
    "function.cold-start-not-measured": (
        "error", {C + "worker/runtime": "python2.7"}, "components.worker.runtime",
        {C + "worker/runtime": "python2.7", C + "worker/init_duration": "100 ms"}),
    "function.init-cut-off": (
        "warning", {C + "worker/init_duration": "10.1 s"}, "components.worker.init_duration",
        {C + "worker/init_duration": "10 s"}),
    "function.snap-start-runtime": (
        "error", {C + "worker/runtime": "nodejs24.x", C + "worker/snap_start": True},
        "components.worker.runtime",
        {C + "worker/runtime": "python3.12", C + "worker/snap_start": True}),
    "function.snap-start-provisioned": (
        "error",
        {C + "worker/runtime": "java21", C + "worker/snap_start": True,
         C + "worker/provisioned_concurrency": 5},
        "components.worker.snap_start",
        {C + "worker/runtime": "java21", C + "worker/snap_start": True}),
    "function.snap-start-container": (
        "error",
        {C + "worker/runtime": "java21", C + "worker/package": "container",
         C + "worker/snap_start": True},
        "components.worker.package",
        {C + "worker/runtime": "java21", C + "worker/package": "container"}),
    "scenario.event-budget": (
        "error", {C + "producer/arrivals": {"constant": {"rate": 20_000}}},
        "components.producer.arrivals.constant.rate",
        {C + "producer/arrivals": {"constant": {"rate": 10_000}}}),
    "scenario.no-load": (
        "warning", {C + "producer/arrivals": {"constant": {"rate": 0}}}, "components",
        {C + "producer/arrivals": {"constant": {"rate": 0}}, C + "orders/initial_messages": 1}),
    "client.stops-before-start": (
        "error", {C + "producer/start": 60, C + "producer/stop": 60}, "components.producer.stop",
        {C + "producer/start": 60, C + "producer/stop": 61}),
    "client.starts-after-end": (
        "warning", {C + "producer/start": "5 min"}, "components.producer.start",
        {C + "producer/start": "4 min"}),
    "client.event-needs-function": (
        "error", {C + "producer/invocation": "Event"}, "components.producer.invocation",
        {C + "producer/target": "worker", C + "producer/invocation": "Event"}),
    "function.bucket-not-offered": (
        "error",
        {**EVENTS, "profile": "aws-2022", C + "kept": {"type": "bucket"},
         C + "worker/asynchronous": {"on_failure": {"target": "kept"}}},
        "components.worker.asynchronous.on_failure.target",
        {**EVENTS, C + "kept": {"type": "bucket"},
         C + "worker/asynchronous": {"on_failure": {"target": "kept"}}}),
    "function.no-events": (
        "warning", {C + "worker/asynchronous": {"maximum_retry_attempts": 1}},
        "components.worker.asynchronous",
        {**EVENTS, C + "worker/asynchronous": {"maximum_retry_attempts": 1}}),
    "function.recursive-loop": (
        "warning", {**EVENTS, C + "worker/asynchronous": {"on_success": {"target": "worker"}}},
        "components.worker.asynchronous",
        {**EVENTS, C + "worker/asynchronous": {"on_success": {"target": "orders"}}}),
    "function.endless-loop": (
        "error",
        {**EVENTS, "profile": "aws-2022",
         C + "worker/asynchronous": {"on_success": {"target": "worker"}}},
        "components.worker.asynchronous",
        {**EVENTS, C + "worker/asynchronous": {"on_success": {"target": "worker"}}}),
    "client.message-too-large": (
        "error", {C + "producer/message_size": "1.5 MB"}, "components.producer.message_size",
        {C + "producer/message_size": "1 MB"}),
    "permission.refused": (
        "error", {C + "worker/role": {"policies": ["AWSLambdaBasicExecutionRole"]}},
        "components.mapping.source",
        {C + "worker/role": {"policies": ["AWSLambdaSQSQueueExecutionRole"]}}),
    "permission.missing": (
        "warning", {C + "worker/role": {"deny": ["sqs:DeleteMessage"]}},
        "components.mapping.source", {C + "worker/role": {"deny": ["sqs:SendMessage"]}}),
    "permission.no-logs": (
        "warning", {C + "worker/role": {"actions": ["sqs:*"]}}, "components.worker.role",
        {C + "worker/role": {"actions": ["sqs:*", "logs:*"]}}),
    "permission.no-traces": (
        "warning", {C + "worker/tracing": "Active", C + "worker/role": {"deny": ["xray:*"]}},
        "components.worker.role",
        {C + "worker/tracing": "PassThrough", C + "worker/role": {"deny": ["xray:*"]}}),
    "permission.unknown-policy": (
        "error", {C + "worker/role": {"policies": ["AWSLambdaSQSExecutionRole"]}},
        "components.worker.role.policies.0",
        {C + "worker/role": {"policies": ["AmazonSQSFullAccess"]}}),
    "permission.unknown-name": (
        "warning",
        {C + "worker/role": {"statements": [{"actions": ["sqs:*"], "resources": ["order"]}]}},
        "components.worker.role.statements.0.resources.0",
        {C + "worker/role": {"statements": [{"actions": ["sqs:*"], "resources": ["orders"]}]}}),
    "trace.unreadable": (
        "error", {C + "producer/arrivals": {"trace": {"file": "a.csv"}}},
        "components.producer.arrivals.trace", {}),
}  # fmt: skip


def found(document: dict[str, Any]) -> dict[str, Check]:
    return {finding.id: finding for finding in check(document)}


@pytest.mark.parametrize("id", FINDINGS)
def test_a_finding_is_made(id: str, bend: Bend) -> None:
    severity, changes, path, _ = FINDINGS[id]
    finding = found(bend(changes))[id]
    assert (finding.severity, finding.path) == (severity, path)
    assert finding.message


@pytest.mark.parametrize("id", FINDINGS)
def test_a_finding_is_not_made(id: str, bend: Bend) -> None:
    assert id not in found(bend(FINDINGS[id][3]))


def test_the_small_scenario_is_flawless(small: dict[str, Any]) -> None:
    assert check(small) == []


def test_types_that_do_not_occur_would_find_nothing(bend: Bend) -> None:
    """So that only those are asked, and loaded, that a scenario names."""
    examined = 0
    for _, changes, _, others in FINDINGS.values():
        for scenario, findings in (examine(bend(changes)), examine(bend(others))):
            if scenario is None or "quota.invalid" in {one.id for one in findings}:
                continue
            subject = subject_of(scenario, scenario.quota_profile())
            for one in checks_about(TYPES):
                assert set(one(subject)) <= set(findings), one
            examined += 1
    assert examined > len(FINDINGS)


def test_every_check_says_what_it_looks_for() -> None:
    assert all(function.__doc__ for function in checks_about(TYPES))
