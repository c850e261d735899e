"""Results that reports are made from, computed once."""

from typing import Any

import pytest

from simcore import load_scenario, run


@pytest.fixture(scope="session")
def rush() -> dict[str, Any]:
    """A queue in front of a small reserved concurrency, for a minute and a half."""
    overrides = {"duration": "90 s", "inbox.visibility_timeout": "60 s"}
    return run(load_scenario("reserved-five"), overrides=overrides).as_dict()


@pytest.fixture(scope="session")
def rush_of_two() -> dict[str, Any]:
    """The same with a reserved concurrency of 2."""
    overrides = {
        "duration": "90 s",
        "inbox.visibility_timeout": "60 s",
        "worker.reserved_concurrency": 2,
    }
    return run(load_scenario("reserved-five"), overrides=overrides).as_dict()
