"""Where Lambda sends what it has done with: destinations and dead-letter queues."""

from __future__ import annotations

from simcore.frozen import frozen
from simcore.roles.taker import Taker


@frozen
class Destination:
    """Who takes it, and by which of :data:`simcore.awslambda.facts.asynchronous.CHANNELS`.

    What is refused, for want of a permission or of the target, is lost. ``gets_records`` says that
    the document about a stream's records has them in it, too.
    """

    taker: Taker
    channel: int
    gets_records: bool = False
