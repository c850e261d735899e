"""The fields of data flow that a state or a catcher has."""

from __future__ import annotations

from typing import Any, Final

from simcore.asl.definition.flows.variables import assign_in
from simcore.asl.definition.place import Place
from simcore.asl.definition.scope import Scope
from simcore.asl.flow import Evaluated, Flow
from simcore.asl.jsonata import flow as jsonata
from simcore.asl.jsonata.fields import value_in
from simcore.asl.jsonpath.fields import path_in, payload_of, reference_in, template_in
from simcore.asl.jsonpath.flow import PLAIN, JsonPathFlow
from simcore.asl.jsonpath.template import Literal
from simcore.asl.states import QueryLanguage

__all__ = ["catcher_flow", "json_path_flow", "jsonata_flow", "state_flow"]

DROPPING: Final = ("InputPath", "ResultPath", "OutputPath")


def state_flow(place: Place, name: str, scope: Scope, language: QueryLanguage) -> Flow:
    """``Parameters`` of a Map are those of its items, and not read here."""
    if language == "JSONata":
        return jsonata_flow(place, name, scope)
    made: dict[str, Any] = {
        "input_path": path_in(place, "InputPath"),
        "parameters": _parameters(place),
        "selector": payload_of(place, "ResultSelector"),
        "output_path": path_in(place, "OutputPath"),
    }
    return json_path_flow(place, name, scope, made)


def json_path_flow(place: Place, name: str, scope: Scope, made: dict[str, Any]) -> JsonPathFlow:
    """``made`` are the parts that have been read already."""
    dropped = [field for field in DROPPING if field in place and place.get(field) is None]
    made["result_path"] = reference_in(place, "ResultPath")
    made["assign"] = assign_in(place, scope, "JSONPath")
    if not dropped and not any(part is not None for part in made.values()):
        return PLAIN
    return JsonPathFlow(
        name=name,
        drops_input="InputPath" in dropped,
        drops_result="ResultPath" in dropped,
        drops_output="OutputPath" in dropped,
        **made,
    )


def _parameters(place: Place) -> Evaluated | None:
    kind = place.get("Type")
    if kind == "Pass" and "Result" in place:
        return Literal(place.get("Result"))
    return None if kind == "Map" else template_in(place, "Parameters")


def jsonata_flow(
    place: Place, name: str, scope: Scope, prefix: str = "", *, in_catcher: bool = False
) -> jsonata.JsonataFlow:
    arguments = value_in(place, "Arguments")
    output = value_in(place, "Output", prefix, in_catcher=in_catcher)
    assign = assign_in(place, scope, "JSONata", prefix, in_catcher=in_catcher)
    if arguments is None and output is None and assign is None:
        return jsonata.PLAIN
    return jsonata.JsonataFlow(name, arguments, output, assign)


def catcher_flow(entry: Place, n: int, name: str, scope: Scope, language: QueryLanguage) -> Flow:
    """The flow of the catcher with that number, of the state with that name."""
    if language == "JSONata":
        return jsonata_flow(entry, name, scope, f"Catch[{n}]/", in_catcher=True)
    return json_path_flow(entry, name, scope, {})
