"""What is about other components is asked of what their types declare."""

import re

from tests.test_house import ROOT

ASKS_FOR_A_NAME = re.compile(
    r"""(type_of\([^()]*\)|\.type)\s*(==|!=|in\b|not in\b)\s*(["'(]|[A-Z_]+\b)"""
)


def test_services_ask_what_types_declare_and_not_how_they_are_called():
    """A type that comes later would not be in anybody's list of names."""
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sorted((ROOT / "simcore" / "services").rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if ASKS_FOR_A_NAME.search(line)
    ]
    assert found == []
    for line in ('if graph.type_of(id) == "client":', "or component.type in HAVE_LATENCIES"):
        assert ASKS_FOR_A_NAME.search(line)
