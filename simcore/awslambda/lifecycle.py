"""The life of an execution environment: what it takes until its handler can run.

Models: the Init phase and its limit: what takes longer is cut off there and run again inside the
    first invocation, for as long (assumed), within the function's timeout; suppressed init: after
    a timeout or a crash of the runtime the environment is reset, and its next invocation begins
    with an init that counts as duration, while an ordinary error of the function resets nothing;
    SnapStart: a restore, with its limit, in the place of the init; proactive initialisation: a
    share of new environments that were initialised before the invocation came (share assumed); the
    length of a life, drawn between a part of the maximum age and the whole of it, so that
    environments that were started together do not end together (both assumed).
Ignores: extensions, the Init at the publishing of a SnapStart version, the hooks of a restore, the
    contents of /tmp (which survive a reset), the time for placement and for loading the code, what
    a reset does to a restored environment (it is initialised as any other).
States: SuppressedInit, EnvironmentRestored, RestoreTimedOut, ProactivelyInitialized.

Sources: AWS Lambda Developer Guide, lambda-runtime-environment and snapstart (12 Jul 2026);
SnapStartTimeoutException: Lambda API model 2015-03-31 (botocore 1.44.5).
"""

from __future__ import annotations

from simcore.awslambda.environments import NEVER, ExecutionEnvironment
from simcore.awslambda.facts.lifecycle import (
    RERUNS,
    EnvironmentRestored,
    ProactivelyInitialized,
    RestoreTimedOut,
    SuppressedInit,
)
from simcore.engine.distributions import Constant, Distribution
from simcore.engine.streams import Draw, Stream, generator, uniform
from simcore.facts import ERROR, Ledgers, ledgers_for
from simcore.frozen import frozen

INIT_LIMIT, TIMED_OUT, CRASHED = map(RERUNS.index, ("init limit", "timeout", "crash"))
RAN = -1  # an environment whose last invocation began with an init
GIVEN_UP = -2  # an environment whose restore reached its limit

BLOCK = 256  # new environments are rare beside invocations


@frozen
class LifecycleSettings:
    """Times in seconds; what is left out does not happen."""

    init_duration: Distribution
    init_limit_s: float = NEVER
    maximum_age_s: float = NEVER
    shortest_life: float = 1.0
    restore: Distribution | None = None
    restore_limit_s: float = NEVER
    proactive_share: float = 0.0


class Lifecycle:
    """What environments of one function go through before their handler runs."""

    def __init__(self, id: str, settings: LifecycleSettings, timeout_s: float, seed: int) -> None:
        self.settings, self._timeout_s = settings, timeout_s
        self.ledgers = _ledgers(settings)
        init, restore = settings.init_duration, settings.restore or Constant(0.0)
        self._inits = _stream(seed, f"{id}/init_duration", init.draw)
        self._reruns = _stream(seed, f"{id}/suppressed_init", init.draw)
        self._restores = _stream(seed, f"{id}/restore", restore.draw)
        self._proactive = _stream(seed, f"{id}/proactive_init", uniform)
        self._lives = _stream(seed, f"{id}/environment_life", uniform)

    def retune(self, settings: LifecycleSettings, timeout_s: float) -> None:
        """What begins from now on begins so, with the draws that come."""
        self.settings, self._timeout_s = settings, timeout_s
        self._inits.remap(settings.init_duration.draw)
        self._reruns.remap(settings.init_duration.draw)
        self._restores.remap((settings.restore or Constant(0.0)).draw)

    def expires(self, now: float) -> float:
        """When an environment that starts now ends at the latest."""
        if self.settings.maximum_age_s == NEVER:
            return NEVER
        least = self.settings.shortest_life
        return now + self.settings.maximum_age_s * (least + (1.0 - least) * self._lives.next())

    def begin(self, now: float, environment: ExecutionEnvironment) -> float:
        """Seconds that the first invocation of a new environment waits for it."""
        if self.settings.restore is not None:
            return self._restore(now, environment)
        init_s, limit_s = self._inits.next(), self.settings.init_limit_s
        if init_s > limit_s:
            environment.rerun, environment.rerun_s = INIT_LIMIT, init_s
            init_s = limit_s
        if self.settings.proactive_share and self._proactive.next() < self.settings.proactive_share:
            self.ledgers[ProactivelyInitialized].append((now, environment.slot, init_s))
            return 0.0
        return init_s

    def _restore(self, now: float, environment: ExecutionEnvironment) -> float:
        restore_s, limit_s = self._restores.next(), self.settings.restore_limit_s
        if restore_s <= limit_s:
            self.ledgers[EnvironmentRestored].append((now, environment.slot, restore_s))
            return restore_s
        environment.rerun = GIVEN_UP
        self.ledgers[RestoreTimedOut].append((now + limit_s, environment.slot))
        return limit_s

    def before_handler(
        self, now: float, environment: ExecutionEnvironment, handler_s: float
    ) -> float:
        """The duration of an invocation whose environment has a past, with what that brings.

        Called when ``rerun`` is not 0; ``now`` is when the invocation phase begins.
        """
        why = environment.rerun
        if why == GIVEN_UP:
            environment.outcome, environment.expires = ERROR, now
            return 0.0
        environment.rerun = 0
        if why == RAN:
            environment.rerun_s = 0.0
            return handler_s
        init_s = environment.rerun_s if why == INIT_LIMIT else self._reruns.next()
        environment.rerun = RAN
        environment.rerun_s = min(init_s, self._timeout_s)
        row = (now, environment.slot, environment.rerun_s, why)
        self.ledgers[SuppressedInit].append(row)
        return init_s + handler_s


def _ledgers(settings: LifecycleSettings) -> Ledgers:
    """Of the facts that can come about with these settings."""
    kinds: list[type] = [SuppressedInit]
    if settings.restore is not None:
        kinds += [EnvironmentRestored, RestoreTimedOut]
    if settings.proactive_share:
        kinds.append(ProactivelyInitialized)
    return ledgers_for(*kinds)


def _stream(seed: int, path: str, draw: Draw) -> Stream:
    return Stream(generator(seed, path), draw, block=BLOCK)
