"""A small scenario that every test can bend."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.scenario.small import SMALL

Bend = Callable[..., dict[str, Any]]


@pytest.fixture
def small() -> dict[str, Any]:
    return deepcopy(SMALL)


@pytest.fixture
def bend() -> Bend:
    """The small document with values put at dotted paths; `...` takes the field away."""

    def bent(changes: dict[str, Any] | None = None, **top: Any) -> dict[str, Any]:
        document = deepcopy(SMALL)
        for path, value in {**(changes or {}), **top}.items():
            *parents, last = path.split("/")
            holder = document
            for part in parents:
                holder = holder.setdefault(part, {})
            if value is ...:
                del holder[last]
            else:
                holder[last] = value
        return document

    return bent
