"""The event source mapping of a data stream, or of the stream of a table.

Models: a poller for each shard; batches of one shard (:mod:`.gathering`); one batch at a time and
    shard, or with a parallelization factor one in each of so many lanes, a key always in the same;
    a batch that fails is tried again before anything else of its lane, until it succeeds, has been
    tried often enough, is too old or has left the stream; bisection, whose splits use up no retry;
    ReportBatchItemFailures with the lowest number as the checkpoint; throttled batches, which use
    up no retry; what is given up (:mod:`.given_up`); starting positions; batches of the shards that
    a change opens after those of their parents; filters (:mod:`.filtered`); tumbling windows.
Ignores: the minutes that a new mapping takes to begin, the latency of reading and invoking, errors
    of Lambda itself (which would use up no retry, either), concurrency that reads a bit higher than
    the number of lanes; mappings of Kafka, with their pollers, lag and retries. Assumed, because
    AWS says nothing of it: the waits between attempts; that the other lanes of a shard go on while
    one fails (or not: a field says it), also past what the failing one cannot hold
    (:mod:`.passed_over`); that the records of one lane are those with the same hash; that what is
    left of a batch after a checkpoint or a split keeps its count of retries; that records too old
    leave a batch when it is tried next.
States: RecordsPolled, ReadRefused, RecordsExpired, EventsFilteredOut, StreamBatchInvoked,
    StreamBatchSucceeded, RecordProcessed, BatchFailed, BatchThrottled, RecordsDiscarded,
    WindowInvoked, WindowClosed, StreamMappingObserved, ShardObserved, StoryStep.

Sources: AWS Lambda Developer Guide, with-kinesis and with-ddb (2022); with-kinesis,
services-kinesis-create, kinesis-on-failure-destination and services-dynamodb-errors (12 Jul 2026).
"""

from __future__ import annotations

from simcore.awslambda.destinations import Destination
from simcore.awslambda.environments import ExecutionEnvironment
from simcore.awslambda.event_source_mapping.facts import BatchFailed, BatchThrottled
from simcore.awslambda.event_source_mapping.streams import facts
from simcore.awslambda.event_source_mapping.streams.batch import StreamBatch
from simcore.awslambda.event_source_mapping.streams.filtered import filter_of
from simcore.awslambda.event_source_mapping.streams.gathering import Gathering
from simcore.awslambda.event_source_mapping.streams.given_up import (
    EXHAUSTED,
    EXPIRED,
    TOO_OLD,
    GivenUp,
)
from simcore.awslambda.event_source_mapping.streams.lane import Lane, LaneNumbers
from simcore.awslambda.event_source_mapping.streams.pollers import Pollers
from simcore.awslambda.event_source_mapping.streams.reader import ShardPoller
from simcore.awslambda.event_source_mapping.streams.settings import StreamMappingSettings
from simcore.awslambda.event_source_mapping.streams.stories import RecordStories
from simcore.awslambda.event_source_mapping.streams.tumbling import windows_of
from simcore.awslambda.event_source_mapping.streams.updating import update
from simcore.engine.environment import INF, Environment
from simcore.engine.state import State, state_of
from simcore.engine.streams import Stream, generator, uniform
from simcore.facts import SUCCESS, StoryStep, columns_for, columns_of, ledgers_for
from simcore.roles.invocable import Invocable
from simcore.roles.sharded import Shard, Sharded


class StreamMapping:
    """The pollers between one stream and one function."""

    type = "stream_event_source_mapping"

    def __init__(
        self,
        env: Environment,
        id: str,
        settings: StreamMappingSettings,
        source: Sharded,
        function: Invocable[ExecutionEnvironment],
        seed: int,
        on_failure: Destination | None = None,
    ) -> None:
        self.env, self.id, self.settings = env, id, settings
        self.source, self.function = source, function
        self.ledgers = ledgers_for(*settings.states()) | columns_for(
            facts.RecordProcessed, blocks=("written",)
        )
        rng, finding = generator(seed, f"{id}/poll"), generator(seed, f"{id}/find")
        self.pollers = Pollers(self, settings, rng, finding)
        self.lane_of = LaneNumbers(settings.parallelization)
        self.filter = filter_of(settings, seed, source, self.ledgers)
        self._gathering = Gathering(env, settings, windows_of(env, settings, self.ledgers))
        self._jitter = Stream(generator(seed, f"{id}/retry"), uniform, block=256)
        self._luck = Stream(generator(seed, f"{id}/refused"), uniform, block=256)
        self._stories = RecordStories(
            self.ledgers[StoryStep], settings.first_story, settings.story_stride
        )
        self.given_up = GivenUp(self.ledgers, self._stories, on_failure)
        self._paused: list[Lane] = []  # what has to be tried again, while the mapping is disabled
        self.bind()
        source.subscribe(self)
        self.pollers.opened(0.0, source.shards)
        env.call_at(settings.starts_at_s, self.pollers.start)

    def bind(self) -> None:
        """Make the hot path's aliases (after construction and after unpickling)."""
        self._invoked = self.ledgers[facts.StreamBatchInvoked].append
        self._succeeded = self.ledgers[facts.StreamBatchSucceeded].append
        self._processed = columns_of(self.ledgers, facts.RecordProcessed)
        self._on_end, self.luck = self._ended, self._luck.next
        self._gathering.bind(self.settings)
        self._invoke, enabled = self.function.invoke, self.settings.enabled
        self._gather = self._gathering.how(enabled=enabled)
        self._blocks_shard = self.settings.blocks_shard
        goes_on = self._go_on if self._blocks_shard else self.advance
        self._free = goes_on if enabled else self._pause
        self._window_s, self.batch_size = self.settings.window_s, self.settings.batch_size
        self._age_s = min(self.settings.maximum_record_age_s, self.source.retention_s)

    def __getstate__(self) -> State:
        hot = {"_invoked", "_succeeded", "_processed", "_on_end", "_invoke", "_gather", "_free"}
        return state_of(self, hot | {"luck"})

    def retune(self, settings: StreamMappingSettings) -> None:
        """UpdateEventSourceMapping: see :mod:`.updating`, and what it raises."""
        update(self, settings)

    def opened(self, now: float, shards: list[Shard]) -> None:
        """The stream has new shards."""
        self.pollers.opened(now, shards)

    def finished(self, now: float, poller: ShardPoller) -> None:
        """A closed shard is processed to its end."""
        self.pollers.finished(now, poller)

    # One lane: gather, invoke, and again.

    def advance(self, now: float, lane: Lane) -> None:
        """A free lane: what has to be tried again, or the next batch, or more records."""
        if self._blocks_shard and lane.is_blocked:
            return
        oldest = now - self._age_s
        while (batch := lane.again.pop() if lane.again else self._gather(now, lane)) is not None:
            rest = batch if batch.begins > oldest else self._without_old(now, lane, batch)
            if rest is not None:
                self._attempt(now, lane, rest)
                if lane.waiting < self.batch_size:
                    lane.reader.look(now)
                return
        lane.reader.look(now)

    def _without_old(self, now: float, lane: Lane, batch: StreamBatch) -> StreamBatch | None:
        """The batch without the records that are too old, if any is left."""
        oldest = now - self._age_s
        n = sum([t <= oldest for t in batch.times])
        is_old = self.settings.maximum_record_age_s <= self.source.retention_s
        self._discard(now, batch.part(0, n), TOO_OLD if is_old else EXPIRED)
        if n < len(batch):
            return batch.part(n)
        lane.failures = 0
        return None

    def _attempt(self, now: float, lane: Lane, batch: StreamBatch) -> None:
        environment = self._invoke(now, batch, self._on_end)
        lane.batch = batch
        if environment is None:
            self._throttled(now, lane, batch)
            return
        lane.invoking = lane.worked = True
        lane.refusals = 0
        if n := batch.end - batch.begin:
            self._invoked((now, n, batch.records.times[batch.end - 1], batch.attempts + 1))
        else:
            self.ledgers[facts.WindowInvoked].append((now, batch.closes))
        batch.is_told = self._stories.may_tell(batch)
        if batch.is_told:
            self._stories.invoked(batch, environment)
        if environment.ends == INF:
            environment.on_end = self._ended_sometime

    def _throttled(self, now: float, lane: Lane, batch: StreamBatch) -> None:
        """Keep the batch and try again: this uses up no retry."""
        self.ledgers[BatchThrottled].append((now, len(batch)))
        self._stories.all_step(now, batch, "throttled")
        lane.holding = True
        lane.refusals += 1
        wait_s = self.settings.retries.wait_s(lane.refusals, self._jitter.next())
        self.env.call_at(now + wait_s, self._try_again, lane)

    def _ended_sometime(self, environment: ExecutionEnvironment) -> None:
        """The end was not known before: what has not been told yet is told now."""
        self._stories.handled(environment.payload, environment)
        self._ended(environment)

    def _ended(self, environment: ExecutionEnvironment) -> None:
        now, batch = environment.ends, environment.payload
        lane: Lane = batch.lane
        lane.invoking, lane.batch = False, None
        if self._window_s:
            self._gathering.open_window(now, lane)
        if environment.outcome != SUCCESS:
            self.ledgers[BatchFailed].append((now, len(batch)))
            self._stories.failed(batch, environment)
            self._failed(now, lane, batch)
        elif environment.failed_items and self.settings.reports_item_failures:
            self._partly_failed(now, lane, batch, environment.failed_items)
        else:
            self._done(now, lane, batch, 0)
        if not (lane.failing or lane.holding):
            self._free(now, lane)

    def _pause(self, now: float, lane: Lane) -> None:
        """The lane is free, but the mapping disabled: what is left of a batch waits."""
        if lane.again:
            lane.failing = True
            self._paused.append(lane)

    def resume(self) -> None:
        """The mapping is enabled again: try what has to be tried again."""
        paused, self._paused = self._paused, []
        for lane in paused:
            self._try_again(lane)

    def _go_on(self, now: float, lane: Lane) -> None:
        """The lane is free; those that it kept back go on, too, if it fails no more."""
        self.advance(now, lane)
        if self._blocks_shard and not lane.failures:
            for other in lane.reader.lanes:
                if other.is_free:
                    self.advance(now, other)

    def _done(self, now: float, lane: Lane, batch: StreamBatch, failed: int) -> None:
        lane.failures = 0
        if batch.closes >= 0.0:
            self.ledgers[facts.WindowClosed].append((now, batch.closes))
            return
        n, (at, written) = batch.end - batch.begin, self._processed
        at += [now] * n
        written += batch.records.times[batch.begin : batch.end]
        self._succeeded((now, n, failed))
        if batch.is_told:
            self._stories.all_step(now, batch, "success")

    def _partly_failed(
        self, now: float, lane: Lane, batch: StreamBatch, failed: tuple[int, ...]
    ) -> None:
        """Go on from the lowest number that was reported, with what is left of the batch."""
        failures, checkpoint = lane.failures, min(failed)
        self._done(now, lane, batch.part(0, checkpoint), len(failed))
        rest = batch.part(checkpoint)
        self._stories.all_step(now, rest, "error")
        if checkpoint and self.settings.bisects:
            lane.again.append(rest)  # the checkpoint is where the batch is split
            self._wait(now, lane)
        else:
            lane.failures = 0 if checkpoint else failures
            self._failed(now, lane, rest)

    def _failed(self, now: float, lane: Lane, batch: StreamBatch) -> None:
        """Split the batch, try it again, or give it up."""
        most = self.settings.maximum_retry_attempts
        if self.settings.bisects and len(batch) > 1:
            middle = len(batch) // 2
            lane.again += [batch.part(middle), batch.part(0, middle)]
        elif most is not None and batch.attempts >= most:
            lane.failures = 0
            self._discard(now, batch, EXHAUSTED)
            return
        else:
            batch.attempts += 1
            lane.again.append(batch)
        self._wait(now, lane)

    def _wait(self, now: float, lane: Lane) -> None:
        lane.failures += 1
        lane.failing = True
        wait_s = self.settings.retries.wait_s(lane.failures, self._jitter.next())
        self.env.call_at(now + wait_s, self._try_again, lane)

    def _try_again(self, lane: Lane) -> None:
        if not self.settings.enabled:
            self._paused.append(lane)
            return
        lane.failing = False
        if lane.holding and lane.batch is not None:
            lane.holding = False
            lane.again.append(lane.batch)
            lane.batch = None
        self._go_on(self.env.now, lane)

    def _discard(self, now: float, batch: StreamBatch, condition: int) -> None:
        self.given_up.add(now, batch, condition)

    # What the pollers tell, and what the recorder sees.

    def polled(self, now: float, n: int) -> None:
        """A poller took in records."""
        self.ledgers[facts.RecordsPolled].append((now, n))

    def refused(self, now: float, shard: Shard) -> None:
        """A shard refused a poller's call."""
        self.ledgers[facts.ReadRefused].append((now, shard.number))
        self.source.refused(now, shard)

    def expired(self, now: float, poller: ShardPoller, n: int) -> None:
        """Records expired before they were read."""
        self.ledgers[facts.RecordsExpired].append((now, n))

    def observe(self, now: float) -> None:
        """State the lanes and what waits at ``now``, of each shard that is not done with."""
        self.pollers.observe(now, self.ledgers)
