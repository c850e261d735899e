"""Filters, provisioned mode, duplicates and the way back from a dead-letter queue."""

from collections.abc import Callable
from typing import Any

import pytest

import simcore
from simcore.component import Graph
from simcore.errors import Check, ScenarioInvalid
from simcore.scenario import check, knobs
from simcore.scenario.build import build

Bend = Callable[..., dict[str, Any]]

C = "components/"
FILTER, POLLERS = C + "mapping/filter_criteria", C + "mapping/provisioned_pollers"
MOVE = C + "orders-dlq/message_move_task"


def found(document: dict[str, Any]) -> dict[str, Check]:
    return {finding.id: finding for finding in check(document)}


def loaded(document: dict[str, Any]) -> Any:
    return simcore.load_scenario(document).with_defaults().components


# What it may say.


def test_the_defaults_are_the_profile_s(bend: Bend) -> None:
    changes = {POLLERS: {}, MOVE: {"start": "1 min"}}
    parts = loaded(bend(changes))
    pollers, task = parts["mapping"].provisioned_pollers, parts["orders-dlq"].message_move_task
    assert (pollers.minimum, pollers.maximum) == (2, 200)
    assert (task.start, task.rate, task.destination) == (60, 500, None)
    assert parts["orders"].duplicate_rate == 0
    assert parts["orders"].message_size == 1_024


def test_nothing_of_it_is_on_by_default(bend: Bend) -> None:
    parts = loaded(bend())
    assert parts["mapping"].filter_criteria is None
    assert parts["mapping"].provisioned_pollers is None
    assert parts["orders"].message_move_task is None
    assert parts["orders"].message_classes == {}


@pytest.mark.parametrize("said", ["30 %", 0.3, {"matching": "30 %"}, {"matching": 0.3}])
def test_a_filter_is_a_share(said: Any, bend: Bend) -> None:
    assert loaded(bend({FILTER: said}))["mapping"].filter_criteria.matching == 0.3


def test_or_classes_of_the_queue(bend: Bend) -> None:
    changes = {FILTER: {"classes": ["paid"]}, C + "orders/message_classes": {"paid": "70 %"}}
    parts = loaded(bend(changes))
    assert parts["mapping"].filter_criteria.classes == ("paid",)
    assert parts["orders"].message_classes == {"paid": 0.7}


@pytest.mark.parametrize(
    "changes",
    [
        {FILTER: "120 %"},
        {FILTER: {"matching": 0.5, "classes": ["paid"]}},
        {POLLERS: {"minimum": 0}},
        {MOVE: {"rate": "5/s"}},
        {C + "orders/duplicate_rate": -0.1},
        {C + "orders/message_size": "7 MB"},
    ],
)
def test_what_does_not_fit_the_format(changes: dict[str, Any], bend: Bend) -> None:
    with pytest.raises(ScenarioInvalid):
        simcore.load_scenario(bend(changes))


@pytest.mark.parametrize(
    "changes",
    [
        {FILTER: 0.3},
        {FILTER: {"classes": ["paid"]}, C + "orders/message_classes": {"paid": 0.5, "test": 0.1}},
        {POLLERS: {"minimum": 5}},
        {MOVE: {"start": "2 min", "destination": "orders"}},
        {C + "orders/duplicate_rate": "1 %", C + "orders/initial_messages": 10},
    ],
)
def test_resolved_it_says_the_same(changes: dict[str, Any], bend: Bend) -> None:
    scenario = simcore.load_scenario(bend(changes))
    again = simcore.load_scenario(scenario.resolved())
    assert again.resolved() == scenario.resolved()
    assert again == scenario.with_defaults()


def test_they_are_knobs(bend: Bend) -> None:
    changes = {FILTER: 0.3, POLLERS: {}, MOVE: {"start": 60}}
    rows = {row["path"]: row for row in knobs(simcore.load_scenario(bend(changes)))}
    matching = rows["components.mapping.filter_criteria.matching"]
    assert (matching["value"], matching["kind"], matching["max"]) == (0.3, "percent", 1)
    least = rows["components.mapping.provisioned_pollers.minimum"]
    assert (least["aws_name"], least["hard_max"]) == ("ProvisionedPollerConfig.MinimumPollers", 200)
    rate = rows["components.orders-dlq.message_move_task.rate"]
    assert (rate["value"], rate["hard_max"], rate["assumed"]) == (500, 500, True)
    assert rows["components.orders.duplicate_rate"]["assumed"]


# What is wrong with it.


@pytest.mark.parametrize(
    ("changes", "id", "path"),
    [
        (
            {POLLERS: {}, C + "mapping/maximum_concurrency": 10},
            "mapping.provisioned-and-maximum",
            "mapping.provisioned_pollers",
        ),
        (
            {POLLERS: {"minimum": 20, "maximum": 10}},
            "mapping.more-at-least-than-at-most",
            "mapping.provisioned_pollers.minimum",
        ),
        ({POLLERS: {"minimum": 201}}, "quota.too-high", "mapping.provisioned_pollers.minimum"),
        ({POLLERS: {"minimum": 1}}, "quota.too-low", "mapping.provisioned_pollers.minimum"),
        ({POLLERS: {"maximum": 2_001}}, "quota.too-high", "mapping.provisioned_pollers.maximum"),
        (
            {FILTER: {"classes": ["paid"]}},
            "mapping.unknown-class",
            "mapping.filter_criteria.classes",
        ),
        ({FILTER: 0}, "mapping.nothing-matches", "mapping.filter_criteria"),
        (
            {C + "orders/message_classes": {"a": 0.6, "b": 0.5}},
            "source.classes-beyond-one",
            "orders.message_classes",
        ),
        (
            {C + "orders/message_move_task": {"start": 1}},
            "queue.move-task-without-source",
            "orders.message_move_task",
        ),
        (
            {MOVE: {"start": 1, "destination": "orders-dlq"}},
            "queue.move-task-destination",
            "orders-dlq.message_move_task.destination",
        ),
        (
            {MOVE: {"start": 1, "destination": "order"}},
            "reference.unknown",
            "orders-dlq.message_move_task.destination",
        ),
        (
            {MOVE: {"start": 1, "destination": "worker"}},
            "reference.wrong-type",
            "orders-dlq.message_move_task.destination",
        ),
        ({MOVE: {"start": 1, "rate": 501}}, "quota.too-high", "orders-dlq.message_move_task.rate"),
        (
            {
                POLLERS: {},
                C + "orders/fifo": {},
                C + "orders-dlq/fifo": {},
                C + "producer/keys": {"uniform": {"count": 3}},
            },
            "queue.standard-only",
            "mapping.provisioned_pollers",
        ),
    ],
)
def test_findings(changes: dict[str, Any], id: str, path: str, bend: Bend) -> None:
    assert found(bend(changes))[id].path == f"components.{path}"


@pytest.mark.parametrize(
    ("changes", "profile", "offered"),
    [
        ({FILTER: 0.3}, "notes-2021", False),
        ({FILTER: 0.3}, "aws-2022", True),
        ({POLLERS: {}}, "aws-2022", False),
        ({POLLERS: {}}, "aws-2026", True),
        ({MOVE: {"start": 1}}, "aws-2022", False),
        ({MOVE: {"start": 1}}, "aws-2026", True),
        ({C + "orders/duplicate_rate": 0.1}, "notes-2021", True),
    ],
)
def test_when_aws_offered_it(
    changes: dict[str, Any], profile: str, offered: bool, bend: Bend
) -> None:
    assert ("quota.not-offered" in found(bend(changes, profile=profile))) is not offered


# The payload limit: 6 MB.


@pytest.mark.parametrize(
    ("changes", "batch"),
    [
        ({}, 100),
        ({C + "producer/message_size": "256 KB"}, 24),
        ({C + "producer/message_size": "1 MB"}, 6),
        ({C + "orders/message_size": "1 MB"}, 100),  # of a backlog that is not there
        ({C + "orders/message_size": "1 MB", C + "orders/initial_messages": 5}, 6),
        (
            {
                C + "producer/target": "news",
                C + "news": {"type": "topic", "subscribers": ["orders"]},
                C + "producer/message_size": "256 KB",
            },
            24,
        ),
        ({C + "producer/message_size": "2 KB", "quotas/esm.payload_max_bytes": 1024}, 1),
    ],
)
def test_a_batch_is_what_fits_the_payload(changes: dict[str, Any], batch: int, bend: Bend) -> None:
    window = {C + "mapping/batch_size": 100, C + "mapping/maximum_batching_window": 1}
    scenario = simcore.load_scenario(bend({**window, **changes})).with_defaults()
    live = build(scenario, scenario.quota_profile(), seed=1).components
    assert next(part.settings.batch_size for part in live if part.id == "mapping") == batch


def test_dead_letters_are_as_large_as_the_messages_that_they_were(bend: Bend) -> None:
    changes = {C + "producer/message_size": "256 KB"}
    scenario = simcore.load_scenario(bend(changes)).with_defaults()
    assert Graph(scenario.components).largest_bytes("orders-dlq") == 256 * 1024
