"""Stories: every attempt of some of a stream's records, chosen by their sequence numbers."""

from __future__ import annotations

from simcore import facts
from simcore.awslambda.environments import ExecutionEnvironment
from simcore.awslambda.event_source_mapping.streams.batch import StreamBatch

STEP = {name: index for index, name in enumerate(facts.STORY_STEPS)}
SHARD_NUMBERS = 1_000_000
"""The stories of each shard have numbers of their own."""


class Stories:
    """Follows one record in ``stride`` of each shard, none if that is 0."""

    def __init__(self, ledger: facts.Ledger, first: int, stride: int) -> None:
        self._ledger, self._first, self._stride = ledger, first, stride

    def followed(self, batch: StreamBatch) -> list[tuple[int, float]]:
        """Story and time of writing of the batch's records that are followed."""
        stride, numbers = self._stride, batch.numbers
        if not stride or not numbers or numbers[-1] // stride == (numbers[0] - 1) // stride:
            return []  # no multiple of the stride lies between the first and the last
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
        for story, written in self.followed(batch):
            if not batch.attempts and not batch.lane.failures:
                self._ledger.append((written, story, STEP["sent"], 0.0, 0.0))
            self._tell(now, story, "invoked", batch.attempts + 1, now - written)
            if at.init_s:
                self._tell(now, story, "init", at.slot, at.init_s)
            self._tell(now + at.init_s, story, "handler", at.slot, at.duration_s)

    def failed(self, now: float, batch: StreamBatch, outcome: int) -> None:
        """The invocation ended with an error or a timeout."""
        self.all_step(now, batch, facts.OUTCOMES[outcome], batch.attempts + 1)

    def _tell(self, t: float, story: int, step: str, a: float, b: float) -> None:
        self._ledger.append((t, story, STEP[step], a, b))
