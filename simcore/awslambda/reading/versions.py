"""How the additional version of an alias reads."""

from __future__ import annotations

from simcore.awslambda.facts.provisioned import AdditionalVersionEnded, AdditionalVersionInvoked
from simcore.facts import ERROR, TIMEOUT
from simcore.recording.reading import Balance, Count, Metric, Reading, Where

__all__ = ["VERSIONS"]

VERSIONS = Reading(
    metrics=(
        Metric(
            "AdditionalVersion.Invocations",
            Count(AdditionalVersionInvoked),
            "Invocations, additional version",
            "Of the invocations, those that the alias sent to its additional version.",
            counter="additional_version_invocations",
        ),
        Metric(
            "AdditionalVersion.Errors",
            Where(AdditionalVersionEnded, "outcome", (ERROR, TIMEOUT)),
            "Errors, additional version",
            "Of the errors, those of that version.",
            counter="additional_version_errors",
        ),
    ),
    balances=(
        Balance(
            ("invocations",), ("additional_version_invocations",), rest="those of the other version"
        ),
    ),
)
