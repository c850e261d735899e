"""Shipped scenarios up to where what they are about has happened; in a soak the whole of them."""

from tests.shares import SOAK

SECONDS = {
    "async-retries": 400,
    "bisect-bad-records": 200,
    "fifo-groups": 120,
    "managed-instances": 240,
    "noisy-neighbour": 240,
    "parallel-lanes": 240,
    "provisioned-pollers": 180,
    "reserved-five": 240,
    "reshard-backlog": 480,
    "table-hot-item": 240,
    "thousand-environments": 180,
}


def shorter(slug: str) -> dict[str, int]:
    """Overrides of its inputs."""
    return {} if SOAK else {"duration": SECONDS[slug]}
