"""A live queue, standard or FIFO, from what a scenario says of it."""

from __future__ import annotations

import math
from dataclasses import fields
from typing import Any

from simcore.component import Site
from simcore.component.convert import drawn_keys
from simcore.component.site import given
from simcore.engine.keys import Keys
from simcore.services.sqs.fair import Fairness, FairQueue
from simcore.services.sqs.fifo import FifoQueue, FifoSettings
from simcore.services.sqs.fifo.chained import ChainedFifoQueue
from simcore.services.sqs.settings import QueueSettings
from simcore.services.sqs.spec import Queue
from simcore.services.sqs.standard import MessageMoveTask, StandardQueue
from simcore.services.sqs.standard.chained import ChainedQueue

__all__ = ["AnyQueue", "build", "retune", "start"]

AnyQueue = StandardQueue | FifoQueue

STORIES = 200
"""About how many messages of a queue are followed, evenly spread over those expected."""


def build(spec: Queue, site: Site) -> AnyQueue:
    """With its dead-letter queue (the scenario's checks exclude circles)."""
    dead: Any = site.live(spec.redrive.dead_letter_queue) if spec.redrive else None
    if spec.fair:
        about = (_settings(spec, site), _fairness(site), dead, site.seed)
        return FairQueue(site.env, site.id, *about)
    chained = site.graph.handlers_send
    if spec.fifo is None:
        kind = ChainedQueue if chained else StandardQueue
        return kind(site.env, site.id, _settings(spec, site), dead, site.seed)
    fifo, settings = ChainedFifoQueue if chained else FifoQueue, _fifo_settings(spec, site)
    return fifo(site.env, site.id, settings, _backlog(site), dead, site.seed)


def retune(live: Any, spec: Queue, site: Site) -> None:
    """SetQueueAttributes."""
    dead: Any = site.live(spec.redrive.dead_letter_queue) if spec.redrive else None
    live.retune(_settings(spec, site) if spec.fifo is None else _fifo_settings(spec, site), dead)


def _fairness(site: Site) -> Fairness:
    return Fairness(
        site.value("sqs.fair.in_flight_share"),
        int(site.value("sqs.fair.in_flight_min")),
        site.value("sqs.fair.consumer_time_share"),
        site.value("sqs.fair.consumer_time_window_s"),
        site.value("sqs.fair.quiet_after_s"),
    )


def _settings(spec: Queue, site: Site) -> QueueSettings:
    return QueueSettings(
        visibility_timeout_s=given(spec.visibility_timeout),
        retention_s=given(spec.message_retention_period),
        in_flight_max=int(site.value("sqs.in_flight_max")),
        receive_max=int(site.value("sqs.receive_max")),
        delay_s=spec.delay,
        max_receive_count=spec.redrive.max_receive_count if spec.redrive else None,
        initial_messages=spec.initial_messages,
        story_stride=max(math.ceil(site.load.at(site.id) / STORIES), 1),
        duplicate_rate=given(spec.duplicate_rate),
        has_move_task=spec.message_move_task is not None,
    )


def _fifo_settings(spec: Queue, site: Site) -> FifoSettings:
    standard = _settings(spec, site)
    common: dict[str, Any] = {part.name: getattr(standard, part.name) for part in fields(standard)}
    common["in_flight_max"] = int(site.value("sqs.fifo.in_flight_max"))
    high = spec.fifo is not None and spec.fifo.high_throughput
    calls = "high_throughput_calls_per_second" if high else "calls_per_second"
    return FifoSettings(
        **common,
        look_ahead=int(site.value("sqs.fifo.look_ahead")),
        calls_per_s=site.value(f"sqs.fifo.{calls}"),
        group_sends_per_s=site.value("sqs.fifo.group_calls_per_second") if high else None,
        deduplication_s=site.value("sqs.fifo.deduplication_s"),
    )


def _backlog(site: Site) -> Keys:
    """The groups of the backlog: distributed as those of the queue's first sender that has any."""
    senders = [site.graph.components[name] for name in sorted(site.graph.into(site.id, "send"))]
    laws = [law for sender in senders if (law := getattr(sender, "keys", None)) is not None]
    return drawn_keys(site.id, laws[0] if laws else None, site.seed)


def start(live: AnyQueue, spec: Queue, site: Site) -> None:
    """Put the backlog in place, and plan the move of a dead-letter queue's messages, if any."""
    live.start()
    task: Any = spec.message_move_task
    if task is not None:
        to = None if task.destination is None else site.live(task.destination)
        first = site.live(site.graph.referring(site.id, "dead_letter_queue")[0])
        MessageMoveTask(site.env, live, task.start, task.rate, first, to)  # type: ignore[arg-type]
