"""Fair queues: standard queues whose messages say of which tenant they are."""

from simcore.services.sqs.fair.queue import FairQueue
from simcore.services.sqs.fair.tenants import Fairness

__all__ = ["FairQueue", "Fairness"]
