"""Amazon SQS."""

from simcore.services.sqs.queue import StandardQueue
from simcore.services.sqs.settings import QueueSettings

__all__ = ["QueueSettings", "StandardQueue"]
