"""Amazon SQS: what standard and FIFO queues have in common; each kind has a package of its own."""

from simcore.services.sqs.settings import QueueSettings
from simcore.services.sqs.standard import MessageMoveTask, StandardQueue

__all__ = ["MessageMoveTask", "QueueSettings", "StandardQueue"]
