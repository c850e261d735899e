"""What a report reads of a result, checked before anything is made of it.

A document may come from a file that anybody wrote. What is unknown is left alone.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from simcore.recording.histogram import BUCKETS
from simcore.recording.result import FORMAT
from simcore.reporting.complaint import NotAResult
from simcore.spec.base import Slug

__all__ = ["check_shape"]

MOST_BINS = 1_000_000

LARGEST = 1e18
"""No run measures more, of anything."""

Finite = Annotated[float, Field(ge=-LARGEST, le=LARGEST, allow_inf_nan=False)]
Seconds = Annotated[float, Field(ge=0, le=LARGEST, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]
Bucket = Annotated[int, Field(ge=0, lt=BUCKETS)]
Value = Finite | None
Name = Annotated[str, StringConstraints(max_length=200)]
Text = Annotated[str, StringConstraints(max_length=2_000)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow", hide_input_in_errors=True)


class _Versions(_Part):
    windtunnel: Name
    model: Name


class _Manifest(_Part):
    scenario: dict[str, Any]
    seed: int
    profile: Name
    overrides: dict[Name, Any]
    interventions: list[Any]
    versions: _Versions
    fingerprint: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Measured(_Part):
    p50: Value
    p90: Value
    p95: Value
    p99: Value
    max: Value
    mean: Value
    count: Count


class _Span(_Part):
    t_s: Seconds
    count: Annotated[int, Field(ge=1)]
    sum_us: Finite
    min: Finite
    max: Finite
    buckets: list[Bucket]
    counts: list[Count]


class _Distributions(_Part):
    span_s: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    spans: dict[Slug, dict[Name, list[_Span]]]


class _Item(_Part):
    component: Name
    item: Name
    unit: Name
    price_usd: Finite
    quantity: Finite
    usd: Finite
    month_usd: Finite


class _PerMillion(_Part):
    invocations: Value
    requests: Value


class _Month(_Part):
    days: int
    usd: Finite
    free_tier: bool
    free_tier_usd: Finite


class _Cost(_Part):
    usd: Finite
    per_million: _PerMillion
    month: _Month
    items: list[_Item]
    notes: list[Text]


class _Flag(_Part):
    t_s: Seconds
    kind: Name
    component: Name
    detail: Text


class _Step(_Part):
    t_s: Finite
    step: Name
    a: Finite
    b: Finite
    at: Name = ""
    part: Count = 0


class _Story(_Part):
    id: Count
    component: Name
    steps: Annotated[list[_Step], Field(min_length=1)]


class _State(_Part):
    state: Count
    entered: Count
    succeeded: Count
    failed: Count
    retried: Count
    caught: Count
    throttled: Count
    running: Count


class _Result(_Part):
    format: Literal["windtunnel.result/1"]
    manifest: _Manifest
    time_s: Annotated[list[Seconds], Field(max_length=MOST_BINS)]
    bin_s: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    series: dict[Slug, dict[Name, list[Value]]]
    counters: dict[Slug, dict[Name, Finite]]
    percentiles: dict[Slug, dict[Name, _Measured]]
    distributions: _Distributions
    cost: _Cost
    flags: list[_Flag]
    stories: list[_Story]
    states: dict[Slug, list[_State]] = {}
    status: Literal["finished", "stopped"]
    wall: dict[str, Any]


def check_shape(document: Any) -> None:
    """Raises `ReportError` with the first thing that is not as in a result, and where it is."""
    try:
        found = _Result.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        said = first["msg"][0].lower() + first["msg"][1:]
        raise NotAResult(f"this is no result: {where[:200]}: {said[:300]}", f"a {FORMAT}") from None
    _check_lengths(found)


def _no_result(what: str) -> NotAResult:
    return NotAResult(f"this is no result: {what}", f"a {FORMAT}")


def _check_lengths(found: _Result) -> None:
    """A value a bin, in every series; a count a bucket."""
    n = len(found.time_s)
    for id, metrics in found.series.items():
        for metric, values in metrics.items():
            if len(values) != n:
                raise _no_result(f"series.{id}.{metric}: {len(values):,} values for {n:,} bins")
    for id, spans in found.distributions.spans.items():
        for metric, several in spans.items():
            if not all(_is_whole(span) for span in several):
                raise _no_result(f"distributions.spans.{id}.{metric}: counts that do not add up")


def _is_whole(span: _Span) -> bool:
    return len(span.buckets) == len(span.counts) and sum(span.counts) == span.count
