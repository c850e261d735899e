"""Types of the scenario's numbers: what may be written, in which unit, in which range.

Each is the metadata of an `Annotated` field: `Annotated[float, Seconds(1, 900)]`. Reading gives
a plain number in the base unit that the class is named after.
"""

from types import NoneType
from typing import Any, ClassVar, get_args

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from simcore import units
from simcore.frozen import frozen

__all__ = ["Bytes", "Factor", "Fraction", "Megabytes", "PerSecond", "Quantity", "Seconds", "Whole"]


def _parse_whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(
            f'"{value}" is not a whole number'
            if isinstance(value, str)
            else "a whole number is expected"
        )
    if value != value or value in (float("inf"), float("-inf")) or int(value) != value:
        raise ValueError(f"{value} is not a whole number")
    return int(value)


def _format_whole(value: float) -> str:
    return f"{int(value):,}"


@frozen
class Quantity:
    """A number from `low` to `high`, both in the base unit and both allowed."""

    low: float
    high: float

    kind: ClassVar[str]
    unit: ClassVar[str]
    written: ClassVar[str]

    def read(self, value: object) -> float:
        """The number in base units; raises what pydantic reports as `unit` or `range`."""
        try:
            number = self.parse(value)
        except ValueError as error:
            raise PydanticCustomError("unit", "{reason}", {"reason": str(error)}) from None
        if not self.low <= number <= self.high:
            raise PydanticCustomError(
                "range",
                "{value} is outside {low} to {high}",
                {
                    "value": self.text(number),
                    "low": self.text(self.low),
                    "high": self.text(self.high),
                },
            )
        return number

    def parse(self, value: Any) -> float:
        """The number in base units; raises ValueError with what is allowed."""
        raise NotImplementedError

    def text(self, number: float) -> str:
        """The number as a person writes it."""
        raise NotImplementedError

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema = core_schema.no_info_plain_validator_function(
            self.read, metadata={"pydantic_js_functions": [self._json_schema]}
        )
        nullable = NoneType in get_args(source)
        return core_schema.nullable_schema(schema) if nullable else schema

    def _json_schema(self, _schema: CoreSchema, _handler: object) -> dict[str, Any]:
        number = {"type": "number", "minimum": self.low, "maximum": self.high}
        text = {"type": "string", "pattern": self.written, "maxLength": 64}
        return {
            "anyOf": [number, text],
            "description": f"{self.text(self.low)} to {self.text(self.high)}",
        }


NUMBER = r"^\s*[+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\s*"


class Seconds(Quantity):
    """A duration: "90 s", "15 min", "200 ms", or a bare number of seconds."""

    kind = "duration"
    unit = "s"
    written = NUMBER + r"([a-zA-Z]+)?\s*$"

    def parse(self, value: Any) -> float:
        return units.parse_duration_s(value)

    def text(self, number: float) -> str:
        return units.format_duration_s(number)


class PerSecond(Quantity):
    """A rate: "10/s", "600/min", or a bare number a second."""

    kind = "rate"
    unit = "1/s"
    written = NUMBER + r"((/ ?|per )[a-zA-Z]+)?\s*$"

    def parse(self, value: Any) -> float:
        return units.parse_rate_per_s(value)

    def text(self, number: float) -> str:
        return units.format_rate_per_s(number)


class Megabytes(Quantity):
    """Memory: "512 MB", or a bare number of megabytes."""

    kind = "size"
    unit = "MB"
    written = NUMBER + r"([a-zA-Z]+)?\s*$"

    def parse(self, value: Any) -> float:
        return units.parse_size_mb(value)

    def text(self, number: float) -> str:
        return units.format_size_mb(number)


class Bytes(Quantity):
    """A message size: "256 KB", or a bare number of bytes."""

    kind = "size"
    unit = "bytes"
    written = NUMBER + r"([a-zA-Z]+)?\s*$"

    def parse(self, value: Any) -> float:
        return units.parse_size_bytes(value)

    def text(self, number: float) -> str:
        return units.format_size_bytes(int(number))


class Fraction(Quantity):
    """A share: "1.5 %" or 0.015."""

    kind = "percent"
    unit = ""
    written = NUMBER + r"(%|percent)?\s*$"

    def parse(self, value: Any) -> float:
        return units.parse_fraction(value)

    def text(self, number: float) -> str:
        return units.format_fraction(number)


class Factor(Quantity):
    """A plain number."""

    kind = "number"
    unit = ""

    def parse(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError("a number is expected")
        return float(value)

    def text(self, number: float) -> str:
        return f"{number:.15g}"

    def _json_schema(self, _schema: CoreSchema, _handler: object) -> dict[str, Any]:
        return {"type": "number", "minimum": self.low, "maximum": self.high}


class Whole(Quantity):
    """A whole number."""

    kind = "integer"
    unit = ""

    def parse(self, value: Any) -> float:
        return _parse_whole(value)

    def text(self, number: float) -> str:
        return _format_whole(number)

    def _json_schema(self, _schema: CoreSchema, _handler: object) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}
