"""Writes every page that is not written by hand: `make pages`.

With `--check` it writes nothing, and fails when a page is not current.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from simcore.cli.output import json_bytes  # noqa: E402
from simcore.components import READINGS, TITLES  # noqa: E402
from simcore.quotas.reference import reference as quotas  # noqa: E402
from simcore.recording.reference import reference  # noqa: E402
from simcore.scenario import json_schema  # noqa: E402
from simcore.scenario.insights_reference import reference as insights  # noqa: E402
from simcore.scenario.reference import reference as fields  # noqa: E402
from tools.api_page import page as operations  # noqa: E402
from tools.models_page import page as models  # noqa: E402


def metrics() -> str:
    """All metrics and counters, type by type."""
    return reference(READINGS, TITLES)


def schema() -> str:
    """The JSON Schema of scenario files, as `windtunnel schema` prints it."""
    return json_bytes(json_schema(), indent=True).decode()


PAGES: dict[str, Callable[[], str]] = {
    "quotas.md": quotas,
    "scenario-fields.md": fields,
    "metrics.md": metrics,
    "insights.md": insights,
    "models.md": models,
    "api.md": operations,
    "scenario.schema.json": schema,
}
"""Name in docs/reference -> what writes it."""


def stale() -> list[Path]:
    """The pages that are not as the code would write them now."""
    return [path for path, text in written() if path.read_text(encoding="utf-8") != text]


def written() -> list[tuple[Path, str]]:
    """Every page with the text that belongs there."""
    folder = ROOT / "docs" / "reference"
    return [(folder / name, write()) for name, write in PAGES.items()]


def main() -> int:
    """Write the pages that changed, or say which ones would."""
    old = stale()
    if "--check" in sys.argv[1:]:
        print("\n".join(f"not current: {path.relative_to(ROOT)}" for path in old))
        return bool(old)
    for path, text in written():
        if path in old:
            path.write_text(text, encoding="utf-8")
            print(f"written: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
