"""What a scenario says of a service that invokes, with the profile's numbers."""

from __future__ import annotations

from simcore.frozen import frozen
from simcore.roles.again import Again


@frozen
class Answer:
    """A word from the function that the service waits for, although it does not wait for its end.

    The longest silence and the longest wait in all, in seconds; the function says ``reports`` times
    that it is not ready, and is invoked again ``again_s`` later.
    """

    silence_s: float
    total_s: float
    again_s: float = 0.0
    reports: int = 0


@frozen
class PushSettings:
    """Of a service that hands events over: a delivery has up to ``batch`` events of ``window_s``.

    What Lambda refuses (a share of ``refused``) is delivered ``again``, or lost; after a denial
    nothing is delivered for ``off_s``. ``denied`` says that the permission is missing.
    """

    batch: int = 1
    window_s: float = 0.0
    again: Again | None = None
    refused: float = 0.0
    off_s: float = 0.0
    denied: bool = False
    answer: Answer | None = None


@frozen
class AskSettings:
    """Of a service that waits: ``timeout_s`` for each of ``attempts`` invocations."""

    timeout_s: float
    attempts: int = 1
    denied: bool = False


@frozen
class JobSettings:
    """Of a job: ``tasks``, so many ``at_once``, each up to ``attempts`` times.

    It fails when more than ``failing_share`` of the tasks that have ended failed, looked at from
    ``looked_at_from`` of them on. What is throttled is tried again after the waits of ``again``.
    """

    tasks: int
    at_once: int
    attempts: int
    failing_share: float
    looked_at_from: int
    again: Again
    denied: bool = False
