"""A field that may be the name of a file beside the scenario, in place of what the file holds."""

from typing import Annotated

from pydantic import StringConstraints

from simcore.frozen import frozen

__all__ = ["FileName", "Inlined"]

FileName = Annotated[str, StringConstraints(min_length=1, max_length=400)]


@frozen
class Inlined:
    """What the file holds (JSON or YAML, a mapping) is what the scenario says, once it is loaded.

    `what` says what it should be, for whoever names another.
    """

    what: str
