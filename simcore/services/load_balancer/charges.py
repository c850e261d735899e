"""What a load balancer is charged for: its hours, and load balancer capacity units.

An LCU-hour is the largest of 25 new connections a second, and 0.4 GB an hour of what functions
process; 3,000 active connections a minute and 1,000 rule evaluations a second are not modelled: a
request is over before they would be more, and the first ten rules are free.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from simcore.component import Graph, Prices
from simcore.frozen import frozen
from simcore.recording.tariff import Line, Meter
from simcore.services.load_balancer.spec import LoadBalancer

__all__ = ["BalancerTariff", "charged"]

AN_HOUR_S = 3600.0
GB = 1024.0**3


@frozen
class BalancerTariff:
    """USD of an hour, begun or whole, and of an LCU-hour."""

    hour_usd: float
    lcu_hour_usd: float
    connections_per_s: float
    gb_per_hour: float
    requests_per_connection: float

    def lines(self, id: str, meter: Meter) -> Iterator[Line]:
        """Hours, and capacity units."""
        hours = meter.elapsed_s / AN_HOUR_S
        yield Line(id, "hours", "hour", float(ceil(hours)), hours, self.hour_usd)
        connections = meter.of(id, "requests") / self.requests_per_connection
        units = max(
            connections / (self.connections_per_s * AN_HOUR_S),
            meter.of(id, "processed_bytes") / GB / self.gb_per_hour,
        )
        yield Line(id, "capacity units", "LCU-hour", units, units, self.lcu_hour_usd)


def charged(id: str, spec: LoadBalancer, prices: Prices, graph: Graph) -> BalancerTariff:
    """By the hour."""
    return BalancerTariff(
        hour_usd=prices.of("price.elb.hour_usd"),
        lcu_hour_usd=prices.of("price.elb.lcu_hour_usd"),
        connections_per_s=prices.of("price.elb.lcu_connections_per_second"),
        gb_per_hour=prices.of("price.elb.lcu_lambda_gb_per_hour"),
        requests_per_connection=spec.requests_per_connection,
    )
