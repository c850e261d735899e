"""How the facts of a delivery stream read."""

from __future__ import annotations

from typing import Any

from simcore.facts import ERROR, OUTCOMES, SUCCESS, THROTTLED, TIMEOUT, Row
from simcore.recording.board import Board
from simcore.recording.charges import estimated_charges
from simcore.recording.fold.base import BoardFold
from simcore.recording.layout import Rows, column
from simcore.recording.reading import (
    Age,
    Balance,
    Count,
    Counter,
    Durations,
    Each,
    Flagged,
    Last,
    Listed,
    Metric,
    Own,
    Reading,
    Spread,
    Sum,
    SumWhere,
    Tally,
    Where,
)
from simcore.recording.told import Part, Work
from simcore.services.firehose.facts import (
    BACKUP,
    FAILED,
    KINDS,
    RECORDS,
    DeliveryRefused,
    DeliveryStreamObserved,
    LimitsRaised,
    ObjectDelivered,
    ProcessingEnded,
    ProcessingStarted,
    RecordsProcessed,
    RecordsTaken,
    RecordThrottled,
)

__all__ = ["READING"]

AWS = "AWS/Firehose metrics, monitoring-with-cloudwatch-metrics"
BUT_SUCCESS = ("", *OUTCOMES[1:])

_OUTCOME = column(ProcessingEnded, "outcome")


class SuccessShare(BoardFold):
    """`ProcessingEnded`: of those of a bin what succeeded; None in a bin without any."""

    def __init__(
        self, fact: type[Any], board: Board, metric: str | None, counter: str | None
    ) -> None:
        super().__init__(fact, board, metric, counter)
        board.declare_level(metric)
        self._done = self._ended = 0

    def few(self, rows: Rows) -> None:
        """Take them in; a bin that has no share yet has just begun."""
        assert self.metric is not None
        if self.board.now(self.metric) is None:
            self._done = self._ended = 0
        self._done += sum([row[_OUTCOME] == SUCCESS for row in rows])
        self._ended += len(rows)
        self.board.level(self.metric, round(self._done / self._ended, 4))
        self.board.begin_next(self.metric, None)


def _throttled(row: Row) -> str:
    return "ServiceUnavailableException"


def _processing(row: Row) -> tuple[str, str]:
    return "processing failed", OUTCOMES[row[2]]


def _outcome(row: Row) -> str:
    return OUTCOMES[row[2]]


def _aside(row: Row) -> tuple[str, str]:
    return f"{row[4]:,} records put aside", f"attemptsMade {row[5]}"


def _refused(row: Row) -> tuple[str, str]:
    return f"object of {KINDS[row[1]]} refused", "given up" if row[2] else "tried again"


def _whose(row: Row) -> str:
    return KINDS[row[1]]


def _raised(row: Row) -> tuple[str, str]:
    return "limits raised", f"{row[1]:,.0f} records a second"


TAKEN = Reading(
    metrics=(
        estimated_charges(": data taken in, each record rounded up to 5 KB", RecordsTaken),
        Metric("IncomingRecords", Sum(RecordsTaken, "n"), "Records in",
               "Records that the delivery stream took.", counter="records", source=AWS),
        Metric("IncomingBytes", Sum(RecordsTaken, "bytes"), "Bytes in", "Their size.",
               counter="bytes", source=AWS, unit="Bytes"),
        Metric("ThrottledRecords", Count(RecordThrottled), "Records throttled",
               "Records that Direct PUT refused.", counter="throttled", source=AWS),
        Metric("DataReadFromKinesisStream.Records",
               SumWhere(RecordsTaken, "n", "read", (1,)), "Records read",
               "Records that came from the source stream.", counter="read", source=AWS),
        Metric("LimitsRaised", Count(LimitsRaised), "Limits raised",
               "Times that the limits of Direct PUT grew.", counter="limits_raised"),
    ),
    counters=(Counter("billed_bytes", Sum(RecordsTaken, "billed")),),
    events=(Listed(LimitsRaised, "free", 4, _raised),),
    flags=(Flagged(RecordThrottled, "first_throttle", _throttled),),
    tells=(Tally("records"), Tally("throttled", better="less")),
    works=(Work("put", (Part("refused", ("throttled",), "refused"),), attempts=True),),
)  # fmt: skip

PROCESSED = Reading(
    metrics=(
        Metric("ExecuteProcessing.Attempts", Count(ProcessingStarted), "Invocations",
               "Invocations of the function, retries included.", counter="processing_attempts"),
        Metric("ExecuteProcessing.Succeeded", Where(ProcessingEnded, "outcome", (SUCCESS,)),
               "Invocations done", "Invocations that were answered without an error.",
               counter="processing_succeeded"),
        Metric("ExecuteProcessing.Errors",
               Where(ProcessingEnded, "outcome", (ERROR, TIMEOUT, THROTTLED)),
               "Invocations failed", "Invocations that failed, timed out or were throttled.",
               counter="processing_failed"),
        Metric("ExecuteProcessing.Success",
               Own(ProcessingEnded, SuccessShare), "Share of invocations done",
               "Of all invocations, those that succeeded.",
               source=AWS, unit="Share", statistic="Average"),
        Metric("ExecuteProcessing.Duration", Durations(ProcessingEnded, "t", "began", mean=False),
               "Processing time", "How long an invocation took.", source=AWS),
        Metric("SucceedProcessing.Records", Sum(RecordsProcessed, "ok"), "Records processed",
               "Records that go on.", counter="records_processed", source=AWS),
        Metric("SucceedProcessing.Bytes", Sum(RecordsProcessed, "bytes"), "Bytes processed",
               "Their size.", counter="bytes_processed", source=AWS, unit="Bytes"),
        Metric("DroppedRecords", Sum(RecordsProcessed, "dropped"), "Records dropped",
               "Records that the function answered with Dropped.", counter="records_dropped"),
        Metric("FailedProcessing.Records", Sum(RecordsProcessed, "failed"), "Records put aside",
               "Records that could not be processed.", counter="records_failed"),
    ),
    counters=(
        Counter("processing_failed.<outcome>", Each(ProcessingEnded, "outcome", BUT_SUCCESS)),
    ),
    events=(
        Listed(ProcessingEnded, "err", 2, _processing, only="outcome"),
        Listed(RecordsProcessed, "dlq", 1, _aside, only="failed"),
    ),
    flags=(Flagged(ProcessingEnded, "first_error", _outcome, only="outcome"),),
    balances=(
        Balance(("processing_attempts",), ("processing_succeeded", "processing_failed"),
                rest="those that are not answered"),
        Balance(("processing_failed",), ("processing_failed.<outcome>",)),
    ),
    tells=(
        Tally("processing_attempts"),
        Tally("processing_failed", better="less"),
        Tally("records_failed", better="less"),
        Tally("records_dropped"),
        Spread("ExecuteProcessing.Duration", "processing time"),
    ),
    works=(
        Work("batch", (Part("failed", ("processing_failed",), "failed", does=True),),
             attempts=True),
    ),
)  # fmt: skip

DELIVERED = Reading(
    metrics=(
        Metric("DeliveryToS3.Records", SumWhere(ObjectDelivered, "n", "kind", (RECORDS,)),
               "Records delivered", "Records in objects that were written.",
               counter="records_delivered", source=AWS),
        Metric("DeliveryToS3.Bytes", SumWhere(ObjectDelivered, "bytes", "kind", (RECORDS,)),
               "Bytes delivered", "Their size.", counter="bytes_delivered", source=AWS,
               unit="Bytes"),
        Metric("DeliveryToS3.ObjectCount", Where(ObjectDelivered, "kind", (RECORDS,)),
               "Objects", "Objects that were written.", counter="objects", source=AWS),
        Metric("ProcessingFailed.Records", SumWhere(ObjectDelivered, "n", "kind", (FAILED,)),
               "Records in processing-failed", "Records that were put aside, in objects.",
               counter="failed_delivered"),
        Metric("BackupToS3.Records", SumWhere(ObjectDelivered, "n", "kind", (BACKUP,)),
               "Records backed up", "Records as they came, in objects of the backup bucket.",
               counter="records_backed_up", source=AWS),
        Metric("DeliveryToS3.Refused", Count(DeliveryRefused), "Objects refused",
               "Objects that a bucket did not take, each time.", counter="objects_refused"),
        Metric("RecordsLost",
               SumWhere(DeliveryRefused, "lost", "kind", (RECORDS, FAILED)), "Records lost",
               "Records of objects that were given up.", counter="records_lost"),
        Metric("RecordsWaiting", Last(DeliveryStreamObserved, "waiting"), "Records waiting",
               "Records that are not delivered: collected, processed, or to be written again.",
               counter="records_waiting"),
        Metric("BatchesInProcess", Last(DeliveryStreamObserved, "processing"), "In process",
               "Batches that the function works on, or that wait for another attempt.",
               counter="batches_in_process"),
        Metric("DeliveryToS3.DataFreshness", Age(DeliveryStreamObserved, "oldest"),
               "Data freshness", "How long ago the oldest record was taken that is not delivered.",
               source=AWS),
        Metric("BackupsWaiting", Last(DeliveryStreamObserved, "backups"), "Backups waiting",
               "Records that wait to be written to the backup bucket.",
               counter="backups_waiting"),
    ),
    counters=(
        Counter("objects_of.<kind>", Each(ObjectDelivered, "kind", KINDS)),
        Counter("backups_lost", SumWhere(DeliveryRefused, "lost", "kind", (BACKUP,))),
    ),
    events=(Listed(DeliveryRefused, "err", 1, _refused),),
    flags=(Flagged(DeliveryRefused, "first_error", _whose),),
    observed=(DeliveryStreamObserved,),
    balances=(
        Balance(
            ("records",),
            ("records_delivered", "failed_delivered", "records_dropped", "records_lost",
             "records_waiting"),
        ),
    ),
    tells=(
        Tally("records_delivered", better="more"),
        Tally("objects"),
        Tally("records_lost", better="less"),
        Tally("objects_refused", better="less"),
        Tally("backups_lost", better="less"),
    ),
    waits=("records_waiting", "backups_waiting"),
    works=(
        Work(
            "record",
            (
                Part("done", ("records_delivered", "records_dropped"), "delivered or dropped"),
                Part("failed", ("failed_delivered",), "put aside"),
                Part("lost", ("records_lost",), "lost"),
                Part("left", ("records_waiting",), "wait", does=True),
            ),
            came=("records",),
            backlog="RecordsWaiting",
        ),
    ),
)  # fmt: skip

READING = TAKEN + PROCESSED + DELIVERED
