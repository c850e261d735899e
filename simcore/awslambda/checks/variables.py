"""Environment variables that Lambda refuses."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.spec import Function
from simcore.awslambda.spec.variables import RESERVED, is_name, measured_bytes
from simcore.component import Subject, error
from simcore.errors import Check

__all__ = ["CHECKS"]

LIMIT = "lambda.environment_variables_max_bytes"


def names(subject: Subject) -> Iterator[Check]:
    """A letter first, and none of those that Lambda sets."""
    for id, function in subject.of(Function).items():
        for name in function.environment:
            path = f"components.{id}.environment.{name}"
            if name in RESERVED:
                said = f"{name} is reserved: Lambda sets it"
                yield error("function.variable-reserved", path, said, "choose another name")
            elif not is_name(name):
                said = f"{name!r} is no name of an environment variable"
                hint = "a letter, then letters, digits or _; two characters at least"
                yield error("function.variable-name", path, said, hint)


def size(subject: Subject) -> Iterator[Check]:
    """All of them together have a limit."""
    limit = int(subject.value(LIMIT))
    for id, function in subject.of(Function).items():
        found = measured_bytes(function.environment) if function.environment else 0
        if found > limit:
            yield error(
                "function.variables-too-large",
                f"components.{id}.environment",
                f"{len(function.environment)} environment variables are {found:,} bytes as JSON; "
                f"{limit:,} bytes are allowed for all of them",
                f"keep what is large in a bucket or a table ({subject.cited(LIMIT)})",
            )


CHECKS = (names, size)
