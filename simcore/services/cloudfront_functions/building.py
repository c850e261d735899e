"""A live CloudFront function, from what a scenario says of it."""

from __future__ import annotations

from simcore.component import Site
from simcore.component.convert import distribution
from simcore.component.site import given
from simcore.engine.streams import uniform
from simcore.services.cloudfront_functions.function import CloudFrontFunction, FunctionSettings
from simcore.services.cloudfront_functions.spec import CloudFrontFunction as Spec

__all__ = ["build", "retune"]


def build(spec: Spec, site: Site) -> CloudFrontFunction:
    """The defaults must be filled in."""
    luck = (
        site.stream("compute-time", distribution(spec.compute_time).draw),
        site.stream("errors", uniform),
        site.stream("returns", uniform),
    )
    return CloudFrontFunction(site.env, site.id, _settings(spec), luck)


def retune(live: CloudFrontFunction, spec: Spec, site: Site) -> None:
    """Of runs that begin from now on; the utilization is of the limit of the moment."""
    live.settings = _settings(spec)
    live.compute_times.remap(distribution(spec.compute_time).draw)


def _settings(spec: Spec) -> FunctionSettings:
    return FunctionSettings(given(spec.compute_limit), spec.error_rate, spec.validation_error_rate)
