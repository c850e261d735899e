"""The few knobs that a scenario's question is about: the lab offers them before all others."""

from typing import Annotated, Any

from pydantic import GetJsonSchemaHandler, StringConstraints, model_validator
from pydantic_core import CoreSchema

from simcore.spec.annotations import Meaning
from simcore.spec.base import Line, Spec

__all__ = ["MOST_OF_INTEREST", "OWN_KNOBS", "KnobOfInterest", "in_full"]

MOST_OF_INTEREST = 8
"""More are no choice among knobs any more."""

LONGEST_PATH = 200

OWN_KNOBS = ("duration", "seed", "profile")
"""Fields of the scenario itself that the lab offers beside the knobs of its components."""

KnobPath = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_PATH)]


class KnobOfInterest(Spec):
    """A knob that the question is about, written as its path or as a mapping."""

    path: Annotated[KnobPath, Meaning("the knob, as `--set` takes it")]
    label: Annotated[Line, Meaning("its name there; else the one it has among all knobs")] = ""
    why: Annotated[Line, Meaning("what turning it shows")] = ""

    @model_validator(mode="before")
    @classmethod
    def _path_alone(cls, data: Any) -> Any:
        return {"path": data} if isinstance(data, str) else data

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        mapping = dict(handler.resolve_ref_schema(handler(schema)))
        heading: dict[str, Any] = {
            key: mapping.pop(key) for key in ("title", "description") if key in mapping
        }
        return {**heading, "anyOf": [mapping["properties"]["path"], mapping]}


def in_full(path: str) -> str:
    """The full spelling of a knob's path: `worker.timeout` is `components.worker.timeout`."""
    written_whole = "." not in path or path.startswith(("components.", "quotas."))
    return path if written_whole else f"components.{path}"
