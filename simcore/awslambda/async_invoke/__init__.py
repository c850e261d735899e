"""Asynchronous invocation: Lambda's internal queue of events in front of a function."""

from simcore.awslambda.async_invoke.queue import EventQueue
from simcore.awslambda.async_invoke.settings import AsyncSettings

__all__ = ["AsyncSettings", "EventQueue"]
