"""A function's environment variables: what a scenario may say of them, and what Lambda sets."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import StringConstraints

from simcore.spec.annotations import Meaning, Silent

__all__ = ["RESERVED", "Variables", "is_name", "measured_bytes"]

LONGEST = 8_192  # so that what is too long for Lambda can be said in its own words

Variables = Annotated[
    dict[
        Annotated[str, StringConstraints(max_length=LONGEST)],
        Annotated[str, StringConstraints(max_length=LONGEST)],
    ],
    Silent(),
    Meaning("environment variables of its own, name to text: 4 KB for all of them"),
]

NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9_]+")

RESERVED = frozenset(
    {
        "_HANDLER",
        "_X_AMZN_TRACE_ID",
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_RUNTIME_API",
        "LAMBDA_TASK_ROOT",
        "LAMBDA_RUNTIME_DIR",
    }
)
"""Set by Lambda, and by nobody else (Lambda guide, configuration-envvars, 14 Nov 2022)."""


def is_name(name: str) -> bool:
    """A letter, then letters, digits or `_`: two characters at least (API model)."""
    return NAME.fullmatch(name) is not None


def measured_bytes(variables: Mapping[str, str]) -> int:
    """Their size as Lambda measures it: of the names and texts as one JSON object."""
    return len(json.dumps(variables, separators=(",", ":"), ensure_ascii=False).encode())
