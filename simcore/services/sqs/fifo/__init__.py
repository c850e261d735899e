"""Amazon SQS FIFO queues."""

from simcore.services.sqs.fifo.queue import FifoQueue
from simcore.services.sqs.fifo.settings import FifoSettings

__all__ = ["FifoQueue", "FifoSettings"]
