"""What all parts of a scenario have in common."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from simcore.quotas import Profile
from simcore.spec.annotations import Meaning, WithinProfile

__all__ = ["Answers", "ComponentSpec", "Line", "OneOf", "Prose", "Slug", "Spec"]

SLUG = r"^[a-z][a-z0-9-]{0,39}$"
TITLE_LENGTH = 120
PROSE_LENGTH = 4_000

Answers = Literal["", "invoke", "http"]

Slug = Annotated[str, StringConstraints(pattern=SLUG)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=TITLE_LENGTH)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=PROSE_LENGTH)]


class Spec(BaseModel):
    """A part of a scenario: immutable, and without fields it does not know."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", serialize_by_alias=True, defer_build=True
    )

    def derived(self, profile: Profile, region: str) -> Self:
        """With the defaults that follow from several fields; those of single fields are there."""
        return self

    def passing(self, field: str) -> float:
        """The share of what comes that goes where a field of this spec refers to."""
        return 1.0

    def sent_bytes(self) -> int:
        """The size of what this part of a component sends, in bytes; 0 when it says none."""
        return 0

    def offers(self, field: str) -> bool:
        """Whether a field with a knob is one as the spec is: some are of one kind only."""
        return True

    def bounds(self, field: str, within: WithinProfile) -> WithinProfile:
        """Between which rows of the profile the field lies, when another field decides that."""
        return within


class ComponentSpec(Spec):
    """What a scenario says of one component; `type` says which of its fields there are."""

    answers: ClassVar[Answers] = ""
    """Whether whoever sends to it waits for its answer: an Invoke, or a request over HTTP."""
    writes_logs: ClassVar[bool] = False
    """Whether its execution role has to allow it to write logs."""
    tells_ahead: ClassVar[bool] = False
    """Whether what it sends is known before it happens, so that who takes it may look ahead."""
    holds_messages: ClassVar[bool] = False
    """Whether what is sent to it waits there until it is received and deleted, as in a queue."""
    takes_time: ClassVar[bool] = False
    """Whether whoever asks it waits for as long as it says, without being answered anything."""
    sdk_service: ClassVar[str] = ""
    """The name under which AWS's SDKs keep retry settings of their own for it, if they do."""

    type: str
    title: Annotated[Line, Meaning("the name on screen; else from the id")] = ""

    def edge_kind(self, said: str, to: "ComponentSpec | None") -> str:
        """The kind of an edge to a component that a field says is of kind `said`."""
        return said

    def traits(self, others: "Mapping[str, ComponentSpec]") -> tuple[str, ...]:
        """What a picture may ask for: of its type it is one of those that do more than others."""
        return ()

    def sized_by(self, until_s: float) -> str:
        """The field that decides how much there will be to do until then because of it, if any."""
        return ""

    def brings_messages(self) -> int:
        """How many messages are here when the run begins."""
        return 0

    def message_bytes(self) -> int:
        """The size of the messages that begin here, in bytes; 0 when none do."""
        return 0

    def asks_which_failed(self, function: str) -> bool:
        """Whether it asks a function, by its id, which of the records that it gets failed."""
        return False

    def sets_trace_header(self) -> bool:
        """Whether what it invokes is told by X-Ray's trace header whether it is sampled."""
        return False

    def has_customer_key(self) -> bool:
        """Whether what it keeps is encrypted with a KMS key of the customer's."""
        return False

    def sends_poison(self) -> bool:
        """Whether messages begin here that make their handler fail whenever it gets them."""
        return False


class OneOf(Spec):
    """Exactly one of several kinds, written as a mapping with one key: `{poisson: {...}}`."""

    heading: ClassVar[str] = ""
    """Where the page of fields explains it, when it is the same wherever it is used."""

    plain: ClassVar[str | None] = None
    """The kind meant by a bare value, when there is one."""

    @classmethod
    def kinds(cls) -> list[str]:
        """The names a document may use, in order."""
        return [field.alias or name for name, field in cls.model_fields.items()]

    @property
    def kind(self) -> str:
        """The name of the kind that was chosen."""
        return next(name for name, value in self if value is not None)

    @property
    def given(self) -> Any:
        """What the document says about that kind."""
        return getattr(self, self.kind)

    @model_validator(mode="before")
    @classmethod
    def _bare_value(cls, data: Any) -> Any:
        if cls.plain is not None and isinstance(data, str | int | float):
            return {cls.plain: data}
        return data

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        chosen = [name for name, value in self if value is not None]
        if len(chosen) != 1:
            found = " and ".join(chosen) or "none"
            raise PydanticCustomError(
                "one-kind",
                "exactly one of {kinds} is expected, found {found}",
                {"kinds": ", ".join(self.kinds()), "found": found},
            )
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        mapping = handler.resolve_ref_schema(handler(schema))
        mapping.update(minProperties=1, maxProperties=1)
        if cls.plain is None:
            return mapping
        plain = mapping["properties"][cls.plain]
        heading: dict[str, Any] = {
            key: mapping.pop(key) for key in ("title", "description") if key in mapping
        }
        return {**heading, "anyOf": [*plain["anyOf"][:-1], dict(mapping)]}

    @model_serializer(mode="wrap")
    def _only_the_kind(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in handler(self).items() if value is not None}
