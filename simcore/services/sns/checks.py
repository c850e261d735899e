"""Topics: to whom a FIFO topic delivers, which classes there are, and how large messages are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simcore.component import Subject, error
from simcore.component.classes import unknown_classes
from simcore.errors import Check
from simcore.services.sns.spec import Topic
from simcore.units import format_size_bytes

__all__ = ["CHECKS"]

SIZE, RAISED = "sns.message_size_max_bytes", "sns.raised_subscriptions_max"
STANDARD_QUEUES = "sns.fifo.standard_queues"
PAGE = "Amazon SNS Developer Guide, fifo-message-delivery, Dec 2022"


def subscribers_of_fifo(subject: Subject) -> Iterator[Check]:
    """Queues alone; FIFO ones alone, as long as AWS had it so, and for dead letters."""
    for reference in subject.graph.references:
        owner: Any = subject.graph.components[reference.owner]
        if not isinstance(owner, Topic) or owner.fifo is None:
            continue
        target: Any = subject.graph.components.get(reference.target)
        groups = getattr(target, "fifo", None) is not None
        if reference.kind == "notify" and not getattr(target, "holds_messages", False):
            yield _unfit(reference.path, f"{reference.target} is not a queue", "a FIFO queue")
        elif not groups and (
            reference.kind == "dead-letter" or not subject.profile.has(STANDARD_QUEUES)
        ):
            yield _unfit(reference.path, f"{reference.target} is a standard queue", "a FIFO queue")


def _unfit(path: str, what: str, hint: str) -> Check:
    return error("topic.fifo-subscriber", path, f"{what}, and the topic is FIFO", f"{hint}: {PAGE}")


def classes(subject: Subject) -> Iterator[Check]:
    """A filter policy names classes that the topic has."""
    for id, topic in subject.of(Topic).items():
        for n, said in enumerate(topic.subscriptions):
            path = f"components.{id}.subscriptions.{n}.classes"
            yield from unknown_classes(path, said.classes, topic.message_classes, id)


def sizes(subject: Subject) -> Iterator[Check]:
    """No message may be larger than the topic takes."""
    usual = int(subject.value(SIZE))
    for id, topic in subject.of(Topic).items():
        size, most = subject.graph.largest_bytes(id), topic.maximum_message_size or usual
        if size > most:
            yield error(
                "topic.message-too-large",
                f"components.{id}",
                f"{format_size_bytes(size)} is more than {id} takes, {format_size_bytes(most)}",
                f"maximum_message_size, where AWS has it ({subject.cited(SIZE)})",
            )


def subscriptions(subject: Subject) -> Iterator[Check]:
    """Large messages go to few subscriptions."""
    if not subject.profile.has(RAISED):
        return
    usual, allowed = int(subject.value(SIZE)), int(subject.value(RAISED))
    for id, topic in subject.of(Topic).items():
        n = len(topic.subscribers) + len(topic.subscriptions)
        if (topic.maximum_message_size or usual) > usual and n > allowed:
            yield error(
                "topic.too-many-subscriptions",
                f"components.{id}.maximum_message_size",
                f"{n} subscriptions are more than a topic with messages above "
                f"{format_size_bytes(usual)} may have",
                f"at most {allowed} ({subject.cited(RAISED)})",
            )


CHECKS = (subscribers_of_fifo, classes, sizes, subscriptions)
