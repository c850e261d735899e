"""How data flows through a state whose language is JSONPath.

Models: InputPath -> Parameters -> the work -> ResultSelector -> ResultPath -> OutputPath, in this
order, and Assign beside them; what is made is at most 256 KiB.

Ignores: functions at the end of a path, as ``.length()``; States.ParameterPathFailure, as the
guide names what was recorded as States.Runtime.

Sources: developer guide, "Processing input and output", "Passing data between states with
variables"; histories recorded on AWS.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from simcore.asl.flow import Around, Evaluated, Json, Left
from simcore.asl.jsonpath.path import Path
from simcore.asl.jsonpath.reference import placed
from simcore.asl.size import PROVIDED, within_limit

__all__ = ["NOTHING", "PLAIN", "JsonPathFlow"]

NOTHING: Final[Mapping[str, Json]] = {}  # a plain one: what a state leaves has to pickle


@dataclass(frozen=True, slots=True)
class JsonPathFlow:
    """None stands for the default of each field; ``drops_...`` for an explicit null.

    ``name`` is the state's, for causes.
    """

    name: str = ""
    input_path: Path | None = None
    parameters: Evaluated | None = None
    selector: Evaluated | None = None
    result_path: Path | None = None
    output_path: Path | None = None
    assign: Evaluated | None = None
    drops_input: bool = False
    drops_result: bool = False
    drops_output: bool = False
    is_plain: bool = False

    def enter(self, input: Json, around: Around) -> Json:
        if self.drops_input:
            return {}
        return input if self.input_path is None else self.input_path.of(input, around)

    def arguments(self, effective: Json, around: Around) -> Json:
        if self.parameters is None:
            return effective
        return within_limit(self.parameters.of(effective, around), self.name, PROVIDED)

    def leave(self, input: Json, effective: Json, result: Json, around: Around) -> Left:
        assigned = self.assigned(result, around)
        selected = result if self.selector is None else self.selector.of(result, around)
        output = self.put_out(self.merged(input, selected), around)
        if output is not input and output is not result:
            within_limit(output, self.name)
        return Left(output, assigned)

    def caught(self, input: Json, effective: Json, error_output: Json, around: Around) -> Left:
        assigned = self.assigned(error_output, around)
        return Left(within_limit(self.merged(input, error_output), self.name), assigned)

    def assigned(self, result: Json, around: Around) -> Mapping[str, Json]:
        if self.assign is None:
            return NOTHING
        values: Mapping[str, Json] = self.assign.of(result, around)
        within_limit(values, self.name)
        return values

    def merged(self, input: Json, result: Json) -> Json:
        """What ResultPath makes of the raw input and the result."""
        if self.drops_result:
            return input
        if self.result_path is None or not self.result_path.steps:
            return result
        return placed(input, self.result_path.steps, result)

    def put_out(self, output: Json, around: Around) -> Json:
        if self.drops_output:
            return {}
        return output if self.output_path is None else self.output_path.of(output, around)


PLAIN: Final = JsonPathFlow(is_plain=True)
