"""How long a cold start takes, by runtime, package, architecture and memory: measured, dated.

Of each combination the source gives the mean, the least and the greatest of a few cold starts.
What lies between is assumed: a lognormal distribution with that mean, whose expected range of as
many samples (in logarithms) is the one measured. Cold starts have a long tail, and the greatest of
ten is not the longest there is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from math import exp, log
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from simcore.errors import QuotaError
from simcore.frozen import frozen

__all__ = ["FORMAT", "ColdStart", "ColdStarts", "Source", "cold_starts", "read_cold_starts"]

FORMAT = "windtunnel.cold_starts/1"
LATEST = "cold_starts-2026-08-22.toml"

Z_99 = 2.3263478740408408
"""The standard normal distribution's 99th percentile."""

MEAN_RANGE = {10: 3.0775}
"""Samples -> the mean range of that many standard normal variates (control charts call it d2)."""

ROUNDED_TO = 6  # digits after the point: microseconds, the same on any machine

R = TypeVar("R", bound=BaseModel)
Text = Annotated[str, Field(min_length=1)]
Ms = Annotated[float, Field(gt=0, le=60_000)]


class Source(BaseModel):
    """Who measured, when, how often; confidence as in the quota profiles."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Text
    date: Annotated[str, Field(pattern=r"^20\d\d-\d\d-\d\d$")]
    confidence: Literal["H", "M", "L", "R"]
    samples: Literal[10]


class ColdStart(BaseModel):
    """One row: the Init Duration of one combination, in milliseconds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    runtime: Text
    package: Literal["zip", "container"]
    architecture: Literal["x86_64", "arm64"]
    memory_mb: Annotated[int, Field(ge=128, le=10_240)]
    mean_ms: Ms
    least_ms: Ms
    greatest_ms: Ms
    source: Source

    @model_validator(mode="after")
    def _mean_is_between(self) -> ColdStart:
        if not self.least_ms <= self.mean_ms <= self.greatest_ms:
            raise ValueError("the mean does not lie between the least and the greatest")
        return self

    @property
    def name(self) -> str:
        """The combination, as a person reads it."""
        return f"{self.runtime}, {self.package}, {self.architecture}, {self.memory_mb:,} MB"

    @property
    def cited(self) -> str:
        """Where it was measured."""
        return f"{self.source.title}, {self.source.date}, mean of {self.source.samples}"

    def lognormal_s(self) -> tuple[float, float]:
        """Median and p99 in seconds of the distribution that is assumed."""
        sigma = log(self.greatest_ms / self.least_ms) / MEAN_RANGE[self.source.samples]
        median_s = self.mean_ms / 1000.0 * exp(-sigma * sigma / 2.0)
        return round(median_s, ROUNDED_TO), round(median_s * exp(Z_99 * sigma), ROUNDED_TO)


@frozen
class ColdStarts:
    """All rows of one file."""

    title: str
    rows: tuple[ColdStart, ...]

    def find(
        self, runtime: str, package: str, architecture: str, memory_mb: float
    ) -> ColdStart | None:
        """The row of the combination with the most memory not above ``memory_mb``.

        Where all have more, the one with the least: an init does not depend on the memory. None
        when the combination was not measured.
        """
        wanted = (runtime, package, architecture)
        found = [r for r in self.rows if (r.runtime, r.package, r.architecture) == wanted]
        below = [row for row in found if row.memory_mb <= memory_mb]
        if below:
            return max(below, key=_memory)
        return min(found, key=_memory, default=None)

    def runtimes(self) -> list[str]:
        """Every runtime, in the order of the file."""
        return list(dict.fromkeys(row.runtime for row in self.rows))

    def combinations(self, runtime: str) -> list[str]:
        """What was measured of a runtime: "zip x86_64", each once."""
        rows = [row for row in self.rows if row.runtime == runtime]
        return list(dict.fromkeys(f"{row.package} {row.architecture}" for row in rows))


def _memory(row: ColdStart) -> int:
    return row.memory_mb


@cache
def cold_starts() -> ColdStarts:
    """The latest shipped measurements; loaded once a process."""
    file = resources.files("simcore.quotas.presets") / LATEST
    return read_cold_starts(file.read_text(encoding="utf-8"), f"presets/{LATEST}")


def read_cold_starts(text: str, file: str) -> ColdStarts:
    """Measurements from TOML text; QuotaError names `file`, the row and what is wrong with it."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise QuotaError(f"{file}: {error}") from None
    if document.get("format") != FORMAT:
        raise QuotaError(f"{file}: format: {FORMAT} is needed, not {document.get('format')!r:.60}")
    sources = {
        name: _read(Source, row, f"{file}: sources.{name}")
        for name, row in _table(document.get("sources")).items()
    }
    measured = document.get("measurements")
    rows = [
        _row(f"{file}: measurements[{n}]", row, sources)
        for n, row in enumerate(measured if isinstance(measured, list) else [])
    ]
    _no_two_alike(file, rows)
    return ColdStarts(str(document.get("title", "")), tuple(rows))


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _row(where: str, row: object, sources: dict[str, Source]) -> ColdStart:
    given = _table(row)
    source = sources.get(str(given.get("source")))
    if source is None:
        raise QuotaError(f"{where}: source: one of {', '.join(sources) or 'none'} is needed")
    return _read(ColdStart, {**given, "source": source}, where)


def _read(kind: type[R], row: object, where: str) -> R:
    try:
        return kind.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise QuotaError(f"{where}: {field or 'row'}: {first['msg']}") from None


def _no_two_alike(file: str, rows: Iterable[ColdStart]) -> None:
    seen: set[str] = set()
    for row in rows:
        if row.name in seen:
            raise QuotaError(f"{file}: {row.name}: measured twice")
        seen.add(row.name)
