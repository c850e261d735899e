"""A report as data: JSON, Parquet, and the scenario as YAML."""

from __future__ import annotations

from simcore.reporting.formats.data import json_of, parquet, repeatable
from simcore.reporting.formats.registry import Format
from simcore.reporting.report import Report

__all__ = ["FORMATS"]


def _json(report: Report) -> bytes:
    return json_of({**report.as_dict(), "results": [repeatable(one) for one in report.results]})


def _yaml(report: Report) -> bytes:
    return report.scenario.encode()


FORMATS = (
    Format(".json", "JSON", "application/json", _json),
    Format(".parquet", "Parquet", "application/vnd.apache.parquet", parquet),
    Format(".yaml", "Scenario", "application/yaml", _yaml),
)
