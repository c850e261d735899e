"""Files of mocks as Step Functions Local has them: test cases, and the responses they name.

Source: step-functions developer guide, "Testing state machines with Step Functions Local",
``MockConfigFile.json``.
"""

from __future__ import annotations

from collections.abc import Mapping

from simcore.asl.flow import Json
from simcore.asl.local.mocks import MockInvalid
from simcore.errors import nearest

__all__ = ["mocks_in"]

FIELDS = {"StateMachines", "MockedResponses"}


def mocks_in(given: Json, case: str = "") -> Json:
    """Mocks by state: of a test case ("Case", or "Machine/Case"), or as they are in the file.

    Raises MockInvalid.
    """
    if not isinstance(given, Mapping) or not FIELDS.intersection(given):
        if case:
            raise MockInvalid("", f"there is no case {case[:80]}: the file has no StateMachines")
        return given
    responses = _object("MockedResponses", given.get("MockedResponses", {}))
    cases = _cases(_object("StateMachines", given.get("StateMachines", {})))
    if not cases:
        return responses
    chosen = _chosen(cases, case)
    return {state: _response(responses, state, name) for state, name in cases[chosen].items()}


def _cases(machines: Mapping[str, Json]) -> dict[str, Mapping[str, Json]]:
    found = {}
    for machine, one in machines.items():
        path = f"StateMachines.{machine[:80]}.TestCases"
        cases = one.get("TestCases", {}) if isinstance(one, Mapping) else one
        for case, states in _object(path, cases).items():
            found[f"{machine}/{case}"] = _object(f"{path}.{case[:80]}", states)
    return found


def _chosen(cases: Mapping[str, Json], case: str) -> str:
    if not case and len(cases) == 1:
        return next(iter(cases))
    fits = [name for name in cases if case in (name, name.split("/", 1)[1])]
    if len(fits) == 1:
        return fits[0]
    said = f"{len(fits)} cases are called {case[:80]}" if case else "there are several cases"
    raise MockInvalid("StateMachines", said, nearest(case, list(cases)) or ", ".join(cases)[:200])


def _response(responses: Mapping[str, Json], state: str, name: Json) -> Json:
    if not isinstance(name, str) or name not in responses:
        known = nearest(str(name), list(responses))
        raise MockInvalid(
            "MockedResponses", f"there is no {str(name)[:80]} (of {state[:80]})", known
        )
    return responses[name]


def _object(path: str, given: Json) -> Mapping[str, Json]:
    if not isinstance(given, Mapping):
        raise MockInvalid(path, "an object is expected")
    return given
