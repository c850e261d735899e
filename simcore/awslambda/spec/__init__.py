"""What a scenario may say of a function."""

from simcore.awslambda.spec.asynchronous import Asynchronous, Destination
from simcore.awslambda.spec.capacity import Capacity, ManagedInstances
from simcore.awslambda.spec.concurrency import ScheduledAction, TargetTracking
from simcore.awslambda.spec.function import Function
from simcore.awslambda.spec.versions import AdditionalVersion

__all__ = [
    "AdditionalVersion",
    "Asynchronous",
    "Capacity",
    "Destination",
    "Function",
    "ManagedInstances",
    "ScheduledAction",
    "TargetTracking",
]
