"""How the facts of a function, and of the queue of its asynchronous events, read."""

from __future__ import annotations

from simcore import facts
from simcore.recording.charges import estimated_charges
from simcore.recording.reading import Reading
from simcore.recording.readings.awslambda.function.asynchronous import ASYNCHRONOUS
from simcore.recording.readings.awslambda.function.environments import ENVIRONMENTS
from simcore.recording.readings.awslambda.function.invocations import INVOCATIONS
from simcore.recording.readings.awslambda.function.lifecycle import LIFECYCLE
from simcore.recording.readings.awslambda.function.managed import MANAGED
from simcore.recording.readings.awslambda.function.provisioned import PROVISIONED
from simcore.recording.readings.awslambda.function.versions import VERSIONS

__all__ = ["FUNCTION"]

_CHARGES = Reading(
    metrics=(
        estimated_charges(
            ": requests, duration, provisioned concurrency, SnapStart",
            facts.InvocationStarted,
            facts.InvocationEnded,
            facts.ProactivelyInitialized,
            facts.EnvironmentRestored,
            facts.ProvisionedRequested,
            facts.ProvisionedInvocationEnded,
            "RequestSent",
        ),
    ),
)

FUNCTION = (
    INVOCATIONS
    + LIFECYCLE
    + PROVISIONED
    + MANAGED
    + VERSIONS
    + ENVIRONMENTS
    + ASYNCHRONOUS
    + _CHARGES
)
