"""Writes what the tests of evidence and theory found: `make results`.

Runs the modules that were changed since, or all where the model was, and keeps of each assertion
that held its source and its values. A name of a module (`tests/evidence/test_cost.py`) runs that.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "visualizer.settings")

import django  # noqa: E402
import pytest  # noqa: E402

django.setup()

from simcore.version import MODEL  # noqa: E402
from visualizer.fidelity import evidence  # noqa: E402
from visualizer.fidelity.compared import compared  # noqa: E402

MOST = 8  # assertions of a case
LONGEST = 160
NUMBER = re.compile(r"-?\d+\.\d+(?:e[+-]?\d+)?")
PLACE = re.compile(r" at 0x[0-9a-f]+")
NUMPY = re.compile(r"np\.\w+\(([^()]*)\)")

Asserted = tuple[str, str, int]


class Recorder:
    """Notes every assertion that holds, by the test in which it does."""

    def __init__(self) -> None:
        self.seen: dict[str, list[tuple[str, str]]] = {}

    def pytest_assertion_pass(self, item: Any, lineno: int, orig: str, expl: str) -> None:
        self.seen.setdefault(item.nodeid, []).append((orig, expl))


def names() -> list[str]:
    """The modules of tests whose results are shown."""
    found = (path for folder in evidence.FOLDERS for path in (ROOT / folder).glob("test_*.py"))
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def stale() -> list[str]:
    """Those of which what is kept is not of them as they are now."""
    kept = read()
    return [name for name in names() if of(kept.get(name, {})) != (evidence.digest_of(name), MODEL)]


def of(entry: dict[str, Any]) -> tuple[str, str]:
    """What an entry was computed of: a module, and the model that it tests."""
    return entry.get("of", ""), entry.get("model", "")


def read() -> dict[str, Any]:
    """What is kept."""
    file = evidence.FILE
    return json.loads(file.read_text("utf-8")) if file.exists() else {}


def reduced(seen: list[tuple[str, str]]) -> list[Asserted]:
    """Each assertion once: of those that were made often the one that was farthest off."""
    found: dict[str, Asserted] = {}
    for orig, expl in seen:
        source, values = shortened(" ".join(orig.split())), valued(expl)
        before = found.get(source)
        if before is None:
            found[source] = (source, values, 1)
            continue
        farther = compared(source, values).share > compared(source, before[1]).share
        found[source] = (source, values if farther else before[1], before[2] + 1)
    return list(found.values())[:MOST]


def valued(expl: str) -> str:
    """The first line, its numbers with six digits; nothing where it is too long to be read."""
    line = NUMPY.sub(r"\1", PLACE.sub("", expl.split("\n")[0]))
    line = NUMBER.sub(lambda found: f"{float(found[0]):.6g}", line)
    return line if len(line) <= LONGEST else ""


def shortened(text: str) -> str:
    """A source that can be read in a table."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def write(seen: dict[str, list[tuple[str, str]]], ran: list[str]) -> None:
    """Put what was seen in place of what was kept."""
    kept = {name: entry for name, entry in read().items() if name in names()}
    for name in ran:
        own = {node.partition("::")[2]: seen[node] for node in seen if node.startswith(f"{name}::")}
        cases = {case: reduced(asserted) for case, asserted in own.items()}
        told = {case.partition("[")[0] for case in cases}
        cases |= {test: [] for test in evidence.tests_in(name) if test not in told}
        kept[name] = {"of": evidence.digest_of(name), "model": MODEL, "cases": cases}
    rows = [f"{json.dumps(name)}: {shown(kept[name])}" for name in sorted(kept)]
    evidence.FILE.write_text("{\n" + ",\n".join(rows) + "\n}\n", "utf-8")


def shown(entry: dict[str, Any]) -> str:
    """A case a line."""
    cases = [f" {json.dumps(case)}: {json.dumps(told, ensure_ascii=False)}"
             for case, told in entry["cases"].items()]  # fmt: skip
    head = f'{{"of": {json.dumps(entry["of"])}, "model": {json.dumps(entry["model"])}, "cases": '
    return head + "{\n" + ",\n".join(cases) + "\n}}"


def main() -> int:
    """Run what is to be run, and write what it found where all of it held."""
    wanted = sys.argv[1:] or stale()
    if not wanted:
        return 0
    recorder = Recorder()
    with tempfile.TemporaryDirectory() as folder:
        # Modules that were compiled for other runs tell nothing of what holds.
        sys.pycache_prefix = folder
        options = ["-q", "-p", "no:playwright", "-o", "enable_assertion_pass_hook=true"]
        status = pytest.main([*options, *wanted], plugins=[recorder])
    if status == 0:
        write(recorder.seen, wanted)
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
