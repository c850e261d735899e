"""The function through which records go before they are delivered.

Models: batches by size or time; synchronous invocations, so many at once; no answer is waited for
    longer than 5 min, although the function runs on; a batch whose invocation fails (a timeout, a
    throttle; that of an error the same holds is assumed) is invoked again, three times by default
    (after which waits is assumed), and put aside then, with the number of its attempts; records
    that the function answers with ProcessingFailed (those that fail by chance, and poison) are put
    aside one by one, and a share is dropped. Without permission a batch is put aside at once.
Ignores: records that the function forgets or renames; the 6 MB of a request and of an answer.
States: ProcessingStarted, ProcessingEnded, RecordsProcessed.

Sources: Amazon Data Firehose Developer Guide, data-transformation (Mar 2023).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from simcore.engine.environment import Environment
from simcore.engine.streams import Stream
from simcore.facts import ERROR, SUCCESS, THROTTLED, TIMEOUT, Ledgers
from simcore.roles.invocable import DeniedInvocable, Invocable, Reply
from simcore.services.firehose.buffer import Buffer, Chunk
from simcore.services.firehose.facts import ProcessingEnded, ProcessingStarted, RecordsProcessed
from simcore.services.firehose.settings import TransformSettings

Onward = Callable[[float, float, int, int], None]
"""Takes records: now, when the first was taken, how many, of which size."""


class Batch(Chunk):
    """One attempt with a chunk: what the function gets."""

    __slots__ = ("chunk",)

    def __init__(self, chunk: Chunk) -> None:
        super().__init__(chunk.oldest)
        self.chunk, self.n, self.poison = chunk, chunk.n, chunk.poison


class Transformer:
    """One function of one delivery stream; ``onward`` and ``aside`` take what it has done with.

    ``lucks`` say which records are dropped, and how long is waited for another attempt.
    """

    def __init__(
        self,
        env: Environment,
        settings: TransformSettings,
        ledgers: Ledgers,
        lucks: tuple[Stream, Stream],
        onward: Onward,
        aside: Onward,
    ) -> None:
        self.env, self.settings, self._ledgers = env, settings, ledgers
        self._drops, self._waits = lucks
        self._onward, self._aside = onward, aside
        self.buffer = Buffer(env, settings.hints, self._ready)
        self.function: Invocable[Reply] = DeniedInvocable()
        self._queue: deque[Chunk] = deque()
        self._running: list[Chunk] = []

    def retune(self, settings: TransformSettings) -> None:
        """From the next batch on."""
        self.settings, self.buffer.hints = settings, settings.hints
        self._go_on(self.env.now)

    def _ready(self, now: float, chunk: Chunk) -> None:
        self._queue.append(chunk)
        self._go_on(now)

    def _go_on(self, now: float) -> None:
        while self._queue and len(self._running) < self.settings.at_once:
            chunk = self._queue.popleft()
            self._running.append(chunk)
            chunk.tried = now
            self._attempt(chunk)

    def _attempt(self, chunk: Chunk) -> None:
        now = self.env.now
        chunk.attempts += 1
        batch = Batch(chunk)
        batch.began = now
        self._ledgers[ProcessingStarted].append((now, chunk.n, chunk.attempts))
        if isinstance(self.function, DeniedInvocable):
            chunk.attempts = self.settings.retries + 1
            self.env.call_at(now, self._denied, batch)
            return
        reply = self.function.invoke(now, batch, self._answered)
        if reply is None:
            self.env.call_at(now, self._throttled, batch)  # not within the loop that goes on here
        elif reply.ends > now + self.settings.timeout_s:
            self.env.call_at(now + self.settings.timeout_s, self._too_late, batch)

    def _denied(self, batch: Batch) -> None:
        self._failed(self.env.now, batch, ERROR)

    def _throttled(self, batch: Batch) -> None:
        self._failed(self.env.now, batch, THROTTLED)

    def _too_late(self, batch: Batch) -> None:
        if not batch.over:
            self._failed(self.env.now, batch, TIMEOUT)

    def _answered(self, reply: Reply) -> None:
        batch: Batch = reply.payload
        if batch.over:
            return
        if reply.outcome == SUCCESS:
            self._succeeded(reply.ends, batch, len(reply.failed_items))
        else:
            self._failed(reply.ends, batch, reply.outcome)

    def _ended(self, now: float, batch: Batch, outcome: int) -> None:
        batch.over = True
        self._ledgers[ProcessingEnded].append((now, batch.began, outcome))

    def _succeeded(self, now: float, batch: Batch, failed: int) -> None:
        self._ended(now, batch, SUCCESS)
        chunk, said = batch.chunk, self.settings
        answered = chunk.n - failed
        dropped = 0
        if said.dropped:
            dropped = sum([toss < said.dropped for toss in self._drops.take(answered)])
        ok = answered - dropped
        each = chunk.bytes / chunk.n
        size = round(ok * each * said.size_factor)
        self._ledgers[RecordsProcessed].append((now, ok, size, dropped, failed, chunk.attempts))
        self._leave(now, chunk)
        if ok:
            self._onward(now, chunk.oldest, ok, size)
        if failed:
            self._aside(now, chunk.oldest, failed, round(failed * each))
        self._go_on(now)

    def _failed(self, now: float, batch: Batch, outcome: int) -> None:
        self._ended(now, batch, outcome)
        chunk, said = batch.chunk, self.settings
        if chunk.attempts <= said.retries:
            due = said.again.due(now, now, chunk.attempts, self._waits.next())
            self.env.call_at(now if due is None else due, self._attempt, chunk)
            return
        self._ledgers[RecordsProcessed].append((now, 0, 0, 0, chunk.n, chunk.attempts))
        self._leave(now, chunk)
        self._aside(now, chunk.oldest, chunk.n, chunk.bytes)
        self._go_on(now)

    def _leave(self, now: float, chunk: Chunk) -> None:
        self._running.remove(chunk)

    @property
    def waiting(self) -> int:
        """Records that the function has not done with."""
        return self.buffer.waiting + sum([chunk.n for chunk in (*self._queue, *self._running)])

    @property
    def processing(self) -> int:
        """Batches that the function works on, or that wait for another attempt."""
        return len(self._running)

    def kept(self) -> list[Chunk]:
        """What the function has not done with."""
        here = [*self._queue, *self._running]
        return here if self.buffer.chunk is None else [*here, self.buffer.chunk]
