"""The page on the language says what the code does."""

import re
from pathlib import Path

from simcore.asl import size
from simcore.asl.definition import bounds
from simcore.asl.definition.matrix import COMMON, FIELDS, TWINS
from simcore.asl.intrinsics.functions import FUNCTIONS
from simcore.asl.intrinsics.reading import MOST_CALLS
from simcore.asl.jsonata import bounds as of_expressions
from simcore.asl.jsonata.engine import MOST_CHARACTERS
from simcore.asl.jsonata.functions import TABLE
from simcore.asl.jsonpath.path import MAX_CHARACTERS
from simcore.asl.jsonpath.query import MOST_PLACES

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "asl.md").read_text()
ROW = re.compile(r"^\| (\w+) \|(.*)\|(.*)\|(.*)\|$", re.MULTILINE)
WITHIN = {"Variable", "And", "Or", "Not", "Condition"}


def named(cell):
    return set(re.findall(r"`(\w+)`", cell)) - WITHIN


def test_every_field_of_every_state_is_on_the_page():
    rows = {name: cells for name, *cells in ROW.findall(PAGE) if name in FIELDS}
    assert rows.keys() == FIELDS.keys()
    for kind, (both, json_path, jsonata) in rows.items():
        fields = FIELDS[kind]
        paths = {f"{twin}Path" for twin in TWINS if kind == "Map"}
        assert named(both) == set(fields.both) - {"Next", "End"}
        assert named(json_path) | paths == set(fields.json_path) | paths
        assert named(jsonata) == set(fields.jsonata)
    assert all(f"`{field}`" in PAGE for field in COMMON)


def test_bounds_are_on_the_page():
    for said in (
        f"{bounds.MAX_DEPTH} levels deep, {bounds.MAX_STATES:,} states",
        f"{MAX_CHARACTERS:,}; {MOST_CHARACTERS:,} characters",
        f"{MOST_PLACES:,} places",
        f"{size.LIMIT_BYTES:,} bytes; {size.MAX_DEPTH} levels deep",
        f"{of_expressions.MOST_STEPS:,} steps instead of one second; "
        f"{of_expressions.MOST_DEPTH} levels; {of_expressions.MOST_BYTES:,} bytes",
    ):
        assert said in PAGE
    assert bounds.MAX_BYTES == 1024**2
    assert "at most ten in a field" in " ".join(PAGE.split())
    assert MOST_CALLS == 10


def test_functions_are_on_the_page():
    assert all(f"`{name}`" in PAGE or f"`States.{name}`" in PAGE for name in FUNCTIONS)
    added = {"partition", "range", "hash", "random", "uuid", "parse", "now", "millis", "shuffle"}
    assert added <= TABLE.keys()
    assert [name for name in added if f"`${name}" not in PAGE] == []
