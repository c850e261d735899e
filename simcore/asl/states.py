"""What a definition comes to when it has been read: states with their parts, ready to be run.

Everything here is immutable and pickles. Names of fields are those of the language where it has
them. Source: https://states-language.net/spec.html and the developer guide's pages on states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from simcore.asl.flow import ChoiceRule, Evaluated, Flow

__all__ = [
    "Catcher",
    "Choice",
    "Fail",
    "ItemBatcher",
    "Machine",
    "Map",
    "Parallel",
    "Pass",
    "Resource",
    "ResultWriter",
    "Retrier",
    "State",
    "Succeed",
    "Task",
    "Wait",
]

Pattern = Literal["", "sync", "sync:2", "waitForTaskToken"]
QueryLanguage = Literal["JSONPath", "JSONata"]


@dataclass(frozen=True, slots=True)
class Retrier:
    """One entry of Retry; waits are seconds, ``max_delay_s`` infinity where none is said."""

    error_equals: tuple[str, ...]
    interval_s: float
    max_attempts: int
    backoff_rate: float
    max_delay_s: float
    full_jitter: bool


@dataclass(frozen=True, slots=True)
class Catcher:
    """One entry of Catch; ``flow`` makes the next state's input of the error output."""

    error_equals: tuple[str, ...]
    next: str
    flow: Flow


@dataclass(frozen=True, slots=True)
class State:
    """What all states have. ``next`` is None where the state ends its machine.

    ``path`` is where it stands in the definition (``States.Charge``, for complaints and pictures),
    ``number`` its place among all states of the definition, those within others too, in the order
    in which an execution may come to them.
    """

    type: ClassVar[str] = ""
    name: str
    path: str
    number: int
    next: str | None
    flow: Flow


@dataclass(frozen=True, slots=True)
class Resource:
    """What a Task asks for, from its ARN.

    ``service`` and ``action`` are as the integration's ARN says them: ("lambda", "invoke"),
    ("sqs", "sendMessage"), ("states", "startExecution"), ("http", "invoke"), ("aws-sdk:s3",
    "getObject"); ("lambda", "") is a function's own ARN, ("activity", "") an activity.
    ``name`` is the last part of the ARN of a function or an activity.
    """

    arn: str
    service: str
    action: str
    pattern: Pattern
    name: str


@dataclass(frozen=True, slots=True)
class Task(State):
    type: ClassVar[str] = "Task"
    resource: Resource
    timeout_s: Evaluated | None
    heartbeat_s: Evaluated | None
    retry: tuple[Retrier, ...]
    catch: tuple[Catcher, ...]


@dataclass(frozen=True, slots=True)
class Pass(State):
    type: ClassVar[str] = "Pass"


@dataclass(frozen=True, slots=True)
class Choice(State):
    """``next`` is that of Default, None where there is none."""

    type: ClassVar[str] = "Choice"
    rules: tuple[ChoiceRule, ...]


@dataclass(frozen=True, slots=True)
class Wait(State):
    """Exactly one of both: for so many seconds, or until a time (RFC 3339)."""

    type: ClassVar[str] = "Wait"
    seconds: Evaluated | None
    timestamp: Evaluated | None


@dataclass(frozen=True, slots=True)
class Succeed(State):
    type: ClassVar[str] = "Succeed"


@dataclass(frozen=True, slots=True)
class Fail(State):
    type: ClassVar[str] = "Fail"
    error: Evaluated | None
    cause: Evaluated | None


@dataclass(frozen=True, slots=True)
class Parallel(State):
    type: ClassVar[str] = "Parallel"
    branches: tuple[Machine, ...]
    retry: tuple[Retrier, ...]
    catch: tuple[Catcher, ...]


@dataclass(frozen=True, slots=True)
class ItemBatcher:
    max_items: Evaluated | None
    max_input_bytes: Evaluated | None
    batch_input: Evaluated | None


@dataclass(frozen=True, slots=True)
class ResultWriter:
    """``document`` as it is written; ``exports`` whether results go to S3, else they are the
    state's output; ``flattens`` whether arrays of children are put into one."""

    document: Mapping[str, Any]
    exports: bool
    flattens: bool


@dataclass(frozen=True, slots=True)
class Map(State):
    """``items`` gives the array (or object) of items, or the parameters of the reader, of which
    ``most_items`` are read.

    ``selector`` makes the input of one iteration (ItemSelector); without one it is the item.
    """

    type: ClassVar[str] = "Map"
    processor: Machine
    distributed: bool
    child_type: Literal["STANDARD", "EXPRESS"]
    items: Evaluated | None
    reader: Mapping[str, Any] | None
    most_items: Evaluated | None
    selector: Evaluated | None
    batcher: ItemBatcher | None
    writer: ResultWriter | None
    max_concurrency: Evaluated | None
    tolerated_count: Evaluated | None
    tolerated_percentage: Evaluated | None
    label: str
    retry: tuple[Retrier, ...]
    catch: tuple[Catcher, ...]


@dataclass(frozen=True, slots=True)
class Machine:
    """A definition, or what is within a Parallel or Map state, which has no ``timeout_s``."""

    start_at: str
    states: Mapping[str, State]
    timeout_s: float | None = None
