"""From what a scenario says of a function to how it is traced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simcore.awslambda.spec import Function
from simcore.component import Site

if TYPE_CHECKING:
    from simcore.awslambda.tracing import TracingSettings

__all__ = ["SENDS", "tracing"]

FOLLOWS = "xray.passthrough_follows"
SENDS = ("xray:PutTraceSegments", "xray:PutTelemetryRecords")
"""What the execution role needs (services-xray)."""


def tracing(spec: Function, site: Site) -> TracingSettings | None:
    """None in PassThrough, where Lambda sends nothing; once it sent what upstream sampled."""
    is_active = spec.tracing == "Active"
    if not is_active and not (site.profile.has(FOLLOWS) and _is_told(site)):
        return None
    from simcore.awslambda.tracing import TracingSettings
    from simcore.roles.sampling import SamplingRule

    rule = SamplingRule(site.value("xray.lambda_reservoir"), site.value("xray.lambda_rate"))
    return TracingSettings(rule, is_active, not all(site.may(action) for action in SENDS))


def _is_told(site: Site) -> bool:
    """Does a trace header come with requests?"""
    callers = site.graph.into(site.id, "invoke")
    return any(site.graph.components[id].sets_trace_header() for id in callers)
