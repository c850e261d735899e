"""Computes the pictures of the gallery: `manage.py precompute [slug ...]`."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from simcore import run
from visualizer import scenarios, strips


class Command(BaseCommand):
    help = "Run the shipped scenarios and keep their pictures for the gallery."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", help="which ones (default: all)")

    def handle(self, *args: Any, **options: Any) -> None:
        known = {shipped.slug: shipped for shipped in scenarios.all_shipped()}
        wanted = options["slugs"] or list(known)
        if unknown := sorted(set(wanted) - set(known)):
            raise CommandError(f"no such scenario: {', '.join(unknown)}")
        kept = json.loads(strips.FILE.read_text("utf-8")) if strips.FILE.exists() else {}
        kept = {slug: strip for slug, strip in kept.items() if slug in known}
        for slug in wanted:
            kept[slug] = strips.strip_data(run(known[slug].scenario).as_dict())
            self.stdout.write(f"{slug}: {strips.drawn(kept[slug])['text']}")
        rows = [f"{json.dumps(slug)}: {json.dumps(kept[slug])}" for slug in sorted(kept)]
        strips.FILE.write_text("{\n" + ",\n".join(rows) + "\n}\n", "utf-8")
