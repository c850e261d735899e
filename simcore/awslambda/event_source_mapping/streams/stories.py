"""Stories: every attempt of some of a stream's records, chosen by their sequence numbers."""

from __future__ import annotations

from simcore import facts
from simcore.awslambda.environments import ExecutionEnvironment
from simcore.awslambda.event_source_mapping.streams.batch import StreamBatch
from simcore.engine.environment import INF
from simcore.roles.polled import Real

STEP = {name: index for index, name in enumerate(facts.STORY_STEPS)}
SHARD_NUMBERS = 1_000_000
"""The stories of each shard have numbers of their own."""


POISON_NUMBERS, MOST_POISON = 500_000, 10
"""Of each shard the first poison records are followed, too: from their first failure on, at which
all is told that went before."""


class RecordStories:
    """Follows one record in ``stride`` of each shard, none if that is 0, and poison records."""

    def __init__(self, ledger: facts.Ledger, first: int, stride: int) -> None:
        self._ledger, self._first, self._stride = ledger, first, stride
        self._poison: dict[int, dict[int, int]] = {}  # shard -> number -> story

    def may_tell(self, batch: StreamBatch) -> bool:
        """May any of the batch's records be followed? Asked for every batch; nearly always not."""
        stride, begin, end = self._stride, batch.begin, batch.end
        if self._poison and batch.lane.reader.shard.number in self._poison:
            return True
        if not stride or begin == end:
            return False
        numbers = batch.records.numbers  # does a multiple of the stride lie among them?
        return numbers[end - 1] // stride != (numbers[begin] - 1) // stride

    def followed(self, batch: StreamBatch) -> list[tuple[int, float]]:
        """Story and time of writing of the batch's records that are followed."""
        if not self.may_tell(batch):
            return []
        return self._chosen(batch) + self._followed_poison(batch)

    def _followed_poison(self, batch: StreamBatch) -> list[tuple[int, float]]:
        known = self._poison.get(batch.lane.reader.shard.number)
        if known is None:
            return []
        numbers, times = batch.numbers, batch.times
        places = [place for place in batch.poisoned() if numbers[place] in known]
        return [(known[numbers[place]], times[place]) for place in places]

    def _chosen(self, batch: StreamBatch) -> list[tuple[int, float]]:
        stride, numbers = self._stride, batch.numbers
        first = self._first + batch.lane.reader.shard.number * SHARD_NUMBERS
        places = [i for i, number in enumerate(numbers) if stride and not number % stride]
        return [(first + numbers[i] // stride, batch.times[i]) for i in places]

    def all_step(
        self, now: float, batch: StreamBatch, step: str, a: Real = 0.0, b: Real = 0.0
    ) -> None:
        """All of the batch's records took the step."""
        for story, _ in self.followed(batch):
            self._ledger.append((now, story, STEP[step], a, b))

    def invoked(self, batch: StreamBatch, at: ExecutionEnvironment) -> None:
        """The function was invoked with the batch."""
        for story, written in self.followed(batch):
            if not batch.attempts and not batch.lane.failures and not self._is_poison(story):
                self._ledger.append((written, story, STEP["sent"], 0.0, 0.0))
            self._tell_invoked(story, written, batch.attempts + 1, at)

    def handled(self, batch: StreamBatch, at: ExecutionEnvironment) -> None:
        """The invocation ended, and nobody knew when it would."""
        for story, _ in self.followed(batch):
            self._tell_handled(story, at)

    def failed(self, batch: StreamBatch, at: ExecutionEnvironment) -> None:
        """The invocation ended with an error or a timeout."""
        if self._stride:
            self._begin_poison(batch, at)
        self.all_step(at.ends, batch, facts.OUTCOMES[at.outcome], batch.attempts + 1)

    def _tell_invoked(
        self, story: int, written: float, attempt: int, at: ExecutionEnvironment
    ) -> None:
        self._tell(at.started, story, "invoked", attempt, at.started - written)
        if at.traced:
            self._tell(at.started, story, "traced", attempt, 0.0)
        if at.init_s:
            self._tell(at.started, story, "init", at.slot, at.init_s)
        if at.ends < INF:  # else only the end will tell
            self._tell_handled(story, at)

    def _tell_handled(self, story: int, at: ExecutionEnvironment) -> None:
        self._tell(at.started + at.init_s, story, "handler", at.slot, at.duration_s)

    def _begin_poison(self, batch: StreamBatch, at: ExecutionEnvironment) -> None:
        """Follow the batch's poison records from here on; what went before is told now."""
        shard, places = batch.lane.reader.shard.number, batch.poisoned()
        known = self._poison.setdefault(shard, {}) if places else {}
        for place in places:
            number = batch.numbers[place]
            if number % self._stride and number not in known and len(known) < MOST_POISON:
                story = self._first + shard * SHARD_NUMBERS + POISON_NUMBERS + len(known) + 1
                known[number] = story
                self._tell(batch.times[place], story, "sent", 0.0, 0.0)
                self._tell_invoked(story, batch.times[place], batch.attempts + 1, at)

    def _is_poison(self, story: int) -> bool:
        return (story - self._first) % SHARD_NUMBERS > POISON_NUMBERS

    def _tell(self, t: float, story: int, step: str, a: Real, b: Real) -> None:
        self._ledger.append((t, story, STEP[step], a, b))
