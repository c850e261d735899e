"""What simcore raises travels between processes whole, and reads well."""

import pickle

import pytest

from simcore.errors import (
    Check,
    EngineBug,
    QuotaError,
    RetuneError,
    ScenarioInvalid,
    SimError,
    TraceError,
)

CHECK = Check("scn-014", "error", "components.worker.timeout", "is 10 min", "at most 5 min")


@pytest.mark.parametrize(
    "error",
    [
        SimError("a text"),
        ScenarioInvalid([CHECK]),
        TraceError("not a number", line=7),
        TraceError("empty"),
        QuotaError("no source"),
        RetuneError("orders", "in_flight_max", "it is a quota"),
        EngineBug("negative concurrency"),
    ],
    ids=str,
)
def test_an_error_survives_pickling(error):
    back = pickle.loads(pickle.dumps(error))
    assert (type(back), str(back), vars(back)) == (type(error), str(error), vars(error))


def test_an_invalid_scenario_carries_its_checks():
    error = ScenarioInvalid([CHECK])
    assert error.checks == [CHECK]
    assert str(error) == ("error scn-014: components.worker.timeout: is 10 min (at most 5 min)")
    assert list(CHECK.as_dict()) == ["id", "severity", "path", "message", "hint"]


def test_a_trace_error_names_the_line():
    assert str(TraceError("not a number", line=7)) == "line 7: not a number"
    assert TraceError("empty").line is None


def test_a_bug_of_ours_asks_to_be_reported():
    assert "please report it" in str(EngineBug("negative concurrency"))
