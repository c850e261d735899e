"""Insights about state machines."""

from __future__ import annotations

from simcore.component import InsightKind

__all__ = ["INSIGHTS"]

INSIGHTS: tuple[InsightKind, ...] = ()
