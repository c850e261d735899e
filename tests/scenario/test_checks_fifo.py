"""Findings about FIFO queues, and what follows from saying that a queue is one."""

import pytest

from simcore.scenario import check, load_scenario


def fifo(bend, changes=None):
    """The small scenario with FIFO queues and keyed messages."""
    return bend(
        {
            "components/orders/fifo": {},
            "components/orders-dlq/fifo": {},
            "components/producer/keys": {"uniform": {"count": 5}},
            **(changes or {}),
        }
    )


def without(document, component, field):
    del document["components"][component][field]
    return document


def ids(document):
    return [finding.id for finding in check(document)]


def test_a_fifo_scenario_has_nothing_to_complain_about(bend):
    assert ids(fifo(bend)) == []


@pytest.mark.parametrize(
    ("change", "value", "id", "path"),
    [
        ("mapping/batch_size", 11, "mapping.fifo-batch-size", "mapping.batch_size"),
        (
            "mapping/maximum_batching_window",
            "5 s",
            "mapping.fifo-window",
            "mapping.maximum_batching_window",
        ),
        (
            "topic",
            {"type": "topic", "subscribers": ["orders"]},
            "queue.fifo-target",
            "topic.subscribers.0",
        ),
        (
            "worker/asynchronous",
            {"on_failure": {"target": "orders-dlq"}},
            "queue.fifo-target",
            "worker.asynchronous.on_failure.target",
        ),
    ],
)
def test_what_is_found(bend, change, value, id, path):
    found = check(fifo(bend, {f"components/{change}": value}))
    assert (id, f"components.{path}") in [(finding.id, finding.path) for finding in found]


@pytest.mark.parametrize(
    ("component", "field", "id", "path"),
    [
        ("orders-dlq", "fifo", "queue.fifo-dead-letter", "orders.redrive.dead_letter_queue"),
        ("orders", "fifo", "queue.fifo-dead-letter", "orders.redrive.dead_letter_queue"),
        ("producer", "keys", "client.one-group", "producer.keys"),
    ],
)
def test_what_is_missing_is_found(bend, component, field, id, path):
    found = check(without(fifo(bend), component, field))
    assert (id, f"components.{path}") in [(finding.id, finding.path) for finding in found]


def test_keys_and_batches_of_a_standard_queue_change_nothing(bend):
    document = bend(
        {
            "components/producer/keys": {"uniform": {"count": 3}},
            "components/mapping/fifo": {"mixes_groups": True},
        }
    )
    assert ids(document) == ["client.keys-unused", "mapping.fifo-of-standard"]


@pytest.mark.parametrize(("profile", "mixes"), [("aws-2022", False), ("aws-2026", True)])
def test_the_composition_of_batches_is_the_vintages(bend, profile, mixes):
    """The guides differ: messages sorted into groups (2022), several groups a batch (2026)."""
    resolved = load_scenario(fifo(bend, {"profile": profile})).resolved()
    assert resolved["components"]["mapping"]["fifo"] == {"mixes_groups": mixes}
    assert load_scenario(resolved).resolved() == resolved


def test_fifo_is_not_mentioned_where_there_is_none(bend):
    assert load_scenario(bend()).resolved()["components"]["mapping"]["fifo"] is None
