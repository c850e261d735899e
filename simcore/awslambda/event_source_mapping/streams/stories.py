"""Stories: every attempt of some of a stream's records, chosen by their sequence numbers."""

from __future__ import annotations

from simcore import facts
from simcore.awslambda.environments import ExecutionEnvironment
from simcore.awslambda.event_source_mapping.streams.batch import StreamBatch
from simcore.awslambda.event_source_mapping.streams.lane import Lane
from simcore.engine.environment import INF

STEP = {name: index for index, name in enumerate(facts.STORY_STEPS)}
SHARD_NUMBERS = 1_000_000
"""The stories of each shard have numbers of their own."""


POISON_NUMBERS, MOST_POISON = 500_000, 10
"""Of each shard the first poison records are followed, too: from their first failure on, at which
all is told that went before."""

UNKNOWN = -1.0
"""A duration that only the end will tell."""


class RecordStories:
    """Follows one record in ``stride`` of each shard, none if that is 0, and poison records."""

    def __init__(self, ledger: facts.Ledger, first: int, stride: int) -> None:
        self._ledger, self._first, self._stride = ledger, first, stride
        self._poison: dict[int, dict[int, int]] = {}  # shard -> number -> story
        self._latest: dict[Lane, tuple[float, float, int, float]] = {}  # start, init, slot, handler

    def followed(self, batch: StreamBatch) -> list[tuple[int, float]]:
        """Story and time of writing of the batch's records that are followed."""
        chosen = self._chosen(batch) if self._holds_chosen(batch) else []
        if self._poison and (known := self._poison.get(batch.lane.reader.shard.number)):
            places, numbers = batch.poisoned(), batch.numbers
            found = [place for place in places if numbers[place] in known]
            return chosen + [(known[numbers[place]], batch.times[place]) for place in found]
        return chosen

    def _holds_chosen(self, batch: StreamBatch) -> bool:
        """Does a multiple of the stride lie among the numbers?"""
        stride, numbers, begin, end = self._stride, batch.records.numbers, batch.begin, batch.end
        if not stride or begin == end:
            return False
        return numbers[end - 1] // stride != (numbers[begin] - 1) // stride

    def _chosen(self, batch: StreamBatch) -> list[tuple[int, float]]:
        stride, numbers = self._stride, batch.numbers
        first = self._first + batch.lane.reader.shard.number * SHARD_NUMBERS
        places = [i for i, number in enumerate(numbers) if not number % stride]
        return [(first + numbers[i] // stride, batch.times[i]) for i in places]

    def all_step(
        self, now: float, batch: StreamBatch, step: str, a: float = 0.0, b: float = 0.0
    ) -> None:
        """All of the batch's records took the step."""
        for story, _ in self.followed(batch):
            self._ledger.append((now, story, STEP[step], a, b))

    def invoked(self, now: float, batch: StreamBatch, at: ExecutionEnvironment) -> None:
        """The function was invoked with the batch."""
        duration_s = at.duration_s if at.ends < INF else UNKNOWN
        self._latest[batch.lane] = (now, at.init_s, at.slot, duration_s)
        for story, written in self.followed(batch):
            if not batch.attempts and not batch.lane.failures and not self._is_poison(story):
                self._ledger.append((written, story, STEP["sent"], 0.0, 0.0))
            self._tell_invoked(story, written, batch.attempts + 1, batch.lane)

    def handled(self, batch: StreamBatch, at: ExecutionEnvironment) -> None:
        """The invocation ended, and nobody knew when it would."""
        self._latest[batch.lane] = (at.started, at.init_s, at.slot, at.duration_s)
        for story, _ in self.followed(batch):
            self._tell_handled(story, batch.lane)

    def failed(self, now: float, batch: StreamBatch, outcome: int) -> None:
        """The invocation ended with an error or a timeout."""
        if self._stride:
            self._begin_poison(batch)
        self.all_step(now, batch, facts.OUTCOMES[outcome], batch.attempts + 1)

    def _tell_invoked(self, story: int, written: float, attempt: int, lane: Lane) -> None:
        now, init_s, slot, duration_s = self._latest[lane]
        self._tell(now, story, "invoked", attempt, now - written)
        if init_s:
            self._tell(now, story, "init", slot, init_s)
        if duration_s != UNKNOWN:
            self._tell_handled(story, lane)

    def _tell_handled(self, story: int, lane: Lane) -> None:
        now, init_s, slot, duration_s = self._latest[lane]
        self._tell(now + init_s, story, "handler", slot, duration_s)

    def _begin_poison(self, batch: StreamBatch) -> None:
        """Follow the batch's poison records from here on; what went before is told now."""
        shard = batch.lane.reader.shard.number
        known = self._poison.setdefault(shard, {})
        for place in batch.poisoned():
            number = batch.numbers[place]
            if number % self._stride and number not in known and len(known) < MOST_POISON:
                story = self._first + shard * SHARD_NUMBERS + POISON_NUMBERS + len(known) + 1
                known[number] = story
                self._tell(batch.times[place], story, "sent", 0.0, 0.0)
                self._tell_invoked(story, batch.times[place], batch.attempts + 1, batch.lane)

    def _is_poison(self, story: int) -> bool:
        return (story - self._first) % SHARD_NUMBERS > POISON_NUMBERS

    def _tell(self, t: float, story: int, step: str, a: float, b: float) -> None:
        self._ledger.append((t, story, STEP[step], a, b))
