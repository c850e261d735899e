"""The scenario of a run as YAML, from which the same run comes."""

from __future__ import annotations

import yaml

from simcore.reporting.source import Source

__all__ = ["scenario_yaml"]


def scenario_yaml(source: Source) -> str:
    """With every default filled in and every change made; goals and knobs of interest included."""
    document = dict(source.manifest["scenario"])
    if source.origin is not None:
        written = source.origin.document()
        document |= {k: written[k] for k in ("knobs", "expect", "may_fail") if k in written}
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)
