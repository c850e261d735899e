"""Which requests of a sender are followed: some, evenly spread over all that it is to send."""

from __future__ import annotations

import math

from simcore.component.site import Site

__all__ = ["STORIES", "stride"]

STORIES = 100
"""About how many requests of a sender are followed."""


def stride(site: Site) -> int:
    """One request of the component in so many, as it is expected to send."""
    return max(math.ceil(site.load.sent.get(site.id, 0.0) / STORIES), 1)
