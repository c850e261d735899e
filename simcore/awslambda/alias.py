"""An alias with two versions of a function, chosen by weight for every request.

Models: the alias's main version and an additional one with a weight (AWS allows two); each request
    goes to the additional version with that probability, on its own; either has environments,
    durations, errors and provisioned concurrency of its own, while concurrency, reserved or
    shared, the scaling rate, memory and timeout are the function's.
Ignores: further aliases, $LATEST, routing that sticks to a client.
States: AdditionalVersionInvoked, AdditionalVersionEnded.

Sources: AWS Lambda API model 2015-03-31, CreateAlias RoutingConfig (botocore 1.44.5).
"""

from __future__ import annotations

from typing import Any

from simcore.awslambda.environments import ExecutionEnvironment
from simcore.awslambda.facts.provisioned import AdditionalVersionEnded, AdditionalVersionInvoked
from simcore.awslambda.version import OnEnd, Version
from simcore.engine.streams import Stream


class AdditionalVersion(Version):
    """The second version, whose invocations are stated once more, on their own."""

    def invoke(
        self, now: float, payload: Any, on_end: OnEnd, synchronous: bool = True
    ) -> ExecutionEnvironment | None:
        """Run one invocation."""
        environment = super().invoke(now, payload, on_end, synchronous)
        if environment is not None:
            self.function.ledgers[AdditionalVersionInvoked].append((now,))
        return environment

    def _end(self, environment: ExecutionEnvironment) -> None:
        row = (environment.ends, environment.outcome)
        self.function.ledgers[AdditionalVersionEnded].append(row)
        super()._end(environment)


class Alias:
    """Invokes the ``additional`` version with probability ``weight``, else ``main``."""

    def __init__(self, main: Version, additional: Version, weight: float, choices: Stream) -> None:
        self.main, self.additional, self.weight = main, additional, weight
        self._choices = choices

    def invoke(
        self, now: float, payload: Any, on_end: OnEnd, synchronous: bool = True
    ) -> ExecutionEnvironment | None:
        """Run one invocation of the version that the weights choose."""
        version = self.additional if self._choices.next() < self.weight else self.main
        return version.invoke(now, payload, on_end, synchronous)
