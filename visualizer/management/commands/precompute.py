"""Computes what the pages show of runs: `manage.py precompute [scenario or lesson ...]`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from simcore import run
from simcore.lessons import Lesson, all_lessons
from visualizer import course, scenarios, strips
from visualizer.scenarios import Shipped


class Command(BaseCommand):
    help = "Run the shipped scenarios and the lessons, and keep what their pages show of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", help="of scenarios and lessons (default: all)")

    def handle(self, *args: Any, **options: Any) -> None:
        shipped = {one.slug: one for one in scenarios.all_shipped()}
        lessons = {one.id: one for one in all_lessons() if one.path.parent.parent == course.LESSONS}
        wanted = set(options["names"] or [*shipped, *lessons])
        if unknown := sorted(wanted - set(shipped) - set(lessons)):
            raise CommandError(f"no such scenario and no such lesson: {', '.join(unknown)}")
        self._strips(shipped, wanted)
        self._lessons(lessons, wanted)

    def _strips(self, shipped: Mapping[str, Shipped], wanted: set[str]) -> None:
        kept = {slug: strip for slug, strip in _read(strips.FILE).items() if slug in shipped}
        for slug in sorted(wanted & set(shipped)):
            kept[slug] = strips.strip_data(run(shipped[slug].scenario).as_dict())
            self.stdout.write(f"{slug}: {strips.drawn(kept[slug])['text']}")
        _write(strips.FILE, kept)

    def _lessons(self, lessons: Mapping[str, Lesson], wanted: set[str]) -> None:
        kept = {id: outcome for id, outcome in _read(course.FILE).items() if id in lessons}
        for id in sorted(wanted & set(lessons)):
            kept[id] = course.outcome_of(lessons[id], run(lessons[id].scenario).as_dict())
            passed = sum(claim["status"] == "passed" for claim in kept[id]["claims"])
            self.stdout.write(f"lesson {id}: {passed} of {len(kept[id]['claims'])} claims hold")
        _write(course.FILE, kept)


def _read(file: Path) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    return kept


def _write(file: Path, kept: Mapping[str, Any]) -> None:
    rows = [f"{json.dumps(name)}: {json.dumps(kept[name])}" for name in sorted(kept)]
    file.write_text("{\n" + ",\n".join(rows) + "\n}\n", "utf-8")
