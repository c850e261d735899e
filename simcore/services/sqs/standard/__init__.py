"""Amazon SQS standard queues."""

from simcore.services.sqs.standard.move_task import MessageMoveTask
from simcore.services.sqs.standard.queue import StandardQueue

__all__ = ["MessageMoveTask", "StandardQueue"]
