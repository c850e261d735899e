"""Findings about streams, tables and their mappings, one by one; what they say survives a file."""

from typing import Any

import pytest

import simcore
from simcore.scenario import check
from simcore.scenario.knobs import knobs

MB = 1024 * 1024


def document(profile: str = "aws-2026", **components: Any) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "producer": {"type": "client", "target": "clicks", "arrivals": {"constant": {"rate": 1}}},
        "clicks": {"type": "stream", "shards": 2},
        "orders": {"type": "table"},
        "poll": {"type": "stream_event_source_mapping", "source": "clicks", "function": "worker"},
        "worker": {"type": "function", "duration": 1, "init_duration": 0},
    }
    for id, fields in components.items():
        parts[id] = {**parts.get(id, {}), **fields}
    return {
        "format": "windtunnel.scenario/1",
        "id": "streams",
        "title": "What is wrong?",
        "profile": profile,
        "duration": 60,
        "components": parts,
    }


def found(**components: Any) -> dict[str, tuple[str, str]]:
    return {c.id: (c.severity, c.path) for c in check(document(**components))}


def mapping(**fields: Any) -> dict[str, Any]:
    return {
        "type": "stream_event_source_mapping",
        "source": "orders",
        "function": "worker",
        **fields,
    }


@pytest.mark.parametrize(
    ("components", "id", "severity", "path"),
    [
        ({"poll": {"source": "worker"}}, "reference.wrong-type", "error", "poll.source"),
        ({"poll": {"source": "cliks"}}, "reference.unknown", "error", "poll.source"),
        ({"poll": {"function": "clicks"}}, "reference.wrong-type", "error", "poll.function"),
        (
            {"poll": {"on_failure": {"target": "worker"}}},
            "reference.wrong-type",
            "error",
            "poll.on_failure.target",
        ),
        (
            {
                "poll": {"on_failure": {"target": "dead"}},
                "dead": {"type": "queue", "fifo": {}},
            },
            "queue.fifo-target",
            "error",
            "poll.on_failure.target",
        ),
        (
            {"poll": {"source": "orders", "enhanced_fan_out": True}},
            "mapping.fan-out-needs-stream",
            "error",
            "poll.enhanced_fan_out",
        ),
        (
            {"orders": {"type": "table", "shard_lifetime": "2 s"}},
            "table.short-lived-shards",
            "error",
            "orders.shard_lifetime",
        ),
        (
            {"poll": {"source": "orders", "starting_position": "AT_TIMESTAMP"}},
            "mapping.timestamp-needs-stream",
            "error",
            "poll.starting_position",
        ),
        (
            {f"reader-{n}": mapping() for n in range(3)},
            "mapping.too-many-readers",
            "warning",
            "reader-2.source",
        ),
        (
            {f"reader-{n:02}": mapping(source="clicks", enhanced_fan_out=True) for n in range(21)},
            "mapping.too-many-consumers",
            "error",
            "reader-20.enhanced_fan_out",
        ),
        (
            {"poll": {"tumbling_window": 30, "parallelization_factor": 2}},
            "mapping.tumbling-in-parallel",
            "error",
            "poll.parallelization_factor",
        ),
        (
            {"producer": {"poison": {"rate": 0.1}}},
            "mapping.poison-blocks-shard",
            "warning",
            "poll.maximum_retry_attempts",
        ),
        (
            {"producer": {"target": "orders", "message_size": 400 * 1024 + 1}},
            "client.message-too-large",
            "error",
            "producer.message_size",
        ),
        (
            {"clicks": {"mode": "ON_DEMAND", "resharding": [{"at": 1, "shards": 2}]}},
            "stream.resharding-on-demand",
            "warning",
            "clicks.resharding",
        ),
    ],
)
def test_a_finding(components: dict[str, Any], id: str, severity: str, path: str) -> None:
    assert found(**components)[id] == (severity, f"components.{path}")


def test_nothing_is_wrong_with_a_stream() -> None:
    assert check(document()) == []
    assert "mapping.poison-blocks-shard" not in found(
        producer={"poison": {"rate": 0.1}}, poll={"maximum_record_age": 3600}
    )


@pytest.mark.parametrize(("size", "old", "new"), [(MB, True, True), (MB + 1, False, True)])
def test_records_may_be_larger_than_they_were(size: int, old: bool, new: bool) -> None:
    """Facts 7.19: 1 MB, 10 MiB since about October 2025."""
    for profile, allowed in (("aws-2022", old), ("aws-2026", new)):
        findings = check(document(profile, producer={"message_size": size}))
        assert (findings == []) is allowed


def test_what_is_resolved_loads_to_the_same() -> None:
    fields = {
        "batch_size": 7,
        "parallelization_factor": 3,
        "maximum_retry_attempts": 4,
        "maximum_record_age": "2 h",
        "on_failure": {"target": "clicks-failed"},
        "failing_batch_blocks": "shard",
    }
    scenario = simcore.load_scenario(
        document(
            poll=fields,
            clicks={"resharding": [{"at": "10 s", "shards": 4}], "retention_period": "48 h"},
            **{"clicks-failed": {"type": "queue"}},
        )
    )
    again = simcore.load_scenario(scenario.resolved())
    assert again.resolved() == scenario.resolved()
    resolved = again.resolved()["components"]
    assert resolved["poll"]["maximum_record_age"] == 7200
    assert resolved["clicks"]["retention_period"] == 172_800
    assert resolved["orders"]["partitions"] == 4


def test_a_tumbling_window_of_up_to_a_quarter_of_an_hour() -> None:
    """Facts 7.15: 0-900 s. One of 0 s is none, and not written down."""
    scenario = simcore.load_scenario(document(poll={"tumbling_window": "15 min"}))
    again = simcore.load_scenario(scenario.resolved())
    assert again.resolved()["components"]["poll"]["tumbling_window"] == 900
    (finding,) = check(document(poll={"tumbling_window": 901}))
    assert (finding.severity, finding.path) == ("error", "components.poll.tumbling_window")
    without = simcore.load_scenario(document(poll={"tumbling_window": 0}))
    assert without.resolved() == simcore.load_scenario(document()).resolved()


def test_every_field_of_a_mapping_is_a_knob() -> None:
    rows = {row["path"]: row for row in knobs(simcore.load_scenario(document()))}
    poll = {path.split(".")[-1]: row for path, row in rows.items() if ".poll." in path}
    assert poll["batch_size"]["default"] == 100
    assert poll["parallelization_factor"]["hard_max"] == 10
    assert poll["tumbling_window"]["hard_max"] == 900
    assert poll["maximum_retry_attempts"]["nullable"]
    assert poll["failing_batch_blocks"]["assumed"]
    assert {row["aws_name"] for row in poll.values()} >= {
        "BatchSize",
        "MaximumBatchingWindowInSeconds",
        "ParallelizationFactor",
        "StartingPosition",
        "MaximumRetryAttempts",
        "MaximumRecordAgeInSeconds",
        "BisectBatchOnFunctionError",
        "ReportBatchItemFailures",
    }
