"""What the lab's own tests know of component types: every picture, as a run's header sends it, and
what can be done to them.

`python -m tests.scenario.lab_types` writes it anew.
"""

import json
from pathlib import Path

from simcore.component.picture import as_data
from simcore.scenario import offered
from simcore.scenario.pictures import edge_kinds, shown

FILE = Path(__file__).parents[2] / "static/src/core/testing/types.json"


def text() -> str:
    """All types and all kinds of edges as JSON."""
    data = {
        "types": {name: as_data(shown) for name, shown in shown().items()},
        "actions": offered(),
        "edge_kinds": {kind: as_data(look) for kind, look in edge_kinds().items()},
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
