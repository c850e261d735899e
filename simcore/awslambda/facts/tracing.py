"""Facts about tracing."""

from typing import NamedTuple


class InvocationTraced(NamedTuple):
    """An invocation began that X-Ray samples: Lambda sends its segments."""

    t: float
