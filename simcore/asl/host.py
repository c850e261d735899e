"""What an execution runs in: whoever drives it gives it a clock, a gate, and somebody to do tasks.

The simulated service is one host, the command line with its mocks another. An execution has no
clock of its own: calls say ``now``, in seconds, and where they cannot it asks its host.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from simcore.asl.flow import Json
from simcore.asl.states import Machine, Map, State, Task

__all__ = ["Attempt", "Host", "MapRun", "Running"]


class Running(Protocol):
    """One execution, as its host sees it."""

    machine: Machine
    input: Json
    output: Json
    status: str
    """RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED."""
    error: str
    cause: str
    started: float
    events: int
    """Length of its history so far."""
    redrives: int
    """How often it was redriven."""

    @property
    def workflow(self) -> str:
        """STANDARD or EXPRESS."""

    @property
    def run(self) -> MapRun | None:
        """The Map Run that it is a child of; its number counts within it."""

    def stop(self, now: float, error: str = "", cause: str = "") -> bool:
        """StopExecution: all that is under way is abandoned. False when it had ended."""


class Attempt(Protocol):
    """One attempt of a Task, as its host sees it; ``number`` counts from 0 (RetryCount)."""

    state: Task
    number: int
    arguments: Json
    token: str
    """``$$.Task.Token``; empty where the pattern has none."""

    @property
    def execution(self) -> Running:
        """The one that it is an attempt of."""

    @property
    def is_over(self) -> bool:
        """Nobody waits for its outcome any more."""

    @property
    def has_failed(self) -> bool:
        """It ended in an error, and be it that its result was too large."""

    @property
    def is_quiet(self) -> bool:
        """It is given up because no heartbeat came in time."""

    def start(self, now: float, worker: str = "") -> None:
        """Its clock begins: TaskStarted, LambdaFunctionStarted, ActivityStarted (of a worker)."""

    def submit(self, now: float, answer: Json) -> None:
        """TaskSubmitted: the API answered; its outcome comes later (.sync, .waitForTaskToken)."""

    def beat(self, now: float) -> bool:
        """A heartbeat came; False when it is over."""

    def succeed(self, now: float, result: Json) -> bool:
        """It ends; False when it was over."""

    def fail(self, now: float, error: str, cause: str = "") -> bool:
        """It ends in an error; False when it was over."""


class MapRun(Protocol):
    """One run of a Distributed Map, as its host sees it: child executions that are to be begun."""

    state: Map
    max_concurrency: int

    @property
    def execution(self) -> Running:
        """The one that it is a part of."""

    def begin(self, now: float) -> bool:
        """Begin the next child execution; False when none can begin now: all have begun, or as
        many run as may. The run asks its host again (`run_map`) when one more may."""

    def refuse(self, now: float, error: str, cause: str) -> None:
        """No child may begin at all: the run fails."""


class Host(Protocol):
    """Where executions of one state machine run. It pickles, and so does all it is handed."""

    @property
    def now(self) -> float:
        """The time, in seconds: what is called back by `call_at` and `admit` has to ask."""

    epoch_s: float
    """What time it was at 0 s, in seconds since 1970: for the context object, and for Wait."""
    machine_arn: str
    machine_name: str
    role_arn: str
    region: str
    unpolled_counts: bool
    """Whether TimeoutSeconds of an activity runs while no worker has polled it."""

    @property
    def bounds(self) -> Mapping[str, tuple[int, float]]:
        """By workflow, of executions and of children of Map Runs: the length of history at which
        one fails, and after how many seconds it times out at the latest."""

    @property
    def most_children(self) -> int:
        """Child executions of one Map Run at once."""

    def call_at(self, t: float, fn: Callable[[Any], Any], arg: Any) -> None:
        """Run ``fn(arg)`` at ``t``; it cannot be taken back: whoever asks looks whether it is
        still of interest."""

    def admit(self, now: float, state: State, fn: Callable[[Any], Any], arg: Any) -> None:
        """Run ``fn(arg)`` when a transition into ``state`` (or a retry of it) may take place.

        What it takes, and which tokens, is the host's. It may call at once: an execution that is
        called back while it is at work goes on when that is done, and nests nothing.
        """

    def do(self, now: float, attempt: Attempt) -> None:
        """Begin one attempt of a Task.

        The host says ``attempt.start(now)`` when its clock begins, ``attempt.beat(now)`` for a
        heartbeat, and ends it by ``attempt.succeed(now, result)`` or ``attempt.fail(now, error,
        cause)``, which may be at once; what comes after its end has no effect (and answers False).
        """

    def abandon(self, now: float, attempt: Attempt) -> None:
        """The attempt's outcome is no longer waited for: timed out, aborted, stopped."""

    def run_map(self, now: float, run: MapRun) -> None:
        """A Distributed Map begins: the host starts its child executions as capacity allows."""

    def map_over(self, now: float, run: MapRun) -> None:
        """The run is over, whether its children had begun or not; it may be said twice.

        It begins none any more, unless it is redriven: then it asks again (`run_map`).
        """

    def jitter(self) -> float:
        """Uniform in [0, 1), for JitterStrategy FULL."""

    def uniform(self) -> float:
        """Uniform in [0, 1), for States.MathRandom, $random and UUIDs: a stream of its own."""

    def ended(self, now: float, execution: Running) -> None:
        """The execution has its final status."""

    def noted(
        self, now: float, execution: Running, kind: str, state: State | None, error: str = ""
    ) -> None:
        """What happens in a state, for those who count.

        ``entered``; ``failed`` (an attempt, with its error), which is followed by ``retried``,
        ``caught`` or ``uncaught``. A state is left once: ``exited`` (caught errors, too),
        ``uncaught``, or ``aborted``: entered = exited + uncaught + aborted + under way.
        """

    def read_items(self, now: float, reader: Json, state: Map) -> Json:
        """The items of the ItemReader of a state, an array or an object.

        ``reader`` is as in the definition, with Parameters (Arguments) as they come to; raises
        `StateFault` (``States.ItemReaderFailed``).
        """
