"""An Amazon Data Firehose delivery stream."""

from typing import Annotated, Literal

from simcore.spec.annotations import Assumed, FromProfile, Knob, Meaning, Refers, WithinProfile
from simcore.spec.base import ComponentSpec, Slug, Spec
from simcore.spec.quantities import Bytes, Factor, Fraction, Seconds, Whole

__all__ = ["DeliveryStream", "Transformation"]

LARGEST = 1_073_741_824
LONGEST_S = 86_400.0


class Transformation(Spec):
    """A function through which all records go first."""

    target: Annotated[
        Slug,
        Meaning("the id of a function"),
        Refers(("function",), "invoke"),
    ]
    buffer_size: Annotated[
        int | None,
        Bytes(1, LARGEST),
        FromProfile("firehose.transform_size_default_bytes"),
        WithinProfile("firehose.transform_size_min_bytes", "firehose.transform_size_max_bytes"),
        Knob("Batch for the function", "records go to it when there is so much", "Function",
             "BufferSizeInMBs", low=209_715, high=3_145_728, scale="log"),
    ] = None  # fmt: skip
    buffer_interval: Annotated[
        float | None,
        Seconds(0, LONGEST_S),
        FromProfile("firehose.transform_interval_default_s"),
        WithinProfile(high="firehose.transform_interval_max_s"),
        Knob("Batch at the latest after", "records go to the function then", "Function",
             "BufferIntervalInSeconds", low=0, high=900, step=1, scale="linear"),
    ] = None  # fmt: skip
    retries: Annotated[
        int | None,
        Whole(0, 300),
        FromProfile("firehose.transform_retries_default"),
        WithinProfile(high="firehose.transform_retries_max"),
        Knob("Retries", "of an invocation that failed, before its records are put aside",
             "Failure", "NumberOfRetries", low=0, high=10, step=1, scale="linear"),
    ] = None  # fmt: skip
    dropped: Annotated[
        float,
        Fraction(0, 1),
        Knob("Dropped", "share of the records that the function answers with Dropped", "Function",
             low=0, high=1, step=0.01, scale="linear"),
    ] = 0.0  # fmt: skip
    size_factor: Annotated[
        float,
        Factor(0.001, 1_000),
        Assumed("a function that does not change the size"),
        Meaning("how large a record is afterwards, times what it was"),
    ] = 1.0


class DeliveryStream(ComponentSpec):
    """Collects records and writes them to a bucket, many in one object."""

    type: Literal["delivery_stream"]
    source: Annotated[
        Slug | None,
        Meaning("the id of a data stream that it reads; without one, records are put (Direct PUT)"),
        Refers(("stream",), "read", back=True),
    ] = None
    destination: Annotated[
        Slug,
        Meaning("the id of a bucket; records that could not be processed are put there, too"),
        Refers(("bucket",), "deliver", passes_on="some"),
    ]
    backup: Annotated[
        Slug | None,
        Meaning("the id of a bucket that gets all records as they came"),
        Refers(("bucket",), "deliver", passes_on="some"),
    ] = None
    buffer_size: Annotated[
        int | None,
        Bytes(1, LARGEST),
        FromProfile("firehose.buffer_size_default_bytes"),
        WithinProfile("firehose.buffer_size_min_bytes", "firehose.buffer_size_max_bytes"),
        Knob("Buffer size", "an object is written when there is so much", "Event source",
             "SizeInMBs", low=1_048_576, high=134_217_728, scale="log"),
    ] = None  # fmt: skip
    buffer_interval: Annotated[
        float | None,
        Seconds(0, LONGEST_S),
        FromProfile("firehose.buffer_interval_default_s"),
        WithinProfile("firehose.buffer_interval_min_s", "firehose.buffer_interval_max_s"),
        Knob("Buffer interval", "an object is written so long after its first record at the latest",
             "Event source", "IntervalInSeconds", low=0, high=900, step=1, scale="linear"),
    ] = None  # fmt: skip
    records_per_request: Annotated[
        int,
        Whole(1, 500),
        WithinProfile(high="firehose.request_max_records"),
        Assumed("PutRecord, one at a time"),
        Knob("Records a request", "of Direct PUT: how many a PutRecordBatch has", "Load",
             low=1, high=500, step=1, scale="log"),
    ] = 1  # fmt: skip
    transformation: Annotated[
        Transformation | None, Meaning("a function through which the records go first")
    ] = None

    def offers(self, field: str) -> bool:
        """Requests are those of Direct PUT."""
        return self.source is None or field != "records_per_request"

    def asks_which_failed(self, function: str) -> bool:
        """Each record of a batch is answered with Ok, Dropped or ProcessingFailed."""
        return self.transformation is not None and self.transformation.target == function
