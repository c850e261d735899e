"""From what a scenario says of an SDK, and what the profile has, to a retry mode."""

from __future__ import annotations

from simcore.component import Site
from simcore.component.site import given
from simcore.services.clients.rate_limiter import RateSettings
from simcore.services.clients.retry_mode import NO_RETRIES, Costs, RetryMode
from simcore.services.clients.sdk_spec import Sdk

__all__ = ["rate_settings", "retry_mode"]


def retry_mode(sdk: Sdk | None, site: Site, service: str = "") -> RetryMode:
    """How an SDK tries again at a `service`; not at all without an SDK."""
    if sdk is None:
        return NO_RETRIES
    if given(sdk.retry_mode) == "legacy":
        return _legacy(sdk, site, service)
    return _of_2026(sdk, site, service) if sdk.new_retries_2026 else _before_2026(sdk, site)


def _legacy(sdk: Sdk, site: Site, service: str) -> RetryMode:
    own = _own("sdk.legacy", service, site, "max_attempts")
    base_s = site.value(f"{own}.backoff_base_s")
    attempts = sdk.max_attempts or int(site.value(f"{own}.max_attempts"))
    jitter = own == "sdk.legacy"
    return RetryMode(attempts, base_s, base_s, jitter=jitter)


def _before_2026(sdk: Sdk, site: Site) -> RetryMode:
    base_s, cost = (
        site.value("sdk.standard.backoff_base_s"),
        int(site.value(f"{STANDARD}.retry_cost")),
    )
    timed_out = int(site.value(f"{STANDARD}.timeout_retry_cost"))
    costs = Costs(cost, cost, timed_out, _refund(site))
    return _standard(sdk, site, STANDARD, base_s, base_s, costs)


def _of_2026(sdk: Sdk, site: Site, service: str) -> RetryMode:
    own = _own(NEW, service, site, "backoff_base_s")
    throttled = int(site.value(f"{NEW}.throttling_retry_cost"))
    other = int(site.value(f"{NEW}.retry_cost"))
    throttled_s = site.value(f"{NEW}.throttling_backoff_base_s")
    costs = Costs(throttled, other, other, _refund(site))
    attempts = STANDARD if own == NEW else own
    transient_s = site.value(f"{own}.backoff_base_s")
    return _standard(sdk, site, attempts, throttled_s, transient_s, costs)


STANDARD, NEW = "sdk.standard", "sdk.2026"


def _standard(
    sdk: Sdk, site: Site, attempts: str, throttled_s: float, transient_s: float, costs: Costs
) -> RetryMode:
    """Where not `sdk.max_attempts` says it, the row of ``attempts`` does."""
    return RetryMode(
        max_attempts=sdk.max_attempts or int(site.value(f"{attempts}.max_attempts")),
        throttled_base_s=throttled_s,
        transient_base_s=transient_s,
        backoff_max_s=site.value(f"{STANDARD}.backoff_max_s"),
        quota=int(site.value(f"{STANDARD}.retry_quota")),
        costs=costs,
        adaptive=sdk.retry_mode == "adaptive",
        retry_after_s=sdk.retry_after if sdk.new_retries_2026 else None,
        retry_after_extra_s=site.get(f"{NEW}.retry_after_extra_s"),
    )


def _refund(site: Site) -> int:
    return int(site.value(f"{STANDARD}.success_refund"))


def _own(prefix: str, service: str, site: Site, name: str) -> str:
    """Where the rows of a service lie, if it has any of its own."""
    own = f"{prefix}.{service}"
    return own if service and f"{own}.{name}" in site.profile.quotas else prefix


def rate_settings(site: Site) -> RateSettings:
    """How adaptive mode holds back."""
    names = ("beta", "scale", "smoothing", "bucket_s", "least_per_second", "most_times_measured")
    return RateSettings(*(site.value(f"sdk.adaptive.{name}") for name in names))
