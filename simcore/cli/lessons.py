"""`windtunnel lesson`: list, check, try and begin lessons."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from simcore.cli import output
from simcore.cli.arguments import BadArguments
from simcore.cli.loading import is_loaded
from simcore.cli.targets import File
from simcore.errors import Check, nearest
from simcore.lessons import Lesson, check_lesson, load_lesson, shelf
from simcore.lessons.draft import FILL_IN, draft
from simcore.lessons.reading import FILE
from simcore.lessons.trial import Finding, findings_of, solutions_of
from simcore.scenario import Scenario, load_scenario, shipped, vary
from simcore.scenario.run import run
from simcore.spec.base import SLUG

__all__ = ["lessons"]

RIGHT, WRONG, INVALID = 0, 1, 2
MARKS = {True: "holds", False: "WRONG"}


def lessons(arguments: Namespace) -> int:
    """What the arguments ask for."""
    return int(WHAT[arguments.what](arguments))


def _list(arguments: Namespace) -> int:
    found = shelf()
    if arguments.json:
        output.print_json([one.as_data() for one in found.lessons])
    for lesson in () if arguments.json else found.lessons:
        print(f"{lesson.order:>4}  {lesson.id:<40} {lesson.title}")
    for file, checks in found.complaints.items():
        print(f"left out: {file}", file=sys.stderr)
        output.print_warnings(checks)
    return RIGHT


def _check(arguments: Namespace) -> int:
    found = {name: check_lesson(path) for name, path in _named(arguments.paths)}
    if arguments.json:
        output.print_json({name: [one.as_dict() for one in all] for name, all in found.items()})
    for name, checks in () if arguments.json else found.items():
        output.print_findings(name, checks)
        _still_to_be_written(name)
    return INVALID if any(found.values()) else RIGHT


def _still_to_be_written(name: str) -> None:
    """Lines that a draft has left open."""
    for path in dict(_named([name])).values():
        file = path / FILE if path.is_dir() else path
        text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
        open_lines = [n for n, line in enumerate(text.splitlines(), 1) if FILL_IN in line]
        if open_lines:
            print(f"  to fill in: lines {', '.join(map(str, open_lines))}")


def _try(arguments: Namespace) -> int:
    tried = {}
    for name, path in _named(arguments.paths):
        lesson = load_lesson(path)
        is_loaded()
        tried[name] = (lesson, list(_findings(lesson, arguments.seed)))
        if not arguments.json:
            print("\n".join(_lines(*tried[name])))
    if arguments.json:
        output.print_json(
            {name: [one.as_dict() for one in all] for name, (_, all) in tried.items()}
        )
    return RIGHT if all(one.right for _, all in tried.values() for one in all) else WRONG


def _findings(lesson: Lesson, seed: int | None) -> Iterator[Finding]:
    yield from findings_of(lesson, _computed(vary(lesson.scenario, seed=seed)))
    yield from solutions_of(lesson, _computed, seed)


def _computed(scenario: Scenario) -> Mapping[str, Any]:
    return run(scenario).as_dict()


def _lines(lesson: Lesson, findings: Sequence[Finding]) -> Iterator[str]:
    yield f"{lesson.id}: {lesson.title}"
    for one in findings:
        yield f"  {MARKS[one.right]}  {one.sort:<8} {one.step}: {one.words}"
        yield f"         {'':<8} {one.seen}"
    wrong = sum(not one.right for one in findings)
    yield f"  {len(findings)} findings, {wrong} wrong" if wrong else f"  all {len(findings)} hold"


def _named(names: Sequence[str]) -> Iterator[tuple[str, Path]]:
    """Lessons by file, folder or id; a folder of lessons means all of them."""
    for name in names:
        path = _path(name)
        several = sorted(path.glob(f"*/{FILE}")) if _is_folder_of_lessons(path) else []
        for file in several:
            yield str(file.parent), file.parent
        if not several:
            yield name, path


def _path(name: str) -> Path:
    try:
        if Path(name).exists():
            return Path(name)
    except (OSError, ValueError):  # no file has such a name
        pass
    known = {lesson.id: lesson.path.parent for lesson in shelf().lessons}
    if name not in known:
        raise BadArguments(f"there is no lesson {name[:80]}", nearest(name[:80], list(known)))
    return known[name]


def _is_folder_of_lessons(path: Path) -> bool:
    return path.is_dir() and not (path / FILE).is_file()


def _new(arguments: Namespace) -> int:
    if re.fullmatch(SLUG, arguments.id) is None:
        raise BadArguments(
            f"{arguments.id[:80]} is no id of a lesson", "1 to 40 of a-z, 0-9 and -, a letter first"
        )
    folder = Path(arguments.into) / arguments.id
    if folder.exists():
        raise BadArguments(f"{folder} is there already", "choose another id, or another folder")
    scenario = load_scenario(arguments.scenario)
    if arguments.scenario not in shipped():
        hint = f"{', '.join(shipped())}; a file beside the lesson comes later, as scenario.yaml"
        raise BadArguments(f"{arguments.scenario[:80]} is no shipped scenario", hint)
    is_loaded()
    order = max((lesson.order for lesson in shelf().lessons), default=0) + 1
    text = draft(scenario, arguments.scenario, order, _computed)
    _write(folder, text)
    found: list[Check] = check_lesson(folder)
    print(f"written: {folder / FILE}. What is to be filled in begins with {FILL_IN!r}.")
    print(f"Then: windtunnel lesson check {folder}; windtunnel lesson run {folder}")
    output.print_warnings(found)
    return INVALID if found else RIGHT


def _write(folder: Path, text: str) -> None:
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise BadArguments(f"{folder}: {error.strerror}", "name a folder to write to") from None
    File("--into", str(folder / FILE)).write_bytes(text.encode())


WHAT = {"list": _list, "check": _check, "run": _try, "new": _new}
