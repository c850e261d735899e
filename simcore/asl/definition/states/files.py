"""What a Distributed Map reads its items from, and how it hands on its results.

Source: developer guide, "ItemReader (Map)" and "ResultWriter (Map)", 2026: types of input, the
three sets of fields that a ResultWriter may have. Values of CSVHeaderLocation and CSVDelimiter: AWS
CDK's reference of enums of the same names, 2026.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from simcore.asl.definition.complaints import shortened
from simcore.asl.definition.flows.values import number_in
from simcore.asl.definition.place import Place
from simcore.asl.flow import Evaluated
from simcore.asl.jsonata.fields import is_expression
from simcore.asl.states import QueryLanguage, ResultWriter

__all__ = ["Reader", "reader_in", "writer_in"]

S3: Final = re.compile(r"arn:aws[a-z-]*:states:::s3:([A-Za-z0-9]+)")
READS: Final = {"getObject": ("Bucket", "Key"), "listObjectsV2": ("Bucket",)}
WRITES: Final = {"putObject": ("Bucket",)}
INPUTS: Final = ("CSV", "JSON", "JSONL", "PARQUET", "MANIFEST")
CHOICES: Final = {
    "InputType": INPUTS,
    "CSVHeaderLocation": ("FIRST_ROW", "GIVEN"),
    "CSVDelimiter": ("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"),
}
TEXTS: Final = ("ItemsPointer", "ManifestType", "Transformation")
CONFIG: Final = (*CHOICES, *TEXTS, "CSVHeaders", "MaxItems")
MOST_ITEMS: Final = 100_000_000
SHAPES: Final = ("NONE", "COMPACT", "FLATTEN")


class Reader(NamedTuple):
    """``place`` is the ItemReader; ``most_items`` how many it reads, None where it says nothing."""

    place: Place
    most_items: Evaluated | None


def reader_in(place: Place, language: QueryLanguage) -> Reader | None:
    """The ItemReader, for its parameters and as it is."""
    reader = _part(place, "ItemReader", ("ReaderConfig",), language)
    if reader is None:
        return None
    action = _action(reader, READS)
    _given(reader, language, READS.get(action, ()))
    config = reader.object("ReaderConfig")
    if config is None:
        if action == "getObject":
            told = "is missing: a file has a type"
            reader.complain("ReaderConfig.InputType", told, " or ".join(INPUTS))
        return Reader(reader, None)
    return Reader(reader, _config(config, action, language))


def _config(config: Place, action: str, language: QueryLanguage) -> Evaluated | None:
    paths = ("MaxItemsPath",) if language == "JSONPath" else ()
    config.knows_only((*CONFIG, *paths), "ReaderConfig")
    for field, values in CHOICES.items():
        if field in config:
            config.one_of(field, values, values[0])
    if action == "getObject" and "InputType" not in config:
        config.complain("InputType", "is missing: a file has a type", " or ".join(INPUTS))
    if "CSVHeaders" in config or config.get("CSVHeaderLocation") == "GIVEN":
        config.texts("CSVHeaders")
    if "MaxItems" in config and "MaxItemsPath" in config:
        config.complain("MaxItemsPath", "there is MaxItems too", "one of both")
    for field in TEXTS:
        config.text(field, needed=field in config)
    return number_in(config, "MaxItems", language, 0, MOST_ITEMS)


def writer_in(place: Place, language: QueryLanguage) -> ResultWriter | None:
    """The ResultWriter: where results go, how they look, or both."""
    writer = _part(place, "ResultWriter", ("WriterConfig",), language)
    if writer is None:
        return None
    config = writer.object("WriterConfig")
    given = "Arguments" if language == "JSONata" else "Parameters"
    if "Resource" in writer or given in writer or config is None:
        action = _action(writer, WRITES)
        _given(writer, language, WRITES.get(action, ()), is_needed=True)
    shape = "NONE" if "Resource" in writer else "COMPACT"
    if config is not None:
        config.knows_only(("OutputType", "Transformation"), "WriterConfig")
        config.one_of("OutputType", ("JSON", "JSONL"), "JSON")
        shape = config.one_of("Transformation", SHAPES, shape)
    return ResultWriter(writer.document, "Resource" in writer, shape == "FLATTEN")


def _part(place: Place, field: str, more: tuple[str, ...], language: QueryLanguage) -> Place | None:
    inner = place.object(field)
    if inner is not None:
        given = "Arguments" if language == "JSONata" else "Parameters"
        inner.knows_only(("Resource", given, *more), field)
    return inner


def _action(inner: Place, known: Mapping[str, tuple[str, ...]]) -> str:
    """What is asked of S3; "" where that cannot be read."""
    said = inner.text("Resource", needed=True)
    arn = S3.fullmatch(said)
    if arn is not None and arn[1] in known:
        return arn[1]
    if said:
        hint = " or ".join(f"arn:aws:states:::s3:{one}" for one in known)
        inner.complain("Resource", f"{shortened(said)} cannot be asked for here", hint)
    return ""


def _given(
    inner: Place, language: QueryLanguage, needed: tuple[str, ...], *, is_needed: bool = False
) -> None:
    """The parameters of that call; where there are none, the state's input is them."""
    field = "Arguments" if language == "JSONata" else "Parameters"
    if language == "JSONata" and is_expression(inner.get(field)):
        return
    given = inner.object(field, needed=is_needed)
    for name in needed if given is not None else ():
        if given is not None and name not in given and f"{name}.$" not in given:
            given.complain(name, "is missing")
