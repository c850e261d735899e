"""Which fields a state may have, by its type and its query language.

Source: developer guide, "Using Amazon States Language", pages on each state, and cfn-lint's schema.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from simcore.asl.definition.complaints import shortened
from simcore.asl.definition.place import Place
from simcore.asl.states import QueryLanguage
from simcore.errors import nearest

__all__ = ["FIELDS", "TWINS", "fields_checked"]

COMMON: Final = ("Type", "Comment", "QueryLanguage")
GOING_ON: Final = ("Next", "End")
HANDLING: Final = ("Retry", "Catch")
PATHS: Final = ("InputPath", "OutputPath")
LIMITS: Final = ("TimeoutSeconds", "HeartbeatSeconds")
MAP: Final = (
    "ItemProcessor",
    "Iterator",
    "ItemSelector",
    "ItemReader",
    "ItemBatcher",
    "ResultWriter",
    "Label",
)
MAP_NUMBERS: Final = ("MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage")
RESULT: Final = ("ResultSelector", "ResultPath")


class Fields(NamedTuple):
    both: tuple[str, ...]
    json_path: tuple[str, ...]
    jsonata: tuple[str, ...]


FIELDS: Final[dict[str, Fields]] = {
    "Task": Fields(
        (*GOING_ON, *HANDLING, "Assign", "Resource", "Credentials", *LIMITS),
        (*PATHS, *RESULT, "Parameters", *(f"{name}Path" for name in LIMITS)),
        ("Arguments", "Output"),
    ),
    "Pass": Fields(
        (*GOING_ON, "Assign"), (*PATHS, "Parameters", "Result", "ResultPath"), ("Output",)
    ),
    "Choice": Fields(("Choices", "Default", "Assign"), PATHS, ("Output",)),
    "Wait": Fields(
        (*GOING_ON, "Assign", "Seconds", "Timestamp"),
        (*PATHS, "SecondsPath", "TimestampPath"),
        ("Output",),
    ),
    "Succeed": Fields((), PATHS, ("Output",)),
    "Fail": Fields(("Error", "Cause"), ("ErrorPath", "CausePath"), ()),
    "Parallel": Fields(
        (*GOING_ON, *HANDLING, "Assign", "Branches"),
        (*PATHS, *RESULT, "Parameters"),
        ("Arguments", "Output"),
    ),
    "Map": Fields(
        (*GOING_ON, *HANDLING, "Assign", *MAP, *MAP_NUMBERS),
        (*PATHS, *RESULT, "Parameters", "ItemsPath", *(f"{name}Path" for name in MAP_NUMBERS)),
        ("Items", "Output"),
    ),
}
TWINS: Final = (*LIMITS, "Seconds", "Timestamp", "Error", "Cause", *MAP_NUMBERS)


def fields_checked(place: Place, kind: str, language: QueryLanguage) -> None:
    """Complains about fields that the state cannot have, and about literals beside their paths."""
    place.text("Comment")  # for its complaint alone
    fields = FIELDS[kind]
    mine, others = fields.json_path, fields.jsonata
    if language == "JSONata":
        mine, others = others, mine
    allowed = {*COMMON, *fields.both, *mine}
    for name in place.document:
        if name in others and name not in allowed:
            place.complain(name, f"is not for {language}", _hint(language))
        elif name not in allowed:
            hint = nearest(shortened(name), sorted(allowed))
            place.complain(name, f"{_an(kind)} state has no such field", hint)
    for name in TWINS:
        if name in place and f"{name}Path" in place:
            place.complain(f"{name}Path", f"there is {name} too", "one of both")


def _hint(language: QueryLanguage) -> str:
    if language == "JSONata":
        return "JSONata has Arguments, Output, Items and {% ... %} instead"
    return 'QueryLanguage: "JSONata" has it; here are paths, Parameters and ResultSelector'


def _an(kind: str) -> str:
    return f"a {kind}"
