"""When a client sends: as others do that send, or as users who wait for answers."""

from simcore.services.clients.closed_loop_spec import ClosedLoop
from simcore.spec.arrivals import Arrivals

__all__ = ["ClientArrivals"]


class ClientArrivals(Arrivals):
    """The pattern in which a client sends."""

    heading = "Arrivals of a client"

    closed_loop: ClosedLoop | None = None

    def sized_by(self, within_s: float) -> str:
        """The field, with its path, that makes most of the requests of its first seconds."""
        if self.closed_loop is not None:
            return f"closed_loop.{self.closed_loop.sized_by(within_s)}"
        return super().sized_by(within_s)
