"""Amazon SQS."""

from simcore.services.sqs.queue import QueueSettings, StandardQueue

__all__ = ["QueueSettings", "StandardQueue"]
