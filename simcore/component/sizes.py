"""Messages that are larger than whoever they are sent to takes: one check for all types."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component.graph import Reference
from simcore.component.subject import Subject, error
from simcore.errors import Check
from simcore.units import format_size_bytes

__all__ = ["too_large"]


OF_A_HANDLER, OF_A_CLIENT = "function.message-too-large", "client.message-too-large"


def too_large(
    subject: Subject, type: str, key: str, kind: str = "send", taker: str = ""
) -> Iterator[Check]:
    """What is sent along edges of a kind to a type whose largest message the row ``key`` says.

    ``taker`` is what takes no more in the message; else the component's id. Without the row, AWS
    did not say, and nothing is too large.
    """
    if not subject.profile.has(key):
        return
    most = int(subject.value(key))
    for r in subject.graph.references:
        path, size = _size(subject, r)
        if r.kind == kind and subject.type_of(r.target) == type and size > most:
            yield error(
                OF_A_HANDLER if r.refers.by_handler else OF_A_CLIENT,
                path,
                f"{format_size_bytes(size)} is more than {taker or f'{r.target} takes'}, "
                f"{format_size_bytes(most)}",
                subject.cited(key),
            )


def _size(subject: Subject, r: Reference) -> tuple[str, int]:
    """Where it is said, and how large it is: that part of the component, or all that it sends."""
    if r.bytes:
        return f"{r.path.rpartition('.')[0]}.message_size", r.bytes
    owner = subject.graph.components[r.owner]
    return f"components.{r.owner}.message_size", owner.message_bytes()
