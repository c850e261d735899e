"""From what a scenario says of a function to how it is traced."""

from __future__ import annotations

from simcore.awslambda.spec import Function
from simcore.awslambda.tracing import TracingSettings
from simcore.component import Site
from simcore.roles.sampling import SamplingRule

__all__ = ["SENDS", "tracing"]

SENDS = ("xray:PutTraceSegments", "xray:PutTelemetryRecords")
"""What the execution role needs (services-xray)."""


def tracing(spec: Function, site: Site) -> TracingSettings | None:
    """None in PassThrough, where Lambda sends nothing."""
    if spec.tracing != "Active":
        return None
    rule = SamplingRule(site.value("xray.lambda_reservoir"), site.value("xray.lambda_rate"))
    return TracingSettings(rule, denied=not all(site.may(action) for action in SENDS))
