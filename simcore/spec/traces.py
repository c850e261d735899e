"""A recorded trace, as a scenario names it."""

from typing import Annotated, Literal, Self

from pydantic import StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from simcore.spec.annotations import Knob
from simcore.spec.base import Spec
from simcore.spec.quantities import Factor, Seconds

__all__ = ["TraceFile"]

LONGEST_S = 60 * 86_400.0

Column = Annotated[str, StringConstraints(min_length=1, max_length=120)]
FileName = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Format = Literal[
    "cloudwatch-json",
    "cloudwatch-text",
    "cloudwatch-console",
    "load-balancer-log",
    "access-log",
    "logs-insights",
    "azure-2019",
    "azure-2021",
    "jmeter",
    "locust",
    "csv",
]
UploadId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class TraceFile(Spec):
    """A recorded trace: a CSV of timestamps, or of counts an interval, or a file of another known
    `format`, such as a log or an answer of CloudWatch; gzip is accepted.

    `file` is relative to the scenario's folder; `upload` names a trace given to the laboratory.
    What is not said about format and columns is detected, but for `key_column`: the keys of the
    requests, one a row, for a FIFO queue or a stream. `value_column` names a series where a file
    has several, and is `none` where each row is one request. Counts that are a running total need
    `cumulative` true; counts that only look so, false. `interval` is how long one count lasts, and
    `time_scale` stretches time (0.01 makes two weeks 3.4 hours). `sha256` is filled in when the
    trace is read and, where it is given, must fit.
    """

    file: FileName | None = None
    upload: UploadId | None = None
    format: Format | None = None
    time_column: Column | None = None
    value_column: Column | None = None
    time_unit: Literal["s", "ms", "us", "ns", "iso"] | None = None
    key_column: Column | None = None
    cumulative: bool | None = None
    interval: Annotated[float | None, Seconds(0.001, LONGEST_S)] = None
    time_scale: Annotated[
        float,
        Factor(1e-6, 1e6),
        Knob(
            "Time scale",
            "0.1 replays the trace ten times as fast",
            low=0.001,
            high=10,
            step=0.001,
            scale="log",
        ),
    ] = 1.0
    spread: Literal["random", "even"] = "random"
    sha256: Sha256 | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if (self.file is None) == (self.upload is None):
            raise PydanticCustomError("one-kind", "a trace has either file or upload")
        return self

    @property
    def name(self) -> str:
        """What the trace is asked for by."""
        return self.file if self.file is not None else f"upload:{self.upload}"
