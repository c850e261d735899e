"""What each rule that bounds the mapping of a stream says, with its source."""

from __future__ import annotations

from simcore.component.picture import Bound, Rule
from simcore.component.words import Figure, When, Words, quota, setting, value

__all__ = ["BOUND"]

GUIDE = "docs.aws.amazon.com/lambda/latest/dg/with-kinesis"
READ = "2026-07-12"

LANES = Figure(value("Lanes"), "number")
OLDEST = Figure(value("AgeOfOldestRecord"), "seconds")
WAITING = Figure(value("RecordsWaiting"), "plural", "record")


def _lanes(state: str) -> Figure:
    return Figure(value(state), "number")


BOUND = Bound("BoundBy", (
    Rule("missing permission", "nobody may read", page=GUIDE, date=READ, said=(
        Words("The function's execution role may not read the source: nobody polls, while {} "
              "wait, the oldest for {}.", (WAITING, OLDEST)),
    )),
    Rule("shards", "{} batches at once of each", field="parallelization_factor", page=GUIDE,
         date=READ, said=(
        Words("A batch that fails is tried again before anything behind it: {} of {} lanes fail, "
              "while {} wait, the oldest for {}.",
              (_lanes("LanesFailing"), LANES, WAITING, OLDEST), (When(value("LanesFailing")),)),
        Words("A shard has at most {} in work at a time, in order: {} of {} lanes are busy, while "
              "{} wait, the oldest for {}.",
              (Figure(setting("parallelization_factor"), "plural", "batch", "batches"),
               _lanes("LanesInvoking"), LANES, WAITING, OLDEST)),
    )),
    Rule("reads of a shard", "its readers have used up what it may be read",
         cited="kinesis.shard_read_calls", said=(
        Words("A shard answers {} calls a second, to all who read it: {} wait, the oldest for {}.",
              (Figure(quota("kinesis.shard_read_calls"), "number"), WAITING, OLDEST)),
    )),
    Rule("throttled batches", "a lane tries again before it goes on", page=GUIDE, date=READ,
         said=(
        Words("A lane tries the batch that was refused again, before it goes on: {} of {} lanes "
              "hold one, while {} wait.", (_lanes("LanesHolding"), LANES, WAITING)),
    )),
    Rule("polls and windows", "what waits is due with the next batch", page=GUIDE, date=READ,
         said=(
        Words("What waits is due with the next poll or the end of the batching window: {}, the "
              "oldest for {}.", (WAITING, OLDEST)),
    )),
    Rule("upstream", "nothing waits in the source"),
))  # fmt: skip
